"""Citations: one version of an item, and a place in it, tied to a criterion by one line on what it shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from registration.access.scope import open_criteria
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotAllowed, NotFound, Refused
from registration.evidence import queries
from registration.evidence.models import Citation, Evidence, EvidenceVersion

MOST_OF_ONE_CRITERION = 50


def check_open(application: Application, code: str, person: Person) -> None:
    """Raise NotFound for a code the standard does not have, NotAllowed for one this person may not change now."""
    if code not in application.standard.criteria:
        raise NotFound(f"The standard has no criterion {code}.")
    if code not in open_criteria(person, application):
        raise NotAllowed(
            f"Criterion {code} is not open to you just now. "
            "Ask your coordinator to give you its area, or wait until your school is asked about it."
        )


def cite(
    application: Application,
    code: str,
    item: Evidence,
    *,
    by: Person,
    shows: str,
    page_from: int | None = None,
    page_to: int | None = None,
    timestamp: str = "",
) -> Citation:
    """Cite the newest version of an item. Raises NotAllowed when the criterion is not open to this person."""
    check_open(application, code, by)
    if len(queries.citations_for(application, code)) >= MOST_OF_ONE_CRITERION:
        raise Refused(
            f"Criterion {code} has {MOST_OF_ONE_CRITERION} citations, which is the most. Remove one first."
        )
    made = Citation(
        application=application,
        criterion_code=code,
        evidence_version=item.current,
        page_from=page_from,
        page_to=page_to,
        timestamp=timestamp,
        shows=shows,
        added_by_id=by.id,
    )
    db.session.add(made)
    return made


def change(
    citation: Citation,
    *,
    by: Person,
    shows: str,
    page_from: int | None = None,
    page_to: int | None = None,
    timestamp: str = "",
) -> None:
    """Point a citation at another place. It counts as made now, so the declaration is asked for again."""
    check_open(citation.application, citation.criterion_code, by)
    citation.page_from, citation.page_to, citation.timestamp = page_from, page_to, timestamp
    citation.shows, citation.added_by_id, citation.added_at = shows, by.id, now()


def remove(citation: Citation, *, by: Person) -> None:
    check_open(citation.application, citation.criterion_code, by)
    db.session.delete(citation)


@dataclass(frozen=True)
class Behind:
    """A citation of an older version, and why it cannot move to the newest one; empty when it can."""

    citation: Citation
    why_not: str = ""


def left_behind(item: Evidence, person: Person) -> list[Behind]:
    """Every citation of an older version, in the order of the criteria."""
    newest, open_codes = item.current, open_criteria(person, item.application)
    older = [citation for citation in queries.citations_of(item) if citation.evidence_version is not newest]
    return [Behind(citation, why_not(citation, newest, open_codes)) for citation in older]


def why_not(citation: Citation, newest: EvidenceVersion, open_codes: frozenset[str]) -> str:
    code = citation.criterion_code
    if newest.check_state == "refused":
        return f"The citation for {code} stays: the newest version was refused."
    if code not in open_codes:
        return f"The citation for {code} stays: that criterion is not open to you just now."
    if not fits(citation, newest):
        return f"The citation for {code} stays: it names {citation.where}, and the newest version {length(newest)}."
    return ""


def length(version: EvidenceVersion) -> str:
    if version.link:
        return "is a link"
    return f"has {version.pages} page{'' if version.pages == 1 else 's'}" if version.pages else "has no times"


def move_to_newest(item: Evidence, chosen: Iterable[str], *, by: Person) -> tuple[int, list[str]]:
    """Move the citations with these public ids: how many moved, and a sentence for each that could not."""
    newest, wanted, moved, left = item.current, set(chosen), 0, []
    for behind in left_behind(item, by):
        citation = behind.citation
        if citation.public_id not in wanted:
            continue
        if behind.why_not:
            left.append(behind.why_not)
            continue
        citation.evidence_version, citation.added_by_id, citation.added_at = newest, by.id, now()
        moved += 1
    return moved, left


def fits(citation: Citation, version: EvidenceVersion) -> bool:
    """Whether the pages it names exist there; a time belongs to a link, and pages to a file."""
    if version.link:
        return citation.page_from is None
    last = citation.page_to or citation.page_from
    return not citation.timestamp and (last is None or version.pages is None or last <= version.pages)
