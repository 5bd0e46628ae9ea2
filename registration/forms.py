"""What a person may send us: the form every page starts from, and the fields they share.

Text is kept as it was sent, with two exceptions: every line break becomes LF, and
characters no page, letter or database can carry (NUL, half a surrogate pair, other
control characters) are refused in words. Nothing else is trimmed out of prose.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any
from zlib import crc32

from flask import g, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms.fields import MultipleFileField, RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from registration.fields import DateField, WholeNumberField

LONGEST_LINE = 200
LONGEST_PROSE = 20_000

SENT_TWICE = "This was sent more than once. Answer it once."
LEFT_OPEN_TOO_LONG = "This page was open for too long to be sent. Your answers are still here: send them again."
CANNOT_BE_KEPT = "This holds a character that cannot be kept, shown here as \ufffd. Remove it, or type it again."
ONE_LINE = "Write this on one line."
NOT_LISTED = "Choose from the answers that are listed."

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")


def new_once_key() -> str:
    """A key for one view of one form, so that pressing its button twice acts once."""
    return secrets.token_urlsafe(18)


def unkeepable(character: str) -> bool:
    """Whether neither page nor database can carry this character: a control, or half a surrogate pair."""
    return character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"}


def plain_line_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary: a sentence, and the control it leads to."""

    text: str
    href: str


class OnceKeyMixin:
    """A hidden key, new with each view of the form; the web layer acts on each key once."""

    once = HiddenField(name="_once", default=new_once_key)


class Form(FlaskForm, OnceKeyMixin):
    """A form a person fills in. A page gives it back, with what was typed, until it is right."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Only what a form sends is read as a form: never JSON, and an empty post is a post."""
            if formdata is not None and isinstance(formdata, MultiDict | CombinedMultiDict):
                return formdata
            if formdata is not None and request and request.method in {"POST", "PUT", "PATCH", "DELETE"}:
                return CombinedMultiDict((request.files, request.form))
            return None

    @property
    def html_id(self) -> str:
        """What an error that belongs to no single field links to."""
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()
        return f"{self._prefix}{name}"

    @property
    def error_links(self) -> list[ErrorLink]:
        return list(_links_of_form(self, self.html_id))

    @property
    def shows(self) -> str:
        """A short name for all that stands in the form; other answers, or another version of them, have another."""
        shown = [f for f in controls(self) if f.name not in ("csrf_token", "_once")]
        said = [(f.name, f.data) for f in shown if getattr(f.widget, "input_type", "") not in ("file", "password")]
        return f"{crc32(repr(said).encode()):08x}"

    def post_process(self, formdata: Any = None) -> None:
        super().post_process(formdata)
        if formdata is None or self._parent_form is not None:
            return
        for field in controls(self):
            if isinstance(field, StringField) and isinstance(field.data, str):
                field.data = plain_line_breaks(field.data)
        if not _KEY.match(self.once.data or ""):
            self.once.data = new_once_key()

    def validate(self, extra_validators: Any = None) -> bool:
        g.sent_form = self  # a page that shows two wordings side by side asks it for its fields
        fine = super().validate(extra_validators)
        for field in controls(self):
            if fault := fault_of_the_post(field):
                field.errors = [fault]
                _show_what_can_be_shown(field)
                fine = False
            elif field.name == "csrf_token" and field.errors:
                field.errors = [LEFT_OPEN_TOO_LONG]
        return fine

    def hidden_tag(self, *fields: Any) -> Markup:
        """The hidden fields, without ids, so that two forms on one page stay apart.

        Before them goes a name made of what the form shows. A browser that goes back puts what was typed into a form
        whose first fields have the same names: never over newer text, which would be saved as if it had been read.
        """
        chosen = [self[f] if isinstance(f, str) else f for f in fields] or list(self)
        hidden = Markup("\n").join(f(id=False) for f in chosen if isinstance(f.widget, HiddenInput))
        return Markup('<input type="hidden" name="_shows-{}">\n{}').format(self.shows, hidden)


def line_field(
    label: str, *, required: str | None = None, most: int = LONGEST_LINE, hint: str = "", **kwargs: Any
) -> StringField:
    """One line of text, without blanks around it. `required` is the sentence shown when it is empty."""
    checks = [*_presence(required), _at_most(most), *kwargs.pop("validators", ())]
    kind = kwargs.pop("kind", StringField)
    return kind(label, validators=checks, description=hint, filters=[_without_blanks_around], **kwargs)


def prose_field(
    label: str, *, required: str | None = None, most: int = LONGEST_PROSE, hint: str = "", **kwargs: Any
) -> TextAreaField:
    """Text of any shape, kept just as it was typed. `required` is the sentence shown when it is empty."""
    checks = [*_presence(required), _at_most(most), *kwargs.pop("validators", ())]
    return TextAreaField(label, validators=checks, description=hint, **kwargs)


def number_field(
    label: str, *, least: int = 0, most: int = 1_000_000, required: str | None = None, hint: str = "", **kwargs: Any
) -> WholeNumberField:
    """A whole number between two bounds."""
    within = NumberRange(least, most, message=f"Enter a whole number from {least:,} to {most:,}.")
    first = [InputRequired(required)] if required else [Optional()]
    return WholeNumberField(
        label, validators=[*first, within, *kwargs.pop("validators", ())], description=hint, **kwargs
    )


