"""The panel: who may join it, who leaves it, and relations that close a school's cases."""

from datetime import date

import pytest
from sqlalchemy import select

from registration.access.standing import capacities
from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.errors import Refused
from registration.review import panel
from registration.review.models import Assignment, Finding
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries


@pytest.fixture
def case(cast):
    return factories.application(cast, State.SUBMITTED, panel=False)


def present(case):
    return {(a.person, a.capacity) for a in db.session.scalars(select(Assignment)) if a.ended_at is None}


def test_there_is_one_lead_reviewer(cast, case):
    panel.assign(case, cast.leah.public_id, "lead_reviewer", by=cast.carys)
    db.session.flush()

    with pytest.raises(Refused, match="Leah Example is the lead reviewer"):
        panel.assign(case, cast.rafael.public_id, "lead_reviewer", by=cast.carys)


def test_those_who_cannot_join_are_named_with_the_reason_and_refused(browser, cast, case):
    db.session.add(Relation(person=cast.ravi, school=case.school, kind="relative"))
    cast.nora.school, cast.nora.school_role = case.school, "contributor"
    db.session.commit()
    page = browser.sign_in(cast.carys).open("review.assign", reference=case.reference)

    offered = {e.get("value") for e in page.all("input", name="person")}
    assert not offered & {cast.ravi.public_id, cast.nora.public_id}
    assert "Ravi Example: has a conflict of interest" in page.text
    assert "Nora Example: belongs to the school" in page.text
    for person in (cast.ravi, cast.nora, cast.dana):
        with pytest.raises(Refused, match="cannot join this panel"):
            panel.assign(case, person.public_id, "reviewer", by=cast.carys)
        answer = browser.post("review.assign", {"person": person.public_id, "capacity": "reviewer"},
                              reference=case.reference)
        assert answer.status == 422
    assert present(case) == set()


def test_nobody_is_on_the_panel_twice(cast, case):
    panel.assign(case, cast.leah.public_id, "reviewer", by=cast.carys)
    db.session.flush()

    with pytest.raises(Refused, match="is on the panel"):
        panel.assign(case, cast.leah.public_id, "reviewer", by=cast.carys)


