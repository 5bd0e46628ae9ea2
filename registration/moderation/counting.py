"""Whose findings count on a criterion, from whom an item is hidden, and who speaks for it.

One rule for every page that tells what a panel found, in moderation and after it: who stands aside for an item reads
nothing there of what the others found, doubted or agreed at the desk, and their own finding counts for nothing. The
report is the panel's common word, read by every member. Who writes it down reads what was agreed, for an item that
they stand aside for too, and is told who speaks for it.
"""

from collections.abc import Iterable

from registration.access.roles import Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.moderation.models import StandAside
from registration.review.models import Assignment, Finding


def standing_aside(application: Application) -> dict[str, dict[int, StandAside]]:
    """Who stands aside now, by criterion and person. One statement a request, however often it is asked."""
    found: dict[str, dict[int, StandAside]] = {}
    for aside in application.asides:
        if aside.ended_at is None:
            found.setdefault(aside.criterion_code, {})[aside.person_id] = aside
    return found


def counting(application: Application) -> list[Finding]:
    """The findings of the present panel, but for what somebody found on an item they stand aside for."""
    asides = standing_aside(application)
    judging = {member.person_id for member in panel(application)}
    return [
        finding for finding in application.findings
        if finding.reviewer_id in judging and finding.reviewer_id not in asides.get(finding.criterion_code, ())
    ]  # fmt: skip


def hidden_from(person: Person, application: Application) -> frozenset[str]:
    """Codes of the items this person stands aside for."""
    return frozenset(code for code, people in standing_aside(application).items() if person.id in people)


def speaks_for(application: Application, code: str) -> Assignment | None:
    """Who leads the talk about this item: of those who do not stand aside for it."""
    aside = standing_aside(application).get(code, {})
    return first_of(member for member in panel(application) if member.person_id not in aside)


def first_of(members: Iterable[Assignment]) -> Assignment | None:
    """The lead reviewer, or in their place the first who is there; None where nobody is."""
    return next(iter(sorted(members, key=lambda member: member.capacity != Capacity.LEAD_REVIEWER)), None)


def panel(application: Application) -> list[Assignment]:
    return [member for member in application.assignments if member.ended_at is None]
