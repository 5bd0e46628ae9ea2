"""Two editions of a report side by side: which paragraphs changed, and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registration.drafts.comparing import Part, compared
from registration.reports.content import ReportContent

NEW, REMOVED, CHANGED = "new", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One paragraph that differs: both wordings in parts, each part marked when the other has not got it."""

    number: str
    where: str
    kind: str
    old: Sequence[Part]
    new: Sequence[Part]


@dataclass(frozen=True)
class Judged:
    """A criterion that is judged otherwise."""

    criterion: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    changes: Sequence[Change]
    judged: Sequence[Judged]
    same: int


def comparison(old: ReportContent, new: ReportContent) -> Comparison:
    """What the newer edition says otherwise, in its order; a paragraph that was removed stands where it stood."""
    before, after = texts(old), texts(new)
    where = {**places(old), **places(new)}
    differing = [number for number in order(list(before), list(after)) if before.get(number) != after.get(number)]
    return Comparison(
        tuple(change(number, where[number], before, after) for number in differing),
        tuple(judged(old, new)),
        sum(before.get(number) == text for number, text in after.items()),
    )


def texts(content: ReportContent) -> dict[str, str]:
    return {paragraph.number: paragraph.text for paragraph in content.paragraphs}


def change(number: str, where: str, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    if number not in before:
        return Change(number, where, NEW, (), ((after[number], True),))
    if number not in after:
        return Change(number, where, REMOVED, ((before[number], True),), ())
    left, right = compared(before[number], after[number])
    return Change(number, where, CHANGED, left, right)


def order(old: list[str], new: list[str]) -> list[str]:
    """The numbers of the newer edition, each removed one behind the one it stood behind."""
    found = list(new)
    last = ""
    for number in old:
        if number not in found:
            found.insert(found.index(last) + 1 if last else 0, number)
        last = number
    return found


def places(content: ReportContent) -> dict[str, str]:
    """Where each paragraph stands, by its number."""
    found = {p.number: "The school and its context" for p in content.narrative}
    found |= {p.number: "Key findings" for p in content.key_findings}
    found |= {p.number: "Recommendations" for p in content.recommendations}
    found |= {p.number: "Examination arrangements" for p in content.arrangements}
    found |= {p.number: "Record of the visit" for p in content.visit.narrative}
    for finding in content.findings:
        actions = (finding.action,) if finding.action else ()
        numbered = (*finding.seen, *finding.strengths, *actions)
        found |= {p.number: f"{finding.code} {finding.title}" for p in numbered}
    return found


def judged(old: ReportContent, new: ReportContent) -> list[Judged]:
    before = {finding.code: finding.judgement.label for finding in old.findings}
    return [
        Judged(f"{finding.code} {finding.title}", before.get(finding.code, ""), finding.judgement.label)
        for finding in new.findings
        if before.get(finding.code) != finding.judgement.label
    ]
