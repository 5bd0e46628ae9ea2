"""Coverage: what a school should mend in its evidence before it submits, each with the place where it is mended."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence
from registration.evidence.queries import in_order, present_items
from registration.visits.models import Visit, VisitSlot
from registration.workflow import calendar
from standards.model import Criterion

MANY = 5
"""An item cited for more criteria than this says little about any of them."""

HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Coverage:
    """What a school should look at before it submits."""

    uncovered: list[Criterion]
    unplaced: list[Citation]
    nowhere: list[Evidence]
    stretched: list[tuple[Evidence, tuple[str, ...]]]
    expiring: list[Evidence]
    unready: list[Evidence]
    undescribed: list[Evidence]
    needed_on: date
    visit_is_fixed: bool


def coverage(application: Application) -> Coverage:
    """Criteria without evidence or reason, citations without a place, and items that need a second look."""
    cited = {citation.criterion_code for citation in application.citations}
    explained = {r.criterion_code for r in application.responses if r.no_evidence_reason.strip()}
    items = [item for item in present_items(application) if item.versions]
    codes = codes_by_version(application.citations)
    by_item = {item.id: in_order(c for version in item.versions for c in codes[version.id]) for item in items}
    needed_on, fixed = needed(application)
    return Coverage(
        uncovered=[c for code, c in application.standard.criteria.items() if code not in cited | explained],
        unplaced=[citation for citation in application.citations if lacks_place(citation)],
        nowhere=[item for item in items if not by_item[item.id]],
        stretched=[(item, by_item[item.id]) for item in items if len(by_item[item.id]) > MANY],
        expiring=[item for item in items if item.valid_until and item.valid_until < needed_on],
        unready=[item for item in items if item.current.check_state != "ready"],
        undescribed=[item for item in items if not item.described],
        needed_on=needed_on,
        visit_is_fixed=fixed,
    )


def codes_by_version(citations: list[Citation]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    for citation in citations:
        codes[citation.evidence_version_id].append(citation.criterion_code)
    return codes


def lacks_place(citation: Citation) -> bool:
    """A claim that leaves the reader to search: many pages and none named, or a recording without a time."""
    version = citation.evidence_version
    if version.link:
        return version.evidence.kind == "recording" and not citation.timestamp
    return citation.page_from is None and (version.pages or 0) > 1


def needed(application: Application) -> tuple[date, bool]:
    """The day on which evidence must still be valid: the visit's once it is fixed, until then in half a year."""
    agreed = (
        select(VisitSlot.starts_at).join(Visit)
        .where(Visit.application_id == application.id, VisitSlot.accepted_at.is_not(None))
        .order_by(VisitSlot.starts_at)
    )  # fmt: skip
    starts_at = db.session.scalars(agreed.limit(1)).first()
    if starts_at is not None:
        return calendar.in_force.day_of(starts_at), True
    return calendar.in_force.today() + HALF_A_YEAR, False
