"""Keeping the answers of a self-check, and forgetting them."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete

from registration.accounts import links, throttle
from registration.database import db, now
from registration.errors import Refused
from registration.self_check.models import SelfCheck
from registration.self_check.words import HOW, SHOWN
from standards.model import Area, Standard

LIVES = timedelta(days=30)
Answers = Mapping[str, Mapping[str, str | None]]


def begin_check(standard: Standard, *, network: str) -> tuple[SelfCheck, str]:
    """A new self-check and its token, which is kept nowhere else. Raises Refused after too many from one network."""
    here = throttle.network_of(network)
    if throttle.too_many("self_check", here):
        raise Refused(
            "Many self-checks were begun from your network within the last hour. Please save this page again later."
        )
    throttle.note_attempt("self_check", here)
    token = secrets.token_urlsafe(24)
    check = SelfCheck(token_hash=links.hashed(token), edition=standard.edition, answers={}, ends_at=now() + LIVES)
    db.session.add(check)
    return check, token


def save_answers(check: SelfCheck, area: Area, answers: Answers) -> None:
    """Keep what was said about an area; its time begins again. What was not answered is not answered."""
    kept = dict(check.answers)
    for criterion in area.criteria:
        given = answers.get(criterion.code, {})
        how, shown = given.get("how"), given.get("shown")
        kept[criterion.code] = {
            **({"how": how} if how in HOW else {}), **({"shown": shown} if shown in SHOWN else {}),
        }
    check.answers = {code: said for code, said in kept.items() if said}
    check.changed_at, check.ends_at = now(), now() + LIVES


def forget_check(check: SelfCheck) -> None:
    db.session.delete(check)


def forget_ended() -> None:
    """Delete every self-check whose time is over."""
    db.session.execute(delete(SelfCheck).where(SelfCheck.ends_at <= now()))
