"""Finding pages of evidence by what they say: who may find what, in which order, and the words around a hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion, PageText
from registration.evidence.queries import versions_sent
from registration.evidence.search_index import Term, holds, speaks_often, weight
from registration.evidence.search_snippets import Piece, snippet
from registration.evidence.search_terms import Sought
from registration.evidence.showing import KINDS
from registration.evidence.text import folded
from registration.paging import Page

ROWS = 10
MOST, WEIGHED = 100, 5
"""So many pages are listed, and of so many terms it counts how often they are there."""

NOT_READY = ("checking", "refused")
LATER = aliased(EvidenceVersion)
PLACES = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slide",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
    "application/pdf": "page",
}


@dataclass(frozen=True)
class Hit:
    """A page that has every term."""

    title: str
    version: str
    number: int
    page: int
    place: str
    snippet: tuple[Piece, ...]

    @property
    def fragment(self) -> str:
        """The first words found, as they stand there: browsers turn to them when they open the page."""
        return next((piece.text for piece in self.snippet if piece.marked), "")


@dataclass(frozen=True)
class Titled:
    """An item by its title; `reason` says why it is found by nothing else."""

    title: str
    version: str
    number: int
    reason: str = ""


@dataclass(frozen=True)
class Found:
    """What a search gives: titles, and a page of hits; and items whose text is `silent`, with the reason.

    `everything`: how many pages have the words, if more than are listed; `loosened`: only longer words were found.
    """

    titles: tuple[Titled, ...]
    page: Page[Hit]
    silent: tuple[Titled, ...] = ()
    everything: int = 0
    loosened: bool = False


def within_reach(person: Person, application: Application) -> ColumnElement[bool] | None:
    """Versions this person may find: of `Evidence` and `EvidenceVersion`, joined. None when there is nothing for them.

    It is the answer of `queries.version_for`, for lists. The school finds the newest version of each item, and older
    ones that are still cited; the body what it was sent.
    """
    if not allowed(person, Action.OPEN_EVIDENCE, application):
        return None
    # Said so that no database begins with all versions that are ready, of whichever case.
    ready = and_(Evidence.application_id == application.id, EvidenceVersion.check_state.not_in(NOT_READY))
    if not capacities(person, application) & THE_SCHOOL:
        return and_(ready, EvidenceVersion.public_id.in_(sorted(versions_sent(application))))
    newer = exists().where(LATER.evidence_id == Evidence.id, LATER.number > EvidenceVersion.number)
    cited = exists().where(Citation.evidence_version_id == EvidenceVersion.id)
    return and_(ready, Evidence.removed_at.is_(None), or_(~newer, cited))


def find(person: Person, application: Application, wanted: Sought, number: int = 1) -> Found:
    """The pages and titles this person may find, the best first: the page with this number of that list."""
    reach = within_reach(person, application)
    if reach is None:
        return Found((), Page((), 1, 0, ROWS))
    silent = silent_items(reach)
    if not wanted.terms:
        return Found((), Page((), 1, 0, ROWS), silent)
    for sought in (wanted, wanted.loosened):
        titles = titled(reach, sought.terms)
        page, everything = pages(reach, application, sought.terms, number)
        if titles or everything:
            break
    return Found(titles, page, silent, everything, loosened=sought is not wanted)


def titled(reach: ColumnElement[bool], terms: tuple[Term, ...]) -> tuple[Titled, ...]:
    """Items whose title has every term. A picture or a link can be found by nothing else."""
    rows = db.session.execute(on_the_shelf(reach, Evidence.title, EvidenceVersion.public_id, EvidenceVersion.number))
    fitting = (Titled(*row) for row in rows if all(term.needle in folded_title(row[0]) for term in terms))
    return tuple(islice(fitting, ROWS))


def on_the_shelf(reach: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """What can be found, the newest item first."""
    return (
        select(*columns)
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .where(reach)
        .order_by(Evidence.id.desc(), EvidenceVersion.number.desc())
    )


@lru_cache(maxsize=4_096)
def folded_title(title: str) -> str:
    return folded(title)


def silent_items(reach: ColumnElement[bool]) -> tuple[Titled, ...]:
    """Items whose text cannot be searched, each with the reason."""
    is_read = exists().where(PageText.evidence_version_id == EvidenceVersion.id)
    silent = on_the_shelf(
        reach, Evidence.title, EvidenceVersion.public_id, EvidenceVersion.number, EvidenceVersion.media_type,
        EvidenceVersion.link, EvidenceVersion.active_content, EvidenceVersion.has_text,
    ).where(or_(~is_read, EvidenceVersion.has_text.is_(False)))  # fmt: skip
    return tuple(Titled(r.title, r.public_id, r.number, why_silent(r)) for r in db.session.execute(silent))


def why_silent(row: Any) -> str:
    if row.link:
        return "a link, whose page lies elsewhere"
    if row.media_type not in KINDS:
        return "a picture"
    if row.active_content:
        return f"it has {row.active_content}, so it is not read here"
    if row.has_text is False:
        return "its pages are pictures, without text"
    return "its text has not been read, or not yet"


def pages(
    reach: ColumnElement[bool], application: Application, terms: tuple[Term, ...], number: int
) -> tuple[Page[Hit], int]:
    """One page of the list, the weightiest first, and how many pages have the terms: the list is no longer than `MOST`.

    A number past the end gives the last page.
    """
    rows = ranked(reach, application, terms)
    listed, everything = len(rows), rows[0].total if rows else 0
    number = min(max(1, number), max(1, -(-listed // ROWS)))
    chosen = rows[(number - 1) * ROWS : number * ROWS]
    texts = {
        row.id: row
        for row in db.session.execute(
            select(
                PageText.id, PageText.page, PageText.text, Evidence.title, EvidenceVersion.public_id,
                EvidenceVersion.number, EvidenceVersion.media_type,
            )
            .join(EvidenceVersion, PageText.evidence_version_id == EvidenceVersion.id)
            .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
            .where(PageText.id.in_([row.id for row in chosen]))
        )
    }  # fmt: skip
    return Page([hit(texts[row.id], terms) for row in chosen], number, listed, ROWS), everything


def ranked(reach: ColumnElement[bool], application: Application, terms: tuple[Term, ...]) -> Sequence[Any]:
    """The weightiest pages, by id, each with the number of all that have the terms.

    Of more than `MOST` those are weighed that have the words again and again, the newest items first. Both databases
    do the same sums, so their order is the same.
    """
    dialect = db.session.get_bind().dialect.name
    often = speaks_often(dialect, application.id, terms)
    versions = (
        select(EvidenceVersion.id).join(Evidence, EvidenceVersion.evidence_id == Evidence.id).where(reach)
    )
    first = (
        select(PageText.id, func.count().over().label("total"))
        .where(holds(dialect, application.id, terms), PageText.evidence_version_id.in_(versions))
        .order_by(case((often, 0), else_=1), PageText.evidence_version_id.desc(), PageText.page)
        .limit(MOST)
        .subquery()
    )
    heavy = weight(terms[:WEIGHED]).label("weight")
    return db.session.execute(
        select(first.c.id, first.c.total, heavy)
        .join(PageText, PageText.id == first.c.id)
        .order_by(heavy.desc(), PageText.evidence_version_id.desc(), PageText.page)
    ).all()


def hit(row: Any, terms: tuple[Term, ...]) -> Hit:
    place = f"{PLACES[row.media_type]} {row.page}" if row.media_type in PLACES else ""
    return Hit(row.title, row.public_id, row.number, row.page, place, tuple(snippet(row.text, terms)))
