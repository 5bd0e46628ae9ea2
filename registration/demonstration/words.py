"""What is said in a case, by the school, its reviewers and the panel: written out for one, composed for others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registration.demonstration import composition
from registration.demonstration.material import chance_for, read, read_all
from registration.demonstration.schools import School

RATINGS = {1: "not", 2: "partly", 3: "met", 4: "exceeds"}
VALUES = {code: value for value, code in RATINGS.items()}
NOT_ENOUGH = "nee"
SOURCES = {"document", "interview", "observation", "data"}


@dataclass(frozen=True)
class Cited:
    """One citation: which item, where in it, and what it shows."""

    evidence: str
    shows: str
    page_from: int | None = None
    page_to: int | None = None
    timestamp: str = ""


@dataclass(frozen=True)
class Said:
    """A judgement in words: one reviewer's, or the panel's."""

    rating: str
    text: str
    action: str = ""
    reason: str = ""
    discussion: str = ""
    strengths: str = ""
    confidence: str = "medium"
    sources: tuple[str, ...] = ("document",)


@dataclass(frozen=True)
class Words:
    """The words of one case. `agreed` holds the ratings that are not Met, by criterion."""

    school: School
    agreed: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def rating(self, code: str) -> str:
        return self.agreed.get(code, "met")

    def statement(self, code: str) -> tuple[str, str]:
        """The school's own rating and its statement."""
        if self.complete:
            said = read_all("complete/self-assessment-*.toml")[code]
            return RATINGS[said["rating"]], said["statement"].strip()
        agreed = VALUES.get(self.rating(code), 2)
        return RATINGS[composition.own_rating(self.school, code, agreed)], composition.statement(
            self.school, code
        )

    def citations(self, code: str) -> list[Cited]:
        if self.complete:
            said = read_all("complete/self-assessment-*.toml")[code]
            return [cited(each) for each in said["citations"]]
        papers = read("papers.toml")
        return [
            Cited(key, paper["cites"][code], *pages_of_short(key, code))
            for key, paper in papers.items()
            if code in paper["cites"]
        ]

    def finding(self, code: str, reviewer: str) -> Said:
        """What one reviewer finds at the desk, alone."""
        if self.complete:
            one = read_all("complete/findings-*.toml")[code][reviewer]
            rating = RATINGS.get(one["rating"], NOT_ENOUGH)
            return Said(
                rating,
                one["rationale"],
                one.get("action", ""),
                confidence=one["confidence"],
                sources=tuple(one["kinds"]),
            )
        value = VALUES.get(self.rating(code), 2)
        made = composition.judged(self.school, code, by=reviewer, agreed=value)
        rating = RATINGS[made.rating or value]
        if self.rating(code) == NOT_ENOUGH and rating != "met":
            rating = NOT_ENOUGH
        action = made.action if rating in ("not", "partly") else ""
        return Said(rating, made.rationale, action, confidence=made.confidence, sources=made.kinds)

    def desk(self, code: str) -> Said:
        """What the panel agreed at the desk."""
        if self.complete:
            agreed = read_all("complete/judgements-*.toml")[code]
            return Said(
                RATINGS[agreed["desk"]["rating"]],
                "",
                reason=agreed["desk"]["reason"],
                discussion=agreed.get("note", ""),
            )
        text, action = composition.agreed_text(self.school, code, VALUES[self.rating(code)])
        reason = "Ratings lay close together; the panel agreed on what the documents show."
        return Said(self.rating(code), text, action, reason=reason)

    def final(self, code: str) -> Said:
        """What the report says, after the visit."""
        if self.complete:
            final = read_all("complete/judgements-*.toml")[code]["final"]
            return Said(
                RATINGS[final["rating"]],
                final["finding"],
                final.get("action", ""),
                strengths=final["strengths"],
            )
        text, action = composition.agreed_text(self.school, code, VALUES[self.rating(code)])
        chance = chance_for(f"{self.school.key} strengths {code}")
        strength = chance.choice(read("bank.toml")["strengths"]) if self.rating(code) != "not" else ""
        return Said(self.rating(code), text, action, strengths=strength)

    def seen(self, code: str) -> str:
        """What was seen at the visit. Roles are named, never people."""
        if self.complete:
            return str(read_all("complete/judgements-*.toml")[code]["seen"])
        return str(chance_for(f"{self.school.key} seen {code}").choice(read("bank.toml")["seen"]))

    def below_met(self, codes: Iterator[str]) -> list[str]:
        return [code for code in codes if self.final(code).rating in ("partly", "not")]


def cited(written: dict[str, Any]) -> Cited:
    """A citation as the material writes it: pages, or a place in words, or a time in a recording."""
    place, shows = written.get("place", ""), written["shows"]
    if place[:1].isdigit():
        return Cited(written["evidence"], shows, timestamp=place.split(" ")[0].removeprefix("0"))
    first, last = written.get("pages", (None, None))
    return Cited(written["evidence"], f"{place}: {shows}" if place else shows, first, last)


def pages_of_short(key: str, code: str) -> tuple[int | None, int | None]:
    """A page of a small paper: one after the cover, the same each time for the same criterion."""
    paper = read("papers.toml")[key]
    if paper["made"] == "scan":
        return 1, 1
    if paper["made"] != "pdf":
        return None, None
    page = 2 + sorted(paper["cites"]).index(code) % len(paper["pages"])
    return page, page
