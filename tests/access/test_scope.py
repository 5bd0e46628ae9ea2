"""Which criteria and sections a person may change just now."""

from datetime import date

import pytest

from registration.access.scope import open_criteria, open_sections
from registration.applications.models import InformationRequest, RequestItem
from registration.database import db, now
from registration.self_assessment.models import AreaAssignment
from registration.workflow.states import OPEN_TO_SCHOOL, State
from tests import factories
from tests.cast import BODY

PROFILE = frozenset(range(1, 10))


def ask(application, by, *, criteria=(), sections=()):
    made = InformationRequest(application=application, kind="completion", due_on=date(2027, 1, 15), asked_by=by)
    made.items = [RequestItem(criterion_code=code, question="Which policy?") for code in criteria]
    made.items += [RequestItem(section=number, question="Since when?") for number in sections]
    db.session.add(made)
    db.session.flush()
    return made


def give_area(application, person, *areas):
    for area in areas:
        db.session.add(AreaAssignment(application_id=application.id, person_id=person.id, area=area))
    db.session.flush()


def area_of(application, code):
    return application.standard.criteria[code].area


@pytest.mark.parametrize("name", ["amina", "cora"])
def test_the_leads_of_a_draft_may_change_all_of_it(application, cast, name):
    person = getattr(cast, name)

    assert open_criteria(person, application) == frozenset(application.standard.criteria)
    assert open_sections(person, application) == PROFILE


@pytest.mark.parametrize("name", ["basil", "ezra"])
def test_a_contributor_may_change_the_areas_they_were_given(application, cast, name):
    person = getattr(cast, name)
    before = open_criteria(person, application)

    give_area(application, person, area_of(application, "4.1"))

    codes = {code for code in application.standard.criteria if code.startswith("4.")}
    assert before == frozenset()
    assert open_criteria(person, application) == codes
    assert open_sections(person, application) == frozenset()


def test_an_area_given_to_a_colleague_opens_nothing_here(application, cast):
    give_area(application, cast.ezra, area_of(application, "4.1"))

    assert open_criteria(cast.basil, application) == frozenset()


def test_an_area_given_in_another_application_opens_nothing_here(application, cast):
    other = factories.application(cast)

    give_area(other, cast.basil, area_of(application, "4.1"))

    assert open_criteria(cast.basil, application) == frozenset()


@pytest.mark.parametrize("state", [State.COMPLETING, State.EVIDENCE_REQUESTED])
def test_when_asked_only_what_was_asked_for_opens_again(cast, state):
    application = factories.application(cast, state)
    give_area(application, cast.basil, area_of(application, "2.7"))

    ask(application, cast.carys, criteria=["2.7", "4.1"], sections=[4])

    assert open_criteria(cast.amina, application) == {"2.7", "4.1"}
    assert open_criteria(cast.basil, application) == {"2.7"}
    assert open_sections(cast.amina, application) == ({4, 7} if state is State.COMPLETING else frozenset())
    assert open_sections(cast.basil, application) == frozenset()


def test_what_was_asked_before_and_answered_is_shut(cast):
    application = factories.application(cast, State.COMPLETING)
    ask(application, cast.carys, criteria=["2.7"], sections=[4]).closed_at = now()

    assert open_criteria(cast.amina, application) == frozenset()
    assert open_sections(cast.amina, application) == frozenset()


def test_in_every_other_state_nothing_is_open(cast):
    application = factories.application(cast, State.COMPLETING)
    ask(application, cast.carys, criteria=["2.7"], sections=[4])

    for state in set(State) - OPEN_TO_SCHOOL:
        application.state = state

        assert open_criteria(cast.amina, application) == frozenset()
        assert open_sections(cast.amina, application) == frozenset()


@pytest.mark.parametrize("name", ["olga", *BODY])
def test_nobody_else_may_change_anything(application, cast, name):
    person = getattr(cast, name)

    assert open_criteria(person, application) == frozenset()
    assert open_sections(person, application) == frozenset()
