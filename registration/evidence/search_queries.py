"""Finding pages of evidence by what they say: who may find what, in which order, and the words around a hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion, PageText
from registration.evidence.queries import versions_sent
from registration.evidence.search_index import Term, holds, weight
from registration.evidence.search_terms import Sought
from registration.evidence.showing import KINDS
from registration.evidence.text import folded, words_in
from registration.paging import Page

ROWS = 10
FURTHEST = 100
AROUND = 14
MOST_IN_SNIPPET = 34
PLACES = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slide",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
    "application/pdf": "page",
}


@dataclass(frozen=True)
class Piece:
    """Some words of a snippet; `marked`: they are what was looked for."""

    text: str
    marked: bool = False


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

    `loosened`: only longer words were found.
    """

    titles: tuple[Titled, ...]
    page: Page[Hit]
    silent: tuple[Titled, ...] = ()
    loosened: bool = False


def within_reach(person: Person, application: Application) -> ColumnElement[bool] | None:
    """Versions this person may find: of `Evidence` and `EvidenceVersion`, joined. None when there is nothing for them.

    It is the answer of `queries.version_for`, for lists. The school finds the newest version of each item, and older
    ones that are still cited; the body what it was sent.
    """
    if not allowed(person, Action.OPEN_EVIDENCE, application):
        return None
    ready = and_(Evidence.application_id == application.id, EvidenceVersion.check_state == "ready")
    if not capacities(person, application) & THE_SCHOOL:
        return and_(ready, EvidenceVersion.public_id.in_(sorted(versions_sent(application))))
    later = aliased(EvidenceVersion)
    newer = exists().where(later.evidence_id == Evidence.id, later.number > EvidenceVersion.number)
    cited = exists().where(Citation.evidence_version_id == EvidenceVersion.id)
    return and_(ready, Evidence.removed_at.is_(None), or_(~newer, cited))


def find(person: Person, application: Application, wanted: Sought, number: int = 1) -> Found:
    """The pages and titles this person may find, the best first: the page with this number of that list."""
    reach = within_reach(person, application)
    if reach is None:
        return Found((), Page((), 1, 0, ROWS))
    shelf = on_the_shelf(reach)
    silent = silent_items(shelf)
    if not wanted.terms:
        return Found((), Page((), 1, 0, ROWS), silent)
    for sought in (wanted, wanted.loosened):
        titles = titled(shelf, sought.terms)
        page = pages(reach, application, sought.terms, number)
        if titles or page.total:
            break
    return Found(titles, page, silent, loosened=sought is not wanted)


def on_the_shelf(reach: ColumnElement[bool]) -> Sequence[Any]:
    """Every version that can be found, the newest item first; `is_read`: its text is here."""
    is_read = exists().where(PageText.evidence_version_id == EvidenceVersion.id).label("is_read")
    return db.session.execute(
        select(
            Evidence.title, EvidenceVersion.public_id, EvidenceVersion.number, EvidenceVersion.media_type,
            EvidenceVersion.link, EvidenceVersion.active_content, EvidenceVersion.has_text, is_read,
        )
        .join(EvidenceVersion, EvidenceVersion.evidence_id == Evidence.id)
        .where(reach)
        .order_by(Evidence.id.desc(), EvidenceVersion.number.desc())
    ).all()  # fmt: skip


def titled(shelf: Sequence[Any], terms: tuple[Term, ...]) -> tuple[Titled, ...]:
    """Items whose title has every term. A picture or a link can be found by nothing else."""
    fitting = (
        Titled(row.title, row.public_id, row.number)
        for row in shelf
        if all(term.needle in folded(row.title) for term in terms)
    )
    return tuple(islice(fitting, ROWS))


def silent_items(shelf: Sequence[Any]) -> tuple[Titled, ...]:
    """Items whose text cannot be searched, each with the reason."""
    return tuple(Titled(r.title, r.public_id, r.number, why) for r in shelf if (why := why_silent(r)))


def why_silent(row: Row[Any]) -> str:
    if row.link:
        return "a link, whose page lies elsewhere"
    if row.media_type not in KINDS:
        return "a picture"
    if row.active_content:
        return f"it has {row.active_content}, so it is not read here"
    if row.has_text is False:
        return "its pages are pictures, without text"
    return "" if row.is_read else "its text has not been read, or not yet"


