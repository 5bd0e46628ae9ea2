"""The form of a section, made from its rows in `sections.py`, and the facts it gives back."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from werkzeug.datastructures import MultiDict
from wtforms import (
    EmailField,
    Field as FormControl,
    FieldList,
    Form as PlainForm,
    FormField,
    HiddenField,
    TelField,
)
from wtforms.validators import ValidationError

from registration.forms import (
    Form,
    choice,
    line_field,
    number_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
)
from registration.schools.answers import WHY_NOT, shown
from registration.schools.sections import COUNTRY_CHOICES, Field, Group, Section

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,60}\Z")
PHONE = re.compile(r"\+?[0-9 ()./-]{5,40}\Z")
NOTHING = choice("", "Choose")


class SectionForm(Form):
    """A section of the profile, with the version of what was read, so that nobody overwrites another unseen."""

    version = HiddenField()


def form_for(
    section: Section, facts: Mapping[str, Any], version: int, posted: MultiDict[str, str] | None
) -> SectionForm:
    """The form of a section. What is held is shown first; what was posted stands over it."""
    given = {"formdata": posted} if posted is not None else {}
    return form_class(section)(data={**shown(section, facts), "version": str(version)}, **given)


@cache
def form_class(section: Section) -> type[SectionForm]:
    controls: dict[str, Any] = {}
    for ask in section.asks:
        controls[ask.name] = many(ask) if isinstance(ask, Group) else control(ask)
        if ask.not_applicable:
            controls[ask.name + WHY_NOT] = reason_field(ask)
    return type(f"Section{section.number}Form", (SectionForm,), controls)


def many(group: Group) -> FormControl:
    """The rows of a group, at least one of them in sight."""
    controls: dict[str, Any] = {}
    for field in group.fields:
        controls[field.name] = control(field)
        if field.not_applicable:
            controls[field.name + WHY_NOT] = reason_field(field)
    row = type(f"{group.name.capitalize()}Row", (PlainForm,), controls)
    return FieldList(
        FormField(row, group.one.capitalize()), group.label, min_entries=1, max_entries=group.most,
        description=group.hint,
    )


def reason_field(ask: Field | Group) -> FormControl:
    return line_field(f"If this does not apply ({ask.label}), say why", most=500)


def control(field: Field) -> FormControl:
    """The control for one fact. Nothing is required here: what is missing is told after saving."""
    return CONTROLS[field.kind](field)


def line(field: Field) -> FormControl:
    return line_field(field.label, most=field.most or 200, hint=field.hint)


def prose(field: Field) -> FormControl:
    return prose_field(field.label, most=field.most or 5000, hint=field.hint)


def number(field: Field) -> FormControl:
    return number_field(field.label, least=field.least, most=field.most or 1_000_000, hint=field.hint)


def email(field: Field) -> FormControl:
    return line_field(field.label, most=254, hint=field.hint, kind=EmailField, validators=[an_email])


def phone(field: Field) -> FormControl:
    return line_field(field.label, most=40, hint=field.hint, kind=TelField, validators=[a_phone])


def web(field: Field) -> FormControl:
    return line_field(field.label, most=300, hint=field.hint, validators=[a_web_address])


def country(field: Field) -> FormControl:
    return select_field(field.label, [NOTHING, *(choice(c, n) for c, n in COUNTRY_CHOICES)], hint=field.hint)


def zone(field: Field) -> FormControl:
    names = sorted(n for n in available_timezones() if "/" in n and not n.startswith(("Etc/", "posix/", "right/")))
    return select_field(field.label, [NOTHING, choice("UTC", "UTC"), *(choice(n, n) for n in names)], hint=field.hint)


def one_of(field: Field) -> FormControl:
    return radio_field(field.label, [choice(value, label) for value, label in field.choices], hint=field.hint)


def several(field: Field) -> FormControl:
    return several_field(field.label, [choice(value, label) for value, label in field.choices], hint=field.hint)


CONTROLS: dict[str, Callable[[Field], FormControl]] = {
    "line": line, "prose": prose, "number": number, "email": email, "phone": phone, "web": web, "country": country,
    "zone": zone, "choice": one_of, "several": several,
}


def an_email(_form: Any, field: Any) -> None:
    if not EMAIL.match(field.data or ""):
        raise ValidationError("Enter an e-mail address, as in name@school.example.")


def a_phone(_form: Any, field: Any) -> None:
    if not PHONE.match(field.data or ""):
        raise ValidationError("Enter a telephone number, as in +44 20 7946 0000.")


def a_web_address(_form: Any, field: Any) -> None:
    try:
        parts = urlsplit(field.data or "")
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("https", "http") or "." not in host or " " in (field.data or ""):
        raise ValidationError("Enter a web address, as in https://school.example.")


def facts_of(section: Section, form: Any) -> dict[str, Any]:
    """What to keep: answers that were given, and reasons. Blank rows and blank answers are left out."""
    return {ask.name: value for ask in section.asks if (value := fact(ask, form.data)) not in (None, "", [])}


def fact(ask: Field | Group, data: Mapping[str, Any]) -> Any:
    value = data.get(ask.name)
    if isinstance(ask, Group):
        rows = [{f.name: v for f in ask.fields if (v := fact(f, row)) not in (None, "", [])} for row in value or ()]
        value = [row for row in rows if row]
    reason = (data.get(ask.name + WHY_NOT) or "").strip()
    if ask.not_applicable and reason and value in (None, "", []):
        return {"not_applicable": reason}
    return value


def with_row_changed(section: Section, posted: MultiDict[str, str]) -> MultiDict[str, str] | None:
    """What was posted, with a row added or removed as the button pressed says; None when it was another button."""
    groups = {ask.name: ask for ask in section.asks if isinstance(ask, Group)}
    if (name := posted.get("add", "")) in groups:
        return with_row_added(name, posted, groups[name].most)
    name, _, index = posted.get("remove", "").rpartition("-")
    if name in groups and index.isdecimal():
        kept = [(key, value) for key, value in posted.items(multi=True) if not key.startswith(f"{name}-{index}-")]
        return MultiDict(kept)
    return None


def with_row_added(name: str, posted: MultiDict[str, str], most: int) -> MultiDict[str, str]:
    found = {int(m[1]) for key in posted if (m := re.match(rf"{name}-(\d{{1,4}})-", key))}
    if len(found) >= most:
        return posted
    return MultiDict([*posted.items(multi=True), (f"{name}-{max(found, default=-1) + 1}-new", "")])
