"""What templates may use: dates in words, may(), moves(), and who is looking."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request, url_for

from registration.access.guard import signed_in, visitor
from registration.access.policy import Action, allowed, state_counted, state_shown
from registration.access.roles import Role
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.drafts.offering import offer
from registration.notifications.queries import unread_count
from registration.web import once_key
from registration.workflow import engine
from registration.workflow.clocks import Clock, clock_of
from registration.workflow.states import State

Link = dict[str, Any]

LOOK_AFTER_LETTERS = frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER, Role.ADMINISTRATOR})
CAN_BE_CONFLICTED = frozenset({Role.CASE_OFFICER, Role.REVIEWER, Role.DECISION_MAKER})
SEE_AGREEMENT = frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER, Role.AUDITOR})

LETTERS = "Letters"
SEE_REGISTRATIONS = frozenset({Role.CASE_OFFICER, Role.DECISION_MAKER, Role.AUDITOR})
NAVIGATION: tuple[tuple[str, str, Callable[[Person], bool]], ...] = (
    ("Home", "accounts.home", lambda _p: True),
    ("Queue", "review.queue", lambda p: bool(p.roles - {Role.ADMINISTRATOR})),
    ("Overview", "overview.overview", lambda p: bool(p.roles & {Role.CASE_OFFICER, Role.AUDITOR})),
    ("Registrations", "register.desk", lambda p: bool(p.roles & SEE_REGISTRATIONS)),
    ("Interest", "interest.desk", lambda p: Role.CASE_OFFICER in p.roles),
    ("Messages", "messages.desk", lambda p: Role.CASE_OFFICER in p.roles),
    ("Your reviewing", "panels.reviewing", lambda p: Role.REVIEWER in p.roles),
    ("Conflicts", "review.relations", lambda p: bool(p.roles & CAN_BE_CONFLICTED)),
    ("Outbox", "notifications.outbox", lambda p: bool(p.roles & LOOK_AFTER_LETTERS)),
    ("My scoring", "fairness.own", lambda p: Role.REVIEWER in p.roles),
    ("Agreement", "fairness.together", lambda p: bool(p.roles & SEE_AGREEMENT)),
    ("People", "accounts.people", lambda p: Role.ADMINISTRATOR in p.roles),
    ("Letter words", "notifications.wordings", lambda p: Role.ADMINISTRATOR in p.roles),
    ("Log", "audit.log", lambda p: bool(p.roles & {Role.AUDITOR})),
    ("Colleagues", "schools.people", lambda p: p.school_id is not None),
    (LETTERS, "notifications.letters", lambda _p: True),
    ("Standards", "interest.standards", lambda _p: True),
)
"""The links at the top of every page: label, endpoint, and for whom."""


def day(value: date | datetime | str | None, zone: str | None = None) -> str:
    """21 November 2026."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone or zone_shown())).date()
    return written(value)


@lru_cache(maxsize=1_000)
def written(value: date) -> str:
    """Lists show the same days again and again."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | str | None, zone: str | None = None) -> str:
    """21 November 2026, 14:05 (Europe/London)."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    name = zone or zone_shown()
    local = value.astimezone(ZoneInfo(name))
    return f"{local.day} {local:%B %Y, %H:%M} ({name})"


def zone_shown() -> str:
    """The reader's own zone, else the body's."""
    person = visitor() if request else None
    if person is not None and person.time_zone != "UTC":
        return person.time_zone
    return str(current_app.config["SETTINGS"].body_time_zone)


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 criterion, 2 criteria."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def may(action: str, application: Application) -> bool:
    """The person who is looking may do this."""
    return allowed(signed_in(), Action(action), application)


def moves(application: Application) -> list[engine.Move]:
    """The moves open to the person who is looking."""
    return engine.available(application, signed_in())


def shown(application: Application) -> State:
    """The state as the person who is looking may know it."""
    return state_shown(signed_in(), application)


def clock(application: Application) -> Clock:
    """Whose turn it is and how long they have, as the person who is looking may know it."""
    return clock_of(application, state_counted(application))


def navigation() -> list[Link]:
    person = visitor()
    if person is None:
        return []
    return [
        {
            "text": with_unread(person) if label == LETTERS else label, "href": url_for(endpoint),
            "active": request.endpoint == endpoint,
        }
        for label, endpoint, for_whom in NAVIGATION
        if for_whom(person) and endpoint in current_app.view_functions
    ]


def with_unread(person: Person) -> str:
    """The link to one's letters, with how many are unread."""
    count = unread_count(person)
    return f"{LETTERS} ({count} unread)" if count else LETTERS


def context() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    return {
        "me": visitor(),
        "body_name": settings.body_name,
        "body_address": settings.body_address,
        "demonstration": settings.is_demonstration,
        "nav_items": navigation(),
        "csp_nonce": lambda: g.get("csp_nonce", ""),
    }


def register(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, moment=moment, plural=plural)
    app.jinja_env.globals.update(may=may, moves=moves, shown=shown, clock=clock, once_key=once_key, draft_of=offer)
    app.context_processor(context)
