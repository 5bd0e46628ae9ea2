"""A school at work together."""

import pytest

from registration.database import db
from registration.self_assessment.models import Response
from registration.teamwork.models import CriterionAssignment


@pytest.fixture
def given(application, cast):
    """Basil has criterion 2.7, and nothing else."""
    db.session.add(CriterionAssignment(application_id=application.id, criterion_code="2.7", person=cast.basil))
    db.session.commit()
    return application


@pytest.fixture
def written(given, cast):
    """An answer of Basil's to 2.7."""
    answer = Response(
        application=given, criterion_code="2.7", rating="met", statement="We publish who answers for what.",
        updated_by_id=cast.basil.id,
    )
    db.session.add(answer)
    db.session.commit()
    return answer
