"""What a person is in one case: the six rules of fairness, each alone and where they meet."""

from datetime import date

import pytest

from registration.access.roles import Capacity, Role, SchoolRole
from registration.access.standing import CONFLICT_YEARS, capacities, conflicted, holds, people_as
from registration.accounts.models import PersonRole
from registration.database import db, now
from registration.schools.models import Relation
from registration.workflow.states import DECIDED, State
from tests import factories
from tests.cast import EVERYONE


def what(cast, application):
    return {name: {c.value for c in capacities(getattr(cast, name), application)} for name in EVERYONE}


def give(person, *roles):
    person.role_rows.extend(PersonRole(role=role.value) for role in roles)
    db.session.flush()


def relate(person, school, **facts):
    made = Relation(person=person, school=school, **{"kind": "employed", "since": date(2020, 1, 1), **facts})
    db.session.add(made)
    db.session.flush()
    db.session.expire(person, ["relations"])
    return made


def test_everybody_is_what_they_are(application, cast):
    assert what(cast, application) == {
        "amina": {"principal"}, "cora": {"coordinator"}, "basil": {"contributor"}, "ezra": {"exams_officer"},
        "olga": set(), "rafael": {"reviewer"}, "ravi": set(), "leah": {"lead_reviewer"}, "carys": {"case_officer"},
        "dana": {"decision_maker"}, "dirk": {"decision_maker"}, "ada": set(), "audrey": {"auditor"},
        "connor": set(), "nora": {"case_officer"}, "rhea": set(),
    }


def test_somebody_of_the_applicant_school_is_only_ever_the_applicant(application, cast):
    give(cast.amina, *Role)
    factories.assign(application, cast.amina, "lead_reviewer")
    db.session.flush()

    assert capacities(cast.amina, application) == {Capacity.PRINCIPAL}


def test_a_conflict_of_interest_takes_every_standing(application, cast):
    give(cast.leah, *set(Role) - {Role.REVIEWER})

    relate(cast.leah, application.school)

    assert conflicted(cast.leah, application.school)
    assert capacities(cast.leah, application) == frozenset()


def test_a_conflict_with_one_school_says_nothing_of_another(application, cast):
    relate(cast.leah, cast.olga.school)

    assert capacities(cast.leah, application) == {Capacity.LEAD_REVIEWER}


def test_an_annulled_relation_does_not_count(application, cast):
    relate(cast.leah, application.school, annulled_at=now())

    assert capacities(cast.leah, application) == {Capacity.LEAD_REVIEWER}


def test_a_relation_counts_to_the_day_six_years_after_its_end():
    ended = Relation(kind="employed", since=date(2010, 1, 1), until=date(2020, 6, 15))

    assert CONFLICT_YEARS == 6
    assert holds(ended, on=date(2026, 6, 15))
    assert not holds(ended, on=date(2026, 6, 16))


def test_a_relation_that_ended_on_29_february_counts_to_1_march():
    ended = Relation(kind="employed", since=date(2010, 1, 1), until=date(2020, 2, 29))

    assert holds(ended, on=date(2026, 2, 28))
    assert not holds(ended, on=date(2026, 3, 1))


def test_somebody_on_the_panel_is_only_that(application, cast):
    give(cast.rafael, Role.CASE_OFFICER, Role.DECISION_MAKER, Role.AUDITOR)

    assert capacities(cast.rafael, application) == {Capacity.REVIEWER}


def test_who_left_the_panel_may_take_the_desk_but_never_decides(application, cast):
    give(cast.rhea, Role.CASE_OFFICER)

    assert capacities(cast.rhea, application) == {Capacity.CASE_OFFICER}


def test_an_assignment_without_the_role_is_worth_nothing(application, cast):
    cast.rafael.role_rows.clear()
    give(cast.rafael, Role.DECISION_MAKER)

    assert capacities(cast.rafael, application) == frozenset()


