"""Doubt: which criteria the visit should look at, and why. The agenda is proposed from it.

Low confidence, disagreement between reviewers, fewer than two kinds of evidence, and the
essentials always. Each reason adds minutes; what nobody doubts is not on the agenda.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from registration.applications.models import Application
from registration.moderation.counting import counting
from registration.reapproval.standing import standing
from registration.review.models import Finding
from standards.model import Criterion, Standard

MINUTES_A_CRITERION = 10
MINUTES_A_REASON = 5
LONGEST_SESSION = 60
BREAK = 15
BREAK_AFTER = 90
OPENING, CLOSING = 20, 30
BETWEEN = "; "


@dataclass(frozen=True)
class Doubt:
    """One criterion to look at, with every reason for it."""

    criterion: Criterion
    reasons: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return MINUTES_A_CRITERION + MINUTES_A_REASON * len(self.reasons)


@dataclass(frozen=True)
class Session:
    """A proposed item of the agenda, without its time."""

    title: str
    minutes: int
    criteria: tuple[str, ...] = ()
    meet: str = ""
    observe: str = ""
    why: str = ""


def doubts(application: Application) -> list[Doubt]:
    """Every criterion that gives a reason to look, in the order of the standard. What stands as agreed gives none."""
    standard = application.standard
    by_code: dict[str, list[Finding]] = {code: [] for code in standard.criteria}
    standing_over = standing(application)
    for finding in counting(application):
        by_code[finding.criterion_code].append(finding)
    judged = ((code, c) for code, c in standard.criteria.items() if code not in standing_over)
    found = (Doubt(c, tuple(reasons(standard, c, by_code[code]))) for code, c in judged)
    return [doubt for doubt in found if doubt.reasons]


def reasons(standard: Standard, criterion: Criterion, findings: list[Finding]) -> Iterable[str]:
    if criterion.essential:
        yield "essential"
    if any(f.confidence == "low" for f in findings):
        yield "low confidence"
    if len({f.rating for f in findings}) > 1:
        yield "reviewers differ"
    if any(standard.rating(f.rating).blocks for f in findings):
        yield "not enough evidence"
    if len({source for f in findings for source in f.sources}) < 2:
        yield "one kind of evidence only"


def sessions(application: Application) -> list[Session]:
    """The proposed agenda: opening, sessions by area with breaks, closing."""
    plan = [Session("Opening meeting", OPENING, meet="Principal\nOwner or chair of governors")]
    since_break = OPENING
    for group in groups(doubts(application)):
        session = session_of(application.standard, group)
        if since_break + session.minutes > BREAK_AFTER and since_break:
            plan.append(Session("Break", BREAK))
            since_break = 0
        plan.append(session)
        since_break += session.minutes
    return [*plan, Session("Closing meeting", CLOSING, meet="Principal\nOwner or chair of governors")]


def groups(found: list[Doubt]) -> Iterable[list[Doubt]]:
    """Criteria of one area together, in sessions of an hour at most."""
    group: list[Doubt] = []
    for doubt in found:
        new_area = group and doubt.criterion.area != group[0].criterion.area
        if new_area or sum(d.minutes for d in group) + doubt.minutes > LONGEST_SESSION:
            if group:
                yield group
            group = []
        group.append(doubt)
    if group:
        yield group


def session_of(standard: Standard, group: list[Doubt]) -> Session:
    area = standard.area(group[0].criterion.area)
    guidance = [d.criterion.guidance for d in group]
    return Session(
        title=area.title,
        minutes=sum(d.minutes for d in group),
        criteria=tuple(d.criterion.code for d in group),
        meet="\n".join(dict.fromkeys(who for g in guidance for who in g.meet)),
        observe="\n".join(dict.fromkeys(what for g in guidance for what in g.observe)),
        why=BETWEEN.join(f"{d.criterion.code}: {', '.join(d.reasons)}" for d in group),
    )


def told_to(hidden: Collection[str], why: str) -> str:
    """Why a session was proposed, without the criteria that are hidden from whoever reads it."""
    return BETWEEN.join(part for part in why.split(BETWEEN) if part.partition(":")[0] not in hidden)
