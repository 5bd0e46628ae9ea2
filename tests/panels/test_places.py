"""Assigning and telling are two steps; the person accepts, which opens the case to them, or declines."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from registration.access.standing import capacities
from registration.applications.models import Application
from registration.database import db, now, today
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.panels import queries, service
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.review import panel, relations
from registration.review.models import Assignment, Finding
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


@pytest.fixture
def case(cast):
    return factories.application(cast, State.SUBMITTED, panel=False)


def known(case, person):
    return next(r for r in queries.reviewers_for(case) if r.key == person.public_id)


def profile(person, hours=60, **facts):
    made = ReviewerProfile(person_id=person.id, hours=hours, **facts)
    db.session.add(made)
    db.session.flush()
    return made


def place(case, person, part="reviewer", *, by, told=False, **more):
    made = service.assign(case, known(case, person), part, by=by, **more)
    db.session.flush()
    if told:
        service.tell(case, by=by)
    db.session.commit()
    return made


def letters(template):
    return db.session.scalars(select(Letter).where(Letter.template == template)).all()


def test_from_assigning_to_the_panel_in_three_steps(browser, cast, case):
    browser.sign_in(cast.carys).open("review.assign", reference=case.reference)
    page = browser.press("Assign", person=cast.ravi.public_id, capacity="reviewer")
    assert "Not told yet" in page.text
    assert letters("panel_asked") == []
    assert "Ravi" not in browser.sign_in(cast.ravi).open("panels.reviewing").text.replace("Ravi Example", "", 1)

    browser.sign_in(cast.carys).open("review.panel", reference=case.reference)
    page = browser.press("Tell them")
    assert "Asked, waiting for an answer" in page.text
    assert [letter.person for letter in letters("panel_asked")] == [cast.ravi]

    browser.sign_in(cast.ravi)
    assert browser.open("review.sheet", reference=case.reference).status == 404
    page = browser.open("panels.reviewing")
    page = browser.open(page.links()[f"Accept or decline the place for {case.school.name}"])
    assert browser.press("Accept the place").status == 422
    page = browser.press("Accept the place", free="y")

    assert page.heading == "Panel"
    made = db.session.scalars(select(Assignment)).one()
    assert (made.person, made.capacity, made.declared_free_at is not None) == (cast.ravi, "reviewer", True)
    assert {letter.facts["answer"] for letter in letters("panel_place_answered")} == {"accepted"}


def test_a_place_opens_nothing_before_it_is_accepted(browser, cast, case):
    made = place(case, cast.ravi, by=cast.carys)

    before = capacities(cast.ravi, case)
    untold = browser.sign_in(cast.ravi).open("panels.invitation", place=made.public_id)
    service.tell(case, by=cast.carys)
    db.session.commit()
    told = browser.open("panels.invitation", place=made.public_id)

    assert (before, capacities(cast.ravi, case)) == (frozenset(), frozenset())
    assert (untold.status, told.status) == (404, 200)
    for name in ("leah", "nora"):
        assert browser.sign_in(getattr(cast, name)).open("panels.invitation", place=made.public_id).status == 404


def test_a_reason_to_decline_is_read_by_the_desk_alone(browser, cast, case):
    factories.assign(case, cast.leah, "lead_reviewer")
    made = place(case, cast.ravi, by=cast.carys, told=True)
    browser.sign_in(cast.ravi).open("panels.invitation", place=made.public_id)

    assert browser.press("Decline the place").status == 422
    browser.press("Decline the place", reason="My mother is ill.")

    assert (made.answer, made.assignment) == ("declined", None)
    assert "My mother is ill." in browser.sign_in(cast.carys).open("review.panel", reference=case.reference).text
    assert "My mother" not in browser.sign_in(cast.leah).open("review.panel", reference=case.reference).text
    assert not any("mother" in str(letter.facts) for letter in db.session.scalars(select(Letter)))


def test_others_on_the_panel_do_not_learn_who_is_meant(browser, cast, case):
    factories.assign(case, cast.leah, "lead_reviewer")
    place(case, cast.ravi, by=cast.carys, told=True)

    for name, sees in {"leah": False, "dana": False, "audrey": True, "carys": True}.items():
        page = browser.sign_in(getattr(cast, name)).open("review.panel", reference=case.reference)
        assert ("Ravi Example" in page.text) is sees, name


def test_an_answer_that_comes_too_late_is_refused_and_the_reason_given_back(browser, cast, case):
    made = place(case, cast.ravi, by=cast.carys, told=True)
    browser.sign_in(cast.ravi).open("panels.invitation", place=made.public_id)
    service.take_back(made, by=cast.carys)
    db.session.commit()

    page = browser.press("Decline the place", reason="I travel in May.")

    assert page.status == 409
    assert "no longer meant for you" in page.text
    assert "I travel in May." in page.text
    assert len(letters("panel_place_gone")) == 1


def test_what_was_never_told_is_taken_back_without_a_letter(browser, cast, case):
    place(case, cast.ravi, by=cast.carys)
    browser.sign_in(cast.carys).open("review.panel", reference=case.reference)

    browser.press("Take back the place of Ravi Example")

    assert [p.answer for p in db.session.scalars(select(Place))] == ["withdrawn"]
    assert db.session.scalars(select(Letter)).all() == []


def test_nobody_is_given_more_hours_than_they_say_they_have(cast, case):
    profile(cast.ravi, hours=10)

    with pytest.raises(Refused, match=r"Has 10 of 10 hours left this month\. This case takes about 15"):
        service.assign(case, known(case, cast.ravi), "reviewer", by=cast.carys, despite="He is quick.")


def test_whoever_joins_late_needs_the_hours_of_that_step_alone(cast):
    profile(cast.ravi, hours=5)
    late = factories.application(cast, State.MODERATION, panel=False)
    early = factories.application(cast, State.DESK_REVIEW, panel=False)

    with pytest.raises(Refused, match="This case takes about 15"):
        service.assign(early, known(early, cast.ravi), "reviewer", by=cast.carys)
    assert service.assign(late, known(late, cast.ravi), "reviewer", by=cast.carys).capacity == "reviewer"


def test_hours_on_hand_are_those_of_the_step_of_each_case_and_of_open_places(cast, case):
    for state in (State.DESK_REVIEW, State.MODERATION, State.REGISTERED):
        factories.application(cast, state)
    place(case, cast.ravi, by=cast.carys)

    leah, ravi = known(case, cast.leah), known(case, cast.ravi)

    assert (leah.busy, leah.cases, leah.judged, leah.led) == (18 + 6, 2, 2, 2)
    assert (ravi.busy, ravi.cases, ravi.judged) == (15, 1, 0)


def test_there_is_one_place_for_a_lead_and_one_for_a_person(cast, case):
    place(case, cast.leah, "lead_reviewer", by=cast.carys)

    with pytest.raises(Refused, match="Leah Example has the place of the lead reviewer"):
        service.assign(case, known(case, cast.ravi), "lead_reviewer", by=cast.carys)
    with pytest.raises(Refused, match="has a place on this panel already"):
        service.assign(case, known(case, cast.leah), "reviewer", by=cast.carys)
    db.session.add(Place(application=case, person=cast.ravi, capacity="lead_reviewer", assigned_by=cast.carys))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_rules_propose_and_one_button_assigns_with_the_reasons(browser, cast, case):
    profile(cast.leah, languages=["Portuguese"])
    sent = case.submission.snapshot
    case.submission.snapshot = {**sent, "profile": {"5": {"languages": "English, with support in Portuguese"}}}
    for _ in range(2):
        factories.assign(other_school(), cast.leah, "lead_reviewer")
    db.session.commit()
    page = browser.sign_in(cast.carys).open("review.assign", reference=case.reference)
    assert "Reads Portuguese, in which the school teaches or writes." in page.text

    browser.press("Assign as proposed")

    made = {p.person.name: p for p in db.session.scalars(select(Place))}
    assert {name: p.capacity for name, p in made.items()} == {
        "Leah Example": "lead_reviewer", "Nora Example": "reviewer"
    }
    assert "Has judged 2 cases, 2 of them as lead reviewer." in made["Leah Example"].why


def other_school():
    made = Application(reference=f"OSR-2025-{next(factories.number):06}", school=factories.school("Another School"),
                       standard_edition="2023", state=State.REGISTERED, submitted_at=now())
    db.session.add(made)
    db.session.flush()
    return made


def test_a_proposal_that_was_overtaken_assigns_nobody(browser, cast, case):
    browser.sign_in(cast.carys).open("review.assign", reference=case.reference)
    db.session.add(Relation(person=cast.leah, school=case.school, kind="adviser"))
    db.session.commit()

    page = browser.press("Assign as proposed")

    assert page.status == 409
    assert db.session.scalars(select(Place)).all() == []


def test_an_earlier_panel_of_the_school_is_looked_at_first(browser, cast, case):
    factories.application(cast, State.REGISTERED)
    browser.sign_in(cast.carys).open("review.assign", reference=case.reference)

    without = browser.press("Assign", person=cast.leah.public_id, capacity="lead_reviewer")
    assert without.status == 409
    assert "Was on the panel of" in without.text
    browser.open("review.assign", reference=case.reference)
    browser.press("Assign", person=cast.leah.public_id, capacity="lead_reviewer", despite="Six years apart.")

    concern = db.session.scalars(select(Concern)).one()
    assert (concern.rule, concern.outcome, concern.reason) == ("judged", "no_conflict", "Six years apart.")


def test_somebody_is_replaced_with_a_note_and_their_work_does_not_count(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    factories.finding(case, cast.rafael, "1.1")
    db.session.commit()
    leaving = next(a for a in case.assignments if a.person == cast.rafael)
    browser.sign_in(cast.carys).open("review.end_assignment", reference=case.reference, assignment=leaving.public_id)
    browser.press("End the assignment", reason="Long illness.", successor=cast.ravi.public_id,
                  handover="Area 1 is read. The school answers by Friday.")
    made = db.session.scalars(select(Place)).one()
    assert (made.person, made.replaces, leaving.end_reason) == (cast.ravi, leaving, "Long illness.")
    assert [letter.person for letter in letters("panel_left")] == [cast.rafael]

    service.tell(case, by=cast.carys)
    service.accept(made, by=cast.ravi)
    db.session.commit()

    page = browser.sign_in(cast.ravi).open("review.panel", reference=case.reference)
    assert "The school answers by Friday." in page.text
    progress = browser.sign_in(cast.leah).open("review.progress", reference=case.reference)
    assert "Rafael" not in progress.text
    assert "0 of 26" in progress.text
    assert case.findings[0].reviewer == cast.rafael


def test_somebody_who_is_removed_in_mid_sentence_gets_their_text_back_and_one_sentence(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="2.7")
    leaving = next(a for a in case.assignments if a.person == cast.rafael)
    panel.end_assignment(leaving, reason="Long illness.", by=cast.carys)
    db.session.commit()

    page = browser.press("Save and stay", rating="met", rationale="The policy names a deputy on page four.")

    assert page.status == 404
    assert "You are no longer on the panel of this case, so this was not saved." in page.text
    assert "The policy names a deputy on page four." in page.text
    assert db.session.scalars(select(Finding)).all() == []
    assert "no longer on the panel" not in browser.open("review.criterion", reference=case.reference, code="2.7").text


def test_a_late_answer_is_shown_as_late(browser, cast, case, clock):
    place(case, cast.ravi, by=cast.carys, told=True)

    clock.at(now() + timedelta(days=10))

    assert "Answer is late" in browser.sign_in(cast.carys).open("review.panel", reference=case.reference).text


def test_a_conflict_that_is_declared_takes_back_an_open_place(browser, cast, case):
    made = place(case, cast.ravi, by=cast.carys, told=True)
    browser.sign_in(cast.ravi).open("review.relations", school="harbour")

    browser.press("Record the relation", school=case.school.public_id, kind="adviser")

    assert (made.answer, made.reason) == ("withdrawn", "A conflict of interest was declared.")
    assert letters("panel_place_gone") == []
    assert {(letter.facts["answer"], letter.person) for letter in letters("panel_place_answered")} >= {
        ("given up", cast.carys)
    }
    page = browser.open("panels.invitation", place=made.public_id)
    assert "no longer meant for you" in page.text
    assert case.reference not in page.text


def test_who_was_told_of_a_place_learns_that_a_conflict_recorded_by_the_desk_ends_it(cast, case):
    place(case, cast.ravi, by=cast.carys, told=True)

    relations.declare_relation(cast.ravi, case.school, kind="adviser", since=None, until=None, note="", by=cast.carys)
    db.session.commit()

    assert [letter.person for letter in letters("panel_place_gone")] == [cast.ravi]
    assert cast.carys not in [letter.person for letter in letters("panel_place_answered")]


def test_the_pages_with_hours_say_where_they_come_from(browser, cast, case):
    made = place(case, cast.ravi, by=cast.carys, told=True)

    pages = [
        browser.sign_in(cast.carys).open("review.assign", reference=case.reference),
        browser.sign_in(cast.ravi).open("panels.invitation", place=made.public_id), browser.open("panels.reviewing"),
    ]

    assert [page.status for page in pages] == [200, 200, 200]
    assert all("They are estimates of this service" in page.text for page in pages)


def test_somebody_in_conflict_by_now_cannot_accept(cast, case):
    made = place(case, cast.ravi, by=cast.carys, told=True)
    db.session.add(Relation(person=cast.ravi, school=case.school, kind="owner", since=today() - timedelta(days=9)))
    db.session.flush()

    with pytest.raises(Refused, match="has a conflict of interest"):
        service.accept(made, by=cast.ravi)


def test_assigning_takes_as_many_statements_for_many_reviewers_as_for_few(browser, cast, case):
    browser.sign_in(cast.carys)
    with count_queries() as few:
        browser.open("review.assign", reference=case.reference)
    for n in range(30):
        person = factories.unsaved_person(f"more{n}", roles=cast.ravi.roles)
        db.session.flush()
        profile(person, languages=["Polish"], organisations=[{"name": "A", "website": "", "until": None}])
    db.session.commit()

    with count_queries() as many:
        page = browser.open("review.assign", reference=case.reference)

    assert "More29 Example" in page.text
    assert len(many) == len(few) <= 8
