"""Ties between a reviewer and a school that the service can see for itself: from domains, names and what went before.

A tie is no conflict of interest yet: it is something the case officer has to look at. Pure: facts in, ties out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registration.access.standing import CONFLICT_YEARS
from registration.interest.comparing import comparable, site_of

RULES = {
    "mail": "The e-mail address belongs to the school’s own domain",
    "organisation": "Worked for, owned or advised the school or its owner",
    "related": "Worked for, owned or advised a school that is related to it",
    "judged": "Was on the panel of an earlier application of this school",
    "left": "Was on this panel before, and left it",
    "declined": "Declined to judge this school",
    "old_relation": "Was tied to the school in the past",
}


@dataclass(frozen=True)
class Organisation:
    """Somewhere a reviewer worked, which they owned or advised. `until` is a year; None: still."""

    name: str
    website: str = ""
    until: int | None = None

    def counts(self, year: int) -> bool:
        return self.until is None or self.until + CONFLICT_YEARS >= year


@dataclass(frozen=True)
class Before:
    """Something that went before between a reviewer and the school: a rule's code, what about, and the sentence."""

    rule: str
    about: str
    words: str


@dataclass(frozen=True)
class SchoolFacts:
    """What a school is known by."""

    names: tuple[str, ...]
    """Of the school, of who is responsible for it, and of its owners."""
    related: tuple[str, ...] = ()
    sites: frozenset[str] = frozenset()
    """Its own domain, and those its people write from, without those that many share."""


@dataclass(frozen=True)
class ReviewerFacts:
    mail: str
    organisations: tuple[Organisation, ...] = ()
    before: tuple[Before, ...] = ()


@dataclass(frozen=True)
class Tie:
    """One thing found, as a sentence. `about` tells it from others of the same rule."""

    rule: str
    about: str
    words: str


def ties_of(reviewer: ReviewerFacts, school: SchoolFacts, year: int) -> list[Tie]:
    """Everything found between one reviewer and one school, each thing once."""
    found = [*by_mail(reviewer, school), *by_organisation(reviewer, school, year)]
    found += [Tie(each.rule, each.about, each.words) for each in reviewer.before]
    return list({(tie.rule, tie.about): tie for tie in found}.values())


def by_mail(reviewer: ReviewerFacts, school: SchoolFacts) -> Iterable[Tie]:
    site = site_of(reviewer.mail.rpartition("@")[2])
    if site and site in school.sites:
        yield Tie("mail", site, f"Writes from {site}, as the school does.")


def by_organisation(reviewer: ReviewerFacts, school: SchoolFacts, year: int) -> Iterable[Tie]:
    own, kin = ({name_key(name) for name in names} - {""} for names in (school.names, school.related))
    for each in reviewer.organisations:
        if not each.counts(year):
            continue
        key, site = name_key(each.name), site_of(each.website)
        when = "still" if each.until is None else f"until {each.until}"
        if key in own or (site and site in school.sites):
            yield Tie("organisation", key, f"Names “{each.name}” ({when}), which is the school or stands behind it.")
        elif key in kin:
            yield Tie("related", key, f"Names “{each.name}” ({when}), a school related to this one.")


def name_key(name: str) -> str:
    """A name without blanks, dots and capitals."""
    return comparable(name)


def own_sites(addresses: Iterable[str], shared: Iterable[str]) -> frozenset[str]:
    """The domains in these e-mail or web addresses that nobody else writes from. Empty ones are left out."""
    return frozenset(filter(None, (site_of(a.rpartition("@")[2]) for a in addresses))) - frozenset(shared)
