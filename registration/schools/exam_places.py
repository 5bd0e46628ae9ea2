"""Whether candidates have a place to sit their examinations, in each territory where the school expects some.

A school that expects entries (section 6) has candidates wherever it has students (section 4);
section 7 says where they sit. Pure functions of the facts, as in `answers.py`.
"""

from collections.abc import Mapping
from typing import Any

from registration.countries import country_name
from registration.schools.answers import Facts, why_not

TERRITORIES, PROGRAMMES, PLACES = 4, 6, 7
ENTRIES = ("entries_1", "entries_2", "entries_3")


def without_place(profile: Mapping[int, Facts]) -> list[str]:
    """Names of the territories with candidates that section 7 does not mention, in the order of section 4.

    "Not applicable" for all of section 7 is an answer only where no entries are expected.
    """
    if not any(expects_entries(row) for row in rows(profile, PROGRAMMES, "programmes")):
        return []
    placed = {row.get("territory") for row in rows(profile, PLACES, "exam_places")}
    peopled = [r.get("territory") for r in rows(profile, TERRITORIES, "territories") if number(r.get("students"))]
    return [country_name(code) for code in dict.fromkeys(peopled) if code and code not in placed]


def rows(profile: Mapping[int, Facts], section: int, group: str) -> list[Facts]:
    held = profile.get(section, {}).get(group)
    return [row for row in held if isinstance(row, Mapping)] if isinstance(held, list) else []


def expects_entries(programme: Facts) -> bool:
    """A programme with entries, unless it is taught without examinations."""
    return not why_not(programme.get("first_series")) and any(number(programme.get(name)) for name in ENTRIES)


def number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def sentence(names: list[str]) -> str:
    """What is still to do, in words; empty when nothing is."""
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return (
        f"Say where the candidates in {listed} sit their examinations: you have students there and expect entries. "
        "If they travel to another territory, name that place."
    )
