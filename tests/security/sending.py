"""What somebody with a tool would send: the fields of the forms of those who may, filled in with likely answers."""

from datetime import timedelta

from werkzeug.datastructures import MultiDict

from registration.database import today
from tests.browser import CONTROLS, Page, values_of, words

WORDS = "We looked at this together and wrote it down in whole sentences."
SOON = today() + timedelta(days=20)
KNOWN = {
    "typed_name": "Amina Example", "link": "https://lessons.example.org/1",  "page_from": "1", "page_to": "1",
    "on-day": "1", "began_on-day": "1", "timestamp": "", "certificate": "", "at": "10:00", "ends_at": "15:00",
    "begins_at": "09:00", "began_at": "09:00", "ended_at": "15:00", "minutes": "40", "size": "3", "population": "9",
    "starts": "09:00", "ends": "15:00", "second_starts": "09:00", "second_ends": "15:00", "doing": "50",
    "talking": "50",
}


def bodies_on(page: Page, path: str) -> dict[str, MultiDict]:
    """Each form of a page that posts: where to, and what it would send when somebody filled in all of it."""
    found = {}
    for form in page.quick.iter("form"):
        if form.get("method", "get").lower() == "post":
            found.setdefault((form.get("action") or path).partition("?")[0], filled_in(form))
    return found


def filled_in(form) -> MultiDict:
    sent: MultiDict = MultiDict()
    chosen = set()
    buttons = [words(b) for b in form.iter("button")]
    for control in form.iter():
        name, kind = control.get("name"), control.get("type", "")
        if control.tag not in (*CONTROLS, "button") or not name or name in ("csrf_token", "_once", "_draft"):
            continue
        if kind in ("radio", "checkbox"):
            if name not in chosen:
                sent.add(name, control.get("value", "on"))
            chosen.add(name)
        elif control.tag == "select":
            values = [o.get("value") for o in control.iter("option") if o.get("value")]
            sent.add(name, values[0] if values else "")
        elif control.tag == "button" or kind == "hidden":
            for value in values_of(control, buttons[0] if buttons else ""):
                sent.add(name, value)
        elif kind != "file":
            sent.add(name, answer(name, "".join(values_of(control, ""))))
    return sent


def answer(name: str, present: str) -> str:
    for part, value in (("-day", SOON.day), ("-month", SOON.month), ("-year", SOON.year)):
        if name.endswith(part):
            return str(value)
    return KNOWN.get(name, present or WORDS)
