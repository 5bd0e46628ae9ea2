"""What a page asks of the database: at most eight statements, and as many for 300 rows as for three and for one.

Generated from the map of addresses, so that a new page is counted before anybody thinks of it: each page of a case is
opened by each of four people in the first and in the last of `STATES` in which they may. Pages about one thing behind a
case are opened when `ABOUT` says which.
"""

from collections import defaultdict
from contextvars import Context

import pytest
from flask import url_for

from registration.access.guard import MARK
from registration.access.policy import POLICY, Action
from registration.access.roles import Capacity
from registration.database import db
from registration.deadlines.models import Extension, Pause
from registration.notifications.models import Letter
from registration.panels.models import Concern
from registration.teamwork.models import Remark
from registration.teamwork.queries import shares
from registration.workflow.states import State
from tests import crowd
from tests.browser import Browser
from tests.queries import count_queries

MOST = 8
SIZES = (1, 3, 300)
WHO = {
    "amina": Capacity.PRINCIPAL, "leah": Capacity.LEAD_REVIEWER, "carys": Capacity.CASE_OFFICER,
    "dana": Capacity.DECISION_MAKER,
}  # fmt: skip
STATES = (
    State.DRAFT, State.EVIDENCE_REQUESTED, State.MODERATION, State.VISIT_PLANNING, State.FACTUAL_CHECK,
    State.FINALISING, State.DETERMINATION, State.APPROVED_WITH_CONDITIONS, State.APPEAL, State.REGISTERED,
)  # fmt: skip
WHERE_IT_SHOWS = (
    "applications.history", "decisions.determination", "decisions.take_back", "decisions.suggestion",
    "decisions.conditions", "decisions.appeal", "decisions.appeal_outcome", "decisions.take_back_appeal",
)  # fmt: skip
AT_SCHOOL = ("applications.application", "deadlines.dates", "messages.thread")
DESKS = ("amina", "leah", "carys", "dana", "ada", "audrey")

PLAIN = {"code": "2.7", "number": 1, "section": "context", "name": "withdraw"}


def last(model):
    """The newest record of this kind in a case, for what no relationship leads to."""
    return lambda case: db.session.scalars(
        db.select(model).where(model.application_id == case.id).order_by(model.id.desc()).limit(1)
    ).one()


def first_thread(case):
    return db.session.scalars(db.select(Remark).where(Remark.application_id == case.id).order_by(Remark.id)).first()


ABOUT = {
    "deadlines.decide": lambda case: {"public_id": last(Extension)(case).public_id},
    "deadlines.decide_pause": lambda case: {"public_id": last(Pause)(case).public_id},
    "decisions.answer": lambda case: {"public_id": case.conditions[-1].public_id},
    "decisions.close": lambda case: {"public_id": case.conditions[-1].public_id},
    "decisions.condition": lambda case: {"public_id": case.conditions[-1].public_id},
    "evidence.change": lambda case: {"item_id": case.evidence[-1].public_id},
    "evidence.change_citation": lambda case: {"citation_id": case.citations[-1].public_id},
    "evidence.cite_item": lambda case: {"item_id": case.evidence[-1].public_id},
    "panels.concern": lambda case: {"tie": last(Concern)(case).public_id},
    "register.change": lambda case: {"public_id": case.registration.changes[-1].public_id},
    "evidence.item": lambda case: {"item_id": case.evidence[-1].public_id},
    "evidence.move_citations": lambda case: {"item_id": case.evidence[-1].public_id},
    "evidence.open_version": lambda case: {"version": case.evidence[-1].versions[-1].public_id},
    "evidence.remove": lambda case: {"item_id": case.evidence[-1].public_id},
    "evidence.replace": lambda case: {"item_id": case.evidence[-1].public_id},
    "notifications.case_letter": lambda case: {"public_id": last(Letter)(case).public_id},
    "reports.paragraph": lambda case: {"public_id": case.report.paragraphs[-1].public_id},
    "reports.reply": lambda case: {"public_id": case.report.comments[-1].public_id},
    "review.end_assignment": lambda case: {"assignment": case.assignments[0].public_id},
    "teamwork.share": lambda case: {"cell": shares(case)[-1].cell},
    "teamwork.thread": lambda case: {"public_id": first_thread(case).public_id},
    "visits.document": lambda case: {"document_id": case.visit.documents[-1].public_id},
    "visits.document_wording": lambda case: {"document_id": case.visit.documents[-1].public_id},
    "visits.item": lambda case: {"item_id": case.visit.agenda[-1].public_id},
}


