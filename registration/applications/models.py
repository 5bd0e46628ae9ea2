"""An application, what was sent (frozen), its declaration, and what the school was asked for."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

import standards
from registration.database import Base, Prose, now, public_id
from registration.workflow.states import State
from standards.model import Standard

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.decisions.models import Appeal, Condition, Determination
    from registration.evidence.models import Citation, Evidence
    from registration.moderation.models import AgreedFinding, StandAside
    from registration.proposals.models import Proposal
    from registration.reapproval.models import CarriedCriterion
    from registration.register.models import Registration
    from registration.reports.models import Report
    from registration.review.models import Assignment, Finding
    from registration.schools.models import ProfileSection, School
    from registration.self_assessment.models import Response
    from registration.visits.models import Visit
    from registration.workflow.models import Event


class StateText(TypeDecorator[State]):
    """A state, kept as its plain value: a new state needs no migration."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: State | None, dialect: Dialect) -> str | None:
        return None if value is None else State(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> State | None:
        return None if value is None else State(value)


UNSENT = text("submitted_at IS NULL")
"""Drafts, and those withdrawn as drafts: few beside the others, and looked for by the queue's counts."""


class Application(Base):
    """One school's way to registration, under one edition of the standard. Only the engine writes `state`."""

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_state_state_since", "state", "state_since"),
        Index("ix_application_state_since", "state_since"),
        Index("ix_application_state_due_on", "state", "due_on"),
        Index("ix_application_case_officer_id_state_state_since", "case_officer_id", "state", "state_since"),
        Index("ix_application_state_school_until", "state", "school_until"),
        Index(
            "ix_application_held", "state", "state_since", sqlite_where=text("held = 1"), postgresql_where=text("held")
        ),
        Index("ix_application_unsent", "state", sqlite_where=UNSENT, postgresql_where=UNSENT),
        CheckConstraint("fee IN ('open', 'paid', 'waived')", name="known_fee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    standard_edition: Mapped[str]
    state: Mapped[State] = mapped_column(StateText)
    state_since: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date | None] = mapped_column(doc="by when whoever's turn it is must act")
    school_until: Mapped[date | None] = mapped_column(
        doc="until when the school may answer, on the panel or on times for the visit: the body waits"
    )
    held: Mapped[bool] = mapped_column(default=False)
    case_officer_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), doc="who looks after the case at the desk; the others may act, too"
    )
    fee: Mapped[str] = mapped_column(default="open")
    fee_note: Mapped[str] = mapped_column(Prose, default="", doc="how it was paid or why waived; never an amount")
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("application.id"), doc="the one this reapproval started from"
    )
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    school: Mapped["School"] = relationship(back_populates="applications", lazy="joined")
    started_by: Mapped["Person | None"] = relationship(foreign_keys=[started_by_id])
    case_officer: Mapped["Person | None"] = relationship(foreign_keys=[case_officer_id])
    follows: Mapped["Application | None"] = relationship(remote_side=[id], back_populates="followed_by")
    followed_by: Mapped[list["Application"]] = relationship(back_populates="follows", order_by="Application.id")
    carried: Mapped[list["CarriedCriterion"]] = relationship(
        back_populates="application", order_by="CarriedCriterion.id"
    )
    events: Mapped[list["Event"]] = relationship(back_populates="application", order_by="Event.id")
    profile: Mapped[list["ProfileSection"]] = relationship(
        back_populates="application", order_by="ProfileSection.number"
    )
    responses: Mapped[list["Response"]] = relationship(back_populates="application", order_by="Response.id")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="application", order_by="Evidence.id")
    citations: Mapped[list["Citation"]] = relationship(back_populates="application", order_by="Citation.id")
    submissions: Mapped[list["Submission"]] = relationship(back_populates="application", order_by="Submission.round")
    declarations: Mapped[list["Declaration"]] = relationship(back_populates="application", order_by="Declaration.id")
    requests: Mapped[list["InformationRequest"]] = relationship(
        back_populates="application", order_by="InformationRequest.id"
    )
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="application", order_by="Assignment.id")
    findings: Mapped[list["Finding"]] = relationship(back_populates="application", order_by="Finding.id")
    agreed_findings: Mapped[list["AgreedFinding"]] = relationship(
        back_populates="application", order_by="AgreedFinding.id"
    )
    asides: Mapped[list["StandAside"]] = relationship(back_populates="application", order_by="StandAside.id")
    proposals: Mapped[list["Proposal"]] = relationship(back_populates="application", order_by="Proposal.id")
    visit: Mapped["Visit | None"] = relationship(back_populates="application", uselist=False)
    report: Mapped["Report | None"] = relationship(back_populates="application", uselist=False)
    determinations: Mapped[list["Determination"]] = relationship(
        back_populates="application", order_by="Determination.id"
    )
    conditions: Mapped[list["Condition"]] = relationship(back_populates="application", order_by="Condition.id")
    appeals: Mapped[list["Appeal"]] = relationship(back_populates="application", order_by="Appeal.id")
    registration: Mapped["Registration | None"] = relationship(back_populates="application", uselist=False)

    @property
    def standard(self) -> Standard:
        """The edition this application began under, whatever has been published since."""
        return standards.load(self.standard_edition)

    @property
    def submission(self) -> "Submission | None":
        """What was sent last."""
        return self.submissions[-1] if self.submissions else None

    @property
    def open_request(self) -> "InformationRequest | None":
        """The request the school is answering now, if any."""
        return next((r for r in reversed(self.requests) if r.closed_at is None), None)


class Submission(Base):
    """What the school sent, frozen: profile, answers, citations and the hashes of the cited versions."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("application_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int]
    snapshot: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(doc="of the snapshot as canonical JSON")
    sent_at: Mapped[datetime] = mapped_column(default=now)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    application: Mapped[Application] = relationship(back_populates="submissions")
    sent_by: Mapped["Person"] = relationship()


class Declaration(Base):
    """The principal's signature under one submission: the name typed, and how AI was used."""

    __tablename__ = "declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(default=now)
    typed_name: Mapped[str]
    ai_statement: Mapped[str] = mapped_column(Prose, doc="how AI was used in preparing the application")
    fingerprint: Mapped[str] = mapped_column(doc="of what was signed; a later change asks for a new signature")

    application: Mapped[Application] = relationship(back_populates="declarations")
    signed_by: Mapped["Person"] = relationship()


class InformationRequest(Base):
    """Something the school is asked for: a completion by the case officer, or evidence by the lead reviewer."""

    __tablename__ = "information_request"
    __table_args__ = (CheckConstraint("kind IN ('completion', 'evidence', 'deferral')", name="known_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="requests")
    asked_by: Mapped["Person"] = relationship()
    items: Mapped[list["RequestItem"]] = relationship(back_populates="request", order_by="RequestItem.id")


class RequestItem(Base):
    """One thing asked for: about a criterion, or about a section of the profile."""

    __tablename__ = "request_item"
    __table_args__ = (
        CheckConstraint("(criterion_code IS NULL) <> (section IS NULL)", name="about_one_thing"),
        CheckConstraint("length(question) > 0", name="question_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    request_id: Mapped[int] = mapped_column(ForeignKey("information_request.id"), index=True)
    criterion_code: Mapped[str | None]
    section: Mapped[int | None]
    question: Mapped[str] = mapped_column(Prose, doc="what is missing or asked")
    answer: Mapped[str] = mapped_column(Prose, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    request: Mapped[InformationRequest] = relationship(back_populates="items")
    answered_by: Mapped["Person | None"] = relationship()