def pages(
    reach: ColumnElement[bool], application: Application, terms: tuple[Term, ...], number: int
) -> Page[Hit]:
    """Pages by weight; of equal ones the newest item first. A number past the end gives the last page."""
    number = min(max(1, number), FURTHEST)
    rows, total = ranked(reach, application, terms, number)
    if not rows and total is None and number > 1:
        _first, total = ranked(reach, application, terms, 1)
        number = min(-(-(total or 1) // ROWS), FURTHEST)
        rows, total = ranked(reach, application, terms, number)
    return Page([hit(row, terms) for row in rows], number, total or 0, ROWS)


def ranked(
    reach: ColumnElement[bool], application: Application, terms: tuple[Term, ...], number: int
) -> tuple[list[Row[Any]], int | None]:
    """Rows of one page of the list, and the length of the whole list, unless the page lies past its end."""
    dialect = db.session.get_bind().dialect.name
    heavy = (
        select(PageText.id, weight(terms).label("weight"), func.count().over().label("total"))
        .join(EvidenceVersion, PageText.evidence_version_id == EvidenceVersion.id)
        .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
        .where(holds(dialect, application.id, terms), reach)
        .order_by(weight(terms).desc(), EvidenceVersion.id.desc(), PageText.page)
        .limit(ROWS)
        .offset((number - 1) * ROWS)
        .subquery()
    )
    rows = list(
        db.session.execute(
            select(
                Evidence.title,
                EvidenceVersion.public_id,
                EvidenceVersion.number,
                EvidenceVersion.media_type,
                PageText.page,
                PageText.text,
                heavy.c.total,
            )
            .select_from(heavy)
            .join(PageText, PageText.id == heavy.c.id)
            .join(EvidenceVersion, PageText.evidence_version_id == EvidenceVersion.id)
            .join(Evidence, EvidenceVersion.evidence_id == Evidence.id)
            .order_by(heavy.c.weight.desc(), EvidenceVersion.id.desc(), PageText.page)
        )
    )
    return rows, rows[0].total if rows else None


def hit(row: Row[Any], terms: tuple[Term, ...]) -> Hit:
    place = f"{PLACES[row.media_type]} {row.page}" if row.media_type in PLACES else ""
    return Hit(row.title, row.public_id, row.number, row.page, place, tuple(snippet(row.text, terms)))


def snippet(text: str, terms: tuple[Term, ...]) -> Iterator[Piece]:
    """Some words around the first place where most is found, with blanks made single."""
    words = list(words_in(text))
    marked = found_at([word for _start, _end, word in words], terms)
    first = best_place(marked)
    begin, end = max(0, first - AROUND), min(len(words), max(0, first - AROUND) + MOST_IN_SNIPPET)
    if begin:
        yield Piece("… ")
    at = words[begin][0] if begin else 0
    for spot in range(begin, end):
        start, stop, _word = words[spot]
        if spot not in marked:
            continue
        yield Piece(single_blanks(text[at:start]))
        yield Piece(text[start:stop], marked=True)
        at = stop
    if end < len(words):
        yield Piece(single_blanks(text[at : words[end - 1][1]]))
        yield Piece(" …")
    else:
        yield Piece(single_blanks(text[at:]).rstrip())


def found_at(words: list[str], terms: tuple[Term, ...]) -> dict[int, int]:
    """Places of words that belong to a term, each with the number of its term."""
    found: dict[int, int] = {}
    for which, term in enumerate(terms):
        length = len(term.words)
        first, last = term.words[0], term.words[-1]
        for spot in range(len(words) - length + 1):
            if length > 1 and words[spot] != first:
                continue
            ending = words[spot + length - 1]
            fits = ending.startswith(last) if term.open_ended else ending == last
            if fits and tuple(words[spot : spot + length - 1]) == term.words[:-1]:
                found.update(dict.fromkeys(range(spot, spot + length), which))
    return found


def best_place(marked: dict[int, int]) -> int:
    """The first marked word of the stretch with the most different terms."""
    spots = sorted(marked)
    if not spots:
        return 0
    reach = MOST_IN_SNIPPET - AROUND
    variety = {spot: len({marked[s] for s in spots if spot <= s < spot + reach}) for spot in spots[:200]}
    return max(variety, key=lambda spot: (variety[spot], -spot))


def single_blanks(text: str) -> str:
    """Without the line ends of the page, so that a snippet reads as one line."""
    inner = " ".join(text.split())
    lead = " " if text[:1].isspace() and inner else ""
    trail = " " if text[-1:].isspace() else ""
    return f"{lead}{inner}{trail}"
