"""Which criteria a text might support: a sum that people can follow, and never more than a hint.

The more often a page uses the keywords of a criterion (`standards.keywords`) the more it speaks of it. A word
that few criteria share counts for more, and so do words that stand together. Nothing is cited by it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from registration.evidence.search_index import Term
from registration.evidence.text import words_of

TOGETHER = 1.6
"""What a phrase counts for beside a single word."""

ENOUGH_WORDS = 2
ENOUGH_TIMES = 4
"""A criterion is suggested when so many of its keywords are there, or a phrase is so often."""

LEAST_SHARE = 0.3
"""Criteria with less than this share of the strongest one's weight are left out."""

MOST = 5
PAGES_NAMED = 8
KEYWORDS_NAMED = 6


@dataclass(frozen=True)
class Spoken:
    """A keyword that a text uses: how often, and on which pages."""

    keyword: str
    times: int
    pages: tuple[int, ...]


@dataclass(frozen=True)
class Hint:
    """A criterion that a text might support, with the keywords that say so, the weightiest first."""

    code: str
    weight: float
    because: tuple[Spoken, ...]

    @property
    def facts(self) -> list[dict[str, object]]:
        """`because` as it is kept."""
        return [{"keyword": s.keyword, "times": s.times, "pages": list(s.pages)} for s in self.because]


def hints(pages: Sequence[str], keywords: Mapping[str, Sequence[str]]) -> list[Hint]:
    """The criteria of `keywords` that folded pages speak of, the strongest first."""
    shared = Counter(word for own in keywords.values() for word in set(own))
    spoken = {word: found for word in shared if (found := spoken_of(word, pages))}
    made = [
        hint_of(code, [spoken[word] for word in own if word in spoken], shared, len(keywords))
        for code, own in keywords.items()
    ]
    strong = [hint for hint in made if speaks(hint)]
    best = max((hint.weight for hint in strong), default=0.0)
    kept = [hint for hint in strong if hint.weight >= LEAST_SHARE * best]
    return sorted(kept, key=lambda hint: -hint.weight)[:MOST]


def spoken_of(keyword: str, pages: Sequence[str]) -> Spoken | None:
    needle = term_of(keyword).needle
    counts = {number: times for number, words in enumerate(pages, 1) if (times := words.count(needle))}
    if not counts:
        return None
    most = sorted(counts, key=lambda number: (-counts[number], number))[:PAGES_NAMED]
    return Spoken(keyword.rstrip("*"), sum(counts.values()), tuple(sorted(most)))


def term_of(keyword: str) -> Term:
    return Term(words_of(keyword), open_ended=keyword.endswith("*"))


def hint_of(code: str, found: Sequence[Spoken], shared: Mapping[str, int], criteria: int) -> Hint:
    weights = {one.keyword: weight_of(one, shared, criteria) for one in found}
    because = sorted(found, key=lambda one: -weights[one.keyword])
    return Hint(code, round(sum(weights.values()), 3), tuple(because[:KEYWORDS_NAMED]))


def weight_of(spoken: Spoken, shared: Mapping[str, int], criteria: int) -> float:
    """Rarer among the criteria: more. More often in the text: more, but ever less so."""
    used_by = max(1, shared.get(spoken.keyword, 0) + shared.get(f"{spoken.keyword}*", 0))
    together = TOGETHER if " " in spoken.keyword else 1.0
    return together * log(1 + criteria / used_by) * spoken.times / (spoken.times + 2)


def speaks(hint: Hint) -> bool:
    often = any(one.times >= ENOUGH_TIMES for one in hint.because)
    return len(hint.because) >= ENOUGH_WORDS or often
