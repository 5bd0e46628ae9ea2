"""What a complete set of ratings suggests, by the rules of the edition, and why. A person decides.

Rules count criteria; nothing is added up or averaged. When several rules
match, the strictest outcome is suggested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from standards.model import OUTCOMES, Condition, OutcomeRule, Rating, Standard

UNFINISHED = "unfinished"


@dataclass(frozen=True)
class RuleResult:
    """One rule of the edition, whether it matched, why in a sentence, and which criteria it rests on."""

    rule: OutcomeRule
    fired: bool
    because: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """What the ratings suggest. `outcome` is `unfinished`, and no rule has fired, while `missing` names criteria."""

    outcome: str
    label: str
    sentence: str
    rules: tuple[RuleResult, ...]
    missing: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        return self.outcome != UNFINISHED

    @property
    def decisive(self) -> tuple[RuleResult, ...]:
        """The rules that fired for the outcome suggested: its sentence is theirs, one after the other."""
        return tuple(r for r in self.rules if r.fired and r.rule.outcome == self.outcome)

    @property
    def outdone(self) -> tuple[RuleResult, ...]:
        """The rules that fired, but for an outcome milder than the one suggested."""
        return tuple(r for r in self.rules if r.fired and r.rule.outcome != self.outcome)


def suggest(standard: Standard, ratings: Mapping[str, str | None]) -> Suggestion:
    """The outcome suggested by one rating for each criterion, given as criterion code → rating code.

    A criterion without a rating, or with one that it may not have, is missing;
    then nothing is suggested yet. Raises `ValueError` for a criterion or a
    rating that the edition does not have.
    """
    _refuse_unknown(standard, ratings)
    missing = tuple(
        code
        for code in standard.criteria
        if ratings.get(code) not in {r.code for r in standard.ratings_for(code)}
    )
    if missing:
        return _unfinished(standard, missing)
    rated = {code: str(ratings[code]) for code in standard.criteria}
    results = tuple(_result(rule, standard, rated) for rule in standard.outcomes)
    matched = [r.rule.outcome for r in results if r.fired]
    if not matched:
        return _nothing_matched(standard, results)
    outcome = standard.outcome(max(matched, key=OUTCOMES.index))
    found = Suggestion(outcome.code, outcome.label, "", results)
    return replace(found, sentence=" ".join(result.because for result in found.decisive))


@dataclass(frozen=True)
class Turn:
    """Another outcome, and the ratings of one criterion that would lead to it while all others stay as they are."""

    outcome: str
    label: str
    ratings: tuple[Rating, ...]


def turning(standard: Standard, ratings: Mapping[str, str | None]) -> dict[str, list[Turn]]:
    """By criterion, how it alone would change what is suggested, the mildest outcome first.

    There is nothing for a criterion that would change nothing, nor for any while a rating is missing.
    """
    present = suggest(standard, ratings).outcome
    if present == UNFINISHED:
        return {code: [] for code in standard.criteria}
    leads: dict[tuple[bool, str | None, str], str] = {}
    turns: dict[str, list[Turn]] = {}
    for code in standard.criteria:
        found: dict[str, list[Rating]] = {}
        for rating in standard.ratings_for(code):
            # Rules count: two criteria of one group with the same rating lead to the same outcome.
            alike = (code in standard.essentials, ratings[code], rating.code)
            if alike not in leads:
                leads[alike] = what_if(standard, ratings, {code: rating.code}).outcome
            if leads[alike] != present:
                found.setdefault(leads[alike], []).append(rating)
        turns[code] = [Turn(o, standard.outcome(o).label, tuple(found[o])) for o in OUTCOMES if o in found]
    return turns


def what_if(
    standard: Standard, ratings: Mapping[str, str | None], changes: Mapping[str, str | None]
) -> Suggestion:
    """What would be suggested if some ratings were others. Changes nothing."""
    return suggest(standard, {**ratings, **changes})


def listed(codes: tuple[str, ...]) -> str:
    """Codes as a sentence has them: `1.2`, `1.2 and 3.1`, `1.2, 3.1 and 4.4`."""
    return " and ".join(part for part in (", ".join(codes[:-1]), *codes[-1:]) if part)


def _result(rule: OutcomeRule, standard: Standard, rated: dict[str, str]) -> RuleResult:
    counted = [(condition, _counted(condition, standard, rated)) for condition in rule.when]
    failed = [(condition, codes) for condition, codes in counted if not condition.holds(len(codes))]
    codes = _in_order(standard, [found for _, found in failed or counted])
    if failed:
        said = " ".join(
            condition.otherwise.replace("{criteria}", listed(found)) for condition, found in failed
        )
    else:
        said = rule.because.replace("{criteria}", listed(codes))
    return RuleResult(rule, not failed, said, codes)


def _counted(condition: Condition, standard: Standard, rated: dict[str, str]) -> tuple[str, ...]:
    among = {
        "all": frozenset(standard.criteria),
        "essentials": standard.essentials,
        "others": frozenset(standard.criteria) - standard.essentials,
    }[condition.among]
    return tuple(code for code, rating in rated.items() if code in among and rating in condition.rated)


def _in_order(standard: Standard, groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    found = {code for group in groups for code in group}
    return tuple(code for code in standard.criteria if code in found)


def _unfinished(standard: Standard, missing: tuple[str, ...]) -> Suggestion:
    waiting = "Not looked at until every criterion has a rating."
    results = tuple(RuleResult(rule, False, waiting, ()) for rule in standard.outcomes)
    number = "1 criterion has" if len(missing) == 1 else f"{len(missing)} criteria have"
    sentence = f"{number} no rating yet: {listed(missing)}. Rate every criterion to see what is suggested."
    return Suggestion(UNFINISHED, "No suggestion yet", sentence, results, missing)


def _nothing_matched(standard: Standard, results: tuple[RuleResult, ...]) -> Suggestion:
    """The cautious answer for an edition whose rules leave a gap: `flask standards check` would have said so."""
    outcome = standard.outcome("defer")
    sentence = (
        f"No rule of edition {standard.edition} covers these ratings, so a person needs to look at them."
    )
    return Suggestion(outcome.code, outcome.label, sentence, results)


def _refuse_unknown(standard: Standard, ratings: Mapping[str, str | None]) -> None:
    scale = {r.code for r in standard.ratings}
    for code, rating in ratings.items():
        if code not in standard.criteria:
            raise ValueError(f"Edition {standard.edition} has no criterion {code}, so it cannot be rated.")
        if rating is not None and rating not in scale:
            raise ValueError(
                f"Criterion {code} is rated {rating!r}, which is not on the scale of {standard.edition}."
            )
