"""Keeping the profile: a section is saved as far as it goes, and says whether it is complete."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.history import refuse_if_overtaken
from registration.schools import exam_places, queries
from registration.schools.answers import Facts, missing, shown
from registration.schools.models import ProfileSection, School
from registration.schools.sections import BY_NUMBER, Section


def save_section(
    application: Application, section: Section, facts: dict[str, Any], *, by: Person, version: int
) -> list[str]:
    """Keep the facts of a section; answers with what is still missing, by label.

    `version` is that of the section as it was read, 0 when there was none: a save over somebody
    else's is refused. Saving without a change changes nothing, not even who changed it last.
    """
    row = queries.section_of(application, section.number)
    refuse_if_overtaken(row, version, theirs=shown(section, row.facts) if row else None)
    left = missing(section, facts)
    if section.number == exam_places.PLACES and (lacking := places_lacking(application, {section.number: facts})):
        left.append(lacking)
    if row is None:
        row = ProfileSection(application=application, number=section.number, facts=facts)
        db.session.add(row)
    if row.facts != facts or row.is_new:
        row.facts, row.updated_by = facts, by
    row.complete = not left
    db.session.flush()
    keep_places_in_step(application, section.number)
    keep_school_in_step(application.school, section.number, facts)
    return left


def places_lacking(application: Application, typed: Mapping[int, Facts] | None = None) -> str:
    """The sentence that names the territories without an examination place, if any; `typed` before what is kept."""
    return exam_places.sentence(exam_places.without_place({**queries.facts_by_section(application), **(typed or {})}))


def places_to_add(application: Application, *, after: int) -> str:
    """The same sentence when a change of section `after` calls for places that section 7 lacks, once it is begun."""
    asked_for = after in (exam_places.TERRITORIES, exam_places.PROGRAMMES)
    begun = asked_for and queries.section_of(application, exam_places.PLACES) is not None
    return places_lacking(application) if begun else ""


def still_missing(application: Application, section: Section) -> list[str]:
    """What a section still lacks, as it is kept: by label, or in a sentence."""
    left = missing(section, queries.facts_held(application, section.number))
    lacking = places_lacking(application) if section.number == exam_places.PLACES else ""
    return [*left, lacking] if lacking else left


def keep_places_in_step(application: Application, number: int) -> None:
    """Section 7 is complete only with a place wherever sections 4 and 6, as they stand, say there are candidates."""
    places = queries.section_of(application, exam_places.PLACES)
    if places is not None and number in (exam_places.TERRITORIES, exam_places.PROGRAMMES):
        left = missing(BY_NUMBER[exam_places.PLACES], places.facts)
        places.complete = not left and not places_lacking(application)


def keep_school_in_step(school: School, number: int, facts: dict[str, Any]) -> None:
    """The facts by which the service knows a school follow its profile."""
    if number == 1:
        school.name = facts.get("school_name", school.name)
        school.country = facts.get("country", school.country)
        school.town = facts.get("town", school.town)
        change_zone(school, facts.get("time_zone", school.time_zone))
        school.website = facts.get("website", school.website)
        school.domain = domain_of(school.website)
    if number == 2:
        school.registration_number = facts.get("registration_number", school.registration_number)


def change_zone(school: School, zone: str) -> None:
    """Its people go along, but for those who chose a zone of their own. Every account begins with UTC."""
    if zone != school.time_zone:
        for person in school.people:
            if person.time_zone in ("UTC", school.time_zone):
                person.time_zone = zone
        school.time_zone = zone


def domain_of(website: str) -> str:
    """The host of a web address, without www; empty when there is none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
