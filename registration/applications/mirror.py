"""The mirror: what a school should mend before it sends, found by rules kept beside the edition.

Hard rules say in detail what a need of the move lacks, and are asked only while that need is not met: so the mirror
never asks for more than the move does, nor for less. All other rules are advice, and hold nobody up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from registration.access.scope import open_criteria, open_sections
from registration.accounts.models import Person
from registration.applications import mirror_answers, mirror_evidence, mirror_profile
from registration.applications.mirror_reading import Reading, reading_of
from registration.applications.mirror_seen import Holds, Place, Row, Seen
from registration.applications.models import Application
from registration.evidence.coverage_queries import HALF_A_YEAR, needed
from registration.workflow import calendar
from registration.workflow.need import Need
from registration.workflow.states import State
from standards.advice import Rule, advice

CONDITIONS: Mapping[str, Holds] = {
    **mirror_answers.CONDITIONS, **mirror_evidence.CONDITIONS, **mirror_profile.CONDITIONS,
}  # fmt: skip

FEW = 3


@dataclass(frozen=True)
class Gap:
    """One thing to mend. Without a place it is a need in its own words, with the page where it is mended."""

    code: str
    hard: bool
    says: str
    why: str
    place: Place | None = None
    page: str = ""
    label: str = ""
    """The code of a criterion, where the rule can be told for many together."""
    together: str = ""


@dataclass(frozen=True)
class Bundle:
    """Gaps told in one line: one gap in its own sentence, or many of one kind by their labels."""

    gaps: tuple[Gap, ...]

    @property
    def together(self) -> str:
        return self.gaps[0].together if len(self.gaps) > 1 else ""


@dataclass(frozen=True)
class Mirror:
    """What was found: what must be mended, what is advised, and how long a reviewer reads."""

    hard: tuple[Bundle, ...]
    advice: tuple[tuple[str, tuple[Bundle, ...]], ...]
    """Grouped by what it is about, in reading order."""
    reading: Reading

    @property
    def needed(self) -> int:
        return sum(len(bundle.gaps) for bundle in self.hard)

    @property
    def advised(self) -> int:
        return sum(len(bundle.gaps) for _about, bundles in self.advice for bundle in bundles)


def mirror_of(application: Application, snapshot: Row, missing: Sequence[Need], person: Person) -> Mirror:
    """The mirror of the working copy. `missing`: the needs of the move that sends it which are not met yet.

    While only what was asked for is open, advice on the rest is left out: nobody could follow it.
    """
    seen = seen_now(application, snapshot)
    gaps = gaps_of(seen, missing)
    if application.state is not State.DRAFT:
        codes, sections = open_criteria(person, application), open_sections(person, application)
        gaps = [gap for gap in gaps if gap.hard or is_open(gap.place, codes, sections)]
    told = [gap for gap in gaps if not gap.hard]
    return Mirror(bundled(gap for gap in gaps if gap.hard), by_subject(seen, told), reading_of(seen))


def bundled(gaps: Iterable[Gap]) -> tuple[Bundle, ...]:
    """More than `FEW` of one kind in one line, so that a draft with much to do is not a wall of sentences."""
    bundles: list[Bundle] = []
    for _code, alike in groupby(gaps, key=lambda gap: gap.code):
        mine = tuple(alike)
        many = len(mine) > FEW and bool(mine[0].together)
        bundles += [Bundle(mine)] if many else [Bundle((gap,)) for gap in mine]
    return tuple(bundles)


def seen_now(application: Application, snapshot: Row) -> Seen:
    unready = frozenset(
        item.public_id for item in application.evidence
        if item.removed_at is None and item.versions and item.current.check_state != "ready"
    )  # fmt: skip
    return Seen(snapshot, application.standard, calendar.in_force.today(), visit_day(application), unready)


def visit_day(application: Application) -> date:
    """The day on which evidence has to hold. Before a desk review has ended no visit is planned: nobody asks for it."""
    if application.state in (State.DRAFT, State.EVIDENCE_REQUESTED):
        return calendar.in_force.today() + HALF_A_YEAR
    return needed(application)[0]


def gaps_of(seen: Seen, missing: Sequence[Need] = ()) -> list[Gap]:
    """Every gap, in the order of the rules. A need that no rule can detail is told in its own words."""
    rules = advice(seen.standard).rules
    unmet = {need.name for need in missing}
    found = [gap for rule in rules if not rule.hard or rule.need in unmet for gap in gaps_by(rule, seen)]
    detailed = {rule.need for rule in rules for gap in found if gap.code == rule.code}
    return [own_words(need) for need in missing if need.name not in detailed] + found


def gaps_by(rule: Rule, seen: Seen) -> list[Gap]:
    return [
        Gap(
            rule.code, rule.hard, rule.says.format(**found.words), rule.why, found.place,
            label=found.words.get("code", ""), together=rule.together,
        )
        for found in CONDITIONS[rule.condition](seen, rule)
    ]


def own_words(need: Need) -> Gap:
    return Gap(need.name.replace("_", "-"), True, need.otherwise, "", page=need.page)


def is_open(place: Place | None, codes: frozenset[str], sections: frozenset[int]) -> bool:
    if place is None or place.kind == "item":
        return True
    if place.kind == "section":
        return int(place.key) in sections
    return (place.code or place.key) in codes


def by_subject(seen: Seen, gaps: list[Gap]) -> tuple[tuple[str, tuple[Bundle, ...]], ...]:
    """Gaps under the profile, each area and the evidence; a subject without any is left out."""
    named = ["Profile", *(f"{area.number}. {area.title}" for area in seen.standard.areas), "Evidence"]
    found: dict[str, list[Gap]] = {name: [] for name in named}
    for gap in gaps:
        found[subject(seen, gap.place)].append(gap)
    return tuple((name, bundled(mine)) for name, mine in found.items() if mine)


def subject(seen: Seen, place: Place | None) -> str:
    if place is None or place.kind in ("section", "declaration"):
        return "Profile"
    if place.kind == "item":
        return "Evidence"
    area = seen.standard.area_of(place.code or place.key)
    return f"{area.number}. {area.title}"
