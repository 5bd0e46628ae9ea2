"""What the school gets ready before the visit: listed, asked for, answered, reminded of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registration.database import db
from registration.notifications.models import Letter
from registration.notifications.reminders import write_reminders
from registration.visits import document_service as service
from registration.visits.models import VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories

MONDAY = datetime(2028, 3, 6, 10, tzinfo=UTC)
FRIDAY_AFTER = date(2028, 3, 17)


@pytest.fixture
def case(cast, clock):
    """On a Monday, a visit on the Friday of the week after next, with a list of three things the school knows of."""
    clock.at(MONDAY)
    case = factories.application(cast, State.DRAFT)
    factories.answer_everything(case, cast.amina)
    factories.submit(case, cast.amina)
    case.state, case.submitted_at = State.VISIT_PLANNING, MONDAY
    visit = begin_visit(case, cast.leah)
    start = MONDAY + timedelta(days=18)
    visit.slots.append(VisitSlot(starts_at=start, ends_at=start + timedelta(hours=6), accepted_at=MONDAY))
    for title in ("Staff list", "Incident log", "Timetable"):
        service.add_document(visit, title=title, why="", criteria=["2.7"], by=cast.leah)
    db.session.flush()
    service.ask_for_documents(visit, FRIDAY_AFTER, by=cast.carys)
    db.session.commit()
    return case


def letters(case, template):
    wanted = db.select(Letter).where(Letter.application == case, Letter.template == template).order_by(Letter.id)
    return [letter.person.name.split()[0] for letter in db.session.scalars(wanted)]


def answering(browser, case, person, number=0):
    document = case.visit.documents[number]
    return browser.sign_in(person).open("visits.document", reference=case.reference, document_id=document.public_id)


def test_what_is_suggested_comes_from_every_visits_needs_and_from_the_agenda_and_comes_once(case, cast):
    first = service.propose_documents(case.visit, cast.leah)
    db.session.flush()

    again = service.propose_documents(case.visit, cast.leah)

    titles = [document.title for document in case.visit.documents]
    planned = {code for item in case.visit.agenda for code in item.criteria}
    assert first == len(titles) - 3
    assert again == 0
    assert titles[3:7] == [title for title, _why in service.STANDING]
    assert {code for document in case.visit.documents for code in document.criteria} <= planned | {"2.7"}
    assert len(titles) <= service.MOST


def test_the_date_proposed_lies_five_working_days_before_the_visit(case):
    assert service.proposed_date(case.visit) == date(2028, 3, 17)


def test_the_school_is_told_once_for_each_date(case, cast):
    service.ask_for_documents(case.visit, FRIDAY_AFTER, by=cast.carys)
    service.ask_for_documents(case.visit, FRIDAY_AFTER + timedelta(days=3), by=cast.carys)
    db.session.flush()

    assert sorted(letters(case, "visit_documents")) == ["Amina", "Amina", "Cora", "Cora"]


@pytest.mark.parametrize(
    ("day", "says"),
    [((5, 3), "Choose a date that is not in the past."), ((24, 3), "Choose a date before the visit begins")],
)
def test_a_date_that_is_past_or_not_before_the_visit_is_refused(browser, case, cast, day, says):
    browser.sign_in(cast.carys).open("visits.ask_for_documents", reference=case.reference)

    page = browser.press(
        "Ask the school", **{"due_on-day": str(day[0]), "due_on-month": str(day[1]), "due_on-year": "2028"}
    )

    assert page.status == 409
    assert says in page.text
    assert case.visit.documents_due_on == FRIDAY_AFTER


def test_until_it_is_asked_the_school_sees_no_list(browser, case, cast):
    case.visit.documents_asked_at = None

    listed = browser.sign_in(cast.amina).open("visits.documents", reference=case.reference)

    assert listed.status == 404
    assert answering(browser, case, cast.amina).status == 404


def test_an_item_is_answered_with_a_note(browser, case, cast):
    answering(browser, case, cast.ezra)

    page = browser.press("Save the answer", answer="note", note="In the shared folder.")

    assert "1 of 3 items are answered." in page.text
    assert "In the shared folder." in browser.sign_in(cast.rafael).open(
        "visits.documents", reference=case.reference
    ).text


def test_an_item_is_answered_with_evidence_that_the_team_can_open(browser, case, cast):
    answering(browser, case, cast.amina)
    version = next(iter(case.submission.snapshot["evidence"]))["version"]

    browser.press("Save the answer", answer="evidence", evidence=version)

    shown = browser.sign_in(cast.rafael).open("visits.documents", reference=case.reference)
    address = shown.links()[case.visit.documents[0].evidence_version.evidence.title]
    assert case.visit.documents[0].evidence_version.public_id == version
    assert browser.open(address).status == 200


def test_evidence_that_was_never_sent_cannot_be_named(browser, case, cast):
    later = factories.evidence(case, cast.amina, title="Added later")
    db.session.commit()
    page = answering(browser, case, cast.amina)

    refused = browser.press("Save the answer", answer="evidence", evidence=later.public_id)

    assert "Added later" not in page.text
    assert refused.status == 422


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"answer": "evidence"}, "Choose the evidence that shows it, or another answer."),
        ({"answer": "not_there"}, "Say why it is not there, and what you can show instead."),
        ({"note": "Only a note"}, "Choose how far it is."),
    ],
)
def test_an_answer_that_says_too_little_is_given_back(browser, case, cast, fields, says):
    answering(browser, case, cast.amina)

    page = browser.press("Save the answer", **fields)

    assert page.status == 422
    assert says in page.text
    assert page.value("note") == fields.get("note", "")


def test_two_colleagues_who_answer_one_item_see_both_texts(browser, case, cast):
    answering(browser, case, cast.amina)
    document = case.visit.documents[0]
    service.answer_document(
        document, answer="note", note="Written by Cora.", shown=None, version=document.version, by=cast.cora
    )

    page = browser.press("Save the answer", answer="note", note="Written by Amina.")

    assert page.status == 409
    assert "Written by Cora." in page.exact
    assert "Written by Amina." in page.exact
    assert document.note == "Written by Cora."


def test_what_was_typed_for_an_item_that_is_taken_off_comes_back(browser, case, cast):
    answering(browser, case, cast.amina)
    service.remove_document(case.visit.documents[0])

    page = browser.press("Save the answer", answer="note", note="In the folder.")

    assert page.status == 404
    assert "This item was taken off the list while your page was open." in page.text
    assert "In the folder." in page.text


def test_what_the_school_has_answered_stays_on_the_list(browser, case, cast):
    browser.sign_in(cast.carys).open("visits.documents", reference=case.reference)
    case.visit.documents[0].answer = "note"

    page = browser.press("Remove Staff list")

    assert page.status == 409
    assert "The school has answered this item, so it stays on the list." in page.text


def test_the_list_is_made_and_changed_by_those_who_plan_the_visit(browser, case, cast):
    browser.sign_in(cast.carys).open("visits.document_wording", reference=case.reference)
    browser.press("Save the item", title="Attendance of last week", why="To see a routine.", criteria=["3.3"])
    made = case.visit.documents[-1]
    browser.open("visits.document_wording", reference=case.reference, document_id=made.public_id)

    page = browser.press("Save the item", title="Attendance of last month")

    assert (made.title, made.why, made.criteria) == ("Attendance of last month", "To see a routine.", ["3.3"])
    assert page.status == 200
    assert browser.sign_in(cast.amina).open("visits.document_wording", reference=case.reference).status == 403


def test_a_date_that_a_moved_visit_has_overtaken_is_pointed_out_to_those_who_can_change_it(browser, case, cast):
    slot = case.visit.slots[0]
    said = "The visit was moved, and this date is no longer before it. Change the date."
    before = browser.sign_in(cast.carys).open("visits.documents", reference=case.reference).text
    slot.starts_at, slot.ends_at = slot.starts_at - timedelta(days=10), slot.ends_at - timedelta(days=10)

    after = browser.open("visits.documents", reference=case.reference).text
    school = browser.sign_in(cast.amina).open("visits.documents", reference=case.reference).text

    assert [said in text for text in (before, after, school)] == [False, True, False]


def test_nobody_of_another_school_or_of_the_body_answers(browser, case, cast):
    assert answering(browser, case, cast.olga).status == 404
    assert answering(browser, case, cast.carys).status == 403


def test_the_school_is_reminded_while_something_has_no_answer(case, cast, clock):
    clock.at(datetime(2028, 3, 14, 12, tzinfo=UTC))
    write_reminders()
    early = sorted(letters(case, "reminder_documents"))
    for document in case.visit.documents:
        document.answer = "note"
    db.session.commit()
    clock.at(datetime(2028, 3, 16, 12, tzinfo=UTC))
    write_reminders()

    assert early == ["Amina", "Cora"]
    assert sorted(letters(case, "reminder_documents")) == early
