"""Finding pages of evidence by what they say: who may find what, in which order, and the words around a hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion, PageText
from registration.evidence.queries import versions_sent
from registration.evidence.search_index import Term, newest
from registration.evidence.search_snippets import Piece, snippet
from registration.evidence.search_terms import Sought
from registration.evidence.showing import KINDS
from registration.evidence.text import OFTEN, folded
from registration.paging import Page

ROWS = 10
MOST, WEIGHED = 100, 5
"""So many pages are listed, and of so many terms it counts how often they are there."""
COUNTED = 500
"""Pages that have the words are counted no further."""
NAMED = 25
"""Of the items whose text cannot be searched so many are named."""

LATER = aliased(EvidenceVersion)
READY = EvidenceVersion.check_state == "ready"
THE_SCHOOLS_OWN = and_(
    READY, Evidence.removed_at.is_(None),
    or_(
        ~exists().where(LATER.evidence_id == Evidence.id, LATER.number > EvidenceVersion.number),
        exists().where(Citation.evidence_version_id == EvidenceVersion.id),
    ),
)  # fmt: skip
SILENT = or_(
    ~exists().where(PageText.evidence_version_id == EvidenceVersion.id),
    EvidenceVersion.has_text.is_(False),
)
"""These conditions are built once, not for every search."""
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

    `everything`: how many pages have the words, counted to `COUNTED`, if more than are listed; `loosened`: only longer
    words were found; `unnamed`: so many silent items are not among those given.
    """

    titles: tuple[Titled, ...]
    page: Page[Hit]
    silent: tuple[Titled, ...] = ()
    unnamed: int = 0
    everything: int = 0
    loosened: bool = False

    @property
    def uncounted(self) -> bool:
        return self.everything > COUNTED


def findable(person: Person, application: Application) -> ColumnElement[bool]:
    """Versions of this application that this person may find: of `Evidence` and `EvidenceVersion`, joined.

    It is the answer of `queries.version_for`, for lists. The school finds the newest version of each item, and older
    ones that are still cited; the body what it was sent.
    """
    if not allowed(person, Action.OPEN_EVIDENCE, application):
        return false()
    if not capacities(person, application) & THE_SCHOOL:
        return and_(READY, EvidenceVersion.public_id.in_(sorted(versions_sent(application))))
    return THE_SCHOOLS_OWN


@dataclass(frozen=True)
class Shelf:
    """The titles of what a person may find, by the id of the version, the newest item first.

    `silent`: those of them whose text cannot be searched. `hidden`: the other versions of the application.
    """

    titles: dict[int, str]
    silent: tuple[int, ...]
    hidden: tuple[int, ...]


@dataclass(frozen=True)
class Matching:
    """The pages that have every term, the weightiest first, and no more than `MOST`; `total` is counted further."""

    pages: Sequence[Any] = ()
    total: int = 0


