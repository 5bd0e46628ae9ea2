import pytest

from registration.database import db
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def to_decide(cast):
    """A function that makes a case awaiting determination, all Met but for the ratings given."""

    def make(ratings=None, state=State.DETERMINATION):
        application = factories.application(cast, state)
        factories.agree(application, cast.leah, "final", ratings)
        db.session.commit()
        return application

    return make
