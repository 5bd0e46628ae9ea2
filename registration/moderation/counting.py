"""Whose findings count on a criterion, from whom an item is hidden, and who speaks for it.

One rule for every page that tells what a panel found, in moderation and after it: who stands aside for an item reads
nothing there of what the others found, doubted or agreed at the desk, and their own finding counts for nothing. The
lead reviewer speaks for every item but those they stand aside for: for them, whoever has been on the panel longest of
those who take part. The report is the panel's common word, read by every member.
"""

from collections.abc import Container, Sequence

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


def speaks_for(application: Application, code: str | None) -> Assignment | None:
    """Who writes down what the panel says of this item; without a code, of what is not about one item."""
    return speaker(panel(application), standing_aside(application).get(code or "", {}))


def speaker(members: Sequence[Assignment], aside: Container[int]) -> Assignment | None:
    """The lead reviewer or, where they stand `aside`, whoever has been on the panel longest of those who do not.

    Nobody stands in for a lead reviewer who is not there: the case officer assigns another.
    """
    lead = next((member for member in members if member.capacity == Capacity.LEAD_REVIEWER), None)
    if lead is None or lead.person_id not in aside:
        return lead
    return next((member for member in members if member.person_id not in aside), None)


def panel(application: Application) -> list[Assignment]:
    """The present members, in the order in which they joined."""
    return [member for member in application.assignments if member.ended_at is None]
