"""Reading decisions: what the final judgements suggest, the conditions, and what may be proved by which file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from registration.access.policy import released
from registration.access.roles import THE_SCHOOL, Capacity
from registration.access.standing import appeal_waits, capacities, waits_for_release
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.decisions.models import Appeal, Condition, Determination
from registration.errors import NotFound
from registration.evidence.models import Evidence, EvidenceVersion
from registration.moderation.counting import hidden_from
from registration.moderation.models import AgreedFinding
from registration.workflow import calendar
from registration.workflow.models import Event
from registration.workflow.states import State
from registration.workflow.transitions import BY_NAME
from standards.model import Criterion, Rating
from standards.outcome import Suggestion, Turn, turning, what_if

SET = ("open", "answered", "closed")
"""Conditions that a school has been given: not those that are only proposed, nor those that were dropped."""

STATUS = {
    "proposed": ("Proposed", "neutral"),
    "open": ("To do", "waiting"),
    "answered": ("Sent, being looked at", "active"),
    "closed": ("Closed", "good"),
    "dropped": ("Not set", "ended"),
}
"""Label and tone of each status."""

USUAL_DAYS = 60
"""Working days proposed for an action that names no date. A decision maker can change each."""


@dataclass(frozen=True)
class Judged:
    """One criterion with its final judgement, if there is one."""

    criterion: Criterion
    rating: Rating | None
    finding: AgreedFinding | None

    @property
    def below(self) -> bool:
        return self.rating is not None and not self.rating.meets


@dataclass(frozen=True)
class Proposal:
    """A condition that a decision maker may set, change or leave out."""

    code: str
    what: str
    proof: str
    due_on: date
    owner: str


def judged(application: Application) -> list[Judged]:
    """Every criterion with the judgement of the final report: essentials below the bar first, then by number."""
    standard = application.standard
    final = {f.criterion_code: f for f in application.agreed_findings if f.stage == "final"}
    rows = [
        Judged(criterion, standard.rating(final[code].rating) if code in final else None, final.get(code))
        for code, criterion in standard.criteria.items()
    ]
    return sorted(rows, key=lambda row: not (row.below and row.criterion.essential))


def ratings(application: Application) -> dict[str, str]:
    """The final rating of each criterion that has one."""
    return {f.criterion_code: f.rating for f in application.agreed_findings if f.stage == "final"}


def suggestion(application: Application, changes: Mapping[str, str] | None = None) -> Suggestion:
    """What the rules of the edition suggest; with `changes`, what they would suggest then."""
    return what_if(application.standard, ratings(application), changes or {})


def turning_points(application: Application) -> dict[str, list[Turn]]:
    """For each criterion, the ratings with which it alone would change what is suggested."""
    return turning(application.standard, ratings(application))


def proposals(application: Application) -> list[Proposal]:
    """A condition for each action below Met: as the panel or an earlier decision worded it, else from the report."""
    usual = calendar.in_force.after(calendar.in_force.today(), USUAL_DAYS)
    worded = [c for c in application.conditions if c.status in ("proposed", "open", "answered")]
    found = [Proposal(c.criterion_code, c.what, c.proof, c.due_on, c.owner) for c in worded]
    known = {c.criterion_code for c in worded}
    for row in judged(application):
        if row.below and row.finding is not None and row.criterion.code not in known:
            found.append(Proposal(row.criterion.code, row.finding.action, "", usual, "Principal"))
    order = list(application.standard.criteria)
    return sorted(found, key=lambda proposal: order.index(proposal.code))


def taken_back(application: Application) -> dict[str, str]:
    """What was written in the decision that was taken back last, if none was made since: it is not lost."""
    load_determinations(application)
    last = application.determinations[-1] if application.determinations else None
    if last is None or last.recalled_at is None:
        return {}
    return {"outcome": last.outcome, "reasons": last.reasons, "why_different": last.why_different}


def conditions(person: Person, application: Application) -> list[Condition]:
    """The conditions this person may see: the school only those it was given, once the letter is released."""
    if capacities(person, application) & THE_SCHOOL and not released(application):
        return []
    return [c for c in application.conditions if c.status in SET]


def condition(person: Person, application: Application, public_id: str) -> Condition:
    """One of those. Raises NotFound for any other."""
    for found in conditions(person, application):
        if found.public_id == public_id:
            return found
    raise NotFound


def stands_aside(person: Person, found: Condition) -> bool:
    """Whether a conflict keeps this person from judging whether its criterion is met now."""
    return found.criterion_code in hidden_from(person, found.application)


@dataclass(frozen=True)
class Rejudged:
    """A criterion judged anew when its condition was closed: as the report has it, and as it stands now."""

    criterion: Criterion
    before: Rating | None
    after: Rating
    condition: Condition


def ratings_to_close(found: Condition) -> list[Rating]:
    """The judgements with which its criterion is met."""
    return [r for r in found.application.standard.ratings_for(found.criterion_code) if r.meets]


def rejudged(application: Application, found: Iterable[Condition]) -> list[Rejudged]:
    """What closing these conditions changed, by criterion. The report's judgements are left as they were."""
    closed = [c for c in found if c.status == "closed" and c.rating_after]
    standard, before = application.standard, ratings(application) if closed else {}
    return [
        Rejudged(
            standard.criteria[c.criterion_code],
            standard.rating(before[c.criterion_code]) if c.criterion_code in before else None,
            standard.rating(str(c.rating_after)), c,
        )
        for c in closed
    ]  # fmt: skip


