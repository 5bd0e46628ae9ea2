"""The notebook without connection: its page, its service worker, and what both ask for while there is a line.

The page itself holds nothing of the case, for the browser keeps it as it is. What it shows comes as the *book*, which
the browser keeps encrypted. What was written comes back note by note, see `returning_views`.
"""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.access.refusing import why_not
from registration.accounts import queries as accounts, sessions
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.drafts.places import place_of, sealed
from registration.errors import NotFound
from registration.filters import moment
from registration.visits import offline as taken, queries
from registration.visits.models import AgendaItem, LessonMark, LessonObservation, Sample, VisitNote
from registration.visits.returning import SECOND
from registration.visits.sampling import opened_with
from registration.visits.views import bp

WORKER = "notebook_worker.js"
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@bp.get("/offline/")
@allow(Action.READ_VISIT_NOTES)
def offline(application: Application) -> ResponseReturnValue:
    """The page that opens without connection. Without a visit, the plan says so."""
    if application.visit is None:
        return redirect(url_for("visits.plan", reference=application.reference))
    return shell(application)


def shell(application: Application) -> str:
    """The page without anything of the case. The browser keeps it: what was said once on the last one stays out."""
    return render_template(
        "visits/offline.html", reference=application.reference, get_flashed_messages=lambda **_options: ()
    )


@bp.get("/offline/worker.js")
@allow(Action.READ_VISIT_NOTES)
def worker(application: Application) -> ResponseReturnValue:
    """The service worker of this one page. Its own address is the widest that it can ever serve."""
    static = Path(current_app.static_folder or "")
    files = [url_for("static", filename=name) for name in taken.FILES]
    told = json.dumps({"edition": taken.edition(static, shell(application)), "files": files})
    answer = Response(f"const TOLD = {told};\n{(static / WORKER).read_text()}", mimetype="text/javascript")
    answer.headers["Content-Security-Policy"] = WORKER_POLICY
    return answer


@bp.get("/offline/book")
@allow(Action.READ_VISIT_NOTES)
def book(application: Application) -> ResponseReturnValue:
    """The whole notebook, with what locks it. Its headers hold what the page needs to send notes."""
    visit, person = application.visit, signed_in()
    if visit is None:
        raise NotFound("There is no visit to take a notebook to yet.")
    writes = allowed(person, Action.RECORD_VISIT, application)
    config, ends = current_app.config, accounts.end_of_session(sessions.present_session())
    answer = jsonify(
        person=person.public_id, school=application.school.name, until=ends.isoformat(),
        closed="" if writes else why_not(person, Action.RECORD_VISIT, application),
        keys=taken.shares(application.reference, person, [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]),
        agenda=[line(item, application.school.time_zone) for item in visit.agenda],
        pages=[page(each) for each in queries.notebook(application, person)],
        lessons=[lesson(each, person) for each in queries.lessons_of(visit)],
        samples=[sample(number, each) for number, each in enumerate(visit.samples, start=1)],
        now=taken.present_moment(),
    )  # fmt: skip
    place = place_of(person.id, application.id, url_for(".offline", reference=application.reference), "notes")
    answer.headers["CSRF-Token"] = generate_csrf()
    answer.headers["Draft-Place"] = sealed(place) if place else ""
    return answer


def line(item: AgendaItem, zone: str) -> dict[str, Any]:
    """An item of the schedule, with when it begins on both clocks."""
    when = [moment(item.starts_at), f"at the school {moment(item.starts_at, zone)}"] if item.starts_at else []
    return {
        "when": ", ".join(when), "minutes": item.minutes, "title": item.title, "criteria": ", ".join(item.criteria),
        "meet": ", ".join(item.meet.splitlines()), "observe": ", ".join(item.observe.splitlines()),
    }  # fmt: skip


def page(each: queries.Page) -> dict[str, Any]:
    """A criterion with its notes: one's own, and those of the others."""
    criterion = each.criterion
    others = [{"name": note.author.name, **standing(note)} for note in each.others]
    return {
        "code": criterion.code, "title": criterion.title, "requirement": criterion.requirement,
        "prompts": list(criterion.guidance.prompts), "planned": each.planned,
        "mine": standing(each.mine) if each.mine else None, "others": others,
    }  # fmt: skip


def standing(note: VisitNote) -> dict[str, Any]:
    """A note as it stands here now."""
    return {"text": note.text, "version": note.version, "at": moment(note.updated_at or note.written_at)}


def lesson(each: LessonObservation, reader: Person) -> dict[str, Any]:
    """A lesson observed with what was seen at which minute. Only who observed it writes on its sheet."""
    marks = [{"code": f"mark:{mark.public_id}", "mine": moment_of_lesson(mark)} for mark in each.marks]
    return {
        "code": f"lesson:{each.public_id}", "own": each.observer == reader, "observer": each.observer.name,
        "mine": sheet(each), "marks": marks,
    }  # fmt: skip


def sheet(each: LessonObservation) -> dict[str, Any]:
    """The sheet of a lesson as it stands here now, every fact as it would be typed."""
    facts = {name: typed(getattr(each, name)) for name in ("subject", "stage", "minutes", "doing", "talking")}
    began = each.starts_at.astimezone(UTC).strftime(SECOND) if each.starts_at else ""
    return {**kept(each, each.seen), "facts": {**facts, "began": began}}


def typed(fact: object) -> str:
    return "" if fact is None else str(fact)


def moment_of_lesson(mark: LessonMark) -> dict[str, Any]:
    return {**kept(mark, mark.text), "facts": {"minute": str(mark.minute)}}


def kept(record: LessonObservation | LessonMark, text: str) -> dict[str, Any]:
    return {"text": text, "version": record.version, "at": moment(record.updated_at) if record.updated_at else ""}


def sample(number: int, each: Sample) -> dict[str, Any]:
    """A sample with the numbers that were drawn, and what was found in it."""
    return {
        "code": f"sample:{number}", "subject": each.subject, "population": each.population,
        "drawn": ", ".join(each.drawn), "mine": found(each),
    }  # fmt: skip


def found(each: Sample) -> dict[str, Any]:
    return {"text": each.outcome, "version": opened_with(each) if each.outcome else 0, "at": ""}
