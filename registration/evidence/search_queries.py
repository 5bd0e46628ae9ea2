"""Finding pages of evidence by what they say: who may find what, in which order, and the words around a hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion, PageText
from registration.evidence.queries import versions_sent
from registration.evidence.search_index import Term, holds, speaking_often, weight
from registration.evidence.search_snippets import Piece, snippet
from registration.evidence.search_terms import Sought
from registration.evidence.showing import KINDS
from registration.evidence.text import folded
from registration.paging import Page

ROWS = 10
MOST, WEIGHED = 100, 5
"""So many pages are listed, and of so many terms it counts how often they are there."""

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


def findable(person: Person, application: Application) -> ColumnElement[bool]:
    """Versions of this application that this person may find: of `Evidence` and `EvidenceVersion`, joined.

    It is the answer of `queries.version_for`, for lists. The school finds the newest version of each item, and older
    ones that are still cited; the body what it was sent.
    """
    if not allowed(person, Action.OPEN_EVIDENCE, application):
        return false()
    ready = EvidenceVersion.check_state == "ready"
    if not capacities(person, application) & THE_SCHOOL:
        return and_(ready, EvidenceVersion.public_id.in_(sorted(versions_sent(application))))
    newer = exists().where(LATER.evidence_id == Evidence.id, LATER.number > EvidenceVersion.number)
    cited = exists().where(Citation.evidence_version_id == EvidenceVersion.id)
    return and_(ready, Evidence.removed_at.is_(None), or_(~newer, cited))


@dataclass(frozen=True)
class Shelf:
    """The versions of one application: those that a person may find, by id, and the ids of the others."""

    versions: dict[int, Any]
    hidden: tuple[int, ...]


def find(person: Person, application: Application, wanted: Sought, number: int = 1) -> Found:
    """The pages and titles this person may find, the best first: the page with this number of that list."""
    shelf = shelf_of(person, application)
    found = shelf.versions.values()
    silent = tuple(Titled(v.title, v.public_id, v.number, why) for v in found if (why := why_silent(v)))
    if not wanted.terms or not found:
        return Found((), Page((), 1, 0, ROWS), silent)
    for sought in (wanted, wanted.loosened):
        titles = titled(shelf, sought.terms)
        page, everything = pages(shelf, application, sought.terms, number)
        if titles or everything:
            break
    return Found(titles, page, silent, everything, loosened=sought is not wanted)


def shelf_of(person: Person, application: Application) -> Shelf:
    """The newest item first. Read once for a search: who may find what is not asked of every page anew."""
    is_read = exists().where(PageText.evidence_version_id == EvidenceVersion.id).label("is_read")
    rows = db.session.execute(
        select(
            EvidenceVersion.id, Evidence.title, EvidenceVersion.public_id, EvidenceVersion.number,
            EvidenceVersion.media_type, EvidenceVersion.link, EvidenceVersion.active_content,
            EvidenceVersion.has_text, is_read, findable(person, application).label("findable"),
        )
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .where(Evidence.application_id == application.id)
        .order_by(Evidence.id.desc(), EvidenceVersion.number.desc())
    ).all()  # fmt: skip
    return Shelf({row[0]: row for row in rows if row.findable}, tuple(row[0] for row in rows if not row.findable))


def titled(shelf: Shelf, terms: tuple[Term, ...]) -> tuple[Titled, ...]:
    """Items whose title has every term. A picture or a link can be found by nothing else."""
    fitting = (
        Titled(v.title, v.public_id, v.number)
        for v in shelf.versions.values()
        if all(term.needle in folded_title(v.title) for term in terms)
    )
    return tuple(islice(fitting, ROWS))


@lru_cache(maxsize=4_096)
def folded_title(title: str) -> str:
    return folded(title)


def why_silent(version: Any) -> str:
    """Why the text of a version cannot be searched, or nothing when it can."""
    if version.is_read and version.has_text is not False:
        return ""
    if version.link:
        return "a link, whose page lies elsewhere"
    if version.media_type not in KINDS:
        return "a picture"
    if version.active_content:
        return f"it has {version.active_content}, so it is not read here"
    if version.has_text is False:
        return "its pages are pictures, without text"
    return "its text has not been read, or not yet"


def pages(shelf: Shelf, application: Application, terms: tuple[Term, ...], number: int) -> tuple[Page[Hit], int]:
    """One page of the list, the weightiest first, and how many pages have the terms: the list is no longer than `MOST`.

    A number past the end gives the last page.
    """
    rows = [row for row in weighed(shelf, application, terms) if row.evidence_version_id in shelf.versions]
    number = min(max(1, number), max(1, -(-len(rows) // ROWS)))
    chosen = rows[(number - 1) * ROWS : number * ROWS]
    wanted = select(PageText.id, PageText.text).where(PageText.id.in_([row.id for row in chosen]))
    texts = {row.id: row.text for row in db.session.execute(wanted)}
    hits = [hit(shelf.versions[row.evidence_version_id], row.page, texts[row.id], terms) for row in chosen]
    return Page(hits, number, len(rows), ROWS), rows[0].total if rows else 0


def weighed(shelf: Shelf, application: Application, terms: tuple[Term, ...]) -> Sequence[Any]:
    """The weightiest pages, each with the number of all that have the terms.

    Of more than `MOST` those are weighed that have the words again and again, then those of the newest items. Both
    databases do the same sums, so their order is the same.
    """
    dialect = db.session.get_bind().dialect.name
    often = PageText.id.in_(speaking_often(dialect, application.id, terms))
    first = (
        select(PageText.id, func.count().over().label("total"))
        .where(holds(dialect, application.id, terms), PageText.evidence_version_id.not_in(shelf.hidden))
        .order_by(case((often, 0), else_=1), PageText.evidence_version_id.desc(), PageText.page)
        .limit(MOST)
        .subquery()
    )
    heavy = weight(terms[:WEIGHED]).label("weight")
    return db.session.execute(
        select(PageText.id, PageText.evidence_version_id, PageText.page, first.c.total, heavy)
        .join(first, PageText.id == first.c.id)
        .order_by(heavy.desc(), PageText.evidence_version_id.desc(), PageText.page)
    ).all()


def hit(version: Any, page: int, text: str, terms: tuple[Term, ...]) -> Hit:
    place = f"{PLACES[version.media_type]} {page}" if version.media_type in PLACES else ""
    return Hit(version.title, version.public_id, version.number, page, place, tuple(snippet(text, terms)))
