"""Keeping the profile of a reviewer: each reviewer their own, and nobody else's."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from registration.accounts.models import Person
from registration.audit import service as audit
from registration.countries import COUNTRIES, country_name
from registration.database import db
from registration.history import refuse_if_overtaken
from registration.panels import checking_service
from registration.panels.models import ReviewerProfile
from registration.panels.ties import Organisation

MOST_ORGANISATIONS = 12
BY_NAME = {name.partition(",")[0].casefold().replace("’", "'"): code for code, name in COUNTRIES.items()}
"""A name ends at a comma here: those in the list part one name from the next."""


@dataclass(frozen=True)
class Profile:
    """What a reviewer says of themselves; `hours` is None, and `version` 0, for somebody who has said nothing yet."""

    languages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    hours: int | None = None
    organisations: tuple[Organisation, ...] = ()
    version: int = 0


def row_of(person: Person) -> ReviewerProfile | None:
    return db.session.scalar(select(ReviewerProfile).where(ReviewerProfile.person_id == person.id))


def profile_of(person: Person) -> Profile:
    row = row_of(person)
    if row is None:
        return Profile()
    named = tuple(organisation(o["name"], o["website"], o["until"]) for o in row.organisations)
    return Profile(tuple(row.languages), tuple(row.territories), row.hours, named, row.version)


def save_profile(person: Person, profile: Profile) -> int:
    """Keep what a reviewer says of themselves, and look again for ties with the schools they are to judge.

    Answers with how many ties were found that nobody had seen: for the desk, as the person may not know yet of a place
    that is meant for them. Raises Overtaken when the profile was saved in another window.
    """
    row = row_of(person)
    refuse_if_overtaken(row, profile.version, theirs=as_typed(profile_of(person)))
    if row is None:
        row = ReviewerProfile(person_id=person.id, hours=0)
        db.session.add(row)
    row.languages, row.territories = list(profile.languages), list(profile.territories)
    row.hours, row.updated_by_id = profile.hours or 0, person.id
    row.organisations = [asdict(each) for each in profile.organisations]
    db.session.flush()
    audit.note("reviewer's profile changed", person)
    return len(checking_service.look_again(person))


def as_typed(profile: Profile) -> dict[str, object]:
    """By the names of the form's fields, for a page that shows two wordings."""
    return {
        "hours": profile.hours, "languages": ", ".join(profile.languages),
        "territories": ", ".join(names_of(profile.territories)),
    }


def organisation(name: str, website: str, until: int | None) -> Organisation:
    return Organisation(name.strip(), website.strip(), until)


def names_of(codes: Iterable[str]) -> list[str]:
    return [country_name(code).partition(",")[0] for code in codes]


def territories_in(text: str) -> tuple[list[str], list[str]]:
    """Codes of the territories that a list names, and the names in it that are none we know."""
    known, unknown = [], []
    for part in (" ".join(part.split()) for part in re.split(r"[,;\n]", text)):
        code = BY_NAME.get(part.casefold().replace("’", "'"))
        if code and code not in known:
            known.append(code)
        elif part and not code:
            unknown.append(part)
    return known, unknown
