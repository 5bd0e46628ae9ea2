"""What comes back from the notebook without connection, one note at a time.

A note is of one kind: on a criterion, the sheet of a lesson, what was seen at a minute of it, or what a sample held.
All of them come back alike. Each has a key of its own, so that one that is sent twice counts once. What cannot be
taken is answered in JSON with a sentence, and kept as its writer's draft.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.overtaken import overtaken
from registration.access.policy import Action, allowed
from registration.access.refusing import why_not
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.drafts import catching
from registration.errors import NotFound, Refused
from registration.fields import version_typed
from registration.forms import Form
from registration.history import Overtaken
from registration.visits import offline as taken, offline_views as told, queries, records, returning
from registration.visits.forms import NoteForm
from registration.visits.returning_forms import ReturnedLessonForm, ReturnedMarkForm, ReturnedOutcomeForm
from registration.visits.views import bp


@dataclass(frozen=True)
class Kind:
    """How a note of one kind is read, kept, and answered with what stands now. Each is given the note's name."""

    form: type[Form]
    keep: Callable[[Application, str, Any, Person], Any]
    standing: Callable[[Application, str, Person], dict[str, Any]]


def keep_note(application: Application, code: str, form: NoteForm, by: Person) -> None:
    records.write_note(application, code, form.text.data, version=version_typed(form.version.data), by=by)


def note_standing(application: Application, code: str, reader: Person) -> dict[str, Any]:
    return told.standing(taken.own_note(application, code, reader))


def keep_lesson(application: Application, name: str, form: ReturnedLessonForm, by: Person) -> None:
    said = {key: form[key].data for key in ("subject", "stage", "minutes", "doing", "talking")}
    said |= {"starts_at": form.starts_at, "seen": form.text.data or ""}
    returning.lesson_returned(application, name, said, version=version_typed(form.version.data), by=by)


def lesson_standing(application: Application, name: str, _reader: Person) -> dict[str, Any]:
    lesson = queries.lesson_of(application, name)
    if lesson is None:
        raise NotFound
    return told.sheet(lesson)


def keep_mark(application: Application, name: str, form: ReturnedMarkForm, by: Person) -> None:
    returning.mark_returned(
        application, name, lesson=form.lesson.data or "", text=form.text.data, minute=form.minute.data or 0,
        version=version_typed(form.version.data), by=by,
    )  # fmt: skip


def mark_standing(application: Application, name: str, _reader: Person) -> dict[str, Any]:
    mark = queries.mark_of(application, name)
    if mark is None:
        raise NotFound
    return told.moment_of_lesson(mark)


def keep_outcome(application: Application, name: str, form: ReturnedOutcomeForm, _by: Person) -> None:
    returning.outcome_returned(application, name, form.text.data, opened=form.version.data or "")


def outcome_standing(application: Application, name: str, _reader: Person) -> dict[str, Any]:
    return told.found(returning.sample_named(application, name))


KINDS = {
    "criterion": Kind(NoteForm, keep_note, note_standing),
    "lesson": Kind(ReturnedLessonForm, keep_lesson, lesson_standing),
    "mark": Kind(ReturnedMarkForm, keep_mark, mark_standing),
    "sample": Kind(ReturnedOutcomeForm, keep_outcome, outcome_standing),
}


def kind_of(code: str) -> tuple[Kind, str]:
    """The kind of a note and its name within that, from `lesson:…` and the like; a plain code is a criterion's."""
    kind, colon, name = code.partition(":")
    if not colon:
        return KINDS["criterion"], code
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind], name


@bp.post("/offline/notes")
@allow(Action.READ_VISIT_NOTES)
def return_note(application: Application) -> ResponseReturnValue:
    """One note comes back. Where a newer one stands here, that is answered (409) and nothing is changed."""
    person, code = signed_in(), request.form.get("code", "")
    if not allowed(person, Action.RECORD_VISIT, application):
        sentence = overtaken(person, Action.RECORD_VISIT, application)
        return given_back(403, sentence=sentence or why_not(person, Action.RECORD_VISIT, application))
    kind, name = kind_of(code)
    form = kind.form()
    if not form.validate():
        return given_back(422, sentence=" ".join(link.text for link in form.error_links))
    try:
        kind.keep(application, name, form, person)
    except Overtaken:
        return given_back(409, **kind.standing(application, name, person))
    except NotFound:
        raise
    except Refused as refused:
        return given_back(422, sentence=str(refused))
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
    """A note as it stands now: the answer to one that was sent, once or twice."""
    kind, name = kind_of(code)
    return jsonify(kind.standing(application, name, signed_in()))
