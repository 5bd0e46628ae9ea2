"""Reading evidence: one item, its citations, what may be opened. The desk and coverage have modules of their own."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.deadlines.models import Extension
from registration.decisions.models import Condition
from registration.errors import NotFound
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.history import former_values


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
        .options(
            joinedload(Evidence.versions).joinedload(EvidenceVersion.uploaded_by).lazyload(Person.role_rows)
        )
    ).unique().one_or_none()
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
    names, what answers a condition, and what shows why it needs more time.
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
    elif public_id not in versions_sent(application) and not shows_a_reason(person, application, found):
        raise NotFound
    return found


def shows_a_reason(person: Person, application: Application, version: EvidenceVersion) -> bool:
    """The school points to it where it asks for more time, which is for the desk and never for the panel."""
    if not allowed(person, Action.SEE_DATES, application):
        return False
    wanted = select(Extension.id).where(Extension.evidence_version_id == version.id).limit(1)
    return db.session.scalar(wanted) is not None


def versions_sent(application: Application) -> frozenset[str]:
    """Public ids of every version that the body has been given."""
    sent: set[str] = set()
    for submission in application.submissions:
        content = submission.snapshot
        sent.update(row["version"] for row in content.get("evidence", ()))
        sent.update(row["version"] for rows in content.get("citations", {}).values() for row in rows)
    return frozenset(sent | versions_that_answered(application))


def versions_that_answered(application: Application) -> set[str]:
    """Public ids of what the school has named in its answers to conditions, those that were returned included."""
    answered = [condition for condition in application.conditions if condition.answered_at]
    if not answered:
        return set()
    ids = former_values(Condition, [condition.id for condition in answered], "evidence_version_id")
    ids |= {condition.evidence_version_id for condition in answered}
    return set(db.session.scalars(select(EvidenceVersion.public_id).where(EvidenceVersion.id.in_(ids))))


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


def present_items(application: Application) -> list[Evidence]:
    """Every item that was not removed, with its versions."""
    return list(
        db.session.scalars(
            select(Evidence)
            .where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
            .order_by(Evidence.id)
            .options(joinedload(Evidence.versions))
        ).unique()
    )
