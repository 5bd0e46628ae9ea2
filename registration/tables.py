"""Every table, imported: a table that nobody imports does not exist for migrations and mappers."""

from registration.accounts.models import Attempt, OnceKey, OneTimeLink, Person, PersonRole, SignIn
from registration.applications.models import (
    Application,
    Declaration,
    InformationRequest,
    RequestItem,
    Submission,
)
from registration.audit.models import AuditEntry
from registration.deadlines.models import Extension, Pause
from registration.decisions.models import Appeal, Condition, Determination
from registration.drafts.models import Draft
from registration.evidence.models import (
    Citation,
    Evidence,
    EvidenceVersion,
    PageText,
    PartialUpload,
    Suggestion,
)
from registration.fairness.models import AgreementSum
from registration.history import Revision
from registration.interest.models import Interest, InterestMessage
from registration.jobs.models import Job
from registration.messages.models import Message, MessageReading
from registration.moderation.models import AgreedFinding, Minutes, StandAside
from registration.notifications.models import CalendarFeed, Letter, LetterPreference, LetterTemplate
from registration.proposals.models import Proposal, ProposedMember
from registration.register.models import (
    Certificate,
    ChangeNotice,
    Registration,
    SigningKey,
    YearlyDeclaration,
)
from registration.reports.models import FactualComment, Paragraph, Report, ReportEdition
from registration.review.models import Assignment, EvidenceOpening, Finding, WorkingNote
from registration.schools.models import Handover, ProfileSection, Relation, School
from registration.self_assessment.models import AreaAssignment, Response
from registration.self_check.models import SelfCheck
from registration.teamwork.models import CriterionAssignment, Mark, Presence, Remark
from registration.visits.models import (
    AgendaItem,
    LessonObservation,
    Sample,
    Visit,
    VisitMember,
    VisitNote,
    VisitSlot,
)
from registration.workflow.models import Event, Tally, UsualTime

__all__ = [
    "AgendaItem", "AgreedFinding", "AgreementSum", "Appeal", "Application", "AreaAssignment", "Assignment", "Attempt",
    "AuditEntry", "CalendarFeed", "Certificate", "ChangeNotice", "Citation", "Condition", "CriterionAssignment",
    "Declaration", "Determination", "Draft", "Event", "Evidence", "EvidenceOpening", "EvidenceVersion", "Extension",
    "FactualComment", "Finding",
    "Handover", "InformationRequest", "Interest", "InterestMessage", "Job", "LessonObservation", "Letter",
    "LetterPreference", "LetterTemplate", "Mark", "Message", "MessageReading", "Minutes", "OnceKey", "OneTimeLink",
    "PageText", "Paragraph", "PartialUpload", "Pause", "Person", "PersonRole", "Presence", "ProfileSection",
    "Proposal", "ProposedMember", "Registration", "Relation", "Remark", "Report", "ReportEdition",
    "RequestItem", "Response", "Revision", "Sample", "School", "SelfCheck", "SignIn", "SigningKey", "StandAside", "Submission",
    "Suggestion", "Tally", "UsualTime", "Visit", "VisitMember", "VisitNote", "VisitSlot", "WorkingNote",
    "YearlyDeclaration",
]
