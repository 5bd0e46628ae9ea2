from datetime import timedelta
from itertools import count

import pytest

from registration.database import db, now, today
from registration.register.models import Certificate, Registration
from registration.workflow.states import State
from tests import factories

number = count(1)


@pytest.fixture
def approved(cast):
    """Approved by Dana, and released."""
    application = factories.application(cast, State.APPROVED)
    factories.determination(application, cast.dana, released_by=cast.carys, released_at=now())
    db.session.commit()
    return application


@pytest.fixture
def registered(cast):
    """A function that makes a registered school."""

    def make(state=State.REGISTERED, name=None, country="PT", **facts):
        application = factories.application(cast, state)
        if name:
            application.school = factories.school(name, country=country)
        scope = {"programmes": [{"programme": "IGCSE", "subjects": "Physics"}], "territories": ["Portugal"]}
        dates = {
            "valid_from": today(),
            "valid_until": today() + timedelta(days=1000),
            "agreement_on": today(),
        }
        names = {"centre_number": "PT123", "certificate_number": f"OSC-AAAA-BBBB-{next(number):04}"}
        registration = Registration(application=application, **{**names, **dates, "scope": scope, **facts})
        db.session.add(registration)
        db.session.add(Certificate(registration=registration, content={}))
        db.session.commit()
        return registration

    return make
