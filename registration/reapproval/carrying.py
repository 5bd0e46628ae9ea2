"""Carrying over: a new draft is filled from what was sent last, word for word, and each criterion is marked so."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from sqlalchemy import select

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import rows_standing, working_marks
from registration.schools import exam_places
from registration.schools.answers import missing
from registration.schools.models import ProfileSection
from registration.schools.sections import BY_NUMBER
from registration.self_assessment.models import Response
from registration.workflow.needs import PROFILE_SECTIONS
from standards.reapproval import terms

SET = frozenset({"open", "answered", "closed"})
"""Conditions that were set, whatever became of them."""

DETAILS = (
    "language", "period_from", "period_to", "valid_until", "kind", "personal_data", "redacted", "note", "described",
)  # fmt: skip
CONTENT = (
    "storage_key", "link", "sha256", "size", "file_name", "media_type", "pages", "has_text", "active_content",
    "check_state", "scan", "uploaded_by_id", "uploaded_at",
)  # fmt: skip


def carry_over(made: Application, before: Application, *, by: Person) -> None:
    """Fill an empty draft from the last submission of the application before it.

    Files are not copied: a version of the new item names the same bytes.
    """
    sent: Mapping[str, Any] = before.submission.snapshot if before.submission else {}
    earlier = earlier_codes(made, before)
    carry_profile(made, sent, by)
    carry_answers(made, sent, earlier, by)
    carry_evidence(made, before, sent, earlier, by)
    db.session.flush()
    db.session.expire(made)
    mark_criteria(made, before, sent)


def earlier_codes(made: Application, before: Application) -> dict[str, str]:
    """By code in the edition of the new draft, which criterion it was before; none for what is new."""
    if made.standard_edition == before.standard_edition:
        return {code: code for code in made.standard.criteria}
    return dict(made.standard.continues) if made.standard.follows == before.standard_edition else {}


def carry_profile(made: Application, sent: Mapping[str, Any], by: Person) -> None:
    facts = {n: deepcopy(sent["profile"][str(n)]) for n in PROFILE_SECTIONS if str(n) in sent["profile"]}
    for number, held in facts.items():
        whole = not missing(BY_NUMBER[number], held)
        if number == exam_places.PLACES and exam_places.without_place(facts):
            whole = False
        db.session.add(
            ProfileSection(application=made, number=number, facts=held, complete=whole, updated_by_id=by.id)
        )


def carry_answers(made: Application, sent: Mapping[str, Any], earlier: Mapping[str, str], by: Person) -> None:
    known = {rating.code for rating in made.standard.ratings}
    for code, was in earlier.items():
        answer = sent["responses"].get(was)
        if answer:
            rating = answer["rating"] if answer["rating"] in known else None
            db.session.add(
                Response(
                    application=made, criterion_code=code, rating=rating, statement=answer["statement"],
                    no_evidence_reason=answer["no_evidence_reason"], updated_by_id=by.id,
                )
            )  # fmt: skip


def carry_evidence(
    made: Application, before: Application, sent: Mapping[str, Any], earlier: Mapping[str, str], by: Person
) -> None:
    """Every item that was sent, with the versions that were cited and the newest, and every citation."""
    wanted = {row["version"] for row in sent["evidence"]}
    wanted |= {row["version"] for rows in sent["citations"].values() for row in rows}
    versions = db.session.scalars(
        select(EvidenceVersion).join(EvidenceVersion.evidence)
        .where(Evidence.application_id == before.id, EvidenceVersion.check_state == "ready")
        .order_by(EvidenceVersion.evidence_id, EvidenceVersion.number)
    )  # fmt: skip
    titles = {row["id"]: row["title"] for row in sent["evidence"]}
    items: dict[int, Evidence] = {}
    copies: dict[str, EvidenceVersion] = {}
    for version in versions:
        if version.public_id in wanted:
            item = items.get(version.evidence_id) or item_like(made, version.evidence, titles, by)
            items[version.evidence_id] = item
            copies[version.public_id] = version_like(version, item)
    for code, was in earlier.items():
        for row in sent["citations"].get(was, ()):
            if row["version"] in copies:
                db.session.add(citation_like(made, code, row, copies[row["version"]], by))


def item_like(made: Application, item: Evidence, titles: Mapping[str, str], by: Person) -> Evidence:
    """An item as it is described now, under the title it was sent with."""
    details = {name: getattr(item, name) for name in DETAILS}
    copy = Evidence(
        application=made, title=titles.get(item.public_id, item.title), added_by=by, updated_by_id=by.id, **details
    )
    db.session.add(copy)
    return copy


def version_like(version: EvidenceVersion, item: Evidence) -> EvidenceVersion:
    content = {name: getattr(version, name) for name in CONTENT}
    copy = EvidenceVersion(evidence=item, number=len(item.versions) + 1, **content)
    db.session.add(copy)
    return copy


def citation_like(
    made: Application, code: str, row: Mapping[str, Any], version: EvidenceVersion, by: Person
) -> Citation:
    return Citation(
        application=made, criterion_code=code, evidence_version=version, page_from=row["page_from"],
        page_to=row["page_to"], timestamp=row["timestamp"], shows=row["shows"], added_by_id=by.id,
    )  # fmt: skip


def mark_criteria(made: Application, before: Application, sent: Mapping[str, Any]) -> None:
    """A row for each criterion: as it was carried over, how it was agreed, and why it is judged anew, if it is."""
    marks = working_marks(made)
    final = {f.criterion_code: f.rating for f in before.agreed_findings if f.stage == "final"}
    had_conditions = {c.criterion_code for c in before.conditions if c.status in SET}
    stood = {row.criterion_code: row.stood + 1 for row in rows_standing(before)}
    for code, mark in marks.items():
        row = CarriedCriterion(
            application=made, criterion_code=code, fingerprint=mark, rating=final.get(code, ""),
            since=decided_on(before), stood=stood.get(code, 0),
        )
        row.anew = why_anew(
            row, before, other_edition=made.standard_edition != before.standard_edition,
            lost=mark != sent["fingerprints"].get(code), had_condition=code in had_conditions,
        )  # fmt: skip
        if row.anew == "edition":
            row.rating = ""
        db.session.add(row)


def decided_on(before: Application) -> date | None:
    return before.determinations[-1].decided_at.date() if before.determinations else None


def why_anew(
    row: CarriedCriterion, before: Application, *, other_edition: bool, lost: bool, had_condition: bool
) -> str:
    """The weightiest reason to judge a criterion anew; empty when it may stand."""
    code, known = row.criterion_code, before.standard
    rules = terms(known)
    reasons = (
        ("edition", other_edition),
        ("condition", had_condition),
        ("unjudged", not row.rating),
        ("below", bool(row.rating) and not other_edition and not known.rating(row.rating).meets),
        ("lost", lost),
        ("rule", code in rules.always),
        ("stood", row.stood >= rules.stands),
    )
    return next((name for name, holds in reasons if holds), "")
