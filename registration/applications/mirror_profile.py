"""The mirror's conditions about the profile: what is missing in it, and which of its numbers disagree."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from registration.applications.mirror_seen import Found, Holds, Place, Row, Seen
from registration.countries import country_name
from registration.schools import exam_places
from registration.schools.answers import answer, missing, why_not
from registration.schools.sections import BY_NUMBER, DECLARATION, PROGRAMME, SECTIONS, Section
from standards.advice import Rule

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
SERIES = re.compile(r"(?:(\w+)\s+)?(20\d\d)\b")
MOST_NAMED = 6


def in_section(number: int, **words: str) -> Found:
    return Found(Place("section", str(number)), words)


def section_incomplete(seen: Seen, rule: Rule) -> Iterator[Found]:
    for section in SECTIONS:
        left = lacking(section, seen.facts(section.number), rule.words("apart"))
        if left:
            more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
            yield in_section(
                section.number, section=f"Section {section.number}, {section.title},",
                lacks="; ".join(left[:MOST_NAMED]) + more,
            )  # fmt: skip


def lacking(section: Section, facts: Row, apart: Iterable[str]) -> list[str]:
    """Labels of what is missing, without the facts that have a rule of their own."""
    told = {ask.label for ask in section.asks if ask.name in set(apart)}
    return [label for label in missing(section, facts) if label not in told]


def fact_missing(seen: Seen, rule: Rule) -> Iterator[Found]:
    number, name = rule.number("section"), rule.word("field")
    ask = next(ask for ask in BY_NUMBER[number].asks if ask.name == name)
    if answer(ask, seen.facts(number)).missing:
        yield in_section(number, label=ask.label)


def territory_without_place(seen: Seen, rule: Rule) -> Iterator[Found]:
    left = exam_places.without_place({int(number): facts for number, facts in seen.snapshot["profile"].items()})
    if left:
        yield in_section(exam_places.PLACES, territories=", ".join(left))


def rows(seen: Seen, number: int, group: str) -> list[Row]:
    return exam_places.rows({number: seen.facts(number)}, number, group)


def total(found: list[Row], name: str) -> int:
    return sum(exam_places.number(row.get(name)) for row in found)


def students_disagree(seen: Seen, rule: Rule) -> Iterator[Found]:
    by_stage, by_territory = rows(seen, 3, "students"), rows(seen, 4, "territories")
    one, other = total(by_stage, "students"), total(by_territory, "students")
    if by_stage and by_territory and one != other:
        yield in_section(4, stages=f"{one:,}", territories=f"{other:,}")


def teachers_disagree(seen: Seen, rule: Rule) -> Iterator[Found]:
    by_stage, by_territory = rows(seen, 3, "students"), rows(seen, 4, "territories")
    teachers, staff = total(by_stage, "teachers"), total(by_territory, "staff")
    if by_stage and by_territory and teachers > staff:
        yield in_section(4, stages=f"{teachers:,}", territories=f"{staff:,}")


def law_shorter(seen: Seen, rule: Rule) -> Iterator[Found]:
    """Named in so few words that no law can be among them: “none”, “as usual”."""
    for row in rows(seen, 4, "territories"):
        said = str(row.get(rule.word("field")) or "").split()
        peopled = exam_places.number(row.get("staff")) or exam_places.number(row.get("students"))
        if peopled and 0 < len(said) < rule.number("words"):
            yield in_section(4, territory=country_name(str(row.get("territory"))))


def first_series_past(seen: Seen, rule: Rule) -> Iterator[Found]:
    names = dict(PROGRAMME)
    for row in rows(seen, 6, "programmes"):
        series = row.get("first_series")
        if not why_not(series) and is_past(str(series or ""), seen.today):
            programme = str(row.get("programme"))
            yield in_section(6, programme=names.get(programme, programme), series=str(series))


def is_past(series: str, today: date) -> bool:
    """“June 2025” has passed with its month, “2025” with its year. What names no year is left to people."""
    found = SERIES.search(series)
    if found is None:
        return False
    month = MONTHS.get((found[1] or "").casefold(), 12)
    return (int(found[2]), month) < (today.year, today.month)


def place_not_begun(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row in rows(seen, 7, "exam_places"):
        if row.get("agreement") == "none":
            yield in_section(7, territory=country_name(str(row.get("territory"))))


def ages_out_of_order(seen: Seen, rule: Rule) -> Iterator[Found]:
    first, last = seen.facts(3).get("age_from"), seen.facts(3).get("age_to")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield in_section(3, youngest=str(first), oldest=str(last))


def not_signed(seen: Seen, rule: Rule) -> Iterator[Found]:
    """Asked only while the need of a signature is not met, which knows about changes since, too."""
    yield Found(Place("declaration", str(DECLARATION)), {})


CONDITIONS: Mapping[str, Holds] = {
    "section_incomplete": section_incomplete, "fact_missing": fact_missing,
    "territory_without_place": territory_without_place, "students_disagree": students_disagree,
    "teachers_disagree": teachers_disagree, "law_shorter": law_shorter, "first_series_past": first_series_past,
    "place_not_begun": place_not_begun, "ages_out_of_order": ages_out_of_order, "not_signed": not_signed,
}  # fmt: skip
