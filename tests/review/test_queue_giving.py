"""Giving several cases to one person: shown case by case before it is done, by the rules of giving a single one."""

import pytest
from sqlalchemy import select

from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.errors import Refused
from registration.notifications.models import Letter
from registration.panels import queries, service
from registration.panels.models import Place, ReviewerProfile
from registration.review.queue_bulk import Changed, carry_out, preview
from registration.review.queue_giving import Order
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries
from tests.review.test_queue import tally


def sent(cast, state=State.SUBMITTED, school=None):
    """A case that has no panel yet."""
    made = factories.application(cast, state, panel=False)
    made.school = school or made.school
    db.session.commit()
    tally()
    return made


def hours(person, number):
    db.session.add(ReviewerProfile(person_id=person.id, hours=number))
    db.session.commit()


def places():
    return {(p.application, p.person, p.capacity) for p in db.session.scalars(select(Place)) if p.open}


def asked(deed, cases, person=None):
    found = {"do": deed, "case": [c.reference for c in cases]}
    return found | {"person": person.public_id} if person else found


def test_who_is_given_the_cases_is_chosen_before_anything_is_shown(cast, browser):
    first, second = sent(cast), sent(cast)

    page = browser.sign_in(cast.carys).open("review.several", **asked("give_lead", [first, second]))

    assert page.heading == "Give a lead reviewer: 2 cases"
    assert "Nothing is done yet." in page.text
    assert {e.get("value") for e in page.all("input", name="case")} == {first.reference, second.reference}
    offered = {e.get("value") for e in page.all("option")}
    assert cast.leah.public_id in offered
    assert cast.carys.public_id not in offered


def test_somebody_who_is_not_listed_is_not_chosen(cast, browser):
    made = sent(cast)
    browser.sign_in(cast.carys)

    nobody = browser.open("review.several", **asked("give_lead", [made]), person="")
    no_reviewer = browser.open("review.several", **asked("give_lead", [made], cast.dana))

    assert (nobody.status, "Choose a person from those listed." in nobody.text) == (422, True)
    assert "This person does not review." in no_reviewer.text
    assert no_reviewer.heading == "Give a lead reviewer, Dana Example: 0 cases"


def test_each_case_is_weighed_by_the_rules_of_a_single_one(cast, browser):
    free, led, judged = sent(cast), sent(cast), sent(cast, State.DESK_REVIEW, factories.school("Another School"))
    tied, closed = sent(cast, school=cast.olga.school), sent(cast, State.DETERMINATION)
    factories.assign(led, cast.rafael, "lead_reviewer")
    factories.assign(judged, cast.leah, "reviewer")
    db.session.add(Relation(person=cast.leah, school=tied.school, kind="adviser"))
    db.session.commit()
    hours(cast.leah, 100)
    cases = [free, led, judged, tied, closed]
    browser.sign_in(cast.carys)

    page = browser.open("review.several", **asked("give_lead", cases, cast.leah))

    will, left = page.text.split("Left out")
    assert page.heading == "Give a lead reviewer, Leah Example: 1 case"
    assert free.reference in will
    assert "Lead reviewer: Leah Example. Has 85 of 100 hours left this month. This case takes about 18 hours" in will
    for case, why in {
        led: "Rafael Example has the place of the lead reviewer.", judged: "Leah Example cannot join this panel: is on",
        tied: "Leah Example cannot join this panel: has a conflict of interest.",
        closed: "The panel cannot change any more: the case stands at “Awaiting determination”.",
    }.items():  # fmt: skip
        assert why in left.split(case.reference)[1]
        if case is not closed:
            with pytest.raises(Refused, match=why.rstrip(".")):
                service.assign(case, known(case, cast.leah), "lead_reviewer", by=cast.carys)


def known(case, person):
    return next(r for r in queries.reviewers_for(case) if r.key == person.public_id)


def test_hours_grow_fewer_from_case_to_case_and_the_limit_holds(cast, browser):
    cases = [sent(cast) for _ in range(3)]
    hours(cast.leah, 40)
    browser.sign_in(cast.carys)
    page = browser.open("review.several", **asked("give_lead", cases, cast.leah))

    will, left = page.text.split("Left out")
    assert "Has 40 of 40 hours left" in will
    assert "Has 22 of 40 hours left" in will
    assert "Leah Example cannot take another case: Has 4 of 40 hours left this month." in left
    page = browser.press("Give a lead reviewer, Leah Example: 2 cases")

    assert "Give a lead reviewer: done for 2 cases." in page.text
    assert places() == {(case, cast.leah, "lead_reviewer") for case in cases[:2]}
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "place on the panel assigned"))
    assert {entry.application_id for entry in noted} == {case.id for case in cases[:2]}
    assert db.session.scalars(select(Letter)).all() == []


def test_what_a_single_case_lets_pass_with_a_reason_is_left_out_of_several(cast, browser):
    earlier, made = sent(cast, State.REPORTING), sent(cast)
    factories.assign(earlier, cast.leah, "reviewer")
    earlier.school = made.school
    db.session.commit()
    browser.sign_in(cast.carys)

    page = browser.open("review.several", **asked("give_reviewer", [made], cast.leah))

    assert f"Was on the panel of {earlier.reference}, of the same school. Give this place on the page" in page.text
    with pytest.raises(Changed):
        carry_out(Order(cast.carys, "give_reviewer", cast.leah), [made.reference], [f"{made.reference}:{made.version}"])
    assert service.assign(made, known(made, cast.leah), "reviewer", by=cast.carys, despite="Years ago.")


