"""Reading for the final judgements: how far they are, and what is known about one criterion."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registration.applications.models import Application
from registration.moderation.models import AgreedFinding
from registration.reports.queries import final_findings, findings_at, present
from registration.reports.sections import ACTION, CRITERION, FINDING, STRENGTHS
from registration.visits.models import VisitNote
from registration.workflow.needs import judged_before
from standards.model import Criterion, Rating


@dataclass(frozen=True)
class Row:
    """One criterion in the table of judgements."""

    criterion: Criterion
    desk: Rating | None
    final: Rating | None
    missing: str

    @property
    def done(self) -> bool:
        return self.final is not None and not self.missing


@dataclass(frozen=True)
class Known:
    """What is known about one criterion when it is judged for good."""

    criterion: Criterion
    desk: AgreedFinding | None
    desk_rating: Rating | None
    notes: Sequence[VisitNote]
    prefilled: dict[str, Any] = field(default_factory=dict)
    judged_before: bool = False


def rows(application: Application) -> list[Row]:
    scale, desk, final = application.standard, findings_at(application, "desk"), final_findings(application)
    return [
        Row(
            criterion,
            scale.rating(desk[code].rating) if code in desk else None,
            scale.rating(final[code].rating) if code in final else None,
            missing(application, final.get(code)),
        )
        for code, criterion in scale.criteria.items()
    ]


def missing(application: Application, agreed: AgreedFinding | None) -> str:
    """What a judgement still lacks, in words; empty when it is whole."""
    return unheld(application, agreed) or ("No action yet" if lacks_action(application, agreed) else "")


def unheld(application: Application, agreed: AgreedFinding | None) -> str:
    """Why there is no judgement that holds, with its finding, in words; empty when there is. Actions are left out."""
    if agreed is None:
        return "Not judged yet"
    if application.standard.rating(agreed.rating).blocks:
        return "Not enough evidence cannot be the last word"
    if not agreed.finding.strip():
        return "No finding yet"
    return "Judged before the panel agreed on it again" if judged_before(agreed, application.agreed_findings) else ""


def lacks_action(application: Application, agreed: AgreedFinding | None) -> bool:
    return agreed is not None and application.standard.rating(agreed.rating).needs_action and not agreed.action.strip()


def known_of(application: Application, code: str) -> Known:
    """The criterion, and a form filled from the judgement there is, else from the report's draft and the desk."""
    desk, final = findings_at(application, "desk").get(code), final_findings(application).get(code)
    notes = [n for n in application.visit.notes if n.criterion_code == code] if application.visit else []
    start: dict[str, Any] = {"version": ""}
    if final is not None:
        start = {
            "rating": final.rating, "finding": final.finding, "strengths": final.strengths, "action": final.action,
            "version": final.version,
        }  # fmt: skip
    elif desk is not None:
        texts = {part: drafted(application, code, part) for part in (FINDING, STRENGTHS, ACTION)}
        start |= {"rating": desk.rating, **texts}
    rating = application.standard.rating(desk.rating) if desk else None
    before = final is not None and judged_before(final, application.agreed_findings)
    return Known(application.standard.criteria[code], desk, rating, notes, start, before)


def drafted(application: Application, code: str, part: str) -> str:
    if application.report is None:
        return ""
    return "\n\n".join(p.text for p in present(application.report, CRITERION, code, part))


def beside(codes: Sequence[str], code: str) -> tuple[str | None, str | None]:
    """The criteria before and after this one."""
    place = codes.index(code)
    return (codes[place - 1] if place else None, codes[place + 1] if place + 1 < len(codes) else None)
