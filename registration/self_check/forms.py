"""The questions about one area, two for each criterion; none has to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from registration.forms import Form, choice, radio_field
from registration.self_check.words import HOW, SHOWN
from standards.model import Area

QUESTION = "how far is your school with this?"
DOCUMENT = "do you have a document that shows it?"


class CheckForm(Form):
    """Filled by `about`: `how_2_7` and `shown_2_7` for criterion 2.7."""

    def answers(self, area: Area) -> dict[str, dict[str, str | None]]:
        """What was said, by criterion code."""
        return {
            c.code: {part: self[name(part, c.code)].data or None for part in ("how", "shown")} for c in area.criteria
        }


def name(part: str, code: str) -> str:
    return f"{part}_{code.replace('.', '_')}"


def about(area: Area, kept: Mapping[str, Mapping[str, Any]]) -> CheckForm:
    """The form of an area, with what was answered before."""
    before = {name(part, code): said for code, both in kept.items() for part, said in both.items()}
    form: CheckForm = form_of(area)(data=before)
    return form


@lru_cache
def form_of(area: Area) -> type[CheckForm]:
    """The class of the form about an area, made once."""
    fields: dict[str, Any] = {}
    for criterion in area.criteria:
        fields[name("how", criterion.code)] = radio_field(
            f"{criterion.code}: {QUESTION}", [choice(value, *words) for value, words in HOW.items()]
        )
        fields[name("shown", criterion.code)] = radio_field(
            f"{criterion.code}: {DOCUMENT}", [choice(value, label) for value, label in SHOWN.items()]
        )
    return type("CheckForm", (CheckForm,), fields)
