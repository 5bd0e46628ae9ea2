"""Reading messages: one thread a page at a time, what is unread, and the threads that wait for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from registration.access.policy import visible_to
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.messages.models import Message, MessageReading
from registration.paging import Page, page_of


@dataclass(frozen=True)
class Waiting:
    """A thread whose last word is the school's."""

    reference: str
    school: str
    since: datetime
    unread: int


def thread(application: Application, number: int) -> Page[Message]:
    """One page of the messages of a case, the newest first."""
    wanted = select(Message).where(Message.application_id == application.id)
    author = joinedload(Message.author).lazyload(Person.role_rows)
    return page_of(wanted.options(author).order_by(Message.id.desc()), number)


def read_to(application: Application, person: Person) -> int:
    """The last message this person had seen; 0 when none."""
    return (
        db.session.scalar(
            select(MessageReading.read_to).where(
                MessageReading.application_id == application.id, MessageReading.person_id == person.id
            )
        )
        or 0
    )


def unread_by(person: Person, application_id: int, *, of_school: bool) -> ScalarSelect[int]:
    """How many messages of the other side somebody has not seen, as a part of a greater question."""
    seen = select(MessageReading.read_to).where(
        MessageReading.application_id == application_id, MessageReading.person_id == person.id
    )
    return (
        select(func.count())
        .where(
            Message.application_id == application_id, Message.from_school.is_not(of_school),
            Message.id > func.coalesce(seen.scalar_subquery(), 0),
        )
        .scalar_subquery()
    )  # fmt: skip


def first_unread(application: Application, person: Person, *, of_school: bool) -> int | None:
    """The oldest message of the other side that this person has not seen."""
    return db.session.scalar(
        select(func.min(Message.id)).where(
            Message.application_id == application.id, Message.from_school.is_not(of_school),
            Message.id > read_to(application, person),
        )
    )  # fmt: skip


def waiting(person: Person, number: int) -> Page[Waiting]:
    """Threads of the cases this person may see whose last word is the school's, the longest waiting first."""
    last = (
        select(Message.application_id, func.max(Message.id).label("last"))
        .group_by(Message.application_id)
        .subquery()
    )
    wanted = (
        select(Message)
        .join(last, Message.id == last.c.last)
        .join(Message.application)
        .where(Message.from_school, visible_to(person))
        .options(joinedload(Message.application).joinedload(Application.school))
        .order_by(Message.id)
    )
    page = page_of(wanted, number)
    unread = unread_of([message.application_id for message in page.items], person)
    rows = [
        Waiting(m.application.reference, m.application.school.name, m.sent_at, unread.get(m.application_id, 0))
        for m in page.items
    ]
    return Page(rows, page.number, page.total, page.rows)


def unread_of(cases: Sequence[int], person: Person) -> dict[int, int]:
    """By application: how many messages of the school somebody of the desk has not seen. One statement."""
    mine = (MessageReading.application_id == Message.application_id) & (MessageReading.person_id == person.id)
    counted = (
        select(Message.application_id, func.count())
        .outerjoin(MessageReading, mine)
        .where(Message.application_id.in_(cases), Message.from_school)
        .where(Message.id > func.coalesce(MessageReading.read_to, 0))
        .group_by(Message.application_id)
    )
    return dict(db.session.execute(counted).all())
