"""Giving areas and single criteria to colleagues, and taking them back. What a colleague wrote always stays."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound, Refused
from registration.self_assessment.models import AreaAssignment
from registration.teamwork import queries
from registration.teamwork.models import CriterionAssignment
from registration.teamwork.telling import page_of, tell

Row = AreaAssignment | CriterionAssignment
OURS_ONLY = "Areas and criteria can be given to people of your own school only."


def share_out(
    application: Application, *, shown: Collection[str], ticked: Collection[str], by: Person,
    due_on: date | None = None, note: str = "",
) -> tuple[int, int]:
    """Give what is newly ticked, with date and note, and take back what no longer is. Says how many of each.

    A cell is "2.7:" or "2:" and the name of a person. Only what differs from what the page `shown` is changed, so that
    somebody else who shares out at the same time is not overruled.
    """
    people = {p.public_id: p for p in queries.colleagues(application)}
    standing = {s.cell for s in queries.shares(application)}
    given = sorted(set(ticked) - set(shown) - standing)
    for cell in given:
        give(application, cell, people, due_on, note)
    taken = sorted((set(shown) - set(ticked)) & standing)
    for cell in taken:
        db.session.delete(row_of(application, cell))
    tell_those_given(application, given, people, by, due_on)
    return len(given), len(taken)


def give(
    application: Application, cell: str, people: dict[str, Person], due_on: date | None, note: str
) -> None:
    what, _, public_id = cell.partition(":")
    if public_id not in people:
        raise Refused(OURS_ONLY)
    told = {"application_id": application.id, "person": people[public_id], "due_on": due_on, "note": note}
    if what in application.standard.criteria:
        db.session.add(CriterionAssignment(criterion_code=what, **told))
    elif what in {str(area.number) for area in application.standard.areas}:
        db.session.add(AreaAssignment(area=int(what), **told))
    else:
        raise NotFound


def row_of(application: Application, cell: str) -> Row:
    """What was given, as its row. Raises NotFound for what this application does not have."""
    what, _, public_id = cell.partition(":")
    to = Person.public_id == public_id
    found: Row | None
    if what in application.standard.criteria:
        mine = CriterionAssignment.application_id == application.id, CriterionAssignment.criterion_code == what
        found = db.session.scalar(db.select(CriterionAssignment).join(Person).where(*mine, to))
    else:
        here = AreaAssignment.application_id == application.id
        numbers = [a.number for a in application.standard.areas if str(a.number) == what]
        found = db.session.scalar(
            db.select(AreaAssignment).join(Person).where(here, AreaAssignment.area.in_(numbers), to)
        )
    if found is None:
        raise NotFound("This was taken back already.")
    return found


def change_share(row: Row, *, due_on: date | None, note: str) -> None:
    row.due_on, row.note = due_on, note


def title_of(application: Application, what: str) -> str:
    """2.7 Child protection; or Area 2, Management."""
    if what in application.standard.criteria:
        return f"{what} {application.standard.criteria[what].title}"
    return f"Area {what}, {application.standard.area(int(what)).title}"


def tell_those_given(
    application: Application, given: Collection[str], people: dict[str, Person], by: Person, due_on: date | None
) -> None:
    """One letter to each person, with all they were given at once."""
    by_person = defaultdict(list)
    for cell in given:
        what, _, public_id = cell.partition(":")
        by_person[public_id].append(title_of(application, what))
    for public_id, titles in by_person.items():
        tell(
            people[public_id], "share_given", application, by=by, page=page_of(application), given=titles,
            due_on=due_on.isoformat() if due_on else "",
        )  # fmt: skip
