"""Reading evidence: the desk, one item, what may be opened, and what is still missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import NotFound
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.paging import Page, page_of
from registration.workflow import calendar
from standards.model import Criterion


@dataclass(frozen=True)
class Row:
    """One item on the desk. `cited` are codes; `older` those that still cite a version before the newest."""

    item: Evidence
    version: EvidenceVersion
    cited: tuple[str, ...]
    older: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """What a school should look at before it submits."""

    uncovered: list[Criterion]
    nowhere: list[Evidence]
    expiring: list[Evidence]
    unready: list[Evidence]
    needed_on: date


def desk(application: Application, number: int = 1) -> Page[Row]:
    """The items of an application, newest first."""
    page = page_of(
        select(Evidence)
        .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id.desc())
        .options(selectinload(Evidence.versions), joinedload(Evidence.added_by)),
        number,
    )
    return Page(rows(page.items), page.number, page.total, page.rows)


def rows(items: Iterable[Evidence]) -> list[Row]:
    """Each item with where it is cited; one query for all of them."""
    items = [item for item in items if item.versions]
    ids = [version.id for item in items for version in item.versions]
    cited: dict[int, list[str]] = defaultdict(list)
    for version_id, code in db.session.execute(
        select(Citation.evidence_version_id, Citation.criterion_code).where(
            Citation.evidence_version_id.in_(ids)
        )
    ):
        cited[version_id].append(code)
    return [
        Row(
            item,
            item.current,
            in_order(code for version in item.versions for code in cited[version.id]),
            in_order(code for version in item.versions[:-1] for code in cited[version.id]),
        )
        for item in items
    ]


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, 2.9 before 2.10."""
    return tuple(sorted(set(codes), key=lambda code: [int(part) for part in code.split(".")]))


def bytes_of(application: Application) -> int:
    """What all versions of an application take up in the store."""
    return (
        db.session.scalar(
            select(func.coalesce(func.sum(EvidenceVersion.size), 0))
            .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
            .where(Evidence.application_id == application.id)
        )
        or 0
    )


def count_of(application: Application) -> int:
    """How many items an application has."""
    wanted = select(func.count()).select_from(Evidence)
    return (
        db.session.scalar(
            wanted.where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
        )
        or 0
    )


def item_of(application: Application, public_id: str) -> Evidence:
    """An item of this application. Raises NotFound for any other, and for one that was removed."""
    found = db.session.scalars(
        select(Evidence)
        .where(
            Evidence.application_id == application.id,
            Evidence.public_id == public_id,
            Evidence.removed_at.is_(None),
        )
        .options(selectinload(Evidence.versions).joinedload(EvidenceVersion.uploaded_by))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def citable(application: Application) -> list[Evidence]:
    """Items whose newest version may be cited, by title."""
    usable = [
        item for item in present_items(application) if item.versions and item.current.check_state != "refused"
    ]
    return sorted(usable, key=lambda item: (item.title.casefold(), item.id))


def same_file(application: Application, sha256: str) -> Evidence | None:
    """An item of this application that holds the same bytes. Other schools are never looked at."""
    return db.session.scalars(
        select(Evidence)
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .where(
            Evidence.application_id == application.id,
            Evidence.removed_at.is_(None),
            EvidenceVersion.sha256 == sha256,
            EvidenceVersion.storage_key.is_not(None),
        )
        .order_by(Evidence.id)
        .limit(1)
    ).one_or_none()


def citations_of(item: Evidence) -> list[Citation]:
    """Where an item is cited in the working copy, whatever the version."""
    found = db.session.scalars(
        select(Citation).where(Citation.evidence_version_id.in_([version.id for version in item.versions]))
    ).all()
    order = in_order(citation.criterion_code for citation in found)
    return sorted(found, key=lambda citation: (order.index(citation.criterion_code), citation.id))


def citations_for(application: Application, code: str) -> list[Citation]:
    """What one criterion cites, in the order it was added."""
    return list(
        db.session.scalars(
            select(Citation)
            .where(Citation.application_id == application.id, Citation.criterion_code == code)
            .order_by(Citation.id)
        )
    )


def citation_of(application: Application, public_id: str) -> Citation:
    """A citation of this application. Raises NotFound for any other."""
    found = db.session.scalars(
        select(Citation).where(Citation.application_id == application.id, Citation.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def version_for(person: Person, application: Application, public_id: str) -> EvidenceVersion:
    """A version this person may open. Raises NotFound for any other.

    The school opens its own; the body only what the school has sent: what a submission
    names, and what answers a condition.
    """
    found = db.session.scalars(
        select(EvidenceVersion)
        .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
        .where(Evidence.application_id == application.id, EvidenceVersion.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    if capacities(person, application) & THE_SCHOOL:
        if found.evidence.removed_at is not None:
            raise NotFound
    elif public_id not in versions_sent(application):
        raise NotFound
    return found


def versions_sent(application: Application) -> frozenset[str]:
    """Public ids of every version that the body has been given."""
    sent: set[str] = set()
    for submission in application.submissions:
        content = submission.snapshot
        sent.update(row["version"] for row in content.get("evidence", ()))
        sent.update(row["version"] for rows in content.get("citations", {}).values() for row in rows)
    sent.update(
        c.evidence_version.public_id for c in application.conditions if c.answered_at and c.evidence_version
    )
    return frozenset(sent)


def is_sent(item: Evidence) -> bool:
    """Some version of the item is in a submission, so the item can no longer be removed."""
    sent = versions_sent(item.application)
    return any(version.public_id in sent for version in item.versions)


def citations_shown(
    person: Person, application: Application, version: EvidenceVersion
) -> list[tuple[str, str, str]]:
    """For what a version is cited: code, place, what it shows. The body is shown what was sent."""
    if capacities(person, application) & THE_SCHOOL:
        working = [c for c in citations_of(version.evidence) if c.evidence_version is version]
        return [(c.criterion_code, c.where, c.shows) for c in working]
    if application.submission is None:
        return []
    return [
        (code, row["where"], row["shows"])
        for code, cited in application.submission.snapshot["citations"].items()
        for row in cited
        if row["version"] == version.public_id
    ]


def coverage(application: Application) -> Coverage:
    """Criteria without evidence or reason, items cited nowhere, and those that expire before they are needed."""
    cited = {citation.criterion_code for citation in application.citations}
    explained = {r.criterion_code for r in application.responses if r.no_evidence_reason.strip()}
    items = [item for item in present_items(application) if item.versions]
    used = {citation.evidence_version_id for citation in application.citations}
    needed_on = visit_day(application)
    return Coverage(
        uncovered=[c for code, c in application.standard.criteria.items() if code not in cited | explained],
        nowhere=[item for item in items if not used.intersection(version.id for version in item.versions)],
        expiring=[item for item in items if item.valid_until and item.valid_until < needed_on],
        unready=[item for item in items if item.current.check_state != "ready"],
        needed_on=needed_on,
    )


def present_items(application: Application) -> list[Evidence]:
    """Every item that was not removed, with its versions."""
    return list(
        db.session.scalars(
            select(Evidence)
            .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
            .order_by(Evidence.id)
            .options(selectinload(Evidence.versions))
        )
    )


def visit_day(application: Application) -> date:
    """The day on which evidence must still be valid: that of the visit once it is fixed, until then today."""
    visit = application.visit
    if visit is not None and visit.accepted_slot is not None:
        return calendar.in_force.day_of(visit.accepted_slot.starts_at)
    return calendar.in_force.today()
