"""The two vocabularies of access: what a person is in general, and what they are in one case."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """An enum whose members carry the words shown to people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Role(Worded):
    """What a person is to the body, whatever the case."""

    CASE_OFFICER = "case_officer", "Case officer"
    REVIEWER = "reviewer", "Reviewer"
    DECISION_MAKER = "decision_maker", "Decision maker"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class SchoolRole(Worded):
    """What a person is in their school."""

    PRINCIPAL = "principal", "Principal"
    COORDINATOR = "coordinator", "Registration coordinator"
    CONTRIBUTOR = "contributor", "Contributor"
    EXAMS_OFFICER = "exams_officer", "Exams officer"


class Capacity(Worded):
    """What a person is in one case. Both tables, moves and permissions, are written in capacities."""

    PRINCIPAL = "principal", "principal"
    COORDINATOR = "coordinator", "registration coordinator"
    CONTRIBUTOR = "contributor", "contributor"
    EXAMS_OFFICER = "exams_officer", "exams officer"
    CASE_OFFICER = "case_officer", "case officer"
    REVIEWER = "reviewer", "reviewer"
    LEAD_REVIEWER = "lead_reviewer", "lead reviewer"
    DECISION_MAKER = "decision_maker", "decision maker"
    DECIDER = "decider", "decision maker whose decision waits for its second person"
    FORMER_DECIDER = "former_decider", "decision maker whose decision is appealed against"
    AUDITOR = "auditor", "auditor"
    CLOCK = "clock", "the clock"


THE_SCHOOL = frozenset(
    {Capacity.PRINCIPAL, Capacity.COORDINATOR, Capacity.CONTRIBUTOR, Capacity.EXAMS_OFFICER}
)
SCHOOL_LEADS = frozenset({Capacity.PRINCIPAL, Capacity.COORDINATOR})
JUDGES = frozenset({Capacity.REVIEWER, Capacity.LEAD_REVIEWER})
DECIDERS = frozenset({Capacity.DECISION_MAKER, Capacity.DECIDER, Capacity.FORMER_DECIDER})
THE_DESK = frozenset({Capacity.CASE_OFFICER, Capacity.AUDITOR})
THE_BODY = THE_DESK | DECIDERS | JUDGES
