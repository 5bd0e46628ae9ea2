"""What an approval-visit report says: plain values, apart from the database and from how they look.

A draft is made from these values as they stand, and the final report from the frozen ones; the same
values always give the same page. Wording is kept as people typed it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Judgement:
    """A step of the edition's scale as it is shown: the label, and the tone that colours it."""

    code: str
    label: str
    tone: str = "neutral"
    value: int | None = None
    meaning: str = ""


@dataclass(frozen=True)
class Fact:
    """A name with its value: a row of a table of facts."""

    name: str
    value: str


@dataclass(frozen=True)
class Table:
    """Facts that come several times, such as territories: a row each, its first cell the name of the row."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph. The school's comments on facts name this number."""

    number: str
    text: str


@dataclass(frozen=True)
class Considered:
    """A place in the evidence that was weighed: item `number` of the register, and where in it."""

    number: int
    title: str
    where: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Action:
    """What the school needs to do to meet a criterion; a numbered paragraph too."""

    text: str
    number: str = ""
    due: date | None = None


@dataclass(frozen=True)
class CriterionFinding:
    """The agreed judgement of one criterion, and the reasons for it."""

    code: str
    title: str
    requirement: str
    judgement: Judgement
    essential: bool = False
    relied_on: Sequence[str] = ()
    evidence: Sequence[Considered] = ()
    seen: Sequence[Paragraph] = ()
    strengths: Sequence[Paragraph] = ()
    action: Action | None = None


@dataclass(frozen=True)
class AreaFindings:
    """The findings of one area of the standard, in the standard's order."""

    number: str
    title: str
    findings: Sequence[CriterionFinding]

    def count(self, judgement: Judgement) -> int:
        return sum(finding.judgement.code == judgement.code for finding in self.findings)


@dataclass(frozen=True)
class Outcome:
    """The outcome the lead reviewer puts forward, or the determination once there is one."""

    label: str
    meaning: str
    because: str = ""
    decided: bool = False
    tone: str = "neutral"


@dataclass(frozen=True)
class Condition:
    """A condition of registration: what must be in place, shown how, by when."""

    number: int
    criterion: str
    text: str
    proof: str
    due: date | None = None
    owner: str = ""


@dataclass(frozen=True)
class ExamArrangement:
    """Where candidates of one territory sit their examinations."""

    territory: str
    candidates: int | None
    place: str
    agreement: str = ""
    practicals: str = ""


@dataclass(frozen=True)
class Session:
    """A part of the visit. People are named by their role only."""

    when: str
    title: str
    met: str = ""
    criteria: Sequence[str] = ()


@dataclass(frozen=True)
class VisitRecord:
    """How the visit was held. `facts` are its dates, mode, team by role and time zones."""

    facts: Sequence[Fact] = ()
    sessions: Sequence[Session] = ()
    samples: Sequence[Fact] = ()
    narrative: Sequence[Paragraph] = ()
    without_visit: str = ""


@dataclass(frozen=True)
class FactualComment:
    """A comment by the school on a paragraph, the evidence it points to, and the reply to it."""

    paragraph: str
    comment: str
    answer: str = ""
    reason: str = ""
    shown_by: Considered | None = None


@dataclass(frozen=True)
class RegisteredEvidence:
    """A row of the evidence register. `fingerprint` is the SHA-256 of the version judged.

    `named_on` are the paragraphs whose comments by the school point to this version.
    """

    number: int
    title: str
    kind: str
    version: str = ""
    cited_for: Sequence[str] = ()
    fingerprint: str = ""
    named_on: Sequence[str] = ()


@dataclass(frozen=True)
class PanelMember:
    """A member of the panel by role, with what they declared about conflicts of interest."""

    role: str
    declaration: str


@dataclass(frozen=True)
class Approval:
    """A step by which this report came about."""

    when: datetime
    what: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """Everything an approval-visit report shows, in the order in which it is shown.

    `outcome` is None in a draft: the school checks the facts before anybody knows how the case ends.
    """

    body: str
    school: str
    reference: str
    standard: str
    version: int
    draft: bool
    dated: datetime
    cover: Sequence[Fact]
    about: Sequence[str]
    scale: Sequence[Judgement]
    context: Sequence[Fact]
    context_tables: Sequence[Table] = ()
    narrative: Sequence[Paragraph]
    outcome: Outcome | None
    key_findings: Sequence[Paragraph]
    areas: Sequence[AreaFindings]
    conditions: Sequence[Condition]
    recommendations: Sequence[Paragraph]
    examinations: Sequence[ExamArrangement]
    arrangements: Sequence[Paragraph]
    visit: VisitRecord
    comments: Sequence[FactualComment]
    next_steps: Sequence[str]
    register: Sequence[RegisteredEvidence]
    panel: Sequence[PanelMember]
    approvals: Sequence[Approval]
    fingerprint: Sequence[Fact]

    @property
    def title(self) -> str:
        """The title of the document, as readers of a PDF list it."""
        kind = f"draft {self.version}" if self.draft else "final"
        return f"Approval-visit report: {self.school}, {self.reference}, {kind}"

    @property
    def findings(self) -> Iterator[CriterionFinding]:
        return (finding for area in self.areas for finding in area.findings)

    @property
    def paragraphs(self) -> Iterator["Paragraph | Action"]:
        """Every numbered paragraph, wherever it stands."""
        yield from (*self.narrative, *self.key_findings, *self.recommendations, *self.arrangements)
        yield from self.visit.narrative
        for finding in self.findings:
            yield from (*finding.seen, *finding.strengths, *((finding.action,) if finding.action else ()))

    @property
    def used_scale(self) -> Sequence[Judgement]:
        """The steps of the scale, and those other answers that a finding uses: the columns of the summary."""
        used = {finding.judgement.code for finding in self.findings}
        return tuple(step for step in self.scale if step.value is not None or step.code in used)

    @property
    def totals(self) -> Counter[str]:
        """How many findings carry each judgement, by its code; counted, so that every page agrees."""
        return Counter(finding.judgement.code for finding in self.findings)
