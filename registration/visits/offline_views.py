"""The notebook without connection: its page, its service worker, and what both ask for while there is a line.

The page itself holds nothing of the case, for the browser keeps it as it is. What it shows comes as the *book*, which
the browser keeps encrypted. Notes come back one by one, each under a key of its own, so that one that is sent twice
counts once; what cannot be taken is answered in JSON with a sentence, and kept as its writer's draft.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from registration.access.guard import allow, signed_in
from registration.access.overtaken import overtaken
from registration.access.policy import Action, allowed
from registration.access.refusing import why_not
from registration.accounts import queries as accounts, sessions
from registration.applications.models import Application
from registration.drafts import catching
from registration.drafts.places import place_of, sealed
from registration.errors import NotFound
from registration.fields import version_typed
from registration.filters import moment
from registration.history import Overtaken
from registration.visits import offline as taken, queries, records
from registration.visits.forms import NoteForm
from registration.visits.models import AgendaItem, VisitNote
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
    config = current_app.config
    answer = jsonify(
        person=person.public_id, school=application.school.name, until=session_ends().isoformat(),
        closed="" if writes else why_not(person, Action.RECORD_VISIT, application),
        keys=taken.shares(application.reference, person, [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]),
        agenda=[line(item, application.school.time_zone) for item in visit.agenda],
        pages=[page(each) for each in queries.notebook(application, person)],
    )  # fmt: skip
    place = place_of(person.id, application.id, url_for(".offline", reference=application.reference), "notes")
    answer.headers["CSRF-Token"] = generate_csrf()
    answer.headers["Draft-Place"] = sealed(place) if place else ""
    return answer


def session_ends() -> datetime:
    """When the session of this request ends at the latest; the key goes with it."""
    here = sessions.present_session()
    return next(row.ends_at for row in accounts.sessions_of(signed_in()) if row.token_hash == here)


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


@bp.post("/offline/notes")
@allow(Action.READ_VISIT_NOTES)
def return_note(application: Application) -> ResponseReturnValue:
    """One note comes back. Where a newer one stands here, that is answered (409) and nothing is changed."""
    person, code = signed_in(), request.form.get("code", "")
    if not allowed(person, Action.RECORD_VISIT, application):
        sentence = overtaken(person, Action.RECORD_VISIT, application)
        return given_back(403, sentence=sentence or why_not(person, Action.RECORD_VISIT, application))
    form = NoteForm()
    if not form.validate():
        return given_back(422, sentence=" ".join(link.text for link in form.error_links))
    try:
        records.write_note(
            application, code, form.text.data, version=version_typed(form.version.data), by=person
        )
    except Overtaken:
        return given_back(409, **standing(taken.own_note(application, code, person)))
    return redirect(url_for(".returned", reference=application.reference, code=code), 303)


def given_back(status: int, **told: Any) -> ResponseReturnValue:
    """Why a note was not taken. It is kept as its writer's draft where that can be, and the answer says so."""
    answer = make_response(jsonify(told), status)
    if catching.keep_what_was_sent() is not None:
        answer.headers["Draft-Kept"] = "yes"
    return answer


@bp.get("/offline/notes/<code>")
@allow(Action.READ_VISIT_NOTES)
def returned(application: Application, code: str) -> ResponseReturnValue:
    """One's own note as it stands now: the answer to one that was sent, once or twice."""
    return jsonify(standing(taken.own_note(application, code, signed_in())))
