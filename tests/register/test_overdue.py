"""What is overdue in a registration: told once, marked at the desk, and taken from the list when it is made."""

from datetime import timedelta

import pytest

from registration.database import db, today
from registration.notifications.models import Letter
from registration.register import desk_queries, overdue, yearly
from registration.register.models import ChangeNotice
from registration.register.service import years_after
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def due(registered):
    """A function that makes a registration whose first declaration was due so many days ago."""

    def make(days, state=State.REGISTERED, name=None):
        begun = years_after(today() - timedelta(days=days), -1)
        return registered(state, name=name, valid_from=begun, valid_until=years_after(begun, 3) - timedelta(days=1))

    return make


def told():
    overdue.tell_of_overdue()
    found = db.session.scalars(db.select(Letter).order_by(Letter.id))
    return [(letter.template, letter.person.name.split()[0]) for letter in found]


def shown(cast, code):
    _page, rows = desk_queries.listed(cast.carys, desk_queries.view_called(code), 1)
    return [row.registration for row in rows]


def test_on_its_day_nothing_is_overdue(due):
    found = due(0)

    assert told() == []
    assert found.declaration_overdue_since is None


def test_the_day_after_the_principal_is_told_once_and_the_desk_sees_a_mark(due, cast):
    found = due(1)

    assert told() == told() == [("declaration_due", "Amina")]
    assert found.declaration_overdue_since == today() - timedelta(days=1)
    assert shown(cast, "declaration") == [found]


def test_well_past_its_date_the_case_officers_are_told_once(due):
    due(21)

    assert told() == told()
    assert sorted(told()) == [("declaration_due", "Amina"), ("declaration_late", "Carys"), ("declaration_late", "Nora")]


def test_a_declaration_takes_the_mark_away_at_once(due, cast):
    found = due(21)
    told()

    yearly.declare(found, "", by=cast.amina)

    assert found.declaration_overdue_since is None
    assert shown(cast, "declaration") == []


def test_a_suspended_registration_is_told_nothing(due):
    due(21, State.SUSPENDED)

    assert told() == []


@pytest.mark.parametrize(("days", "expected"), [(0, set()), (1, {"Amina", "Cora", "Carys", "Nora"}), (31, set())])
def test_a_certificate_that_has_ended_is_told_once_to_both_sides(registered, days, expected):
    registered(valid_from=years_after(today(), -1), valid_until=today() - timedelta(days=days))

    written = {name for letter, name in told() if letter == "certificate_ended"}

    assert written == expected
    assert len(told()) == len(expected)


def test_each_view_shows_what_it_counts(due, registered, cast):
    late, ending, changed = due(3), registered(valid_until=today() + timedelta(days=100)), registered()
    registered(State.ENDED)
    db.session.add(ChangeNotice(registration=changed, kind="other", what="We move.", from_on=today(),
                                told_by=cast.amina))  # fmt: skip
    told()

    assert {view.code: shown(cast, view.code) for view in desk_queries.VIEWS[1:]} == {
        "declaration": [late], "change": [changed], "ending": [ending],
    }
    assert desk_queries.counts(cast.carys) == {"": 3, "declaration": 1, "change": 1, "ending": 1}


def test_the_desk_opens_the_list_and_a_reviewer_does_not(browser, due, cast):
    due(3)
    told()

    page = browser.sign_in(cast.carys).open("register.desk")

    assert "Overdue" in page.text
    assert browser.sign_in(cast.rafael).open("register.desk").status == 404
    assert browser.sign_in(cast.amina).open("register.desk").status == 404


def test_somebody_with_a_conflict_does_not_find_the_school_in_the_list(registered, cast):
    registered()
    cast.connor.role_rows = [*cast.connor.role_rows]

    listed = desk_queries.counts(cast.connor)[""]

    assert listed == 0


def test_a_draft_of_a_reapproval_is_not_shown_to_the_desk_and_a_sent_one_is(registered, cast):
    found = registered()
    again = factories.application(cast)
    again.follows_id = found.application_id
    db.session.commit()
    assert desk_queries.renewals_of(cast.carys, [found]) == {}

    factories.answer_everything(again, cast.amina)
    db.session.commit()
    engine.perform(again, "withdraw", by=cast.amina)
    again.submitted_at = found.registered_at
    db.session.flush()
    assert desk_queries.renewals_of(cast.carys, [found]) == {}

    again.state = State.SUBMITTED
    db.session.commit()
    assert desk_queries.renewals_of(cast.carys, [found]) == {found.application_id: again}
