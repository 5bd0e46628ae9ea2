"""Deciding, releasing what was decided or taking it back, and following conditions to their end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registration.access import standing
from registration.access.roles import SCHOOL_LEADS, Capacity
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.decisions import queries, reading
from registration.decisions.models import Condition, Determination
from registration.decisions.overdue import date_moved
from registration.decisions.queries import Proposal
from registration.errors import NotAllowed, Refused
from registration.notifications import casework
from registration.notifications.service import held_letters, release_letters
from registration.workflow import appealing, calendar, clocks, engine
from registration.workflow.states import DECIDED
from standards.model import OUTCOMES

WITH_CONDITIONS = "approve_with_conditions"


def issue_determination(
    application: Application,
    outcome: str,
    *,
    reasons: str,
    why_different: str,
    conditions: Sequence[Proposal],
    left_out: Mapping[str, str] | None = None,
    by: Person,
) -> Determination:
    """Decide: keep the determination, set the conditions, and make the move that bears the outcome's name.

    The letters are written and wait for a second person. `conditions` count only for an approval with
    conditions, which needs at least one; conditions of an earlier round that are not among them are dropped.
    `left_out` says why a proposed one is not set, by criterion: it is kept with the condition.
    """
    suggested = queries.suggestion(application)
    if outcome not in OUTCOMES:
        raise Refused("Choose one of the four outcomes.")
    if not reasons.strip():
        raise Refused("Give the reasons for the decision: the school reads them in the letter.")
    if outcome != suggested.outcome and not why_different.strip():
        raise Refused(f"The rules suggest “{suggested.label}”. Say why you decide otherwise.")
    if outcome == WITH_CONDITIONS and not conditions:
        raise Refused("Set at least one condition, or approve without conditions.")
    made = Determination(
        application=application, outcome=outcome, suggested=suggested.outcome, rule=suggested.sentence,
        reasons=reasons, why_different=why_different if outcome != suggested.outcome else "", decided_by=by,
        decided_at=now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    set_conditions(application, conditions if outcome == WITH_CONDITIONS else (), by=by)
    if outcome == WITH_CONDITIONS:
        keep_what_was_left_out(application, left_out or {}, by=by)
    audit.note("determined", by, application, outcome=outcome, suggested=suggested.outcome)
    engine.perform(application, outcome, by=by, facts=letter_facts(made, application))
    return made


def set_conditions(application: Application, wanted: Sequence[Proposal], *, by: Person) -> None:
    """Open the conditions wanted; a row for the same criterion is used again, the rest are dropped."""
    left = {
        c.criterion_code: c for c in application.conditions if c.status in ("proposed", "open", "answered")
    }
    for proposal in wanted:
        row = left.pop(proposal.code, None)
        if row is None:
            row = Condition(application=application, criterion_code=proposal.code)
            db.session.add(row)
        if row.status != "answered":
            row.status = "open"
        row.what, row.proof, row.due_on, row.owner = (
            proposal.what,
            proposal.proof,
            proposal.due_on,
            proposal.owner,
        )
        row.updated_by_id = by.id
    for row in left.values():
        row.status, row.updated_by_id = "dropped", by.id


def keep_what_was_left_out(application: Application, left_out: Mapping[str, str], *, by: Person) -> None:
    """A proposed condition that is not set stays in the case, dropped, with the reason. The school does not see it."""
    set_already = {c.criterion_code for c in application.conditions if c.status in queries.SET}
    proposed = {p.code: p for p in queries.proposals(application)}
    rows = {c.criterion_code: c for c in application.conditions if c.status == "dropped"}
    for code, reason in left_out.items():
        row = rows.get(code)
        if row is None and code in proposed and code not in set_already:
            given = proposed[code]
            row = Condition(application=application, criterion_code=code, what=given.what, due_on=given.due_on)
            db.session.add(row)
        if row is not None:
            row.status, row.closing_note, row.updated_by_id = "dropped", reason, by.id


def letter_facts(made: Determination, application: Application) -> dict[str, Any]:
    """What the letter says, frozen with it."""
    standard = application.standard
    given = (
        [c for c in application.conditions if c.status in queries.SET]
        if made.outcome == WITH_CONDITIONS
        else []
    )
    return {
        "outcome": made.outcome,
        "outcome_label": queries.outcome_words(made.outcome),
        "meaning": standard.outcome(made.outcome).meaning,
        "reasons": made.reasons,
        "appeal_days": clocks.DAYS["appeal_window"],
        "conditions": [
            {"code": c.criterion_code, "what": c.what, "proof": c.proof, "due_on": c.due_on.isoformat()}
            for c in given
        ],
    }


def release_determination(application: Application, *, by: Person, read: str | None = None) -> Determination:
    """Let the letter go, as the second person. From now on the school knows.

    `read` is the key of the letters this person had before them: others are not released, for nobody has read them.
    The words are frozen as they were read, whatever becomes of the templates before the letters leave.
    """
    if not application.determinations:
        raise Refused("There is no determination to release.")
    made = application.determinations[-1]
    if made.released_at is not None:
        raise Refused("This determination was already released.")
    if made.decided_by == by:
        raise NotAllowed("Somebody else must release this letter: you decided. Ask a colleague at the desk.")
    reading.refuse_if_changed(held_letters(application), read)
    engine.perform(application, "release", by=by)
    made.released_by, made.released_at = by, now()
    let_letters_go(application, by=by)
    audit.note("determination_released", by, application)
    return made


def let_letters_go(application: Application, *, by: Person) -> None:
    """With their words frozen as they stand now."""
    for letter in held_letters(application):
        reading.freeze(letter)
    release_letters(application, by=by)


def take_back_decision(application: Application, why: str, *, by: Person) -> Determination:
    """Before its release: its letters are recalled, and the case awaits its determination again. No school knows.

    What was decided stays in the case, with who took it back and why; its conditions are proposals again.
    """
    if not why.strip():
        raise Refused("Say why the decision is taken back, so that whoever decides anew knows what to look at.")
    if not standing.waits_for_release(application):
        raise Refused("There is no decision that waits for its release, so nothing can be taken back.")
    made = application.determinations[-1]
    engine.perform(application, "take_back", by=by, note=why)
    audit.note("determination_taken_back", by, application, outcome=made.outcome)
    return made


def answer_condition(condition: Condition, answer: str, proof: str, *, by: Person) -> None:
    """The school says what it did, and names the item of evidence that shows it (by its version's public id)."""
    if condition.status == "closed":
        raise Refused("This condition is already closed: there is nothing left to do.")
    if not answer.strip():
        raise Refused("Say what you have done to meet this condition.")
    ready = {v.public_id: v for v in queries.proofs(condition.application)}
    if proof not in ready:
        raise Refused(
            "Choose the item of evidence that shows it. Add it to the evidence first if it is not there."
        )
    condition.answer, condition.evidence_version = answer, ready[proof]
    condition.status, condition.answered_at, condition.updated_by_id = "answered", now(), by.id
    tell(condition, "condition_answered", [Capacity.CASE_OFFICER, Capacity.DECISION_MAKER, Capacity.LEAD_REVIEWER], by)
    audit.note("condition_answered", by, condition.application, criterion=condition.criterion_code)


def close_condition(condition: Condition, note: str, rating: str, *, by: Person) -> None:
    """The body is satisfied, and judges this criterion anew: a rating that meets it, and the finding in `note`.

    The judgement of the report stays as it was, as do those of all other criteria.
    """
    must_judge(by, condition)
    must_be_answered(condition)
    if not note.strip():
        raise Refused("Say what you saw in the evidence: it is kept with the condition.")
    if rating not in {r.code for r in queries.ratings_to_close(condition)}:
        raise Refused("Choose how the criterion is judged now. If it is not met yet, say what is still missing.")
    condition.status, condition.closed_by, condition.closed_at = "closed", by, now()
    condition.closing_note, condition.rating_after, condition.updated_by_id = note, rating, by.id
    tell(condition, "condition_closed", SCHOOL_LEADS, by)
    audit.note("condition_closed", by, condition.application, criterion=condition.criterion_code)


def return_condition(condition: Condition, note: str, *, by: Person, due_on: date | None = None) -> None:
    """The evidence does not show it yet: the school is told what is missing, and by when, if that is a new date.

    A condition whose date has passed goes back only with a new one: nobody can keep a date that is over.
    """
    must_judge(by, condition)
    must_be_answered(condition)
    if not note.strip():
        raise Refused("Say what is still missing, so that the school can act on it.")
    if (due_on or condition.due_on) <= calendar.in_force.today():
        raise Refused("Give the school a date to come: the date of this condition has passed.")
    if due_on is not None and due_on != condition.due_on:
        condition.due_on = due_on
        date_moved(condition)
    condition.status, condition.closing_note, condition.updated_by_id = "open", note, by.id
    tell(condition, "condition_returned", SCHOOL_LEADS, by)
    audit.note("condition_returned", by, condition.application, criterion=condition.criterion_code)


def tell(condition: Condition, letter: str, to: Iterable[Capacity], by: Person) -> None:
    """What was said about a condition stays in the service; the letter says that there is something."""
    criterion = condition.application.standard.criteria[condition.criterion_code]
    casework.tell(condition.application, letter, to, by=by, due_on=condition.due_on.isoformat(),
                  criterion=f"{criterion.code} {criterion.title}")  # fmt: skip


def must_judge(person: Person, condition: Condition) -> None:
    """Who stands aside for a criterion does not judge it here either: a decision maker can, in every case."""
    if queries.stands_aside(person, condition):
        code = condition.criterion_code
        raise NotAllowed(f"You stand aside for {code}, so you do not judge its condition: a decision maker does.")


def must_be_answered(condition: Condition) -> None:
    if condition.status != "answered":
        raise Refused("The school has not sent its evidence for this condition, or it is already closed.")


def open_to_appeal(application: Application) -> bool:
    """The outcome stands and was sent, no appeal is being heard, and the last day for one is not past."""
    in_time = application.state in DECIDED and appealing.within_time_to_appeal.holds(application)
    return in_time and appealing.no_appeal_decided.holds(application)


def last_day_to_appeal(made: Determination) -> Any:
    """The last day on which the school can appeal; None before the letter is released."""
    if made.released_at is None:
        return None
    days = calendar.in_force
    return days.after(days.day_of(made.released_at), clocks.DAYS["appeal_window"])
