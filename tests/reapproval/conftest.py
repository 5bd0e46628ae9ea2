from datetime import timedelta

import pytest

from registration.database import db, now, today
from registration.decisions.models import Condition
from registration.reapproval import service
from registration.register.models import Registration
from registration.schools.models import ProfileSection
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def registered(cast):
    """Registered under a certificate that ends in a hundred days. 3.1 had a condition, and 3.2 was not met."""
    made = factories.application(cast, State.REGISTERED)
    factories.agree(made, cast.leah, "final", {"3.2": "partly"})
    factories.determination(made, cast.dana, released_by=cast.carys, released_at=now())
    scope = {"programmes": [], "territories": ["Portugal"]}
    db.session.add_all([
        Condition(application=made, criterion_code="3.1", what="Publish it.", due_on=today(), status="closed"),
        Registration(
            application=made, agreement_on=today() - timedelta(days=995), centre_number="PT123", scope=scope,
            certificate_number="OSC-AAAA-BBBB-0001", valid_from=today() - timedelta(days=995),
            valid_until=today() + timedelta(days=100),
        ),
    ])  # fmt: skip
    db.session.commit()
    return made


@pytest.fixture
def again(registered, cast):
    """The draft of the reapproval, begun by Amina; its profile is taken for complete."""
    made = service.begin(registered, by=cast.amina)
    for section in db.session.scalars(db.select(ProfileSection).filter_by(application_id=made.id)):
        section.complete = True
    db.session.commit()
    return made


@pytest.fixture
def reviewing(again, cast):
    """Sent with one answer changed (1.2), and in the desk review, with Leah and Rafael on the panel."""
    change(again, "1.2")
    service.confirm(again, set(again.standard.criteria) - {"1.2"}, by=cast.amina)
    factories.assign(again, cast.leah, "lead_reviewer")
    factories.assign(again, cast.rafael, "reviewer")
    factories.submit(again, cast.amina)
    again.state, again.submitted_at = State.DESK_REVIEW, now()
    db.session.commit()
    return again


def change(application, code, statement="We do it another way now."):
    next(r for r in application.responses if r.criterion_code == code).statement = statement
    db.session.flush()
