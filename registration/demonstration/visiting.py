"""The approval visit: times proposed and accepted, an agenda, what was seen, samples and lessons."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from registration.database import db, now
from registration.demonstration.cases import Case
from registration.demonstration.material import chance_for, read
from registration.demonstration.turning import turned
from registration.visits import (
    agenda,
    closing,
    document_service as getting_ready,
    lesson_clock,
    records,
    sampling,
    service as visits,
)
from registration.visits.models import AgendaItem, LessonObservation, Visit

DAYS_AHEAD = 9
SAMPLES = (("Staff files", 24, 5), ("Behaviour incidents", 18, 3), ("Lessons of last week", 60, 3))
LESSONS = (("Mathematics", "Year 8", 62, 31), ("Science", "Year 10", 48, 44), ("English", "Year 7", 70, 22))
MARKS = (
    (2, "All but one have the camera on. The aim of the lesson stands on the first slide."),
    (14, "Work in four rooms; the teacher goes from one to the next."),
    (31, "A poll shows who has followed; the two who have not are asked to stay for five minutes."),
)
"""The minute of a lesson, and what was seen then."""


def mornings(case: Case, first: datetime) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """Two half-days in the school's own zone, on two working days that follow one another."""
    zone = ZoneInfo(case.school.zone)
    day = first.astimezone(zone).date()
    days: list[date] = []
    while len(days) < 2:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    one, two = (
        (datetime.combine(each, time(9), tzinfo=zone), datetime.combine(each, time(13, 15), tzinfo=zone))
        for each in days
    )
    return one, two


def begin(case: Case, first: datetime) -> Visit:
    """The visit as the case officer plans it: mode, team, agenda and two times to choose from."""
    visit = visits.begin_visit(case.application, case.officer)
    visits.set_arrangements(
        visit, mode="video", place=f"https://meet.{case.school.domain}/visit", by=case.officer
    )
    for start in (first, first + timedelta(days=7)):
        one, two = mornings(case, start)
        visits.propose_slot(visit, one, two, by=case.officer)
    db.session.flush()
    if case.told.complete:
        written_agenda(case, visit)
    return visit


def written_agenda(case: Case, visit: Visit) -> None:
    for item in list(visit.agenda):
        agenda.remove(item)
    for position, each in enumerate(read("complete/process.toml")["visit"]["agenda"], start=1):
        visit.agenda.append(
            AgendaItem(
                position=position, minutes=each["minutes"], title=each["title"], meet="\n".join(each["meet"]),
                criteria=each["criteria"], updated_by_id=case.lead.id,
            )
        )  # fmt: skip
    db.session.flush()


def first_morning(case: Case) -> datetime:
    """When the visit is: two days before it is recorded, or some days from today."""
    held = case.when.get("record_visit")
    return held - timedelta(days=4) if held else case.today + timedelta(days=DAYS_AHEAD)


def confirm_visit(case: Case) -> None:
    visit = begin(case, first_morning(case))
    visits.accept_slot(case.application, visit.slots[0], by=case.coordinator)
    agenda.share(visit)
    db.session.flush()
    get_ready(case, visit)
    visits.confirm_visit(case.application, edition=visit.agenda_edition, by=case.officer)
    db.session.flush()


def get_ready(case: Case, visit: Visit) -> None:
    """A list for the school, half of it answered; and one change to the schedule since it was shared."""
    for title, why in getting_ready.STANDING:
        getting_ready.add_document(visit, title=title, why=why, criteria=[], by=case.officer)
    db.session.flush()
    due_on = getting_ready.proposed_date(visit)
    if due_on is not None:
        getting_ready.ask_for_documents(visit, due_on, by=case.officer)
        for document, note in zip(visit.documents, ("In the shared folder.", "In the shared folder."), strict=False):
            getting_ready.answer_document(
                document, answer="note", note=note, shown=None, version=document.version, by=case.coordinator
            )
    last = agenda.in_order(visit)[-1]
    last.minutes += 5
    agenda.lay_out(visit)
    db.session.flush()


def record_visit(case: Case) -> None:
    visit = case.application.visit
    slot = visit.accepted_slot if visit else None
    if visit is None or slot is None:
        raise RuntimeError("A visit is recorded after it was arranged.")
    with turned(slot.starts_at + timedelta(hours=3)):
        observe(case)
    ends = slot.second_ends_at or slot.ends_at
    told = {"summary": closing.proposed_summary(visit), "next_steps": closing.proposed_next_steps()}
    closing.write_summary(case.application, **told, opened=closing.opened_with(visit), by=case.lead)
    visits.record_held(case.application, (slot.starts_at, ends), by=case.lead)
    db.session.flush()


def observe(case: Case) -> None:
    """Notes for every criterion by the members in turn, samples drawn, lessons observed."""
    team = list(case.panel.values())
    for place, code in enumerate(case.standard.criteria):
        author = team[place % len(team)]
        records.write_note(case.application, code, case.words.seen(code), version=0, by=author)
    sampled(case)
    lessons = read("complete/process.toml")["visit"]["lessons"] if case.told.complete else ()
    for each in lessons:
        subject, _, stage = each["subject"].partition(", ")
        records.record_lesson(
            case.application, None, subject=subject, stage=stage, starts_at=None, minutes=50, doing=64, talking=28,
            seen=each["seen"], by=case.lead,
        )  # fmt: skip
    for subject, stage, doing, talking in () if lessons else LESSONS:
        seen = chance_for(f"{case.told.key} {subject}").choice(read("bank.toml")["seen"])
        records.record_lesson(
            case.application, None, subject=subject, stage=stage, starts_at=None, minutes=45, doing=doing,
            talking=talking, seen=seen, by=team[-1],
        )  # fmt: skip
    if case.application.visit and case.application.visit.lessons:
        minute_by_minute(case.application.visit.lessons[0])
    db.session.flush()


def minute_by_minute(lesson: LessonObservation) -> None:
    """The sheet of one lesson, with the clock of the lesson."""
    lesson.starts_at = now() - timedelta(minutes=lesson.minutes)
    for minute, text in MARKS:
        lesson_clock.mark(lesson, text, minute, by=lesson.observer)


def sampled(case: Case) -> None:
    """Draws whose seed is known, so that the same numbers are drawn each time."""
    drawn = [(subject, population, size, "All complete.") for subject, population, size in SAMPLES]
    if case.told.complete:
        written = read("complete/process.toml")["visit"]["sampled"]
        drawn = [(each["what"], each["population"], each["number"], each["found"]) for each in written]
    for subject, population, size, found in drawn:
        made = sampling.draw_sample(
            case.application, subject=subject, population=population, size=size, by=case.lead
        )
        made.seed = f"{case.told.reference} {subject}"
        made.drawn, made.outcome = sampling.draw(made.seed, population, size), found


STEPS = {"confirm_visit": confirm_visit, "record_visit": record_visit}
