"""Two wordings side by side: which parts are the same, and which stand in one of them only."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from registration.fields import DateField
from registration.forms import controls

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
PARAGRAPHS = re.compile(r"\n+|[^\n]+")
MOST_PARTS, EXACT = 6_000, 600
"""In both together. Beyond the first paragraphs are compared, and then nothing: no page takes long, whatever it says.
Up to the second the parts that come again and again are compared as well as the others."""

Part = tuple[str, bool]


@dataclass(frozen=True)
class Difference:
    """One field in which the saved text and one's own differ: both as parts, each marked when it differs."""

    field: Any
    label: str
    theirs: list[Part]
    ours: list[Part]


def compared(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Both texts in parts; a part is True when the other text does not have it."""
    one, other = parts_of(old, new)
    many = len(one) + len(other) > EXACT
    left: list[Part] = []
    right: list[Part] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=many).get_opcodes():
        for parts, words in ((left, one[a:b]), (right, other[c:d])):
            if words:
                parts.append(("".join(words), kind != "equal"))
    return left, right


def parts_of(old: str, new: str) -> tuple[list[str], list[str]]:
    """Both texts cut into words; longer ones into paragraphs; those of a great many paragraphs not at all."""
    for cut in (WORDS, PARAGRAPHS):
        one, other = cut.findall(old), cut.findall(new)
        if len(one) + len(other) <= MOST_PARTS:
            return one, other
    return [old], [new]


def brought_together(form: Any, theirs: Mapping[str, Any], sent: MultiDict[str, str]) -> list[Difference]:
    """Where a form that was sent differs from what was saved meanwhile. Rows that only they have are added to it."""
    saved = flat(theirs)
    added = {name: texts for name, texts in saved.items() if name not in names(form) and re.search(r"-\d+-", name)}
    if added:
        pairs = [*sent.items(multi=True), *((name, text) for name, texts in added.items() for text in texts)]
        form.process(MultiDict(pairs))
    differences = []
    for field in controls(form):
        if isinstance(field, HiddenField) or field.name not in saved:
            continue
        old, new = worded(field, saved[field.name]), worded(field, texts_of(field.data))
        if old != new or field.name in added:
            differences.append(Difference(field, label_of(field), *compared(old, "" if field.name in added else new)))
    return differences


def names(form: Any) -> set[str]:
    return {field.name for field in controls(form)}


def flat(values: Mapping[str, Any], before: str = "") -> dict[str, list[str]]:
    """Values by the name of their field, as a form would send them: rows are numbered, as in `staff-0-name`."""
    found: dict[str, list[str]] = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, row in enumerate(value):
                found |= flat(row, f"{before}{name}-{number}-")
        else:
            found[before + name] = texts_of(value)
    return found


def texts_of(value: Any) -> list[str]:
    many = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in many if one not in (None, "")]


def worded(field: Any, texts: list[str]) -> str:
    """A field's value as people read it: a choice by its label."""
    if isinstance(field, DateField) or not hasattr(field, "iter_choices"):
        return "\n".join(texts)
    labels = {str(c.value): str(c.label) for c in field.iter_choices()}
    return "\n".join(labels.get(text, text) for text in texts)


def label_of(field: Any) -> str:
    """Its label; for one in a row, the row's before it."""
    number = re.search(r"-(\d+)-", field.name)
    return f"{field.label.text} ({int(number[1]) + 1})" if number else str(field.label.text)


def carried(form: Any, sent: MultiDict[str, str], differences: list[Difference]) -> list[tuple[str, str]]:
    """What was sent in the other fields, to be sent again as it was; the form brings its hidden ones itself."""
    shown = {d.field.name for d in differences}
    boxes = {f"{name}-{box}" for name in shown for box in DateField.BOXES}
    own = {"_draft", *(field.name for field in controls(form) if isinstance(field, HiddenField))}
    return [(name, text) for name, text in sent.items(multi=True) if name not in shown | boxes | own]

