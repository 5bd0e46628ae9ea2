"""What the web layer does with every form that has a place: end its draft, or leave one behind.

A form that was saved ends its draft in the same transaction. A form that was refused, whatever the
reason, and one whose session had ended, is kept as a draft, so that closing the page loses nothing.
"""

import re

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from registration.accounts.models import Person
from registration.database import db
from registration.drafts import service
from registration.drafts.answers import Answers, TooMuch, answers_of
from registration.drafts.places import HELD, Place, opened
from registration.drafts.salvaging import form_sent

FIELD = "_draft"
VIEW = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")


def end_draft() -> None:
    """The form of this request was saved: its draft ends with it, when the person is the one it was shown to."""
    place = opened(form_sent().get(FIELD))
    if place is not None and person_here() == place.person_id:
        service.end(place, view_sent())


def keep_what_was_sent() -> Place | None:
    """Keep what a refused form holds, in a transaction of its own; the place, or None when that cannot be.

    Without a session it is kept for the person to whom the form was shown, for as long as the form's
    signature holds. Nobody else ever sees it.
    """
    if request.method != "POST" or "kept_draft" in g:
        return g.get("kept_draft")
    g.kept_draft = None
    try:
        place, answers = sent()
        db.session.rollback()
        here = person_here()
        if place is None or here not in (None, place.person_id) or not any(text.strip() for _, text in answers):
            return None
        place = opened(form_sent().get(FIELD), None if here else HELD)
        if place and (here or service.has_room(place.person_id)):
            keep(place, answers, after_session=here is None)
    except (SQLAlchemyError, HTTPException, TooMuch, ValueError):
        db.session.rollback()
        current_app.logger.info("a refused form could not be kept as a draft")
    return g.kept_draft


def keep(place: Place, answers: Answers, *, after_session: bool) -> None:
    view = view_sent()
    for one in service.places(place, view):
        if service.keep(one, view, answers, after_session=after_session) is not None:
            db.session.commit()
            g.kept_draft = one
            return
    db.session.rollback()


def sent() -> tuple[Place | None, Answers]:
    """The place of what was sent, and its answers. Raises TooMuch, and ValueError for nonsense."""
    return opened(form_sent().get(FIELD)), answers_of(form_sent().items(multi=True))


def view_sent() -> str:
    """The once-key of the form, which a page that only keeps a draft sends as `_view`; nonsense is no window."""
    typed = form_sent().get("_view") or form_sent().get("_once", "")
    return typed if VIEW.match(typed) else "0" * 16


def person_here() -> int | None:
    """The id of whoever is signed in, if somebody is."""
    person = current_user._get_current_object()
    return person.id if isinstance(person, Person) else None
