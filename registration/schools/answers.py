"""Reading a profile: what was answered, in words, and what is still missing.

Pure functions of the facts: the same for the working copy, for a frozen submission and for print.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registration.countries import country_name
from registration.schools.sections import Field, Group, Section

Facts = Mapping[str, Any]

WHY_NOT = "__na"
"""Behind a field's name: the field for the reason why it is not applicable."""


@dataclass(frozen=True)
class Answer:
    """One answer as people read it: a text, or rows of answers; neither means that it is missing."""

    label: str
    text: str = ""
    rows: tuple[tuple["Answer", ...], ...] = ()
    one: str = ""
    required: bool = True

    @property
    def missing(self) -> bool:
        return self.required and not self.text and not self.rows


def answers(section: Section, facts: Facts) -> list[Answer]:
    """Every answer of a section, in the order of the table."""
    return [answer(ask, facts) for ask in section.asks]


def answer(ask: Field | Group, facts: Facts) -> Answer:
    value = facts.get(ask.name)
    if reason := why_not(value):
        return Answer(ask.label, f"Not applicable: {reason}")
    if isinstance(ask, Group):
        rows = tuple(tuple(answer(field, row) for field in ask.fields) for row in value or ())
        return Answer(ask.label, rows=rows, one=ask.one)
    return Answer(ask.label, in_words(ask, value), required=ask.required)


def in_words(field: Field, value: Any) -> str:
    """A value as people write it: a country by its name, a choice by its label."""
    if value in (None, "", []):
        return ""
    if field.kind == "country":
        return country_name(value)
    if field.kind == "choice":
        return dict(field.choices).get(value, str(value))
    if field.kind == "several":
        return "; ".join(dict(field.choices).get(one, str(one)) for one in value)
    if field.kind == "number":
        return str(value) if field.name == "established" else f"{value:,}"
    return str(value)


def why_not(value: Any) -> str:
    """The reason given for "not applicable", or an empty text."""
    return str(value.get("not_applicable", "")) if isinstance(value, Mapping) else ""


def missing(section: Section, facts: Facts) -> list[str]:
    """What is still to be answered, by label; empty when the section is complete."""
    return [label for ask in section.asks for label in missing_of(ask, facts)]


def missing_of(ask: Field | Group, facts: Facts) -> Iterator[str]:
    value = facts.get(ask.name)
    if ask.not_applicable and why_not(value):
        return
    if isinstance(ask, Field):
        if ask.required and not in_words(ask, value):
            yield ask.label
        return
    if not value:
        yield f"{ask.label} (at least one{', or why there is none' if ask.not_applicable else ''})"
    for number, row in enumerate(value or (), start=1):
        yield from (f"{ask.one.capitalize()} {number}: {label}" for f in ask.fields for label in missing_of(f, row))


def shown(section: Section, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the form takes them: a reason goes into the field behind its own."""
    found: dict[str, Any] = {}
    for ask in section.asks:
        value = facts.get(ask.name)
        if reason := why_not(value):
            found[ask.name + WHY_NOT] = reason
        elif isinstance(ask, Group):
            found[ask.name] = [row_shown(ask, row) for row in value or ()]
        else:
            found[ask.name] = value
    return found


def row_shown(group: Group, row: Mapping[str, Any]) -> dict[str, Any]:
    reasons = {f.name + WHY_NOT: why_not(row.get(f.name)) for f in group.fields if f.not_applicable}
    values = {f.name: None if why_not(row.get(f.name)) else row.get(f.name) for f in group.fields}
    return {**values, **reasons}
