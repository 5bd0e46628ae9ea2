"""The desk's list of registrations: which are in force, and what each waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager

import standards
from registration.access.policy import visible_to
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.paging import Page, page_of
from registration.register.models import ChangeNotice, Registration
from registration.workflow import calendar
from registration.workflow.states import OVER, State
from standards.model import Standard
from standards.reapproval import terms

IN_FORCE = frozenset({State.REGISTERED, State.SUSPENDED})


@dataclass(frozen=True)
class View:
    """A part of the list that somebody can ask for; its code is in the address."""

    code: str
    label: str


VIEWS = (
    View("", "All in force"),
    View("declaration", "Declaration overdue"),
    View("change", "Change to look at"),
    View("ending", "Ending, or ended"),
)


@dataclass(frozen=True)
class Row:
    """One registration, how many changes wait for the desk, and what is to renew it, once that is sent."""

    registration: Registration
    changes: int
    renewal: Application | None


def condition(code: str) -> ColumnElement[bool]:
    """What a view shows. The last names every certificate whose school could apply again by now."""
    return {
        "declaration": Registration.declaration_overdue_since.is_not(None),
        "change": Registration.changes.any(ChangeNotice.status == "told"),
        "ending": or_(*map(ending_under, standards.editions())),
    }.get(code, true())


def ending_under(standard: Standard) -> ColumnElement[bool]:
    soon = calendar.in_force.today() + timedelta(days=terms(standard).opens)
    return and_(Application.standard_edition == standard.edition, Registration.valid_until <= soon)


def in_force(person: Person) -> Select[Registration]:
    """Registrations that were not withdrawn or renewed, in cases this person may see."""
    return (
        select(Registration).join(Registration.application).join(Application.school)
        .where(Application.state.in_(IN_FORCE), visible_to(person))
    )  # fmt: skip


def counts(person: Person) -> dict[str, int]:
    """How many each view has. One statement."""
    columns = [func.count().filter(condition(view.code)) for view in VIEWS]
    found = db.session.execute(in_force(person).with_only_columns(*columns)).one()
    return {view.code: number for view, number in zip(VIEWS, found, strict=True)}


def listed(person: Person, view: View, number: int) -> tuple[Page[Registration], list[Row]]:
    """One page, the first to end at the top. Four statements."""
    loaded = contains_eager(Registration.application).contains_eager(Application.school)
    wanted = in_force(person).where(condition(view.code)).options(loaded)
    page = page_of(wanted.order_by(Registration.valid_until, Registration.id), number)
    waiting, renewals = changes_of(page.items), renewals_of(person, page.items)
    return page, [Row(one, waiting.get(one.id, 0), renewals.get(one.application_id)) for one in page.items]


def changes_of(found: Sequence[Registration]) -> dict[int, int]:
    counted = db.session.execute(
        select(ChangeNotice.registration_id, func.count())
        .where(ChangeNotice.status == "told", ChangeNotice.registration_id.in_([one.id for one in found]))
        .group_by(ChangeNotice.registration_id)
    )
    return {row[0]: row[1] for row in counted}


def renewals_of(person: Person, found: Sequence[Registration]) -> dict[int | None, Application]:
    """By the application they follow: those with the body. A draft is nobody's but the school's."""
    ids = [one.application_id for one in found]
    sent = and_(Application.follows_id.in_(ids), Application.submitted_at.is_not(None), Application.state.not_in(OVER))
    wanted = select(Application).where(sent, visible_to(person)).order_by(Application.id)
    return {made.follows_id: made for made in db.session.scalars(wanted).unique()}


def view_called(code: str | None) -> View:
    return next((view for view in VIEWS if view.code == code), VIEWS[0])
