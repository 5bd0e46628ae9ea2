"""Picking the place that a citation names: the pages of an item, looked at beside the form.

Every button of the picker sends the whole form, so nothing that was typed is lost on the way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registration.evidence import showing
from registration.evidence.models import EvidenceVersion
from registration.storage import Store

BUTTON = re.compile(r"(show|begin|end)-([1-9]\d{0,5})")
BEFORE, AFTER = 2, 3


@dataclass(frozen=True)
class Look:
    """What was pressed: show a page, or also begin or end the citation there. Page 0 is wherever the form stands."""

    number: int = 0
    act: str = "show"


@dataclass(frozen=True)
class Preview:
    """One page of what is to be cited. `near` are pages to show small; text or tables stand in for a picture."""

    version: EvidenceVersion
    number: int
    near: tuple[int, ...] = ()
    picture: bool = False
    text: str = ""
    sheets: tuple[showing.Sheet, ...] = ()
    problem: str = ""


def pressed(sent: Mapping[str, str]) -> Look | None:
    """None when the form was sent to be kept."""
    button = sent.get("look")
    if button is None:
        return None
    if found := BUTTON.fullmatch(button):
        return Look(int(found[2]), found[1])
    typed = sent.get("see", "").strip()
    return Look(int(typed)) if button == "typed" and BUTTON.fullmatch(f"show-{typed}") else Look()


def fill_in(form: Any, look: Look | None) -> None:
    """Begin or end at the page that was pressed; the other end follows where it must."""
    if look is None or form.version is None or not form.version.pages:
        return
    number = min(look.number, form.version.pages)
    if look.act == "begin":
        form.put(form.page_from, number)
        if form.page_to.data is not None and form.page_to.data < number:
            form.put(form.page_to, number)
    if look.act == "end":
        form.put(form.page_to, number)
        if form.page_from.data is None or form.page_from.data > number:
            form.put(form.page_from, number)


def preview(store: Store, version: EvidenceVersion | None, number: int) -> Preview | None:
    """The page to show beside the form, or why there is none."""
    if version is None:
        return None
    if version.link:
        return Preview(version, 1, problem="This is a link. Open it in another tab, and note the time you mean.")
    if version.media_type in showing.PICTURES and version.check_state == "ready":
        return Preview(version, 1, picture=True)
    if not showing.can_be_shown(version):
        return Preview(version, 1, problem="This file is not shown here. Download it to find the place.")
    return page_of(store, version, min(max(1, number), version.pages or 1))


def page_of(store: Store, version: EvidenceVersion, number: int) -> Preview:
    """A page of a PDF is drawn when the browser asks for its picture; of all else the text is shown."""
    near = tuple(range(max(1, number - BEFORE), min(version.pages or 1, number + AFTER) + 1))
    if showing.KINDS[version.media_type] == "pdf":
        return Preview(version, number, near, picture=True)
    try:
        found = showing.shown(store, version, number)
    except showing.NotShown as error:
        return Preview(version, number, problem=str(error))
    return Preview(version, number, near if version.pages else (), text=found.text, sheets=found.sheets)
