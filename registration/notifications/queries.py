"""What is read of letters: one's own, those of a case, and the outbox."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from registration.access.policy import visible_to
from registration.access.roles import THE_DESK, THE_SCHOOL, Role
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound
from registration.notifications.kinds import AMONG_COLLEAGUES, DAILY, NEED_SOMEBODY, Way
from registration.notifications.models import Letter
from registration.paging import Page, page_of

TRIED_FOR = timedelta(hours=72)
"""How long a letter is tried before it counts as failed."""

due_since = func.coalesce(Letter.released_at, Letter.written_at)
let_go = and_(or_(Letter.needs_release.is_(False), Letter.released_at.is_not(None)), Letter.recalled_at.is_(None))
unsent = and_(Letter.sent_at.is_(None), let_go)
ours_to_see = Letter.template.not_in(sorted(AMONG_COLLEAGUES))
"""Of those who are not of the school: what colleagues wrote to each other is not for the body."""


def conditions(leaving: bool) -> dict[str, ColumnElement[bool]]:
    """How a letter can stand, by the name the outbox gives it; where none are `leaving`, all are kept here."""
    mailed = and_(unsent, Letter.way.in_(("", Way.AT_ONCE)), true() if leaving else false())
    young, old = due_since > now() - TRIED_FOR, due_since <= now() - TRIED_FOR
    here = and_(unsent, Letter.way == Way.HERE)
    return {
        "waiting": and_(mailed, Letter.problem == "", young),
        "trying": and_(mailed, Letter.problem != "", young),
        "failed": and_(mailed, Letter.problem != "", old),
        "daily": and_(unsent, Letter.way == Way.DAILY, true() if leaving else false()),
        "kept": or_(here, and_(mailed, Letter.problem == "", old)) if leaving else unsent,
        "release": and_(Letter.needs_release, Letter.released_at.is_(None), Letter.recalled_at.is_(None)),
        "sent": Letter.sent_at.is_not(None),
        "recalled": Letter.recalled_at.is_not(None),
    }


def standing_of(letter: Letter, leaving: bool) -> str:
    """How one letter stands: the same words as `conditions`."""
    if letter.recalled_at:
        return "recalled"
    if letter.sent_at:
        return "sent"
    if letter.needs_release and not letter.released_at:
        return "release"
    if not leaving or letter.way == Way.HERE:
        return "kept"
    if letter.way == Way.DAILY:
        return "daily"
    young = (letter.released_at or letter.written_at) > now() - TRIED_FOR
    return ("trying" if young else "failed") if letter.problem else ("waiting" if young else "kept")


def whole() -> Select[Letter]:
    return select(Letter).options(joinedload(Letter.person), joinedload(Letter.application))


def mine(person: Person) -> Select[Letter]:
    """Letters to this person, as far as they may still see what those are about; daily ones only list others."""
    about = or_(
        Letter.application_id.is_(None), Letter.application_id.in_(select(Application.id).where(visible_to(person)))
    )
    return whole().where(Letter.person_id == person.id, let_go, Letter.template != DAILY, about)


waits_for_me = and_(
    Letter.template.in_(NEED_SOMEBODY), Letter.application_id == Application.id,
    Application.state_since <= Letter.written_at,
)
"""The letter asks for something, and the case has not gone on since."""

WHICH: dict[str, ColumnElement[bool]] = {
    "all": true(), "unread": Letter.read_at.is_(None),
    "needs_me": exists().where(waits_for_me).correlate(Letter),
}


@dataclass(frozen=True)
class Received:
    """One letter in the list of whoever it is to."""

    letter: Letter
    waits: bool


def letters_of(person: Person, number: int, which: str = "all") -> Page[Received]:
    """What was written to this person: first what still waits for them, then the latest."""
    waits = case((WHICH["needs_me"], 1), else_=0)
    wanted = mine(person).where(WHICH[which])
    page = page_of(wanted.order_by(waits.desc(), Letter.written_at.desc(), Letter.id.desc()), number)
    return replace(page, items=[Received(letter, waits_still(letter)) for letter in page.items])


def waits_still(letter: Letter) -> bool:
    """`WHICH["needs_me"]` for a letter at hand."""
    case_of = letter.application
    return letter.template in NEED_SOMEBODY and case_of is not None and case_of.state_since <= letter.written_at


def letter_counts(person: Person) -> dict[str, int]:
    """How many letters each choice of `WHICH` lists, in one statement."""
    sums = [func.sum(case((condition, 1), else_=0)) for condition in WHICH.values()]
    row = db.session.execute(mine(person).with_only_columns(*sums)).one()
    return {name: int(count or 0) for name, count in zip(WHICH, row, strict=True)}


def unread_count(person: Person) -> int:
    """How many letters this person has not read, for the head of every page.

    Whether there may be any was asked together with the session, so that most pages ask nothing here.
    """
    if person.may_have_unread is False:
        return 0
    seen = mine(person).where(Letter.read_at.is_(None))
    return db.session.scalar(seen.with_only_columns(func.count())) or 0


def letter_to(person: Person, public_id: str) -> Letter:
    return one(mine(person), public_id)


def in_case(person: Person, application: Application) -> Select[Letter]:
    """Letters of a case that this person may read.

    The school reads what its own people were sent, and nothing before it is released; the desk reads
    all; others of the body read the school's letters and those to themselves.
    """
    held = capacities(person, application)
    to_school = Letter.capacity.in_(sorted(c.value for c in THE_SCHOOL))
    if held & THE_SCHOOL:
        seen = and_(to_school, let_go)
    elif held & THE_DESK:
        seen = ours_to_see
    else:
        seen = and_(ours_to_see, or_(to_school, Letter.person_id == person.id))
    return whole().where(Letter.application_id == application.id, seen)


def letters_in(person: Person, application: Application, number: int) -> Page[Letter]:
    return page_of(in_case(person, application).order_by(Letter.written_at.desc(), Letter.id.desc()), number)


def letter_in(person: Person, application: Application, public_id: str) -> Letter:
    return one(in_case(person, application), public_id)


def in_outbox(person: Person) -> ColumnElement[bool]:
    """Letters somebody looks after: of cases they may see; those of no case, at the desk and by administrators."""
    loose: ColumnElement[bool] = false()
    if person.roles & {Role.CASE_OFFICER, Role.ADMINISTRATOR}:
        loose = Letter.application_id.is_(None)
    return and_(ours_to_see, or_(loose, Letter.application_id.in_(select(Application.id).where(visible_to(person)))))


def outbox(person: Person, standing: str, number: int, leaving: bool) -> Page[Letter]:
    wanted = whole().where(in_outbox(person), conditions(leaving)[standing])
    return page_of(wanted.order_by(Letter.written_at.desc(), Letter.id.desc()), number)


def outbox_counts(person: Person, leaving: bool) -> dict[str, int]:
    """How many letters stand how, in one statement."""
    named = conditions(leaving)
    sums = [func.sum(case((condition, 1), else_=0)) for condition in named.values()]
    row = db.session.execute(select(*sums).where(in_outbox(person))).one()
    return {name: int(count or 0) for name, count in zip(named, row, strict=True)}


def one(wanted: Select[Letter], public_id: str) -> Letter:
    found = db.session.scalar(wanted.where(Letter.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def letter_in_outbox(person: Person, public_id: str) -> Letter:
    return one(whole().where(in_outbox(person)), public_id)
