"""Reading the hints kept with each version: for one item, and for one criterion."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion, Suggestion
from standards.model import Criterion

MOST_ITEMS = 5


@dataclass(frozen=True)
class Suggested:
    """A criterion and an item that might support it, and why in words: “child protection” (pages 2, 3)."""

    criterion: Criterion
    item: Evidence
    because: tuple[tuple[str, str], ...]


def suggested_for(item: Evidence) -> list[Suggested]:
    """The criteria that the newest version of an item might support and is not cited for yet, the likeliest first."""
    rows = db.session.scalars(
        select(Suggestion)
        .where(Suggestion.evidence_version_id == item.current.id)
        .order_by(Suggestion.weight.desc(), Suggestion.criterion_code)
    ).all()
    cited = set(
        db.session.scalars(
            select(Citation.criterion_code)
            .join(EvidenceVersion, Citation.evidence_version_id == EvidenceVersion.id)
            .where(EvidenceVersion.evidence_id == item.id)
        )
    )
    return listed(item.application, [(row, item) for row in rows if row.criterion_code not in cited])


def suggested_items(application: Application, code: str) -> list[Suggested]:
    """The items that might support a criterion and are not cited for it yet, the likeliest first."""
    other = aliased(EvidenceVersion)
    newer = exists().where(other.evidence_id == Evidence.id, other.number > EvidenceVersion.number)
    cited = exists().where(
        Citation.criterion_code == code,
        Citation.evidence_version_id == other.id,
        other.evidence_id == Evidence.id,
    )
    rows = db.session.execute(
        select(Suggestion, Evidence)
        .join(EvidenceVersion, Suggestion.evidence_version_id == EvidenceVersion.id)
        .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
        .where(
            Evidence.application_id == application.id,
            Evidence.removed_at.is_(None),
            ~newer,
            EvidenceVersion.check_state == "ready",
            Suggestion.criterion_code == code,
            ~cited,
        )
        .order_by(Suggestion.weight.desc(), Evidence.id.desc())
        .limit(MOST_ITEMS)
    )
    return listed(application, [(row, item) for row, item in rows])


def listed(application: Application, rows: list[tuple[Suggestion, Evidence]]) -> list[Suggested]:
    """With the criterion of the edition; one that the edition does not have is left out."""
    criteria = application.standard.criteria
    return [
        Suggested(criteria[row.criterion_code], item, reasons(row.because, row.evidence_version))
        for row, item in rows
        if row.criterion_code in criteria
    ]


def reasons(because: dict[str, Any], version: EvidenceVersion) -> tuple[tuple[str, str], ...]:
    """Each keyword, and where it is: in pages when the file has any."""
    return tuple(
        (said["keyword"], places(said["pages"]) if version.pages else "") for said in because.get("spoken", ())
    )


def places(pages: list[int]) -> str:
    word = "page" if len(pages) == 1 else "pages"
    return f"{word} {', '.join(map(str, pages))}"
