"""Where a text belongs, signed: the service keeps drafts only for forms that it gave to the very person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from registration.database import public_id

LONGEST = 200
HELD = 24 * 60 * 60
"""Seconds for which a form still tells whose it is when its session has ended."""

_signer: list[URLSafeTimedSerializer] = []


@dataclass(frozen=True)
class Place:
    """One form on one page, as shown to one person; `key` and `seen` name the draft it was opened with."""

    person_id: int
    application_id: int | None
    name: str
    key: str
    seen: datetime | None = None

    @property
    def page(self) -> str:
        """The address of the page, without the form on it."""
        return self.name.partition("#")[0]

    def apart(self, key: str) -> Place:
        """The same place, for a draft beside the one there is."""
        return replace(self, key=key, seen=None)


def use(secrets: Sequence[str]) -> None:
    """The secrets of this installation, the present one first; set when the app is made."""
    _signer[:] = [URLSafeTimedSerializer(list(reversed(secrets)), salt="place of a draft")]


def place_of(person_id: int, application_id: int | None, page: str, form: str) -> Place | None:
    """The place of a form nobody typed in yet; None when its address is too long to be one."""
    name = f"{page}#{form}"
    return Place(person_id, application_id, name, public_id()) if len(name) <= LONGEST else None


def sealed(place: Place) -> str:
    seen = place.seen.isoformat() if place.seen else ""
    return _signer[0].dumps([place.person_id, place.application_id, place.name, place.key, seen])


def opened(token: Any, seconds: int | None = None) -> Place | None:
    """The place a form says it has; None when we did not say so, or longer ago than `seconds`."""
    if not isinstance(token, str) or len(token) > 1000:
        return None
    try:
        person, application, name, key, seen = _signer[0].loads(token, max_age=seconds)
    except BadData:
        return None
    return Place(person, application, name, key, datetime.fromisoformat(seen) if seen else None)
