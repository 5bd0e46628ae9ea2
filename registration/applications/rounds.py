"""What changed between two rounds: of the answers, the statements, the citations and the versions they name.

Both rounds are read as plain data, so the same comparison shows a school what it changed, a reviewer what to look at
again, and a school that is answering a request what it is about to send.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import standards
from registration.drafts.comparing import compared
from registration.schools.answers import Answer, answers
from registration.schools.sections import SECTIONS, Section
from standards.model import Criterion

Row = Mapping[str, Any]
LONG = 500
EDGE = 160
"""Of unchanged text longer than `LONG` characters, only so many at each end are shown."""


@dataclass(frozen=True)
class Part:
    """A stretch of text: “same”, “added”, “removed”, or “left out” where unchanged text is not shown."""

    kind: str
    text: str


@dataclass(frozen=True)
class TextChange:
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CitationChange:
    """One citation: “added”, “removed”, “moved”, “replaced” by another version, or “reworded”."""

    kind: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class CriterionChange:
    criterion: Criterion
    texts: tuple[TextChange, ...]
    citations: tuple[CitationChange, ...]


@dataclass(frozen=True)
class SectionChange:
    section: Section
    texts: tuple[TextChange, ...]


@dataclass(frozen=True)
class Compared:
    """All that differs; criteria and sections without a difference are only counted."""

    criteria: tuple[CriterionChange, ...]
    sections: tuple[SectionChange, ...]
    evidence: tuple[CitationChange, ...]
    same: tuple[str, ...]
    """Codes of the criteria in which nothing changed."""

    @property
    def nothing(self) -> bool:
        return not (self.criteria or self.sections or self.evidence)


def differences(old: Row, new: Row, hidden: Collection[str] = ()) -> Compared:
    """From the older snapshot to the newer. `hidden`: criteria whose self-rating this reader may not see yet."""
    standard = standards.load(new["edition"])
    every = [criterion_change(old, new, criterion, hidden) for criterion in standard.criteria.values()]
    touched = tuple(change for change in every if change.texts or change.citations)
    codes = {change.criterion.code for change in touched}
    sections = (section_change(section, old, new) for section in SECTIONS)
    return Compared(
        touched, tuple(change for change in sections if change.texts), tuple(register_changes(old, new)),
        tuple(code for code in standard.criteria if code not in codes),
    )  # fmt: skip


def criterion_change(old: Row, new: Row, criterion: Criterion, hidden: Collection[str]) -> CriterionChange:
    code = criterion.code
    before, after = (snapshot["responses"].get(code) or {} for snapshot in (old, new))
    pairs = [
        ("Statement", before.get("statement", ""), after.get("statement", "")),
        ("Why no evidence is cited", before.get("no_evidence_reason", ""), after.get("no_evidence_reason", "")),
    ]
    if code not in hidden:
        pairs.insert(0, ("The school’s own rating", rating(old, before), rating(new, after)))
    cited = citation_changes(old["citations"].get(code, ()), new["citations"].get(code, ()))
    return CriterionChange(criterion, tuple(text_changes(pairs)), tuple(cited))


def rating(snapshot: Row, response: Row) -> str:
    given = response.get("rating")
    return standards.load(snapshot["edition"]).rating(given).label if given else ""


def section_change(section: Section, old: Row, new: Row) -> SectionChange:
    before, after = (answers(section, s["profile"].get(str(section.number), {})) for s in (old, new))
    pairs = [(a.label, as_text(b), as_text(a)) for b, a in zip(before, after, strict=True)]
    return SectionChange(section, tuple(text_changes(pairs)))


def as_text(answer: Answer) -> str:
    """An answer as lines: one for each row of a group, so that a changed row is seen as one."""
    if not answer.rows:
        return answer.text
    return "\n".join("; ".join(f"{each.label}: {each.text}" for each in row if each.text) for row in answer.rows)


def text_changes(pairs: list[tuple[str, str, str]]) -> Iterator[TextChange]:
    return (TextChange(label, marked(old, new)) for label, old, new in pairs if old != new)


def marked(old: str, new: str) -> tuple[Part, ...]:
    """One text out of two: what went stands before what came in its place."""
    left, right = compared(old, new)
    parts: list[Part] = []
    while left or right:
        while left and left[0][1]:
            parts.append(Part("removed", left.pop(0)[0]))
        while right and right[0][1]:
            parts.append(Part("added", right.pop(0)[0]))
        if left and right:
            left.pop(0)
            parts += unchanged(right.pop(0)[0])
    return tuple(parts)


def unchanged(text: str) -> list[Part]:
    if len(text) <= LONG:
        return [Part("same", text)]
    return [Part("same", text[:EDGE]), Part("left out", ""), Part("same", text[-EDGE:])]


def citation_changes(old: Collection[Row], new: Collection[Row]) -> Iterator[CitationChange]:
    """Paired by the citation itself; else one that went with one that came of the same item. Newer order first."""
    before = {row["id"]: row for row in old}
    came = [row for row in new if row["id"] not in before]
    went = [row for row in old if row["id"] not in {each["id"] for each in new}]
    for row in new:
        if row["id"] in before:
            yield from changed(before[row["id"]], row)
    for row in came:
        twin = next((each for each in went if each["evidence"] == row["evidence"]), None)
        if twin is None:
            yield CitationChange("added", row["title"], "", told(row))
        else:
            went.remove(twin)
            yield from changed(twin, row)
    yield from (CitationChange("removed", row["title"], told(row), "") for row in went)


def changed(old: Row, new: Row) -> Iterator[CitationChange]:
    if old["version"] != new["version"]:
        kind = "replaced"
    elif old["where"] != new["where"]:
        kind = "moved"
    elif (old["shows"], old["title"]) != (new["shows"], new["title"]):
        kind = "reworded"
    else:
        return
    yield CitationChange(kind, new["title"], told(old), told(new))


def told(row: Row) -> str:
    return f"version {row['number']}, {row['where']}: {row['shows']}"


def register_changes(old: Row, new: Row) -> Iterator[CitationChange]:
    """Items that came, went, or have a newer version."""
    before = {row["id"]: row for row in old["evidence"]}
    after = {row["id"]: row for row in new["evidence"]}
    for key, row in after.items():
        if key not in before:
            yield CitationChange("added", row["title"], "", item_told(row))
        elif before[key]["version"] != row["version"]:
            yield CitationChange("replaced", row["title"], item_told(before[key]), item_told(row))
    for key, row in before.items():
        if key not in after:
            yield CitationChange("removed", row["title"], item_told(row), "")


def item_told(row: Row) -> str:
    return f"version {row['number']}, {row['file_name'] or row['link']}"
