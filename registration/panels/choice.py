"""Choosing a panel: one pure function of what a case asks and what is known of each reviewer. No database, no chance.

First who cannot take a place, each with the reason: a conflict, a tie nobody has looked at, too few hours left. Then of
the others, for each place in turn, the best by the first thing in which two differ:

- lead reviewer: has judged enough cases; reads more of the languages asked for; knows more of the territories; has the
  larger part of their hours left.
- reviewer: reads a language, then knows a territory, that nobody chosen so far does; has the larger part of their hours
  left; has had fewer cases in the last twelve months.

What is still equal is settled by the name, so the same facts always give the same panel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from registration.countries import country_name
from registration.panels.ties import Tie
from registration.panels.workload import ESTIMATES, USUAL_HOURS, Hours
from registration.workflow.states import State

EXPERIENCED = 2
"""So many cases judged before somebody is proposed to lead."""

MOST_NAMED = 3


@dataclass(frozen=True)
class Asked:
    """What a case asks of its panel, and what those who are on it already bring."""

    languages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    places: tuple[str, ...] = ("lead_reviewer", "reviewer")
    """The parts still to be filled, the lead first."""
    there: tuple["Reviewer", ...] = ()


@dataclass(frozen=True)
class Reviewer:
    """What is known of one reviewer. `against` says why they cannot be chosen at all; `ties` what must be looked at."""

    key: str
    name: str
    languages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    hours: int | None = None
    """In a month, as they say; None: they have not said."""
    busy: int = 0
    """Hours of the cases they are on, and of places that are open to them."""
    cases: int = 0
    """Under way."""
    judged: int = 0
    led: int = 0
    lately: int = 0
    """Cases of the last twelve months."""
    part: str = ""
    """On this panel or meant for it, and as what."""
    against: str = ""
    ties: tuple[Tie, ...] = ()
    takes: Hours = ESTIMATES
    """What cases take, for everybody alike."""
    state: State = State.DESK_REVIEW
    """Of the case they are asked for: who joins late has that step before them, and none of what was done."""

    @property
    def month(self) -> int:
        return USUAL_HOURS if self.hours is None else self.hours

    @property
    def left(self) -> int:
        return self.month - self.busy

    @property
    def share_left(self) -> float:
        return self.left / self.month if self.month else 0.0

    @property
    def experienced(self) -> bool:
        return self.judged >= EXPERIENCED

    def cannot(self, part: str) -> str:
        """Why this reviewer is not proposed for a part: a whole sentence, or empty."""
        if self.against:
            return f"{self.against}."
        if self.ties:
            return self.ties[0].words
        if self.left < self.needs(part):
            return f"{self.hours_in_words} {self.takes.in_words(self.state, part)}"
        return ""

    def needs(self, part: str) -> int:
        """Hours of the step the case stands at."""
        return self.takes.of(self.state, part)

    @property
    def hours_in_words(self) -> str:
        said = "" if self.hours is not None else ", which we assume, as they have not said how many they have"
        return f"Has {max(0, self.left)} of {self.month} hours left this month{said}."


@dataclass(frozen=True)
class Chosen:
    """One person of a proposed panel, and why, in sentences."""

    reviewer: Reviewer
    part: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A proposed panel, and what it lacks, in sentences. Empty places stand among what it lacks."""

    chosen: tuple[Chosen, ...]
    lacks: tuple[str, ...] = field(default=())


def choose(asked: Asked, reviewers: Iterable[Reviewer]) -> Choice:
    """The best panel for the places that are still to be filled. Who is there already is not chosen again."""
    taken = {r.key for r in asked.there}
    pool = sorted((r for r in reviewers if r.key not in taken), key=lambda r: (r.name, r.key))
    panel, chosen, lacks = list(asked.there), [], []
    for part in asked.places:
        able = [r for r in pool if not r.cannot(part) and r not in panel]
        best = max(able, key=lambda r: rank(r, part, asked, panel), default=None)  # the first of equals, by name
        if best is None:
            lacks.append(f"Nobody can be proposed as {part.replace('_', ' ')}: the list below says why, one by one.")
            continue
        chosen.append(Chosen(best, part, why(best, part, asked, panel)))
        panel.append(best)
    return Choice(tuple(chosen), (*lacks, *gaps(asked, panel)))


def rank(reviewer: Reviewer, part: str, asked: Asked, panel: Sequence[Reviewer]) -> tuple[float, ...]:
    """What the choice looks at, in its order; more is better."""
    reads = len(both(reviewer.languages, uncovered(asked.languages, (r.languages for r in panel))))
    knows = len(both(reviewer.territories, uncovered(asked.territories, (r.territories for r in panel))))
    if part == "lead_reviewer":
        return (float(reviewer.experienced), reads, knows, reviewer.share_left, -reviewer.lately)
    return (reads, knows, reviewer.share_left, -reviewer.lately)


def uncovered(wanted: Sequence[str], covered: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """What is asked for and nobody brings yet."""
    there = {one.casefold() for each in covered for one in each}
    return tuple(one for one in wanted if one.casefold() not in there)


def both(having: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What is wanted and there, in the order in which it is wanted."""
    there = {one.casefold() for one in having}
    return [one for one in wanted if one.casefold() in there]


def why(reviewer: Reviewer, part: str, asked: Asked, panel: Sequence[Reviewer]) -> tuple[str, ...]:
    """What speaks for somebody, in sentences. `panel`: who is chosen already."""
    said = [experience_of(reviewer)]
    if part == "lead_reviewer" and not reviewer.experienced:
        said.append(f"Nobody with {EXPERIENCED} cases behind them can take this place, so somebody newer leads.")
    if reads := both(reviewer.languages, asked.languages):
        only = bool(panel) and bool(uncovered(reads, (r.languages for r in panel)))
        others = "; nobody else chosen does" if only else ""
        said.append(f"Reads {listed(reads)}, in which the school teaches or writes{others}.")
    if knows := both(reviewer.territories, asked.territories):
        said.append(f"Knows {territories(knows)}, where the school, its staff or its students are.")
    said.append(f"{reviewer.hours_in_words} {reviewer.takes.in_words(reviewer.state, part)}")
    said.append("No tie to the school is known.")
    return tuple(said)


def experience_of(reviewer: Reviewer) -> str:
    if not reviewer.judged:
        return "Has not judged a case yet."
    cases = "one case" if reviewer.judged == 1 else f"{reviewer.judged} cases"
    led = f", {reviewer.led} of them as lead reviewer" if reviewer.led and reviewer.judged > 1 else ""
    return f"Has judged {cases}{led or (', as lead reviewer' if reviewer.led else '')}."


def gaps(asked: Asked, panel: Sequence[Reviewer]) -> list[str]:
    """What the case asks for and nobody on the panel brings."""
    missing = uncovered(asked.languages, (r.languages for r in panel))
    found = [f"Nobody on this panel reads {language}." for language in missing]
    if panel and asked.territories and not any(both(r.territories, asked.territories) for r in panel):
        found.append(f"Nobody on this panel says that they know {territories(asked.territories)}.")
    return found


def territories(codes: Sequence[str]) -> str:
    return listed([country_name(code) for code in codes])


def listed(words: Sequence[str]) -> str:
    """A, b and c; of many only the first few, and how many more there are."""
    named, more = list(words[:MOST_NAMED]), len(words) - MOST_NAMED
    if more > 0:
        named.append(f"{more} more")
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
