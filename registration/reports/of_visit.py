"""What a report says of the visit: its dates, its sessions and what was sampled. People are roles here."""

from datetime import datetime
from zoneinfo import ZoneInfo

from registration.applications.models import Application
from registration.reports.content import Fact, Paragraph, Session, VisitRecord
from registration.visits.models import AgendaItem, LessonObservation, Sample, Visit

MODES = {"video": "By video", "on_site": "In person"}
NO_VISIT = "No visit was held. The panel concluded from the application and its evidence alone."


def visit_record(application: Application, zone: str, narrative: tuple[Paragraph, ...]) -> VisitRecord:
    visit = application.visit
    if visit is None or visit.held_from is None:
        return VisitRecord(narrative=narrative, without_visit=NO_VISIT)
    zones = (zone, application.school.time_zone)
    return VisitRecord(
        facts=(
            Fact("Dates", dates_of(visit, zone)),
            Fact("At the school", dates_of(visit, application.school.time_zone)),
            Fact("Mode", mode_of(visit)),
            Fact("Team", ", ".join(team_of(application, visit)).capitalize()),
        ),
        sessions=tuple(session_of(item, zones) for item in visit.agenda),
        samples=(*map(sample_of, visit.samples), *map(lesson_of, visit.lessons)),
        narrative=narrative,
    )


def dates_of(visit: Visit | None, zone: str) -> str:
    if visit is None or visit.held_from is None:
        return "No visit was held"
    start, end = visit.held_from, visit.held_until or visit.held_from
    return f"{written(start, zone)} to {written(end, zone)} ({zone})"


def written(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y, %H:%M}"


def hour(moment: datetime, zones: tuple[str, str]) -> str:
    """The hour in the second zone, with its day when that is another one there."""
    here, there = (moment.astimezone(ZoneInfo(zone)) for zone in zones)
    return f"{there:%H:%M}" if here.date() == there.date() else written(moment, zones[1])


def mode_of(visit: Visit | None) -> str:
    return MODES.get(visit.mode, visit.mode) if visit is not None and visit.held_from else "No visit was held"


def team_of(application: Application, visit: Visit) -> list[str]:
    """Each member by capacity and part, never by name."""
    capacity = {a.person_id: a.capacity.replace("_", " ") for a in application.assignments}
    return sorted(
        f"{capacity.get(member.person_id, 'member of the body')}{f' ({member.part})' if member.part else ''}"
        for member in visit.team
    )


def session_of(item: AgendaItem, zones: tuple[str, str]) -> Session:
    """A part of the visit, its beginning in the zone of the body and in that of the school."""
    when = f"{item.minutes} minutes"
    if item.starts_at:
        when = f"{written(item.starts_at, zones[0])}\nat the school {hour(item.starts_at, zones)}"
    return Session(when, item.title, ", ".join(item.meet.splitlines()), tuple(item.criteria))


def sample_of(sample: Sample) -> Fact:
    drawn = f"{len(sample.drawn)} of {sample.population:,}, drawn by lot"
    return Fact(sample.subject.capitalize(), f"{drawn}. {sample.outcome}".strip())


def lesson_of(lesson: LessonObservation) -> Fact:
    return Fact(f"Lesson: {lesson.subject}, {lesson.stage}", f"{lesson.minutes} minutes. {lesson.seen}".strip())