@pytest.mark.parametrize("state", [State.APPEAL, State.DETERMINATION])
def test_nobody_hears_an_appeal_against_their_own_decision(cast, state):
    application = factories.application(cast, State.NOT_APPROVED)
    factories.determination(application, cast.dana, "do_not_approve")
    factories.appeal(application, cast.amina)

    application.state = state

    assert capacities(cast.dana, application) == {Capacity.FORMER_DECIDER}
    assert capacities(cast.dirk, application) == {Capacity.DECISION_MAKER}


def test_once_the_appeal_is_over_a_decision_maker_is_that_again(cast):
    application = factories.application(cast, State.NOT_APPROVED)
    factories.determination(application, cast.dana, "do_not_approve", released_by=cast.carys, released_at=now())
    factories.appeal(application, cast.amina)

    application.state = State.APPROVED

    assert capacities(cast.dana, application) == {Capacity.DECISION_MAKER}


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_whoever_decided_is_only_that_until_somebody_else_has_released_the_letter(cast, state):
    application = factories.application(cast, state)
    give(cast.dana, Role.CASE_OFFICER)
    made = factories.determination(application, cast.dana)

    waiting = capacities(cast.dana, application), capacities(cast.dirk, application)
    made.released_at, made.released_by = now(), cast.dirk
    after = capacities(cast.dana, application)

    assert waiting == ({Capacity.DECIDER}, {Capacity.DECISION_MAKER})
    assert after == {Capacity.DECISION_MAKER, Capacity.CASE_OFFICER}


def test_a_decision_that_was_taken_back_is_nobodys(cast):
    application = factories.application(cast, State.DETERMINATION)
    factories.determination(application, cast.dana, recalled_at=now(), recalled_by=cast.carys)

    assert capacities(cast.dana, application) == {Capacity.DECISION_MAKER}


def test_whoever_was_appealed_against_has_no_part_in_the_decision_that_takes_its_place(cast):
    application = factories.application(cast, State.NOT_APPROVED)
    factories.determination(application, cast.dana, "do_not_approve", released_by=cast.carys, released_at=now())
    factories.appeal(application, cast.amina, outcome="upheld", reasons="Right.", decided_by=cast.dirk)
    second = factories.determination(application, cast.dirk)

    application.state = State.APPROVED
    waiting = {name: capacities(getattr(cast, name), application) for name in ("dana", "dirk", "carys")}
    second.released_at, second.released_by = now(), cast.carys

    assert waiting == {
        "dana": {Capacity.FORMER_DECIDER}, "dirk": {Capacity.DECIDER}, "carys": {Capacity.CASE_OFFICER},
    }
    assert capacities(cast.dana, application) == {Capacity.DECISION_MAKER}


def test_an_administrator_has_no_part_in_a_case(application, cast):
    assert cast.ada.roles == {Role.ADMINISTRATOR}
    assert capacities(cast.ada, application) == frozenset()


OF_A_MOMENT = {Capacity.CLOCK, Capacity.DECIDER, Capacity.FORMER_DECIDER}


@pytest.mark.parametrize("capacity", [capacity for capacity in Capacity if capacity not in OF_A_MOMENT])
def test_letters_for_a_capacity_go_to_just_those_who_have_it(application, cast, capacity):
    have = {name for name, held in what(cast, application).items() if capacity.value in held}

    told = {person.name for person in people_as(capacity, application)}

    assert told == {f"{name.capitalize()} Example" for name in have}
    assert have


def test_a_letter_reaches_nobody_who_left(application, cast):
    cast.cora.active = cast.rafael.active = cast.carys.active = False
    db.session.flush()

    assert people_as(Capacity.COORDINATOR, application) == []
    assert people_as(Capacity.REVIEWER, application) == []
    assert people_as(Capacity.CASE_OFFICER, application) == [cast.nora]


def test_every_role_at_a_school_is_a_capacity_of_the_same_name():
    assert {role.value for role in SchoolRole} <= {capacity.value for capacity in Capacity}
