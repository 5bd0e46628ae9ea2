import pytest

from registration.database import db
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    """A visit that is arranged; Leah leads, and Rafael is on the panel."""
    case = factories.application(cast, State.VISIT_ARRANGED)
    factories.findings(case, cast.leah, cast.rafael)
    begin_visit(case, cast.leah)
    db.session.commit()
    return case
