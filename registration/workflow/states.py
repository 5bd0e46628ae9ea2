"""The states of an application, the words and tone shown to people, and the named groups of states."""

from enum import StrEnum
from typing import Self


class Turn(StrEnum):
    """Who must act next. The other side's clock stands still meanwhile."""

    SCHOOL = "the school"
    BODY = "the registration body"
    NOBODY = "nobody"


class State(StrEnum):
    """A step in an application's life: value, label, tone, and whose turn it is."""

    label: str
    tone: str
    turn: Turn

    def __new__(cls, value: str, label: str = "", tone: str = "", turn: Turn = Turn.NOBODY) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.tone, member.turn = label, tone, turn
        return member

    DRAFT = "draft", "Draft", "neutral", Turn.SCHOOL
    SUBMITTED = "submitted", "Submitted", "active", Turn.BODY
    COMPLETING = "completing", "Returned for completion", "waiting", Turn.SCHOOL
    DESK_REVIEW = "desk_review", "Desk review", "active", Turn.BODY
    EVIDENCE_REQUESTED = "evidence_requested", "Evidence requested", "waiting", Turn.SCHOOL
    MODERATION = "moderation", "Moderation", "active", Turn.BODY
    VISIT_PLANNING = "visit_planning", "Planning the visit", "active", Turn.BODY
    VISIT_ARRANGED = "visit_arranged", "Visit arranged", "active", Turn.BODY
    REPORTING = "reporting", "Report being written", "active", Turn.BODY
    FACTUAL_CHECK = "factual_check", "Factual check by the school", "waiting", Turn.SCHOOL
    FINALISING = "finalising", "Report being finalised", "active", Turn.BODY
    DETERMINATION = "determination", "Awaiting determination", "active", Turn.BODY
    APPROVED = "approved", "Approved", "good", Turn.BODY
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions", "good", Turn.SCHOOL
    DEFERRED = "deferred", "Deferred", "waiting", Turn.BODY
    NOT_APPROVED = "not_approved", "Not approved", "ended", Turn.NOBODY
    APPEAL = "appeal", "Appeal", "active", Turn.BODY
    REGISTERED = "registered", "Registered", "good", Turn.NOBODY
    SUSPENDED = "suspended", "Registration suspended", "waiting", Turn.BODY
    WITHDRAWN = "withdrawn", "Withdrawn", "ended", Turn.NOBODY
    RENEWED = "renewed", "Renewed", "ended", Turn.NOBODY
    ENDED = "ended", "Registration ended", "ended", Turn.NOBODY


ALWAYS = frozenset(State)
DECIDED = frozenset(
    {State.APPROVED, State.APPROVED_WITH_CONDITIONS, State.DEFERRED, State.NOT_APPROVED}
)
REGISTRATION = frozenset({State.REGISTERED, State.SUSPENDED, State.RENEWED, State.ENDED})
OVER = frozenset({State.NOT_APPROVED, State.WITHDRAWN, State.RENEWED, State.ENDED})
UNDECIDED = ALWAYS - DECIDED - REGISTRATION - {State.WITHDRAWN, State.APPEAL}
ONCE_SUBMITTED = ALWAYS - {State.DRAFT}
IN_PROGRESS = ONCE_SUBMITTED - OVER - REGISTRATION
OPEN_TO_SCHOOL = frozenset({State.DRAFT, State.COMPLETING, State.EVIDENCE_REQUESTED})
"""The school may change answers: all of them in a draft, else only what was asked for."""

JUDGED_APART = frozenset({State.DESK_REVIEW, State.EVIDENCE_REQUESTED})
"""Reviewers judge alone; nobody sees another's findings."""

BEFORE_REVIEW = frozenset({State.DRAFT, State.SUBMITTED, State.COMPLETING})
ONCE_MODERATED = ALWAYS - BEFORE_REVIEW - JUDGED_APART
VISITING = frozenset({State.VISIT_PLANNING, State.VISIT_ARRANGED})
WRITING_REPORT = frozenset({State.REPORTING, State.FINALISING})
REPORT_WITH_SCHOOL = ALWAYS - BEFORE_REVIEW - JUDGED_APART - VISITING - {State.MODERATION, State.REPORTING}
"""The school has been sent a draft of its report (if the case got that far: see the report itself)."""

ONCE_DETERMINED = DECIDED | REGISTRATION | {State.APPEAL}
