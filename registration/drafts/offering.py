"""A form on its page: its place, and the draft it is opened with, if there is one that says something else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import g, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from wtforms import FileField, HiddenField, PasswordField, StringField, TextAreaField

from registration.accounts.models import Person
from registration.drafts import catching, queries
from registration.drafts.answers import plain
from registration.drafts.models import Draft
from registration.drafts.places import Place, opened, place_of, sealed
from registration.forms import controls


@dataclass(frozen=True)
class Offer:
    """What the page shows around a form: its sealed place, and the draft that is in it or beside it."""

    token: str
    typed: bool
    draft: Draft | None = None
    in_place: bool = False
    overtaken: bool = False

    @property
    def saved_at(self) -> datetime | None:
        return self.draft.saved_at if self.draft else None


def offer(form: Any, form_id: str) -> Offer | None:
    """The place of a form somebody signed in may type into, with the draft put into its fields. Else None."""
    person = current_user._get_current_object()
    if not isinstance(person, Person) or not can_be_kept(form):
        return None
    place = place_of(person.id, g.get("application_id"), request.path, form_id)
    if place is None:
        return None
    if request.method != "GET":
        return Offer(sealed(given_back(place)), is_long(form))
    draft = queries.latest(person.id, place.name)
    return Offer(sealed(place), is_long(form)) if draft is None else offered(form, place, draft)


def offered(form: Any, place: Place, draft: Draft) -> Offer:
    """The form with a draft in it; or beside it, when the person asked to see the saved text."""
    if request.args.get("draft") == "saved":
        return Offer(sealed(place), is_long(form), draft)
    goes_on = replace(place, key=draft.key, seen=draft.saved_at)
    version = version_in(form)
    if not put_in(form, draft):
        return Offer(sealed(goes_on), is_long(form))
    overtaken = version_in(form) != version
    return Offer(sealed(goes_on), is_long(form), draft, in_place=True, overtaken=overtaken)


def is_long(form: Any) -> bool:
    """Somebody may sit and write here, so what they type is kept as they go."""
    return any(isinstance(field, TextAreaField) for field in controls(form))


def version_in(form: Any) -> str:
    """The version of the record that a form says it was opened with; empty when it says none."""
    return str(form.version.data or "") if "version" in form else ""


def can_be_kept(form: Any) -> bool:
    """It has something to write into, and no password."""
    fields = list(controls(form))
    writes = any(isinstance(f, StringField) and not isinstance(f, HiddenField | PasswordField) for f in fields)
    return writes and not any(isinstance(f, PasswordField) for f in fields)


def given_back(place: Place) -> Place:
    """The place that a form came with when its page is shown again; that of the page when it had none."""
    came = opened(request.form.get(catching.FIELD))
    return came if came is not None and came.person_id == place.person_id else place


def put_in(form: Any, draft: Draft) -> bool:
    """Put a draft into the fields of a form; False when that changes nothing anybody would see."""
    before, hidden = shown_in(form), {f.name: f.data for f in controls(form) if isinstance(f, HiddenField)}
    files = [f for f in controls(form) if isinstance(f, FileField)]
    form.process(MultiDict([(name, text) for name, text in draft.answers]))
    for field in files:
        field.data = None
    for field in controls(form):
        if field.name in hidden and field.name.startswith("_"):  # of the page as it is now, and never in a draft
            field.data = hidden[field.name]
    if shown_in(form) != before:
        return True
    for field in controls(form):
        if field.name in hidden:
            field.data = hidden[field.name]
    return False


def shown_in(form: Any) -> Mapping[str, Any]:
    """What a form says, by field, so that two states of it can be compared."""
    return {f.name: said(f) for f in controls(form) if not isinstance(f, HiddenField | FileField) and said(f)}


def said(field: Any) -> Any:
    if hasattr(field, "typed"):
        return [text for text in field.typed.values() if text]
    return plain(field.data) if isinstance(field.data, str) else field.data