def overdue(found: Condition) -> bool:
    return found.status == "open" and found.due_on < calendar.in_force.today()


def outcome_words(outcome: str) -> str:
    """An outcome as it stands once decided: “Deferred”, where the one who decides chooses “Defer”."""
    return State(BY_NAME[outcome].target).label


def determination_shown(person: Person, application: Application) -> Determination | None:
    """The last determination, as far as this person may know of it."""
    if waits_for_release(application):
        load_who_acted(application)
    elif not capacities(person, application) & THE_SCHOOL:
        load_determinations(application)
    if not application.determinations:
        return None
    last = application.determinations[-1]
    if last.released_at is None and capacities(person, application) & THE_SCHOOL:
        return next((d for d in reversed(application.determinations) if d.released_at is not None), None)
    return last


def made_before(application: Application, last: Determination | None = None) -> list[Determination]:
    """Every other determination of the case, newest first: released, or taken back. Inside the body only."""
    return [made for made in reversed(application.determinations) if made is not last]


def load_who_acted(application: Application) -> None:
    """The history, and with it everybody who decided or took back: the clock of a case that waits needs it anyhow."""
    acted = joinedload(Event.person).lazyload(Person.role_rows)
    wanted = select(Event).where(Event.application_id == application.id).options(acted)
    set_committed_value(application, "events", list(db.session.scalars(wanted.order_by(Event.id))))


def load_determinations(application: Application) -> None:
    """The determinations with who made and released them, in one statement."""
    people = (
        joinedload(by).lazyload(Person.role_rows)
        for by in (Determination.decided_by, Determination.released_by, Determination.recalled_by)
    )
    wanted = select(Determination).where(Determination.application_id == application.id).options(*people)
    made = db.session.scalars(wanted.order_by(Determination.id))
    set_committed_value(application, "determinations", list(made))


@dataclass(frozen=True)
class Heard:
    """An appeal with its outcome as somebody may know it: none while it is being heard.

    `waits`: the outcome is recorded, and nobody has let it go; then the school does not know that there is one.
    `taken_back` says why one was taken back before, for the body while the appeal is to be decided again.
    """

    appeal: Appeal
    outcome: str
    waits: bool
    taken_back: str = ""


def appeals(person: Person, application: Application) -> list[Heard]:
    """Every appeal of the case with what it is against and who decided it, in one statement."""
    if "appeals" not in application.__dict__:  # the guard has read them already for whoever may hear one
        heard_by = joinedload(Appeal.decided_by).lazyload(Person.role_rows)
        against = joinedload(Appeal.determination).joinedload(Determination.decided_by).lazyload(Person.role_rows)
        wanted = select(Appeal).where(Appeal.application_id == application.id).options(heard_by, against)
        set_committed_value(application, "appeals", list(db.session.scalars(wanted.order_by(Appeal.id))))
    found = application.appeals
    waiting = found[-1] if appeal_waits(application) else None
    if capacities(person, application) & THE_SCHOOL:
        return [Heard(each, "" if each is waiting else each.outcome or "", False) for each in found]
    why = why_taken_back(application)
    return [Heard(each, each.outcome or "", each is waiting, "" if each.outcome else why) for each in found]


def why_taken_back(application: Application) -> str:
    """Why the outcome of the open appeal was taken back last; nothing when none was. Its reasons are still there."""
    heard = open_appeal(application)
    if heard is None or not heard.reasons:
        return ""
    here = (Event.application_id == application.id) & (Event.move == "take_back_appeal")
    return db.session.scalar(select(Event.note).where(here).order_by(Event.id.desc()).limit(1)) or ""


def appeal_being_heard(application: Application) -> Appeal | None:
    """As far as anybody outside the body can know: its outcome is not let go yet."""
    return application.appeals[-1] if application.state is State.APPEAL and application.appeals else None


def overturned(application: Application, made: Determination | None) -> Appeal | None:
    """The appeal upheld against this determination, once everybody may know: the case is decided anew since."""
    if made is None or made.released_at is None or application.state is State.APPEAL:
        return None
    return next((a for a in application.appeals if a.determination_id == made.id and a.outcome == "upheld"), None)


def heard_by_others(person: Person, application: Application) -> bool:
    """An appeal is being heard, and it is against this person's decision."""
    return application.state is State.APPEAL and Capacity.FORMER_DECIDER in capacities(person, application)


def open_appeal(application: Application) -> Appeal | None:
    """The one that is still to be decided."""
    return next((a for a in application.appeals if a.outcome is None), None)


def proofs(application: Application) -> list[EvidenceVersion]:
    """The present version of each item of evidence that is ready: what can prove that a condition is met."""
    held = (Evidence.application_id == application.id) & Evidence.removed_at.is_(None)
    wanted = select(EvidenceVersion).join(EvidenceVersion.evidence).where(held).options(
        contains_eager(EvidenceVersion.evidence)
    )
    versions = db.session.scalars(wanted.order_by(Evidence.id, EvidenceVersion.number))
    current = {version.evidence_id: version for version in versions}
    return [version for version in current.values() if version.check_state == "ready"]
