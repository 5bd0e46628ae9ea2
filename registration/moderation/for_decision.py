"""What moderation hands to the person who decides by name: what is below the bar where it matters, or was left open."""

from dataclasses import dataclass

from registration.access.roles import Capacity
from registration.applications.models import Application
from registration.moderation.models import AgreedFinding
from registration.moderation.queries import DESK
from standards.model import Criterion, Rating

FINAL = "final"

ESSENTIAL = "Essential, and below Met"
UNCLEAR = "Not enough evidence"
DIVIDED = "The panel was not of one mind"
WITHOUT_LEAD = "Agreed without the lead reviewer"


@dataclass(frozen=True)
class NamedItem:
    """One criterion that whoever decides has to look at themselves, with every reason for it."""

    criterion: Criterion
    rating: Rating
    why: tuple[str, ...]
    said: str

    @property
    def essential_below(self) -> bool:
        return ESSENTIAL in self.why


def items_for_decision(application: Application) -> list[NamedItem]:
    """In the order of the standard, essentials below the bar first. Asks the database for nothing but agreed findings.

    The rating is the final one, or that of the desk as long as there is no other.
    """
    by_stage: dict[str, dict[str, AgreedFinding]] = {DESK: {}, FINAL: {}}
    for agreed in application.agreed_findings:
        by_stage[agreed.stage][agreed.criterion_code] = agreed
    lead = lead_of(application)
    found = []
    for code, criterion in application.standard.criteria.items():
        desk, final = by_stage[DESK].get(code), by_stage[FINAL].get(code)
        if last := final or desk:
            rating = application.standard.rating(last.rating)
            if why := tuple(reasons(criterion, rating, desk, lead)):
                found.append(NamedItem(criterion, rating, why, desk.reason if desk and desk.divided else ""))
    return sorted(found, key=lambda item: not item.essential_below)


def reasons(criterion: Criterion, rating: Rating, desk: AgreedFinding | None, lead: str) -> list[str]:
    held = [
        (ESSENTIAL, criterion.essential and not rating.meets and not rating.blocks),
        (UNCLEAR, rating.blocks),
        (DIVIDED, desk is not None and desk.divided),
        (WITHOUT_LEAD, desk is not None and bool(desk.present) and lead not in desk.present),
    ]
    return [words for words, holds in held if holds]


def lead_of(application: Application) -> str:
    """Public id of the present lead reviewer; empty where there is none."""
    leads = (a for a in application.assignments if a.ended_at is None and a.capacity == Capacity.LEAD_REVIEWER)
    return next((a.person.public_id for a in leads), "")
