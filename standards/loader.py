"""From an edition's folder to a `Standard`, and every problem in the folder named by file and key."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from standards.coverage import uncovered
from standards.model import (
    AMONG,
    OUTCOMES,
    TONES,
    Area,
    Condition,
    Criterion,
    Guidance,
    Notes,
    Outcome,
    OutcomeRule,
    Rating,
    Standard,
)
from standards.publishing import HOME, PUBLISHED, changed_since_published, digest, published
from standards.reading import StandardError, Table, read_table

__all__ = ["HOME", "PUBLISHED", "StandardError", "check", "digest", "load", "published"]


def load(folder: Path) -> Standard:
    """Read the edition in `folder`; its name is the folder's.

    Raises `StandardError` with every problem found, also when the edition is
    published and its files are no longer the ones that were published.
    """
    standard, problems = _read(folder)
    if standard is None or problems:
        raise StandardError(problems)
    return standard


def check(folder: Path) -> list[str]:
    """All that is wrong with the edition in `folder`, as sentences; nothing when it can be used.

    Looks further than `load`: it also tries whether the outcome rules suggest
    something for every complete set of ratings.
    """
    standard, problems = _read(folder)
    if standard is not None and not problems:
        gap = uncovered(standard)
        if gap:
            problems.append(
                f"{standard.edition}/standard.toml: no outcome rule matches when {gap}. Add a rule that does."
            )
    return problems


def _read(folder: Path) -> tuple[Standard | None, list[str]]:
    problems: list[str] = []
    folder = folder.resolve()
    if not folder.is_dir():
        return None, [f"{folder}: there is no such folder. Name a folder that holds a standard.toml."]
    table = read_table(folder / "standard.toml", problems)
    if table is None:
        return None, problems

    essentials = frozenset(table.texts("essentials"))
    areas = _areas(table, folder, essentials)
    ratings = _ratings(table)
    possible, rules = _outcomes(table, {r.code for r in ratings})
    follows, continues = _carry_over(folder, {c.code for a in areas for c in a.criteria}, problems)
    standard = Standard(
        edition=folder.name,
        title=table.text("title"),
        source=table.text("source"),
        effective_from=table.day("effective_from"),
        bar=table.whole("bar"),
        areas=areas,
        ratings=ratings,
        outcomes=rules,
        possible_outcomes=possible,
        notes=_notes(table.table("notes")),
        digest=digest(folder),
        follows=follows,
        continues=MappingProxyType(continues),
    )
    _compare(standard, table, essentials)
    table.done()
    problems += changed_since_published(folder, standard.digest)
    return standard, problems


def _areas(table: Table, folder: Path, essentials: frozenset[str]) -> tuple[Area, ...]:
    areas: list[Area] = []
    files: dict[str, str] = {}
    names = table.texts("areas")
    for name in names:
        area = read_table(folder / Path(name).name, table.problems)
        if area is None:
            continue
        number = area.whole("number")
        if number in {a.number for a in areas}:
            area.problem(f"'number' {number} is already the number of another area. Number each area once.")
        criteria = tuple(_criterion(c, number, essentials) for c in area.tables("criterion"))
        for criterion in criteria:
            if criterion.code in files:
                area.problem(
                    f"criterion {criterion.code} is already in {files[criterion.code]}. Use each code once."
                )
            files[criterion.code] = area.where
        areas.append(Area(number, area.text("title"), area.text("heading"), criteria))
        area.done()
    for file in sorted(folder.glob("*.toml")):
        if file.name not in {"standard.toml", "carry-over.toml", *names}:
            table.problem(
                f"'areas' does not name {file.name}, which is in the folder. Add it, or take the file away."
            )
    return tuple(areas)


def _criterion(table: Table, area: int, essentials: frozenset[str]) -> Criterion:
    code = table.text("code")
    if code and not code.startswith(f"{area}."):
        table.problem(
            f"'code' {code} does not begin with the number of its area. Write it as {area}.1 and so on."
        )
    guidance = table.table("guidance")
    criterion = Criterion(
        code=code,
        title=table.text("title"),
        requirement=table.text("requirement"),
        area=area,
        essential=code in essentials,
        guidance=Guidance(
            *(guidance.texts(key) for key in ("good", "evidence", "prompts", "meet", "observe"))
        ),
        not_applicable=table.optional_text("not_applicable"),
    )
    guidance.done()
    table.done()
    return criterion


def _ratings(table: Table) -> tuple[Rating, ...]:
    ratings: list[Rating] = []
    for row in table.tables("rating"):
        rating = Rating(
            code=row.text("code"),
            value=row.optional_whole("value"),
            label=row.text("label"),
            description=row.text("description"),
            meets=row.flag("meets"),
            needs_action=row.flag("needs_action"),
            blocks=row.flag("blocks"),
            for_school=row.flag("for_school"),
            tone=row.text("tone"),
            restricted=row.optional_flag("restricted"),
        )
        if rating.code in {r.code for r in ratings}:
            row.problem(f"'code' {rating.code} is already used. Give each rating its own.")
        if rating.value is not None and rating.value in {r.value for r in ratings}:
            row.problem(f"'value' {rating.value} is already used. Give each step of the scale its own.")
        if rating.tone not in TONES:
            row.problem(f"'tone' is {rating.tone!r}. Write one of: {', '.join(sorted(TONES))}.")
        ratings.append(rating)
        row.done()
    return tuple(ratings)


def _outcomes(table: Table, ratings: set[str]) -> tuple[tuple[Outcome, ...], tuple[OutcomeRule, ...]]:
    outcomes: list[Outcome] = []
    rules: list[OutcomeRule] = []
    for row in table.tables("outcome"):
        outcome = Outcome(row.text("code"), row.text("label"), row.text("meaning"))
        outcomes.append(outcome)
        for line in row.tables("rule"):
            when = tuple(_condition(c, ratings) for c in line.tables("when"))
            code = line.text("code")
            if code in {r.code for r in rules}:
                line.problem(f"'code' {code} is already used. Give each rule its own.")
            statement, because = line.text("statement"), line.text("because")
            rules.append(OutcomeRule(code, outcome.code, outcome.label, statement, because, when))
            line.done()
        row.done()
    if table.has("outcome") and tuple(o.code for o in outcomes) != OUTCOMES:
        table.problem(f"'outcome' must have these codes, in this order: {', '.join(OUTCOMES)}.")
    return tuple(outcomes), tuple(rules)


def _condition(table: Table, ratings: set[str]) -> Condition:
    condition = Condition(
        among=table.text("among"),
        rated=table.texts("rated"),
        at_least=table.optional_whole("at_least"),
        at_most=table.optional_whole("at_most"),
        otherwise=table.text("otherwise"),
    )
    if condition.among not in AMONG:
        table.problem(f"'among' is {condition.among!r}. Write one of: {', '.join(sorted(AMONG))}.")
    for code in condition.rated:
        if code not in ratings:
            table.problem(f"'rated' names {code!r}, which is not on the scale. Use the code of a rating.")
    if condition.at_least is None and condition.at_most is None:
        table.problem("'at_least' or 'at_most' is missing. Say how many criteria.")
    table.done()
    return condition


def _notes(table: Table) -> Notes:
    notes = Notes(table.text("numbering"), table.text("guidance"), table.text("essentials"))
    table.done()
    return notes


def _carry_over(folder: Path, codes: set[str], problems: list[str]) -> tuple[str | None, dict[str, str]]:
    table = read_table(folder / "carry-over.toml", problems)
    if table is None:
        return None, {}
    follows = table.optional_text("follows") or None
    continues = table.mapping("continues")
    table.done()
    if follows is None:
        if continues:
            table.problem("'follows' is missing. Name the edition these criteria continue from.")
        return None, continues
    before = _codes_of(follows, folder)
    if before is None:
        table.problem(
            f"'follows' names edition {follows}, and there is none here. Name an edition that exists."
        )
    for code, earlier in continues.items():
        if code not in codes:
            table.problem(
                f"'continues' names {code}, which is not a criterion of this edition. Use one of its codes."
            )
        if before is not None and earlier not in before:
            table.problem(f"'continues' says {code} was {earlier}, which edition {follows} does not have.")
    return follows, continues


def _codes_of(edition: str, beside: Path) -> set[str] | None:
    """The codes of another edition, in the same home or among ours, read without judging the rest of it."""
    for home in (beside.parent, HOME):
        folder = home / edition
        if (folder / "standard.toml").exists():
            unheard: list[str] = []
            tables = [table for file in folder.glob("*.toml") if (table := read_table(file, unheard))]
            return {
                c.text("code")
                for table in tables
                if table.has("criterion")
                for c in table.tables("criterion")
            }
    return None


def _compare(standard: Standard, table: Table, essentials: frozenset[str]) -> None:
    """What no single key shows: counts, and names that must exist elsewhere in the edition."""
    written = table.whole("criteria")
    found = sum(len(area.criteria) for area in standard.areas)
    if written != found:
        table.problem(
            f"'criteria' is {written}, and the areas hold {found}. Correct the number or the areas."
        )
    for code in sorted(essentials - set(standard.criteria)):
        table.problem(
            f"'essentials' names {code}, which is not a criterion of this edition. Use one of its codes."
        )
    for rating in standard.ratings:
        if rating.value is not None and rating.meets != (rating.value >= standard.bar):
            table.problem(f"'meets' of rating {rating.code} does not agree with the bar, {standard.bar}.")
    if standard.ratings and not any(r.for_school for r in standard.ratings):
        table.problem("'for_school' is false for every rating. A school must be able to rate itself.")