def test_an_assignment_ends_with_a_reason_and_its_findings_stay(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    factories.finding(case, cast.rafael, "1.1")
    db.session.commit()
    place = next(a for a in case.assignments if a.person == cast.rafael)
    browser.sign_in(cast.carys).open("review.end_assignment", reference=case.reference, assignment=place.public_id)

    without = browser.press("End the assignment")
    browser.press("End the assignment", reason="Long illness.")

    assert without.status == 422
    assert (place.end_reason, place.ended_at is not None) == ("Long illness.", True)
    assert [f.reviewer for f in db.session.scalars(select(Finding))] == [cast.rafael]
    assert browser.sign_in(cast.rafael).open("review.sheet", reference=case.reference).status == 404


def test_an_assignment_of_another_case_is_not_found(browser, cast, case):
    other = factories.application(cast, State.DESK_REVIEW)
    browser.sign_in(cast.carys)

    assert other.assignments
    for assignment in other.assignments:
        page = browser.open("review.end_assignment", reference=case.reference, assignment=assignment.public_id)
        assert page.status == 404


def test_only_the_case_officer_assigns(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)

    for name, status in {"leah": 403, "dana": 403, "audrey": 403, "amina": 403, "olga": 404, "ravi": 404}.items():
        browser.sign_in(getattr(cast, name))
        fields = {"person": cast.ravi.public_id, "capacity": "reviewer"}
        assert browser.post("review.assign", fields, reference=case.reference).status == status, name
    assert cast.ravi not in {person for person, _part in present(case)}


def test_a_member_declares_no_conflict_for_themselves_alone(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    browser.sign_in(cast.rafael).open("review.panel", reference=case.reference)

    browser.press("I have no conflict of interest")
    browser.sign_in(cast.carys)
    by_another = browser.post("review.declare_free", reference=case.reference)

    declared = {a.person for a in db.session.scalars(select(Assignment)) if a.declared_free_at}
    assert declared == {cast.rafael}
    assert by_another.status == 403


def test_the_school_cannot_see_the_panel(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)

    page = browser.sign_in(cast.amina).open("review.panel", reference=case.reference)

    assert page.status == 403
    assert "Leah" not in page.text


# --- relations ---


def declare(browser, cast, person, **fields):
    browser.sign_in(person).open("review.relations", school="harbour")
    return browser.press("Record the relation", school=cast.amina.school.public_id, kind="adviser", **fields)


def test_declaring_a_relation_closes_the_case_at_once(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    browser.sign_in(cast.rafael)
    assert browser.open("review.sheet", reference=case.reference).status == 200

    declare(browser, cast, cast.rafael)

    assert browser.open("review.sheet", reference=case.reference).status == 404
    assert capacities(cast.rafael, case) == frozenset()
    place = next(a for a in case.assignments if a.person == cast.rafael)
    assert place.end_reason == "A conflict of interest was declared."
    assert case.reference not in browser.open("review.queue", state="every").text


def test_a_relation_that_ended_long_ago_closes_nothing(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)

    declare(browser, cast, cast.rafael, **{"until-day": "1", "until-month": "3", "until-year": str(now().year - 8)})

    assert browser.open("review.sheet", reference=case.reference).status == 200
    assert db.session.scalars(select(Relation).where(Relation.person == cast.rafael)).one().until == date(
        now().year - 8, 3, 1
    )


def test_dates_in_the_wrong_order_come_back_with_the_page(browser, cast):
    page = declare(
        browser, cast, cast.rafael, note="From my first job.",
        **{"since-day": "1", "since-month": "3", "since-year": "2024",
           "until-day": "1", "until-month": "3", "until-year": "2023"},
    )

    assert page.status == 422
    assert "cannot end before it began" in page.text
    assert page.value("note").strip() == "From my first job."


def test_a_reviewer_records_and_sees_their_own_relations_alone(browser, cast):
    declare(browser, cast, cast.rafael)
    page = browser.sign_in(cast.rafael).open("review.relations")

    other = browser.post("review.relations", {
        "person": cast.leah.public_id, "school": cast.amina.school.public_id, "kind": "adviser"})

    assert "Connor" not in page.text
    assert other.status == 422
    assert {r.person for r in db.session.scalars(select(Relation))} == {cast.connor, cast.rafael}


def test_a_case_officer_annuls_a_relation_but_not_their_own(browser, cast):
    connors = db.session.scalars(select(Relation)).one()

    own = browser.sign_in(cast.connor).post("review.annul", relation=connors.public_id)
    by_reviewer = browser.sign_in(cast.rafael).post("review.annul", relation=connors.public_id)
    browser.sign_in(cast.carys).open("review.relations")
    browser.press("Annul the relation of Connor Example to Harbour Lights Online School")

    assert (own.status, by_reviewer.status) == (403, 404)
    assert connors.annulled_at is not None


def test_relations_take_as_many_statements_for_one_as_for_many(browser, cast):
    browser.sign_in(cast.carys)
    with count_queries() as one:
        browser.open("review.relations")
    for n in range(30):
        school = factories.school(f"School number {n}")
        db.session.add(Relation(person=cast.ravi, school=school, kind="other", declared_by=cast.carys))
    db.session.commit()

    with count_queries() as many:
        page = browser.open("review.relations")

    assert len(many) == len(one)
    assert "31 relations, page 1 of 2" in page.text


def test_the_search_for_a_school_takes_its_text_as_text(browser, cast):
    browser.sign_in(cast.rafael)

    assert "No school has" in browser.open("review.relations", school="%%%").text
    assert "Harbour Lights Online School" in browser.open("review.relations", school="HARBOUR l").text


def test_who_assigns_and_who_leaves_is_in_the_log(cast, case):
    made = panel.assign(case, cast.leah.public_id, "lead_reviewer", by=cast.carys)
    panel.end_assignment(made, reason="Long illness.", by=cast.carys)
    db.session.commit()

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [(e.action, e.person_id, e.facts["whom"]) for e in entries] == [
        ("reviewer assigned", cast.carys.id, "Leah Example"), ("assignment ended", cast.carys.id, "Leah Example"),
    ]
