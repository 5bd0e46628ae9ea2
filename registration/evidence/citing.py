"""Citations: one version of an item, and a place in it, tied to a criterion by one line on what it shows."""

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


def move_to_newest(item: Evidence, *, by: Person) -> tuple[int, list[str]]:
    """Move citations of older versions to the newest: how many moved, and a sentence for each that could not."""
    newest, moved, left = item.current, 0, []
    open_codes = open_criteria(by, item.application)
    for citation in queries.citations_of(item):
        if citation.evidence_version is newest:
            continue
        code = citation.criterion_code
        if code not in open_codes:
            left.append(f"The citation for {code} stays: that criterion is not open to you just now.")
        elif not fits(citation, newest):
            left.append(
                f"The citation for {code} stays: it names {citation.where}, "
                f"and the newest version has {newest.pages} pages."
            )
        else:
            citation.evidence_version, citation.added_by_id, citation.added_at = newest, by.id, now()
            moved += 1
    return moved, left


def fits(citation: Citation, version: EvidenceVersion) -> bool:
    last = citation.page_to or citation.page_from
    return last is None or version.pages is None or last <= version.pages