def opened_in(action, capacity):
    may = [s for s in STATES if any(s in rule.when and capacity in rule.who for rule in POLICY[action])]
    return {*may[:1], *may[-1:]}


def pages_of(app, case, capacity):
    """Endpoint and address of each page of this case that somebody in this capacity may open."""
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], MARK, None)
        if "GET" not in rule.methods or not isinstance(action, Action) or case.state not in opened_in(action, capacity):
            continue
        values = PLAIN | {"reference": case.reference} | ABOUT.get(rule.endpoint, lambda case: {})(case)
        if rule.arguments <= values.keys():
            yield rule.endpoint, app.url_map.bind("localhost").build(
                rule.endpoint, {name: values[name] for name in rule.arguments}
            )


def statements(browser, path):
    """How many one request takes; None when this is no page for them. Not parsed: 300 rows take long."""
    db.session.commit()
    with count_queries() as said:
        answer = Context().run(browser.client.get, path)
    answer.close()
    return len(said) if answer.status_code == 200 else None


def too_many(counted):
    return {
        page: counts
        for page, counts in counted.items()
        if len(set(counts)) > 1 or counts[0] > MOST
    }


pytestmark = pytest.mark.crawl


@pytest.mark.parametrize("state", STATES)
def test_a_page_of_a_case_asks_as_much_for_300_rows_as_for_one(app, cast, state):
    case, counted, there = crowd.case(cast, state), defaultdict(list), 0

    for size in SIZES:
        crowd.grow(case, cast, range(there + 1, size + 1))
        there = size
        for name, capacity in WHO.items():
            browser = Browser(app).sign_in(getattr(cast, name))
            for endpoint, path in list(pages_of(app, case, capacity)):
                count = statements(browser, path)
                if count is not None:
                    counted[name, endpoint].append(count)

    assert counted
    assert too_many(counted) == {}


@pytest.mark.parametrize("state", [State.APPROVED_WITH_CONDITIONS, State.APPEAL])
def test_a_page_about_a_decision_that_waits_for_its_second_person_asks_as_little(app, cast, state):
    case, counted, there = crowd.case(cast, state), defaultdict(list), 0

    for size in SIZES[:2]:  # a third decision can cost nothing that the second did not
        crowd.grow(case, cast, range(there + 1, size + 1), waits=True)
        there = size
        for name in (*WHO, "dirk"):
            browser = Browser(app).sign_in(getattr(cast, name))
            for endpoint in (*WHERE_IT_SHOWS, *(AT_SCHOOL if name == "amina" else ())):
                with app.test_request_context():
                    path = url_for(endpoint, reference=case.reference)
                count = statements(browser, path)
                if count is not None:
                    counted[name, endpoint].append(count)

    assert {("carys", "decisions.determination"), ("carys", "decisions.appeal")} <= counted.keys()
    assert {("amina", endpoint) for endpoint in AT_SCHOOL} <= counted.keys()
    assert too_many(counted) == {}


def test_a_list_asks_as_much_for_300_rows_as_for_one(app, cast):
    case, counted, there = crowd.case(cast, State.DESK_REVIEW), defaultdict(list), 0
    lists = [r for r in app.url_map.iter_rules() if "GET" in r.methods and not r.arguments]

    for size in SIZES:
        crowd.grow(case, cast, range(there + 1, size + 1))
        there = size
        for name in DESKS:
            browser = Browser(app).sign_in(getattr(cast, name))
            for rule in lists:
                count = statements(browser, rule.rule)
                if count is not None:
                    counted[name, rule.endpoint].append(count)

    assert ("carys", "review.queue") in counted
    assert too_many(counted) == {}
