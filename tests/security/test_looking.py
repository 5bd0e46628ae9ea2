"""Every page of a case, with objects that exist, as everybody on it: looking changes nothing and tells no secret."""

import pytest

from registration.workflow.states import JUDGED_APART, State
from tests.browser import Browser
from tests.security.planted import (
    AMONG_COLLEAGUES,
    BEFORE_RELEASE,
    FINDING,
    LEADS,
    NEVER_FOR_THE_SCHOOL,
    OUTSIDE_THE_CASE,
    REASONS,
    WORDED_LATE,
    addresses,
    planted,
)
from tests.security.watching import digests, watch

pytestmark = pytest.mark.crawl

SCHOOL = ("amina", "cora", "basil", "ezra")
AS_THE_PRINCIPAL = [("amina", state) for state in State]
AS_COLLEAGUES = [
    (name, state) for name in SCHOOL[1:] for state in (State.FACTUAL_CHECK, State.DEFERRED)
]
AS_THE_BODY = [
    (name, state)
    for name in ("leah", "rafael", "carys", "audrey", "dana")
    for state in (State.DESK_REVIEW, State.FINALISING, State.APPROVED_WITH_CONDITIONS)
]


def look_at_all(app, person, case) -> dict[str, bytes]:
    """Every address this person can open, with what it answered. Nothing may be written by any of them."""
    browser = Browser(app).sign_in(person)
    before, seen = digests(), {}
    with watch() as written:
        for path in (*addresses(app, case, "GET"), *OUTSIDE_THE_CASE):
            page = browser.send("GET", path)
            assert page.status < 500, path
            assert written.take() == [], path
            seen[path] = page.data
    assert digests() == before
    return seen


@pytest.mark.parametrize(("name", "state"), AS_THE_PRINCIPAL + AS_COLLEAGUES)
def test_the_school_reads_nothing_of_what_the_body_keeps_to_itself(app, cast, store, name, state):
    case = planted(app, cast, state)
    secrets = NEVER_FOR_THE_SCHOOL + (BEFORE_RELEASE if state in WORDED_LATE else ())

    seen = look_at_all(app, getattr(cast, name), case)

    told = [(path, word) for path, page in seen.items() for word in secrets if word.encode() in page]
    assert told == []


@pytest.mark.parametrize("state", sorted(WORDED_LATE))
def test_the_school_reads_its_outcome_once_it_is_released(app, cast, store, state):
    case = planted(app, cast, State(state), released=True)

    seen = look_at_all(app, cast.amina, case)

    assert any(REASONS.encode() in page for page in seen.values())


@pytest.mark.parametrize(("name", "state"), AS_THE_BODY)
def test_the_body_changes_nothing_by_looking_and_judges_apart(app, cast, store, name, state):
    case = planted(app, cast, state)
    others = {"leah": (FINDING,), "rafael": (LEADS,)}.get(name, (FINDING, LEADS)) if state in JUDGED_APART else ()
    own = {"leah": LEADS, "rafael": FINDING}.get(name)

    seen = look_at_all(app, getattr(cast, name), case)

    secrets = (*others, AMONG_COLLEAGUES)
    assert [(path, word) for path, page in seen.items() for word in secrets if word.encode() in page] == []
    if own and state is not State.DESK_REVIEW:  # there, the sheet of the one criterion asked for is not their own
        assert any(own.encode() in page for page in seen.values())
