"""The visit on paper: the schedule, and the fields of the notebook, the lesson sheets and the closing meeting, empty.

It holds nothing of what anybody has judged or noted, for paper is left on tables.
"""

import hashlib
from typing import Any

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound
from registration.jobs.models import Job
from registration.jobs.service import ask_for
from registration.reports.of_visit import MODES
from registration.reports.page import document
from registration.visits import document_queries, queries
from registration.visits.models import Visit
from registration.workflow import calendar

KIND = "visit_pack"
TEMPLATE = "visits/pack.html"
LESSON = "lesson"
SHEETS = range(2, 7)
"""Lesson sheets: one for each item of the schedule that names a lesson, at least two and at most six."""


def pack_of(application: Application) -> str:
    """The pack as a page for printing. Raises NotFound while there is no visit."""
    visit = queries.visit_of(application)
    if visit is None:
        raise NotFound("There is no visit to print yet.")
    return document(TEMPLATE, **about(application, visit))


def about(application: Application, visit: Visit) -> dict[str, Any]:
    items = sorted(visit.agenda, key=lambda item: item.position)
    planned = {code for item in items for code in item.criteria}
    lessons = sum(LESSON in f"{item.title} {item.observe}".lower() for item in items)
    slot = visit.accepted_slot
    return {
        "reference": application.reference, "school": application.school.name, "visit": visit, "items": items,
        "zones": (str(calendar.in_force.zone), application.school.time_zone), "mode": MODES[visit.mode],
        "team": sorted(f"{member.person.name} ({member.part})" for member in visit.team),
        "hours": queries.hours(slot) if slot else [], "documents": document_queries.documents_of(visit),
        "words": {answer: words for answer, (words, _tone) in document_queries.WORDS.items()},
        "criteria": sorted(application.standard.criteria.values(), key=lambda each: each.code not in planned),
        "planned": planned, "sheets": min(max(lessons, SHEETS.start), SHEETS.stop - 1),
    }  # fmt: skip


def ask_for_pack(application: Application, *, by: Person) -> Job:
    """The job that prints it as it stands now; the one from before while nothing has changed.

    The page itself goes with the job: what is printed is what was asked for, even when the plan changes before that.
    """
    html = pack_of(application)
    print_ = hashlib.sha256(html.encode()).hexdigest()[:32]
    return ask_for(KIND, {"html": html}, f"{KIND}:{application.id}:{print_}", person=by, application=application)


def pack_made(application: Application, public_id: str) -> dict[str, Any]:
    """Key, hash and size of a pack of this case that was printed. Raises NotFound for any other."""
    wanted = db.select(Job).where(Job.application_id == application.id, Job.kind == KIND, Job.state == "done")
    job = db.session.scalar(wanted.where(Job.public_id == public_id))
    if job is None:
        raise NotFound
    return job.result
