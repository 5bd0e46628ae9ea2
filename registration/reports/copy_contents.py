"""What a copy for editing says: everything that stands in the report, in its order, as headings, paragraphs, tables."""

from collections.abc import Iterable, Iterator
from typing import Any

from registration.reports.content import (
    Considered,
    CriterionFinding,
    Fact,
    FactualComment,
    Paragraph,
    ReportContent,
)
from registration.reports.page import UNSEEN, day, moment

Block = dict[str, Any]


def blocks(content: ReportContent) -> Iterator[Block]:
    """The whole report, with the numbers of its paragraphs."""
    yield from opening(content)
    yield from judgements(content)
    for area in content.areas:
        yield heading(f"{area.number} {area.title}", 2)
        for finding in area.findings:
            yield from of_criterion(finding)
    yield from follow_up(content)
    yield from of_visit(content)
    yield from closing(content)
    yield from annexes(content)


def opening(content: ReportContent) -> Iterator[Block]:
    facts = (
        Fact("School", content.school), Fact("Reference", content.reference), Fact("Standard", content.standard),
        Fact("Dated", day(content.dated)),
    )  # fmt: skip
    yield of_facts("About this report", (*facts, *content.cover))
    yield from (plain(text) for text in content.about)
    yield table(("Judgement", "What it means"), ((step.label, step.meaning) for step in content.scale))
    yield heading("The school and its context")
    yield of_facts("The school at the time of the application", content.context)
    for several in content.context_tables:
        yield plain(several.title)
        yield table(several.columns, several.rows)
    yield from numbered(content.narrative)


def judgements(content: ReportContent) -> Iterator[Block]:
    yield heading("Outcome and key findings")
    if content.outcome:
        kind = "Determination" if content.outcome.decided else "Suggested outcome"
        yield plain(f"{kind}: {content.outcome.label}. {content.outcome.meaning} {content.outcome.because}".strip())
    yield from numbered(content.key_findings)
    yield heading("Judgements")
    judged = ((f.code, f.title, f.judgement.label) for f in content.findings)
    yield table(("Criterion", "Title", "Judgement"), judged)
    yield heading("Findings by criterion")


def of_criterion(finding: CriterionFinding) -> Iterator[Block]:
    yield heading(f"{finding.code} {finding.title}", 3)
    yield plain(f"{'Essential. ' if finding.essential else ''}{finding.requirement}")
    yield plain(f"Judgement: {finding.judgement.label}")
    if finding.relied_on:
        yield plain(f"Kinds of evidence relied on: {', '.join(finding.relied_on)}.")
    yield from (plain(considered(item)) for item in finding.evidence)
    yield from numbered(finding.seen)
    if finding.strengths:
        yield plain("Strengths")
        yield from numbered(finding.strengths)
    if finding.action:
        yield plain(f"Action, by {day(finding.action.due)}" if finding.action.due else "Action")
        yield block("paragraph", number=finding.action.number, text=finding.action.text)


def considered(item: Considered) -> str:
    place = ", ".join(filter(None, (item.title, item.where)))
    return f"[{item.number}] {place}" + (f": {item.shows}" if item.shows else "")


def follow_up(content: ReportContent) -> Iterator[Block]:
    if content.conditions:
        yield heading("Conditions")
        set_ = ((str(c.number), c.criterion, c.text, c.proof, day(c.due), c.owner) for c in content.conditions)
        yield table(("Number", "Criterion", "What", "Shown by", "Due", "Who"), set_)
    yield heading("Recommendations")
    yield from numbered(content.recommendations)
    yield heading("Examination arrangements")
    if content.examinations:
        sat = ((e.territory, entered(e.candidates), e.place, e.agreement, e.practicals) for e in content.examinations)
        yield table(("Territory", "Candidates", "Place", "Agreement", "Practical and speaking tests"), sat)
    yield from numbered(content.arrangements)


def entered(candidates: int | None) -> str:
    return "not stated" if candidates is None else str(candidates)


def of_visit(content: ReportContent) -> Iterator[Block]:
    visit = content.visit
    yield heading("Record of the visit")
    if visit.without_visit:
        yield plain(visit.without_visit)
    if visit.facts:
        yield of_facts("How the visit was held", visit.facts)
    yield from numbered(visit.narrative)
    if visit.sessions:
        held = ((s.when, s.title, s.met, ", ".join(s.criteria)) for s in visit.sessions)
        yield table(("When", "Session", "Met", "Criteria"), held)
    if visit.samples:
        yield of_facts("What was sampled", visit.samples)


def closing(content: ReportContent) -> Iterator[Block]:
    if content.comments:
        yield heading("Comments on facts, and replies")
        said = ((c.paragraph, commented(c), replied(c)) for c in content.comments)
        yield table(("Paragraph", "Comment", "Reply of the panel"), said)
    yield heading("Next steps")
    yield from (plain(text) for text in content.next_steps)


def commented(comment: FactualComment) -> str:
    return f"{comment.comment}\nShown by {considered(comment.shown_by)}" if comment.shown_by else comment.comment


def replied(comment: FactualComment) -> str:
    return f"{comment.answer} {comment.reason}".strip() or "Not answered yet."


def annexes(content: ReportContent) -> Iterator[Block]:
    yield heading("Annex A: evidence register")
    rows = (
        (str(item.number), " ".join(filter(None, (item.title, item.version))), item.fingerprint, item.kind,
         ", ".join(item.cited_for), ", ".join(item.named_on))
        for item in content.register
    )  # fmt: skip
    yield table(("No.", "Title", "Fingerprint (SHA-256)", "Kind", "Criteria", "Comments on paragraphs"), rows)
    yield heading("Annex B: the panel")
    yield table(("Role", "Declaration"), ((member.role, member.declaration) for member in content.panel))
    yield heading("Annex C: approval record")
    yield table(("When", "Step", "By"), ((moment(step.when), step.what, step.by) for step in content.approvals))
    yield heading("Annex D: fingerprint")
    yield of_facts("What this report was made from", content.fingerprint)


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[Block]:
    yield from (block("paragraph", number=p.number, text=p.text) for p in paragraphs)


def of_facts(title: str, facts: Iterable[Fact]) -> Block:
    return table((title, ""), ((fact.name, fact.value) for fact in facts))


def plain(text: str) -> Block:
    return block("paragraph", number="", text=text)


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": clean(text)}


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Block:
    return {"kind": "table", "columns": list(columns), "rows": [[clean(cell) for cell in row] for row in rows]}


def block(kind: str, **texts: str) -> Block:
    return {"kind": kind, **{name: clean(text) for name, text in texts.items()}}


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return UNSEEN.sub("\ufffd", text)
