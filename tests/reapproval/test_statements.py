"""What the pages of a reapproval ask of the database: as little as those of any case, with what was carried over."""

import pytest

from registration.database import db
from registration.reapproval import agreeing_service
from registration.reapproval.models import CarriedCriterion
from registration.register import service as register_of_schools
from registration.workflow.states import State
from tests import crowd, factories
from tests.architecture.test_statements import MOST, statements
from tests.browser import Browser

PAGES = {
    "amina": ("reapproval.carried", "applications.application", "self_assessment.criterion",
              "self_assessment.task_list", "applications.check_answers", "register.registration"),
    "leah": ("reapproval.carried", "applications.application", "review.sheet", "moderation.table",
             "reapproval.reopen", "review.criterion", "reports.judgements"),
    "carys": ("reapproval.carried", "applications.application", "review.panel", "register.registration"),
}  # fmt: skip
WORKSPACES = {"review.criterion": 10, "moderation.table": 10}
"""The pages that may ask for more."""

pytestmark = pytest.mark.crawl


def filled(application, cast):
    """Many of everything, and a criterion that a reviewer opened again."""
    crowd.grow(application, cast, range(1, 4))
    row = db.session.scalars(db.select(CarriedCriterion).filter_by(application_id=application.id, anew="")).first()
    row.reopened_by, row.reopened_at, row.reopen_reason = cast.rafael, row.application.started_at, "The law changed."
    db.session.commit()


def too_many(app, cast, application):
    found, opened = {}, 0
    for name, endpoints in PAGES.items():
        browser = Browser(app).sign_in(getattr(cast, name))
        for endpoint in endpoints:
            values = {"reference": application.reference}
            if endpoint in ("self_assessment.criterion", "review.criterion", "reapproval.reopen"):
                values["code"] = "1.1"
            count = statements(browser, app.url_map.bind("localhost").build(endpoint, values))
            opened += count is not None
            if count is not None and count > WORKSPACES.get(endpoint, MOST):
                found[name, endpoint] = count
    return opened, found


def test_the_pages_of_its_draft(app, cast, again):
    filled(again, cast)

    opened, found = too_many(app, cast, again)

    assert opened >= 5
    assert found == {}


def test_its_pages_in_the_desk_review(app, cast, reviewing):
    filled(reviewing, cast)

    opened, found = too_many(app, cast, reviewing)

    assert opened >= 8
    assert found == {}


def test_its_pages_while_the_report_is_written(app, cast, reviewing):
    agreeing_service.let_stand(reviewing, by=cast.leah)
    reviewing.state = State.REPORTING
    db.session.commit()

    opened, found = too_many(app, cast, reviewing)

    assert opened >= 8
    assert found == {}


def test_the_pages_of_both_cases_once_it_is_renewed(app, cast, registered, again):
    factories.submit(again, cast.amina)
    again.state = State.APPROVED
    factories.determination(again, cast.dana, released_by=cast.carys, released_at=again.started_at)
    db.session.commit()
    agreed = {"agreement_on": again.started_at.date(), "centre_number": "PT1"}
    register_of_schools.register_school(again, **agreed, by=cast.carys, body="A body", address="{number}")
    db.session.commit()

    before, after = too_many(app, cast, registered), too_many(app, cast, again)

    assert min(before[0], after[0]) >= 4
    assert (before[1], after[1]) == ({}, {})
