"""What the school must have ready for the visit: listed by the body, answered item by item by the school."""

from datetime import date, timedelta

from registration.access.roles import SCHOOL_LEADS
from registration.accounts.models import Person
from registration.database import db, now
from registration.errors import Refused
from registration.evidence.models import EvidenceVersion
from registration.history import refuse_if_overtaken
from registration.notifications import casework
from registration.visits.models import Visit, VisitDocument
from registration.workflow import calendar

MOST = 40
DAYS_BEFORE = 5
STANDING = (
    ("A numbered list of staff files", "We draw a few numbers by lot and look at those files. Numbers and roles only."),
    ("A numbered list of concerns and incidents of the last twelve months", "We draw a few by lot. No names."),
    ("The timetable of live lessons on the days of the visit, with a way to join", "So that we can observe lessons."),
    ("Accounts for the team on the learning platform, which see and change nothing else", "To follow the examples."),
)
"""Asked of every school, with what it is for."""


def propose_documents(visit: Visit, by: Person) -> int:
    """Add what every visit needs and what the agenda's criteria ask to observe, unless it is listed. Says how many."""
    there = {document.title.casefold() for document in visit.documents}
    wanted: dict[str, tuple[str, list[str]]] = {title: (why, []) for title, why in STANDING}
    planned = {code for item in visit.agenda for code in item.criteria}
    for code, criterion in visit.application.standard.criteria.items():
        for title in criterion.guidance.observe if code in planned else ():
            wanted.setdefault(title, ("", []))[1].append(code)
    new = [(title, why, codes) for title, (why, codes) in wanted.items() if title.casefold() not in there]
    for title, why, codes in new[: MOST - len(visit.documents)]:
        add_document(visit, title=title, why=why, criteria=codes, by=by)
    return min(len(new), max(0, MOST - len(there)))


def add_document(visit: Visit, *, title: str, why: str, criteria: list[str], by: Person) -> VisitDocument:
    """One more thing to get ready, at the end of the list."""
    if len(visit.documents) >= MOST:
        raise Refused(f"The list holds at most {MOST} items. Remove one first, or ask for two things in one.")
    last = max((document.position for document in visit.documents), default=0)
    document = VisitDocument(
        visit=visit, position=last + 1, title=title, why=why, criteria=criteria, updated_by_id=by.id
    )
    db.session.add(document)
    return document


def change_document(
    document: VisitDocument, *, title: str, why: str, criteria: list[str], version: int, by: Person
) -> None:
    """Other words for what is asked. Raises Overtaken when it was changed, or answered, since the page was opened."""
    refuse_if_overtaken(document, version)
    document.title, document.why, document.criteria, document.updated_by_id = title, why, criteria, by.id


def remove_document(document: VisitDocument) -> None:
    """Off the list. What the school has answered is not thrown away: such an item stays."""
    if document.answer:
        raise Refused("The school has answered this item, so it stays on the list.")
    document.visit.documents.remove(document)
    db.session.delete(document)


def first_day(visit: Visit) -> date | None:
    """The day on which the accepted visit begins, at our desk."""
    slot = visit.accepted_slot
    return calendar.in_force.day_of(slot.starts_at) if slot else None


def due_too_late(visit: Visit) -> bool:
    """The visit was moved, and the date by which everything is to be ready is no longer before it."""
    begins = first_day(visit)
    return begins is not None and visit.documents_due_on is not None and visit.documents_due_on >= begins


def proposed_date(visit: Visit) -> date | None:
    """So many working days before the visit; none without an accepted time."""
    begins, days = first_day(visit), calendar.in_force
    if begins is None:
        return None
    on = begins
    while days.between(on, begins) < DAYS_BEFORE or not days.is_working_day(on):
        on -= timedelta(days=1)
    return on if on > days.today() else None


def ask_for_documents(visit: Visit, due_on: date, *, by: Person) -> None:
    """Let the school see the list and tell it by when. Asking again with another date tells it again."""
    begins, today = first_day(visit), calendar.in_force.today()
    if not visit.documents:
        raise Refused("Put at least one item on the list before you ask the school.")
    if due_on < today:
        raise Refused("Choose a date that is not in the past.")
    if begins is not None and due_on >= begins:
        raise Refused("Choose a date before the visit begins, so that the team can read what comes.")
    if visit.documents_asked_at is not None and visit.documents_due_on == due_on:
        return
    visit.documents_due_on, visit.documents_asked_at = due_on, now()
    casework.tell(visit.application, "visit_documents", SCHOOL_LEADS, by=by, due_on=due_on.isoformat())


def answer_document(
    document: VisitDocument, *, answer: str, note: str, shown: EvidenceVersion | None, version: int, by: Person
) -> None:
    """What the school says about one item: ready with evidence, ready, or not there and why.

    Raises Overtaken when a colleague answered, or the body reworded the item, since the page was opened.
    """
    standing = {
        "answer": document.answer, "note": document.note,
        "evidence": document.evidence_version.public_id if document.evidence_version else "",
    }  # fmt: skip
    refuse_if_overtaken(document, version, standing)
    document.answer, document.note = answer, note
    document.evidence_version = shown if answer == "evidence" else None
    document.answered_by, document.answered_at, document.updated_by_id = by, now(), by.id
