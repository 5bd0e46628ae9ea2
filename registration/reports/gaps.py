"""What a report still lacks before it can go out, and what somebody has to look at first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registration.applications.models import Application
from registration.reports import judging
from registration.reports.models import Report
from registration.reports.names import names_in
from registration.reports.queries import Beside, beside, final_findings, present
from registration.reports.sections import CRITERION, SECTIONS, VISIT
from registration.workflow.states import State

MOST_WORDS = 60
CHANGING = ("accepted", "partly")
"""Replies after which the school looks for a change."""


@dataclass(frozen=True)
class Gap:
    """One thing to do: what is missing where, and the page on which to mend it."""

    where: str
    what: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    criterion: str | None = None
    """What it is about, where it is about one: whoever writes on that mends it."""


@dataclass(frozen=True)
class Kind:
    """Gaps of one kind. `must` says that nothing is sent while there are any; else it is for people to judge."""

    title: str
    advice: str
    gaps: tuple[Gap, ...]
    must: bool = True


def gaps_of(application: Application, report: Report) -> list[Kind]:
    """Every kind of gap, those that are closed too: a list without its closed lines could not be trusted."""
    there = beside(application)
    return [
        Kind(
            "Criteria without a judgement that holds, or a finding", "Each criterion needs both.",
            tuple(unjudged(application)),
        ),
        Kind(
            "Judgements below Met without an action", "Say what will complete the criterion.",
            tuple(without_action(application)),
        ),
        Kind(
            "Paragraphs as the notes of the visit have them", "Edit each, or say that it was read and kept.",
            tuple(raw(report)),
        ),
        Kind("Comments without a reply", "Each has accepted, partly or not, and a reason.", tuple(unanswered(report))),
        Kind(
            "Comments accepted, and the paragraph as it was",
            "The reply says that something changes. Change the paragraph, or let the reply say why it stays.",
            tuple(unchanged(report)), must=False,
        ),
        Kind(
            "Words that may be a person’s name",
            "A report names people by their role. This is advice: it may be wrong.",
            tuple(named(application, report, there)), must=False,
        ),
        Kind(
            "Sections in which nothing is written", "They are printed with a sentence that says so.",
            tuple(empty(report, there.visited)), must=False,
        ),
    ]  # fmt: skip


def unjudged(application: Application) -> Iterator[Gap]:
    final = final_findings(application)
    for code, criterion in application.standard.criteria.items():
        why = judging.unheld(application, final.get(code))
        if why:
            yield Gap(f"{code} {criterion.title}", f"{why}.", "reports.judgement", {"code": code}, code)


def without_action(application: Application) -> Iterator[Gap]:
    standard = application.standard
    for code, agreed in sorted(final_findings(application).items()):
        if judging.lacks_action(application, agreed):
            where = f"{code} {standard.criteria[code].title}"
            yield Gap(where, f"{standard.rating(agreed.rating).label}, without an action.", "reports.judgement",
                      {"code": code}, code)  # fmt: skip


def raw(report: Report) -> Iterator[Gap]:
    for paragraph in report.paragraphs:
        if paragraph.from_notes and paragraph.removed_at is None:
            yield Gap(f"Paragraph {paragraph.number}", beginning(paragraph.text), "reports.paragraph",
                      {"public_id": paragraph.public_id}, paragraph.criterion_code)  # fmt: skip


def unanswered(report: Report) -> Iterator[Gap]:
    if report.application.state is not State.FINALISING:
        return
    for comment in report.comments:
        if comment.sent_at and not comment.reply:
            yield Gap(f"Paragraph {comment.paragraph.number}", beginning(comment.text), "reports.reply",
                      {"public_id": comment.public_id}, comment.paragraph.criterion_code)  # fmt: skip


def unchanged(report: Report) -> Iterator[Gap]:
    """A comment was accepted, wholly or in part, and nobody has touched its paragraph since it came."""
    for comment in report.comments:
        about, came = comment.paragraph, comment.sent_at
        as_it_was = about.removed_at is None and came is not None and (about.updated_at or came) <= came
        if comment.reply in CHANGING and as_it_was:
            yield Gap(f"Paragraph {about.number}", beginning(comment.text), "reports.paragraph",
                      {"public_id": about.public_id}, about.criterion_code)  # fmt: skip


def named(application: Application, report: Report, there: Beside) -> Iterator[Gap]:
    """In paragraphs; and in conditions and replies, which the report prints as well."""
    people, own = there.people, application.school.name
    for paragraph in report.paragraphs:
        found = names_in(paragraph.text, people, own) if paragraph.removed_at is None else []
        if found:
            yield Gap(f"Paragraph {paragraph.number}", ", ".join(found), "reports.paragraph",
                      {"public_id": paragraph.public_id}, paragraph.criterion_code)  # fmt: skip
    for code, public_id, words in there.conditions:
        found = names_in(words, people, own)
        if found:
            yield Gap(f"Condition on {code}", ", ".join(found), "reports.condition", {"public_id": public_id}, code)
    for comment in report.comments:
        found = names_in(comment.reply_reason, people, own) if comment.sent_at else []
        if found:
            yield Gap(f"Reply on paragraph {comment.paragraph.number}", ", ".join(found), "reports.reply",
                      {"public_id": comment.public_id}, comment.paragraph.criterion_code)  # fmt: skip


def empty(report: Report, visited: bool) -> Iterator[Gap]:
    for section, heading in SECTIONS.items():
        asked = section != CRITERION and (section != VISIT or visited)
        if asked and not present(report, section):
            yield Gap(heading, "Nothing is written here.", "reports.new_paragraph", {"section": section})


def beginning(text: str) -> str:
    """The first words, so that people know which one is meant."""
    words = text.split(maxsplit=MOST_WORDS // 5)[: MOST_WORDS // 5]
    shown = " ".join(words)
    return shown if shown == " ".join(text.split()) else f"{shown[: MOST_WORDS * 2]} …"
