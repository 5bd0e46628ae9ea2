"""Somebody who may read a page and not write it changes nothing by sending its form, whatever the page."""

import pytest

from registration.access.guard import MARK
from registration.access.policy import Action, allowed, released
from registration.access.roles import JUDGES, Capacity
from registration.access.scope import open_criteria, open_sections
from registration.access.standing import capacities
from registration.workflow import engine
from registration.workflow.states import State
from registration.workflow.transitions import BY_NAME
from tests.browser import Browser
from tests.security.planted import addresses, planted
from tests.security.sending import bodies_on
from tests.security.watching import digests, watch

pytestmark = pytest.mark.crawl

PEOPLE = ("amina", "cora", "basil", "ezra", "leah", "rafael", "carys", "dana", "audrey")
STATES = (
    State.DRAFT, State.EVIDENCE_REQUESTED, State.MODERATION, State.VISIT_ARRANGED, State.FACTUAL_CHECK,
    State.APPROVED_WITH_CONDITIONS,
)
WRITTEN_BY = {
    "moderation.criterion": Action.MODERATE, "review.criterion": Action.RECORD_FINDING,
    "visits.sample": Action.RECORD_VISIT, "register.registration": Action.REGISTER,
    "applications.declaration": Action.SIGN_DECLARATION,
}
"""Pages that more people may read than write: what is needed to write. Elsewhere the page's own action is."""

WITHIN_SCOPE = {
    "self_assessment.save_criterion", "evidence.cite", "evidence.change_citation", "evidence.remove_citation",
    "evidence.move_citations", "applications.answer_item",
}
SENT_BY_THE_PRINCIPAL = {"applications.check_answers", "applications.answer_request", "reports.answer_facts"}


NARROWER = {
    "applications.move": lambda person, case, path: may_move(person, case, BY_NAME[path.rpartition("/")[2]]),
    "schools.section": lambda person, case, path: int(path.rpartition("/")[2]) in open_sections(person, case),
    "decisions.appeal": lambda person, case, _: allowed(person, Action.APPEAL, case) and released(case),
    "register.make_certificate": lambda person, case, _: Capacity.CASE_OFFICER in capacities(person, case),
    "teamwork.change_remark": lambda person, case, path: may_change_remark(person, case, path.rpartition("/")[2]),
    "review.declare_free": lambda person, case, _: bool(capacities(person, case) & JUDGES),
}
"""Pages whose rule is not an action alone."""


def may_change_remark(person, case, what) -> bool:
    """Who wrote it takes it back; any colleague settles it. The planted one is Amina's."""
    return allowed(person, Action.WRITE_REMARKS, case) and (what != "take-back" or person.name.startswith("Amina"))


def may_move(person, case, move) -> bool:
    return bool(capacities(person, case) & move.who) and engine.stands_at(case, move, person)


def may_write(app, person, case, endpoint: str, path: str) -> bool:
    if endpoint in NARROWER:
        return NARROWER[endpoint](person, case, path)
    if endpoint in SENT_BY_THE_PRINCIPAL and Capacity.PRINCIPAL not in capacities(person, case):
        return False
    if endpoint in WITHIN_SCOPE and "2.7" not in open_criteria(person, case):
        return False
    return allowed(person, WRITTEN_BY.get(endpoint, getattr(app.view_functions[endpoint], MARK)), case)


def honest_bodies(app, case, people) -> dict:
    """What the forms of this case send when those who have them fill them in."""
    found: dict = {}
    pages = addresses(app, case, "GET")
    for person in people:
        browser = Browser(app).sign_in(person)
        # Asked before the first page is opened, which would make all be loaded anew for each.
        for path in [p for p, end in pages.items() if allowed(person, getattr(app.view_functions[end], MARK), case)]:
            page = browser.send("GET", path)
            for where, body in bodies_on(page, path).items() if page.quick is not None else ():
                found.setdefault(where, body)
    return found


@pytest.mark.parametrize("state", STATES)
def test_a_form_sent_by_somebody_who_may_only_read_changes_nothing(app, cast, store, state):
    case = planted(app, cast, state)
    bodies = honest_bodies(app, case, [cast.amina, cast.leah, cast.rafael, cast.carys, cast.dana])
    forms = addresses(app, case, "POST")
    tried = 0

    for name in PEOPLE:
        person = getattr(cast, name)
        browser = Browser(app).sign_in(person)
        token = browser.token()
        closed = [path for path, end in forms.items() if not may_write(app, person, case, end, path)]
        tried += len(closed)
        before = digests()
        with watch() as written:
            for path in closed:
                page = browser.send("POST", path, {**bodies.get(path, {}), "csrf_token": token})

                assert 300 <= page.status < 500, (name, path, page.status)
                assert written.take() == [], (name, path)
        assert digests() == before, name

    assert tried > 250


def test_the_same_forms_change_something_for_those_who_may(app, cast, store):
    """Or the test above would show nothing."""
    changed, offered = set(), set()
    for state in (State.DRAFT, State.MODERATION, State.VISIT_ARRANGED, State.FACTUAL_CHECK):
        case = planted(app, cast, state)
        people = [cast.amina, cast.leah, cast.carys]
        bodies = honest_bodies(app, case, people)
        for person in people:
            browser = Browser(app).sign_in(person)
            token = browser.token()
            with watch() as written:
                for path, endpoint in addresses(app, case, "POST").items():
                    last = endpoint.startswith("applications.move") or endpoint in SENT_BY_THE_PRINCIPAL
                    if last or endpoint in changed or not may_write(app, person, case, endpoint, path):
                        continue
                    offered.add(endpoint)
                    page = browser.send("POST", path, {**bodies.get(path, {}), "csrf_token": token})
                    assert page.status < 500, path
                    if written.take():
                        changed.add(endpoint)
        empty_school(app, cast, case)

    assert {"moderation.criterion", "visits.sample", "applications.declaration", "reports.comment"} <= changed
    assert len(changed) >= 18, sorted(offered - changed)


def empty_school(app, cast, case) -> None:
    """Makes room for the next case: a school has one application under way."""
    case.school_id = cast.olga.school_id
    app.extensions["sqlalchemy"].session.commit()
