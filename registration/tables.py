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
from registration.fairness.models import AgreementSum, Benchmark, BenchmarkCriterion, BenchmarkScore
from registration.history import Revision
from registration.interest.models import Interest, InterestMessage
from registration.jobs.models import Job
from registration.messages.models import Message, MessageReading
from registration.moderation.models import AgreedFinding, Minutes, StandAside
from registration.notifications.models import CalendarFeed, Letter, LetterPreference, LetterTemplate
from registration.overview.models import FinishedStep, MonthlyFigure, ReviewerLoad, Shortfall
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.proposals.models import Proposal, ProposedMember
from registration.reapproval.models import CarriedCriterion
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
from registration.worklists.models import CaseWord, KeptList, LastLook

__all__ = [
    "AgendaItem", "AgreedFinding", "AgreementSum", "Appeal", "Application", "AreaAssignment", "Assignment",
    "Attempt", "AuditEntry", "Benchmark", "BenchmarkCriterion", "BenchmarkScore", "CalendarFeed",
    "CarriedCriterion", "CaseWord", "Certificate", "ChangeNotice",
    "Citation", "Concern", "Condition", "CriterionAssignment", "Declaration", "Determination", "Draft", "Event",
    "Evidence", "EvidenceOpening", "EvidenceVersion", "Extension", "FactualComment", "Finding", "FinishedStep",
    "Handover", "InformationRequest", "Interest", "InterestMessage", "Job", "KeptList", "LastLook",
    "LessonObservation", "Letter", "LetterPreference", "LetterTemplate", "Mark", "Message", "MessageReading",
    "Minutes", "MonthlyFigure", "OnceKey", "OneTimeLink", "PageText", "Paragraph", "PartialUpload", "Pause",
    "Person", "PersonRole", "Place", "Presence", "ProfileSection", "Proposal", "ProposedMember", "Registration",
    "Relation", "Remark", "Report", "ReportEdition", "RequestItem", "Response", "ReviewerLoad", "ReviewerProfile",
    "Revision", "Sample", "School", "SelfCheck", "Shortfall", "SignIn", "SigningKey", "StandAside", "Submission",
    "Suggestion", "Tally", "UsualTime", "Visit", "VisitMember", "VisitNote", "VisitSlot", "WorkingNote",
    "YearlyDeclaration",
]