def find(person: Person, application: Application, wanted: Sought, number: int = 1) -> Found:
    """The pages and titles this person may find, the best first: the page with this number of that list.

    A number past the end gives the last page.
    """
    shelf = shelf_of(person, application)
    titles: tuple[int, ...] = ()
    matching, sought = Matching(), wanted
    tries = dict.fromkeys((wanted, wanted.loosened)) if wanted.terms and shelf.titles else ()
    for sought in tries:
        titles, matching = titled(shelf, sought.terms), pages_with(application, sought.terms, shelf)
        if titles or matching.total:
            break
    number = min(max(1, number), max(1, -(-len(matching.pages) // ROWS)))
    chosen = matching.pages[(number - 1) * ROWS : number * ROWS]
    silent = shelf.silent[:NAMED]
    known = described([*titles, *silent, *(row.evidence_version_id for row in chosen)])
    return Found(
        titles=tuple(Titled(known[i].title, known[i].public_id, known[i].number) for i in titles),
        page=Page(hits_on(chosen, known, sought.terms), number, len(matching.pages), ROWS),
        silent=tuple(Titled(known[i].title, known[i].public_id, known[i].number, why_silent(known[i])) for i in silent),
        unnamed=len(shelf.silent) - len(silent),
        everything=matching.total,
        loosened=sought is not wanted,
    )


def shelf_of(person: Person, application: Application) -> Shelf:
    """Read once for a search: who may find what is not asked of every page anew."""
    rows = db.session.execute(
        select(EvidenceVersion.id, Evidence.title, findable(person, application), SILENT)
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .where(Evidence.application_id == application.id)
        .order_by(Evidence.id.desc(), EvidenceVersion.number.desc())
    ).all()
    return Shelf(
        titles={version: title for version, title, found, _silent in rows if found},
        silent=tuple(version for version, _title, found, silent in rows if found and silent),
        hidden=tuple(version for version, _title, found, _silent in rows if not found),
    )


def titled(shelf: Shelf, terms: tuple[Term, ...]) -> tuple[int, ...]:
    """Versions of items whose title has every term. A picture or a link can be found by nothing else."""
    fitting = [(version, folded_title(title)) for version, title in shelf.titles.items()]
    for term in terms:
        fitting = [(version, title) for version, title in fitting if term.needle in title]
    return tuple(version for version, _title in fitting[:ROWS])


@lru_cache(maxsize=4_096)
def folded_title(title: str) -> str:
    return folded(title)


def pages_with(application: Application, terms: tuple[Term, ...], shelf: Shelf) -> Matching:
    """Of more than `MOST` those are weighed that have the words again and again, then the newest.

    The databases find, and we weigh, so that the order is the same on both.
    """
    dialect = db.session.get_bind().dialect.name
    seek = partial(newest, dialect, application.id, terms, shelf.hidden)
    ids = db.session.scalars(seek(COUNTED + 1)).all()
    if not ids:
        return Matching()
    often = db.session.scalars(seek(MOST, OFTEN)).all() if len(ids) > MOST else ()
    wanted = list(dict.fromkeys([*often, *ids]))[:MOST]
    rows = db.session.execute(
        select(PageText.id, PageText.evidence_version_id, PageText.page, PageText.words).where(PageText.id.in_(wanted))
    ).all()
    heavy = {row.id: weight(row.words, terms[:WEIGHED]) for row in rows}
    return Matching(sorted(rows, key=lambda row: (-heavy[row.id], -row.evidence_version_id, row.page)), len(ids))


def weight(words: str, terms: Sequence[Term]) -> float:
    """How much a page speaks of the terms: often, and of little else. BM25 without rarity, the same for all pages."""
    spread = SPREAD * (1 - SHORT + SHORT * len(words) / USUAL_LENGTH)
    return sum(times / (times + spread) for times in (words.count(term.needle) for term in terms))


SPREAD, SHORT = 1.2, 0.75
USUAL_LENGTH = 1_800.0
"""Characters on an ordinary page."""


def described(versions: Sequence[int]) -> dict[int, Any]:
    """What is shown of these versions, by id."""
    if not versions:
        return {}
    rows = db.session.execute(
        select(
            EvidenceVersion.id, Evidence.title, EvidenceVersion.public_id, EvidenceVersion.number,
            EvidenceVersion.media_type, EvidenceVersion.link, EvidenceVersion.active_content, EvidenceVersion.has_text,
        )
        .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
        .where(EvidenceVersion.id.in_(sorted(set(versions))))
    )  # fmt: skip
    return {row.id: row for row in rows}


def why_silent(version: Any) -> str:
    """Why the text of a version cannot be searched."""
    if version.link:
        return "a link, whose page lies elsewhere"
    if version.media_type not in KINDS:
        return "a picture"
    if version.active_content:
        return f"it has {version.active_content}, so it is not read here"
    if version.has_text is False:
        return "its pages are pictures, without text"
    return "its text has not been read, or not yet"


def hits_on(chosen: Sequence[Any], known: dict[int, Any], terms: tuple[Term, ...]) -> list[Hit]:
    """The pages of a list as they are shown: only of these the text is read, and cut."""
    if not chosen:
        return []
    wanted = select(PageText.id, PageText.text).where(PageText.id.in_([row.id for row in chosen]))
    texts = {row.id: row.text for row in db.session.execute(wanted)}
    return [hit(known[row.evidence_version_id], row.page, texts[row.id], terms) for row in chosen]


def hit(version: Any, page: int, text: str, terms: tuple[Term, ...]) -> Hit:
    place = f"{PLACES[version.media_type]} {page}" if version.media_type in PLACES else ""
    return Hit(version.title, version.public_id, version.number, page, place, tuple(snippet(text, terms)))
