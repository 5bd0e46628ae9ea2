"""Advice to a school before it sends: rules as data beside an edition, free to be bettered.

They are no part of the standard: nothing is judged by them, so a published edition keeps its digest. A rule has a
condition from a small closed vocabulary, `CONDITIONS`; what each condition looks at is known to who reads answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from standards.model import AMONG, Standard
from standards.publishing import HOME
from standards.reading import StandardError, Table, read_table

FOLDER = HOME / "advice"

Given = int | str | tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """What can be asked of an application: the words a rule gives it, and those it can put into a sentence."""

    takes: Mapping[str, type]
    tells: tuple[str, ...]


def asks(tells: str, **takes: type) -> Condition:
    return Condition(MappingProxyType(takes), tuple(tells.split()))


def of_criterion(tells: str = "", **takes: type) -> Condition:
    """One that is asked of each criterion: `among` which, and `not_for` which codes."""
    return asks(f"code title {tells}", among=str, not_for=tuple, **takes)


CONDITIONS: Mapping[str, Condition] = MappingProxyType({
    # the self-assessment
    "rating_missing": of_criterion(),
    "statement_missing": of_criterion(),
    "nothing_cited": of_criterion(),
    "statement_shorter": of_criterion("count words", words=int),
    "claimed_without_evidence": of_criterion("rating"),
    "claimed_on_little": of_criterion("rating", rating=str, citations=int),
    "below_bar_without_date": of_criterion("rating"),
    "one_kind_of_evidence": of_criterion("kind"),
    "statement_repeated": of_criterion("other", words=int),
    "document_not_cited": of_criterion("document"),
    "figure_to_be_filled": of_criterion("words", marks=tuple),
    # citations
    "place_missing": asks("code document", unless=tuple),
    "place_beyond_end": asks("code document where pages"),
    "shows_shorter": asks("code document", words=int),
    "older_version_cited": asks("code document cited newest"),
    # evidence
    "file_not_ready": asks("document"),
    "not_described": asks("document"),
    "expired": asks("document day"),
    "expires_before_visit": asks("document day visit"),
    "language_without_note": asks("document language"),
    "personal_data_shown": asks("document"),
    "personal_data_unknown": asks("document"),
    "scan_without_text": asks("document pages", pages=int),
    "period_older": asks("document day months", months=int),
    "cited_often": asks("document count", criteria=int),
    "cited_nowhere": asks("document"),
    # the profile
    "section_incomplete": asks("section lacks", apart=tuple),
    "fact_missing": asks("label", section=int, field=str),
    "territory_without_place": asks("territories"),
    "students_disagree": asks("stages territories"),
    "teachers_disagree": asks("stages territories"),
    "law_shorter": asks("territory", field=str, words=int),
    "first_series_past": asks("programme series"),
    "place_not_begun": asks("territory"),
    "ages_out_of_order": asks("youngest oldest"),
    # the whole
    "not_signed": asks(""),
})  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One thing the mirror looks for. With a `need` it tells in detail what that need lacks; without, it is advice."""

    code: str
    condition: str
    says: str
    why: str
    need: str
    together: str
    """What is said once when it is found in many criteria, whose codes follow."""
    given: Mapping[str, Given]

    @property
    def hard(self) -> bool:
        return bool(self.need)

    def number(self, name: str) -> int:
        value = self.given.get(name, 0)
        return value if isinstance(value, int) else 0

    def word(self, name: str) -> str:
        value = self.given.get(name, "")
        return value if isinstance(value, str) else ""

    def words(self, name: str) -> tuple[str, ...]:
        value = self.given.get(name, ())
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True)
class Pace:
    """How long a reviewer reads: words in a minute, minutes for a page of evidence, and for a recording."""

    words_a_minute: int
    seconds_a_page: int
    seconds_a_recording: int


@dataclass(frozen=True)
class Advice:
    """The rules of one edition, in the order in which they are shown, and the pace of reading."""

    rules: tuple[Rule, ...]
    pace: Pace


PLAIN = Advice((), Pace(238, 60, 300))
"""For an edition without a file of its own: the needs of the move still say in their own words what is missing."""


def advice(standard: Standard, folder: Path = FOLDER) -> Advice:
    """The advice beside an edition, from the file with its name.

    Raises `StandardError` with every problem found: an unknown condition, a word too few or too many, a
    sentence with a blank nobody fills, a criterion the edition does not have.
    """
    return _advice(standard, folder)


@lru_cache
def _advice(standard: Standard, folder: Path) -> Advice:
    file = folder / f"{standard.edition}.toml"
    if not file.exists():
        return PLAIN
    problems: list[str] = []
    table = read_table(file, problems)
    found = _read(table, standard) if table else PLAIN
    if problems:
        raise StandardError(problems)
    return found


def _read(table: Table, standard: Standard) -> Advice:
    rules: list[Rule] = []
    for row in table.tables("rule"):
        rule = _rule(row, standard)
        if rule.code in {r.code for r in rules}:
            row.problem(f"'code' {rule.code} is already used. Give each rule its own.")
        rules.append(rule)
    inner = table.table("pace")
    pace = Pace(*(inner.whole(key) for key in ("words_a_minute", "seconds_a_page", "seconds_a_recording")))
    if not pace.words_a_minute:
        inner.problem("'words_a_minute' is 0. Write how many words are read in a minute.")
    inner.done()
    table.done()
    return Advice(tuple(rules), pace)


def _rule(row: Table, standard: Standard) -> Rule:
    code, name, says, why = row.text("code"), row.text("when"), row.text("says"), row.text("why")
    need, together = row.optional_text("need"), row.optional_text("together")
    condition = CONDITIONS.get(name)
    if condition is None:
        row.problem(f"'when' is {name!r}. Write one of: {', '.join(CONDITIONS)}.")
        return Rule(code, name, says, why, need, together, MappingProxyType({}))
    given = {key: _given(row, key, kind) for key, kind in condition.takes.items() if row.has(key) or kind is int}
    for blank in {part[1] for part in Formatter().parse(says) if part[1] is not None} - {*condition.tells}:
        row.problem(f"'says' has {{{blank}}}, which {name} does not tell. It tells: {', '.join(condition.tells)}.")
    if together and "code" not in condition.tells:
        row.problem(f"'together' is for what is found in criteria, and {name} does not tell their code. Take it away.")
    _check(row, given, standard)
    row.asked |= set(condition.takes)
    row.done()
    return Rule(code, name, says, why, need, together, MappingProxyType(given))


def _given(row: Table, key: str, kind: type) -> Given:
    return row.whole(key) if kind is int else row.text(key) if kind is str else row.texts(key)


def _check(row: Table, given: Mapping[str, Given], standard: Standard) -> None:
    if "among" in given and given["among"] not in AMONG:
        row.problem(f"'among' is {given['among']!r}. Write one of: {', '.join(sorted(AMONG))}.")
    not_for = given.get("not_for", ())
    for code in not_for if isinstance(not_for, tuple) else ():
        if code not in standard.criteria:
            row.problem(f"'not_for' names {code!r}, which is no criterion of this edition.")
    if "rating" in given and given["rating"] not in {r.code for r in standard.ratings}:
        row.problem(f"'rating' names {given['rating']!r}, which is not on the scale.")