def date_field(
    label: str, *, required: str | None = None, hint: str = "For example, 27 3 2027", **kwargs: Any
) -> DateField:
    first = [InputRequired(required)] if required else [Optional()]
    return DateField(label, [*first, *kwargs.pop("validators", ())], description=hint, **kwargs)


def radio_field(
    label: str, choices: Any = None, *, required: str | None = None, hint: str = "", **kwargs: Any
) -> Field:
    """One answer of a few, all in sight. `required` is the sentence shown when none is chosen."""
    return _one_of(RadioField, label, choices, required, hint, kwargs)


def select_field(
    label: str, choices: Any = None, *, required: str | None = None, hint: str = "", **kwargs: Any
) -> Field:
    """One answer of many. Put an empty choice first, so that nothing is chosen for the person."""
    return _one_of(SelectField, label, choices, required, hint, kwargs)


def several_field(
    label: str, choices: Any = None, *, required: str | None = None, hint: str = "", **kwargs: Any
) -> SelectMultipleField:
    """Any number of answers, as ticks. `required` is the sentence shown when none is ticked."""
    first = [InputRequired(required)] if required else [Optional()]
    return SelectMultipleField(
        label,
        validators=[*first, *kwargs.pop("validators", ())],
        choices=choices,
        description=hint,
        invalid_choice_message=lambda _n: NOT_LISTED,
        invalid_value_message=NOT_LISTED,
        **kwargs,
    )


def tick_field(label: str, *, required: str | None = None, hint: str = "", **kwargs: Any) -> BooleanField:
    """One box to tick. `required` is the sentence shown when it is not."""
    return BooleanField(label, validators=[DataRequired(required)] if required else [], description=hint, **kwargs)


def choice(value: Any, label: str, hint: str = "") -> SelectChoice:
    """One thing to choose, with an optional line under it (shown by radios and checkboxes)."""
    return SelectChoice(value, label, render_kw={"hint": hint} if hint else {})


def choices_of(words: type[Enum]) -> list[SelectChoice]:
    """Every member of an enum, as choices: its value is sent, its `label` (or its name in words) is shown."""
    return [choice(w.value, getattr(w, "label", w.name.replace("_", " ").capitalize())) for w in words]


def controls(form: Any) -> Iterator[Field]:
    """Each field of a form that a person fills in, those of nested forms and lists included."""
    for field in form:
        if isinstance(field, FormField):
            yield from controls(field.form)
        elif isinstance(field, FieldList):
            yield from controls(field.entries)
        else:
            yield field


def fault_of_the_post(field: Field) -> str | None:
    """What is wrong with the way a field was sent, whatever it asks; None when nothing is."""
    many = isinstance(field, SelectMultipleField) or getattr(field.widget, "multiple", False)
    sent = [value for value in field.raw_data or () if isinstance(value, str)]
    if getattr(field, "repeated", False) or (not many and len(field.raw_data or ()) > 1):
        return SENT_TWICE
    if any(unkeepable(c) for value in sent for c in plain_line_breaks(value)):
        return CANNOT_BE_KEPT
    one_line = isinstance(field, StringField) and not isinstance(field, TextAreaField)
    if one_line and any("\n" in plain_line_breaks(value).strip() for value in sent):
        return ONE_LINE
    return None


def _show_what_can_be_shown(field: Field) -> None:
    """What is given back to the person stands for a refused character with the sign for one."""
    if isinstance(field, DateField):
        field.typed = {box: _shown(text) for box, text in field.typed.items()}
    elif isinstance(field.data, str):
        field.data = _shown(field.data)
    if field.raw_data:
        field.raw_data = [_shown(v) if isinstance(v, str) else v for v in field.raw_data]


def _shown(text: str) -> str:
    return "".join("\ufffd" if unkeepable(c) else c for c in plain_line_breaks(text))


def _links_of_form(form: Any, anchor: str) -> Iterator[ErrorLink]:
    for message in form.form_errors:
        yield ErrorLink(str(message), f"#{anchor}")
    for field in form:
        yield from _links_of_field(field, anchor)


def _links_of_field(field: Field, anchor: str) -> Iterator[ErrorLink]:
    if isinstance(field, FormField):
        yield from _links_of_form(field.form, field.id)
    elif isinstance(field, FieldList):
        own = [e for e in field.errors if isinstance(e, str)]
        yield from (ErrorLink(e, f"#{field.id}") for e in own)
        for entry in field.entries:
            yield from _links_of_field(entry, field.id)
    elif field.errors:
        told = field.errors if isinstance(field, MultipleFileField) else field.errors[:1]  # each file has its own
        yield from (ErrorLink(str(e), f"#{_control_id(field, anchor)}") for e in told)


def _control_id(field: Field, anchor: str) -> str:
    if isinstance(field, DateField):
        return field.first_box
    return anchor if isinstance(field.widget, HiddenInput) else field.id


def _one_of(kind: Any, label: str, choices: Any, required: str | None, hint: str, more: dict[str, Any]) -> Field:
    first = [InputRequired(required)] if required else [Optional()]
    return kind(
        label,
        validators=[*first, *more.pop("validators", ())],
        choices=choices,
        description=hint,
        invalid_choice_message=NOT_LISTED,
        invalid_value_message=NOT_LISTED,
        **more,
    )


def _presence(required: str | None) -> list[Any]:
    """For text: blanks alone are no answer."""
    return [DataRequired(required)] if required else [Optional()]


def _at_most(most: int) -> Length:
    return Length(max=most, message=f"Use {most:,} characters or fewer.")


def _without_blanks_around(text: str | None) -> str | None:
    return text.strip() if text else text
