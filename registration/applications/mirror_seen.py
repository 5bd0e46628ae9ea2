"""What the mirror looks at, and what it finds: plain records that every condition shares."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from standards.advice import Rule
from standards.model import Criterion, Rating, Standard

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where something is mended: a criterion, a section, an item, a citation, or the declaration, by its key."""

    kind: str
    key: str
    code: str = ""
    """The criterion a citation belongs to."""


@dataclass(frozen=True)
class Found:
    """One place in which a condition holds, and the words that fill the rule's sentence."""

    place: Place
    words: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """An application as its snapshot would hold it now. `unready`: items whose file is being checked or was refused."""

    snapshot: Row
    standard: Standard
    today: date
    visit_on: date
    unready: frozenset[str] = frozenset()

    @cached_property
    def items(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.snapshot["evidence"]}

    @cached_property
    def citations(self) -> list[tuple[str, Row]]:
        """Every citation with its criterion, in the order of the standard."""
        held = self.snapshot["citations"]
        return [(code, row) for code in self.standard.criteria for row in held.get(code, ())]

    def statement(self, code: str) -> str:
        return str((self.snapshot["responses"].get(code) or {}).get("statement", ""))

    def rating(self, code: str) -> Rating | None:
        given = (self.snapshot["responses"].get(code) or {}).get("rating")
        return self.standard.rating(given) if given else None

    def reason(self, code: str) -> str:
        return str((self.snapshot["responses"].get(code) or {}).get("no_evidence_reason", "")).strip()

    def cited(self, code: str) -> list[Row]:
        return list(self.snapshot["citations"].get(code, ()))

    def facts(self, section: int) -> Row:
        return self.snapshot["profile"].get(str(section)) or {}


Holds = Callable[[Seen, Rule], Iterator[Found]]
"""Where a condition holds, with the words of the rule that asks."""


def among(seen: Seen, rule: Rule) -> list[Criterion]:
    """The criteria a rule asks about."""
    wanted, left_out = rule.word("among") or "all", rule.words("not_for")
    return [
        c
        for code, c in seen.standard.criteria.items()
        if code not in left_out and (wanted == "all" or c.essential == (wanted == "essentials"))
    ]


def at(criterion: Criterion, **words: str) -> Found:
    return Found(Place("criterion", criterion.code), {"code": criterion.code, "title": criterion.title, **words})
