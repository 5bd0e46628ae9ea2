"""Reading drafts: the newest of a place, those of one person, and what a late form is led back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from registration.access.policy import visible_applications
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.drafts.answers import words_of
from registration.drafts.models import Draft
from registration.drafts.places import HELD
from registration.errors import NotFound

SHOWN = 100


@dataclass(frozen=True)
class Kept:
    """A draft in its writer's list. Of a case they may no longer see, it shows their own words and nothing else."""

    draft: Draft
    title: str
    address: str
    words: dict[str, str]


def latest(person_id: int, place: str) -> Draft | None:
    """The draft a form is opened with."""
    mine = select(Draft).where(Draft.person_id == person_id, Draft.place == place)
    return db.session.scalar(mine.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(1))


def draft_of(person: Person, public_id: str) -> Draft:
    """One's own draft; anybody else's does not exist."""
    found = db.session.scalar(select(Draft).where(Draft.person_id == person.id, Draft.public_id == public_id))
    if found is None:
        raise NotFound("This draft is not here any more: it was saved or thrown away.")
    return found


def drafts_of(person: Person) -> Sequence[Kept]:
    """The newest drafts of one person, in two statements however many there are."""
    mine = select(Draft).where(Draft.person_id == person.id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    drafts = db.session.scalars(mine.limit(SHOWN)).all()
    return shown(person, drafts)


def shown(person: Person, drafts: Sequence[Draft]) -> list[Kept]:
    """Drafts as their writer may see them now."""
    cases = {draft.application_id for draft in drafts if draft.application_id}
    seen = visible_applications(person).where(Application.id.in_(cases)).with_only_columns(Application.id)
    visible = set(db.session.scalars(seen)) if cases else set()
    return [kept(draft, draft.application_id is None or draft.application_id in visible) for draft in drafts]


def kept(draft: Draft, visible: bool) -> Kept:
    words = words_of(draft.answers)
    if not visible:
        return Kept(draft, "A form of a case that you no longer see", "", words)
    return Kept(draft, draft.title or draft.place.partition("#")[0], draft.place, words)


def sent_after_session(person: Person) -> Kept | None:
    """What this person sent within the last day when their session had ended, and has not saved since."""
    lately = Draft.saved_at > now() - timedelta(seconds=HELD)
    held = select(Draft).where(Draft.person_id == person.id, Draft.after_session, lately)
    found = db.session.scalar(held.order_by(Draft.saved_at.desc()).limit(1))
    return shown(person, [found])[0] if found else None
