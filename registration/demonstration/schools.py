"""The invented schools and what is told of them: names, people, territories."""

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from registration.countries import country_name
from registration.demonstration.material import read

SWAPPED = str.maketrans("łıøð", "liod") | str.maketrans({ord("æ"): "ae", ord("þ"): "th", ord("ß"): "ss"})


@dataclass(frozen=True)
class Colleague:
    """Somebody of a school: `role` is a role of the service, `post` what the school calls it."""

    given: str
    family: str
    role: str
    post: str
    domain: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        return f"{plain_letters(self.given)}.{plain_letters(self.family)}@{self.domain}"


@dataclass(frozen=True)
class School:
    """One invented school. Counts of students and staff are by territory, by ISO code."""

    key: str
    name: str
    legal_name: str
    country: str
    address: str
    town: str
    postcode: str
    zone: str
    phone: str
    domain: str
    established: int
    registration_number: str
    tax_id: str
    owners: str
    principal: tuple[str, str, str, str]
    people: tuple[tuple[str, str, str, str], ...]
    mission: str
    ages: tuple[int, int]
    delivery: str
    hours: tuple[int, int]
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    programmes: tuple[str, ...]
    students: dict[str, int] = field(hash=False)
    staff: dict[str, int] = field(hash=False)
    latin: str = ""
    vat_id: str = ""
    name_reason: str = ""

    @property
    def plain_name(self) -> str:
        return self.latin or self.name

    @property
    def plain_legal_name(self) -> str:
        """The legal name in Western letters, for a picture of a certificate."""
        return "".join(letter for letter in self.legal_name if ord(letter) < 0x250).strip()

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def roll(self) -> int:
        return sum(self.students.values())

    @property
    def colleagues(self) -> list[Colleague]:
        """The principal first, then the others in the order of the material."""
        _, given, family, _ = self.principal
        first = Colleague(given, family, "principal", "Principal", self.domain)
        return [
            first,
            *(Colleague(given, family, role, post, self.domain) for role, given, family, post in self.people),
        ]


@cache
def schools() -> dict[str, School]:
    """Every school of the demonstration, by its key."""
    return {key: _school(key, facts) for key, facts in read("schools.toml").items()}


def school(key: str) -> School:
    return schools()[key]


def words_for(school: School) -> dict[str, object]:
    """What the short texts and papers may say of a school, by the name used between braces."""
    return {
        "school": school.plain_name,
        "legal_name": school.plain_legal_name,
        "country": school.country_name,
        "established": school.established,
        "principal": f"{school.principal[0]} {school.principal[2]}",
        "students": school.roll,
        "territories": len(school.students),
        "territory": country_name(list(school.students)[-1]),
        "staff": sum(school.staff.values()),
        "hours": school.hours[0],
        "platform": school.platforms[0].split(" (")[0],
        "language": school.languages[0],
        "mission": school.mission,
        "ages": f"{school.ages[0]} to {school.ages[1]}",
        "number": school.registration_number,
    }


def territory_rows(school: School) -> tuple[tuple[str, ...], ...]:
    """A territory register as rows: where students live, how many, and on what ground they are enrolled."""
    grounds = (
        "Licensed here",
        "Clear from published law",
        "Confirmed in writing by the authority",
        "Confirmed in writing by the authority",
        "Reasoned position; advice on file",
    )
    rows = [
        (country_name(code), str(count), grounds[min(place, len(grounds) - 1)], f"{place % 9 + 1:02}/2026")
        for place, (code, count) in enumerate(school.students.items())
    ]
    return (("Territory", "Students", "Legal basis", "Checked"), *rows)


def plain_letters(name: str) -> str:
    """A name as it may stand in an address: "Żółkiewska" becomes "zolkiewska"."""
    swapped = name.casefold().translate(SWAPPED)
    plain = unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum() or letter == "-")


def _school(key: str, facts: dict[str, Any]) -> School:
    return School(key=key, **{name: _frozen(value) for name, value in facts.items()})


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value
