"""Sums of agreement, told once and never counted again; and benchmarks, which reviewers score apart."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registration.database import Base, Prose, now, public_id
from registration.history import Kept

if TYPE_CHECKING:
    from registration.accounts.models import Person
    from registration.applications.models import Application

STANDING = text("discarded_at IS NULL")


class AgreementSum(Base):
    """How alike a number of cases were judged, by enough people that nobody can be told from it.

    Every case is in one sum at most, and a sum never changes: two of them can never be subtracted from each other
    to leave a few people's numbers. `last_event_id` says how far cases have been counted.
    """

    __tablename__ = "agreement_sum"
    __table_args__ = (CheckConstraint("cases > 0", name="some_cases"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_at: Mapped[datetime] = mapped_column(doc="when moderation ended in the first of its cases")
    until_at: Mapped[datetime]
    last_event_id: Mapped[int] = mapped_column(unique=True)
    cases: Mapped[int]
    reviewers: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(doc="see fairness/sums.py")
    made_at: Mapped[datetime] = mapped_column(default=now)


class Benchmark(Base):
    """Some criteria of a finished case, copied without names, for reviewers to score apart from the case.

    It is being prepared until `opened_at`; from then on its texts and references stand. Nobody scores it any more
    once `closed_at`. One that is discarded stays with everything in it, is shown to no reviewer and counts nowhere;
    its case can be made a benchmark anew. The case itself never knows.
    """

    __tablename__ = "benchmark"
    __table_args__ = (
        Index("ix_benchmark_standing", "application_id", unique=True, sqlite_where=STANDING,
              postgresql_where=STANDING),
        CheckConstraint("first_lead_id <> second_lead_id", name="two_leads"),
        CheckConstraint("(discarded_at IS NULL) = (length(discard_reason) = 0)", name="discarded_with_reason"),
        CheckConstraint("(discarded_at IS NULL) = (discarded_by_id IS NULL)", name="discarded_by_somebody"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str] = mapped_column(doc="shown to reviewers; names no school")
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime] = mapped_column(default=now)
    first_lead_id: Mapped[int] = mapped_column(ForeignKey("person.id"), doc="agrees the references with the other")
    second_lead_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    former_leads: Mapped[list[int]] = mapped_column(JSON, default=list, doc="ids: they know references, so never score")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    discarded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    discard_reason: Mapped[str] = mapped_column(Prose, default="", doc="for those who prepare benchmarks and auditors")

    application: Mapped["Application"] = relationship()
    first_lead: Mapped["Person"] = relationship(foreign_keys=[first_lead_id])
    second_lead: Mapped["Person"] = relationship(foreign_keys=[second_lead_id])
    discarded_by: Mapped["Person | None"] = relationship(foreign_keys=[discarded_by_id])
    criteria: Mapped[list["BenchmarkCriterion"]] = relationship(
        back_populates="benchmark", order_by="BenchmarkCriterion.id"
    )

    @property
    def being_prepared(self) -> bool:
        return self.opened_at is None and self.discarded_at is None

    @property
    def taking_ratings(self) -> bool:
        return self.opened_at is not None and self.closed_at is None and self.discarded_at is None


class BenchmarkCriterion(Kept, Base):
    """One criterion of a benchmark: what the school sent, as it may be shown, and the reference two leads agreed on."""

    __tablename__ = "benchmark_criterion"
    __table_args__ = (
        UniqueConstraint("benchmark_id", "criterion_code"),
        CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> judged_by_id", name="two_leads"),
    )
    KEPT = ("statement", "evidence", "rating", "reason")

    id: Mapped[int] = mapped_column(primary_key=True)
    benchmark_id: Mapped[int] = mapped_column(ForeignKey("benchmark.id"))
    criterion_code: Mapped[str]
    statement: Mapped[str] = mapped_column(Prose)
    evidence: Mapped[str] = mapped_column(Prose, default="")
    rating: Mapped[str] = mapped_column(default="", doc="the reference; empty until a lead gave one")
    reason: Mapped[str] = mapped_column(Prose, default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="the lead who wrote the reference")
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), doc="another lead, who agrees")

    benchmark: Mapped[Benchmark] = relationship(back_populates="criteria")


class BenchmarkScore(Base):
    """What one reviewer made of one criterion of a benchmark. Sent once, all criteria together; never changed."""

    __tablename__ = "benchmark_score"
    __table_args__ = (
        UniqueConstraint("criterion_id", "reviewer_id"),
        Index("ix_benchmark_score_reviewer_id", "reviewer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("benchmark_criterion.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rating: Mapped[str]
    reason: Mapped[str] = mapped_column(Prose)
    scored_at: Mapped[datetime] = mapped_column(default=now)