def test_when_one_place_was_given_meanwhile_nothing_is_done(cast, browser):
    first, second = sent(cast), sent(cast)
    browser.sign_in(cast.carys).open("review.several", **asked("give_lead", [first, second], cast.leah))
    service.assign(second, known(second, cast.ravi), "lead_reviewer", by=cast.nora)
    db.session.commit()

    page = browser.press("Give a lead reviewer, Leah Example: 2 cases")

    assert page.status == 409
    assert "Nothing was done. 1 case changed after this page was shown to you." in page.text
    assert "Ravi Example has the place of the lead reviewer." in page.text
    assert places() == {(second, cast.ravi, "lead_reviewer")}


def test_the_same_page_sent_twice_gives_one_place(cast, browser):
    made = sent(cast)
    query = asked("give_reviewer", [made], cast.leah)
    page = browser.sign_in(cast.carys).open("review.several", **query)
    path = browser.path
    browser.press("Give a reviewer, Leah Example: 1 case")
    browser.page, browser.path = page, path

    browser.press("Give a reviewer, Leah Example: 1 case")

    assert len(db.session.scalars(select(Place)).all()) == 1


def test_those_who_have_a_place_are_told_in_several_cases(cast, browser):
    first, second, empty = sent(cast), sent(cast), sent(cast)
    for case in (first, second):
        service.assign(case, known(case, cast.leah), "lead_reviewer", by=cast.carys)
    service.assign(second, known(second, cast.ravi), "reviewer", by=cast.carys)
    db.session.commit()
    browser.sign_in(cast.carys)
    page = browser.open("review.several", **asked("tell_panel", [first, second, empty]))

    will, left = page.text.split("Left out")
    assert "A letter goes to Leah Example (lead reviewer), Ravi Example (reviewer)." in will.split(second.reference)[1]
    assert "Nobody has a place here who does not know of it." in left
    browser.press("Tell those who have a place: 2 cases")

    written = db.session.scalars(select(Letter).where(Letter.template == "panel_asked"))
    assert sorted((w.facts["reference"], w.person.name) for w in written) == sorted(
        [(first.reference, "Leah Example"), (second.reference, "Leah Example"), (second.reference, "Ravi Example")]
    )


def test_nobody_is_told_who_turned_out_to_be_tied(cast):
    made = sent(cast)
    service.assign(made, known(made, cast.leah), "reviewer", by=cast.carys)
    db.session.add(Relation(person=cast.leah, school=made.school, kind="adviser"))
    db.session.commit()

    found = preview(Order(cast.carys, "tell_panel"), [made.reference])

    assert [line.against for line in found.left_out] == [
        "Leah Example cannot join this panel: has a conflict of interest. Choose somebody else."
    ]


def test_cases_are_given_to_a_case_officer(cast, browser):
    first, second = sent(cast), sent(cast)
    second.case_officer = cast.carys
    db.session.commit()
    browser.sign_in(cast.carys)
    page = browser.open("review.several", **asked("hand_over", [first, second], cast.nora))
    assert "Goes from nobody to Nora Example." in page.text
    assert "Goes from Carys Example to Nora Example." in page.text

    browser.press("Give to a case officer, Nora Example: 2 cases")

    assert {first.case_officer, second.case_officer} == {cast.nora}
    noted = db.session.query(AuditEntry).filter_by(action="case handed over")
    assert {(n.application_id, n.facts["to"]) for n in noted} == {(c.id, cast.nora.name) for c in (first, second)}
    page = browser.open("applications.application", reference=first.reference)
    assert cast.nora.name in page.text


def test_a_case_is_not_given_to_somebody_who_is_no_case_officer_in_it(cast, browser):
    free, tied, judged, hers = sent(cast), sent(cast, school=cast.olga.school), sent(cast), sent(cast)
    db.session.add(Relation(person=cast.nora, school=tied.school, kind="adviser"))
    factories.assign(judged, cast.nora, "reviewer")
    hers.case_officer = cast.nora
    db.session.commit()
    browser.sign_in(cast.carys)
    page = browser.open("review.several", **asked("hand_over", [free, tied, judged, hers], cast.nora))

    _will, left = page.text.split("Left out")
    assert "Nora Example cannot be its case officer: they have a conflict of interest." in left
    assert "Nora Example cannot be its case officer: in this case they are reviewer." in left
    assert "Nora Example is its case officer already." in left
    browser.press("Give to a case officer, Nora Example: 1 case")

    assert (free.case_officer, tied.case_officer, judged.case_officer) == (cast.nora, None, None)


def test_whoever_judges_a_case_gives_it_to_nobody(cast):
    mine = sent(cast)
    factories.assign(mine, cast.nora, "reviewer")
    db.session.commit()

    for deed in ("hand_over", "give_lead", "tell_panel"):
        found = preview(Order(cast.nora, deed, cast.carys), [mine.reference])

        assert [line.against.partition(".")[2] for line in found.left_out] == [" In this case you are reviewer."]


@pytest.mark.parametrize("deed", ["hand_over", "give_lead", "tell_panel"])
def test_the_preview_asks_as_much_for_many_cases_as_for_one(cast, browser, deed):
    cases = [sent(cast) for _ in range(6)]
    hours(cast.ravi, 200)
    for case in cases:
        factories.determination(case, cast.dana, released_by=cast.nora, released_at=now())
        service.assign(case, known(case, cast.ravi), "reviewer", by=cast.nora)
    db.session.commit()
    person = None if deed == "tell_panel" else cast.nora if deed == "hand_over" else cast.leah
    browser.sign_in(cast.carys)

    counted = []
    for query in (asked(deed, cases[:1], person), asked(deed, cases, person)):
        with count_queries() as said:
            page = browser.open("review.several", **query)
        assert page.status == 200
        counted.append(len(said))

    assert counted[0] == counted[1] <= 10, counted
