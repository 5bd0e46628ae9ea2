"""Sessions: a row on the server for each sign-in; the cookie holds nothing but its token.

Two limits hold, both checked here on every request: an absolute one in the row, and an idle one.
The moment a person was last seen travels in the signed cookie, so that looking at a page writes nothing.
"""

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Flask, current_app, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload, with_expression

from registration.access.roles import Role
from registration.accounts import links
from registration.accounts.authentication import end_sessions
from registration.accounts.models import Person, SignIn
from registration.database import db, now
from registration.notifications.models import Letter

SEEN = "seen"
SEEN_EVERY = timedelta(minutes=5)
manager = LoginManager()


def begin_session(person: Person) -> str:
    """A new session row for a person; returns the token that its cookie holds. Not yet committed."""
    token = secrets.token_urlsafe(32)
    settings = current_app.config["SETTINGS"]
    db.session.add(
        SignIn(
            token_hash=links.hashed(token), person=person, ends_at=now() + settings.session_absolute,
            device=(request.user_agent.string if request else "")[:200],
        )
    )
    return token


def sign_in(person: Person) -> None:
    """Sign a person in on this browser. What the cookie held before is dropped, so it cannot have been planted."""
    session.clear()
    person.session_token = begin_session(person)
    login_user(person)
    session[SEEN] = now().timestamp()


def sign_out() -> None:
    """End the session on the server: a copied cookie is worth nothing any more."""
    end_sessions(SignIn.token_hash == present_session())
    logout_user()
    session.clear()


def present_session() -> str:
    """The token hash of the session this request belongs to."""
    return links.hashed(session.get("_user_id", ""))


def idle_limit(person: Person) -> timedelta:
    settings = current_app.config["SETTINGS"]
    if Role.ADMINISTRATOR in person.roles:
        return settings.session_idle_administrator
    return settings.session_idle_staff if person.is_staff else settings.session_idle_school


def seen_lately(person: Person) -> bool:
    """Within the idle limit. Notes the present moment in the cookie every few minutes."""
    last = datetime.fromtimestamp(session.get(SEEN, 0), UTC)
    if now() - last > idle_limit(person):
        return False
    if now() - last > SEEN_EVERY:
        session[SEEN] = now().timestamp()
    return True


@cache
def sign_in_by_token() -> Select[SignIn]:
    """A session with all that nearly every page asks of its person, in one statement that is made once."""
    person = joinedload(SignIn.person)
    unread = exists().where(Letter.person_id == Person.id, Letter.read_at.is_(None))
    return (
        select(SignIn).where(SignIn.token_hash == bindparam("token"))
        .options(
            person.joinedload(Person.role_rows), person.joinedload(Person.relations),
            person.options(with_expression(Person.may_have_unread, unread)),
        )
    )


@manager.user_loader
def person_of(token: str) -> Person | None:
    """Whoever a session's token belongs to, while both limits hold and the account is active."""
    row = db.session.scalars(sign_in_by_token(), {"token": links.hashed(token)}).unique().one_or_none()
    if row is None or row.ended_at is not None or row.ends_at < now() or not row.person.active:
        return None
    if not seen_lately(row.person):
        return None
    row.person.session_token = token
    return row.person


def init_app(app: Flask) -> None:
    manager.session_protection = None  # the row is the protection; a changed network must not sign a phone out
    manager.init_app(app)
    links.use([app.config["SECRET_KEY"], *app.config["SECRET_KEY_FALLBACKS"]])
