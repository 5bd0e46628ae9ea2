"""Agreeing findings in moderation: the lead reviewer does it, or on an item who stands in for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import Refused
from registration.history import refuse_if_overtaken
from registration.moderation.models import AgreedFinding
from registration.moderation.queries import DESK, Row, Table, table

AGREED, DIVIDED = "agreed", "divided"


@dataclass(frozen=True)
class Meeting:
    """Who was in the meeting for a criterion: members by public id, and others by their part."""

    present: Sequence[str] = ()
    also_present: str = ""


NO_MEETING = Meeting()


def agree(
    application: Application, code: str, *, rating: str, reason: str, discussion: str, version: int, by: Person,
    meeting: Meeting = NO_MEETING, divided: bool = False,
) -> AgreedFinding:  # fmt: skip
    """Keep what the panel agreed on one criterion after the desk review.

    A reason is asked when the findings differ, when what is agreed is not what everybody found, or when the panel is
    `divided`: then the rating is the one to go on with, and the decision maker is told. "Not enough evidence" can be
    kept, but settles nothing. `version` is the one the page was opened with; when it was saved elsewhere in between,
    both texts are given back.
    """
    kept = {"Your reason": reason, "Your note of the discussion": discussion}
    found = table(application)
    row = found.row(code)
    must_lead(application, found, row, by, kept)
    if rating not in {r.code for r in application.standard.ratings_for(code)}:
        raise Refused(f"Choose one of the ratings listed for {code}.", kept)
    if needs_reason(row, rating, divided) and not reason.strip():
        raise Refused(f"Say why this rating was agreed for {code}: not every member found the same.", kept)
    if not set(meeting.present) <= {m.person.public_id for m in found.taking_part(row)}:
        raise Refused(f"Somebody you ticked stands aside for {code}, or has left the panel. Open the page again.", kept)
    refuse_if_overtaken(row.agreed, version, standing(row.agreed))
    if not allowed(by, Action.MODERATE, application):
        audit.note("criterion agreed in the lead reviewer's place", by, application, criterion=code)
    return keep(
        application, row, rating=rating, reason=reason, discussion=discussion, by=by, meeting=meeting, divided=divided
    )


def standing(agreed: AgreedFinding | None) -> dict[str, object]:
    """What stands there, by the names of the form's fields."""
    if agreed is None:
        return {}
    return {
        "rating": agreed.rating, "reason": agreed.reason, "discussion": agreed.discussion,
        "accord": DIVIDED if agreed.divided else AGREED, "present": list(agreed.present),
        "also_present": agreed.also_present,
    }  # fmt: skip


def needs_reason(row: Row, rating: str, divided: bool = False) -> bool:
    return divided or not row.same or rating != row.ratings[0].code


def agree_identical(application: Application, *, by: Person) -> int:
    """Agree every criterion on which all members found the same and nothing was agreed yet. Returns how many."""
    must_be_moderating(application, by, {})
    rows = table(application).identical
    for row in rows:
        keep(application, row, rating=row.ratings[0].code, reason="Every reviewer gave this rating.", by=by)
    return len(rows)


def keep(
    application: Application, row: Row, *, rating: str, reason: str, discussion: str = "", by: Person,
    meeting: Meeting = NO_MEETING, divided: bool = False,
) -> AgreedFinding:  # fmt: skip
    """The agreed finding of a row, made or changed. What stood there before is kept as a revision."""
    agreed = row.agreed
    if agreed is None:
        agreed = AgreedFinding(application=application, criterion_code=row.criterion.code, stage=DESK)
        db.session.add(agreed)
    agreed.rating, agreed.reason, agreed.discussion = rating, reason.strip(), discussion.strip()
    agreed.divided, agreed.open_again = divided, False
    agreed.present, agreed.also_present = sorted(meeting.present), meeting.also_present.strip()
    agreed.agreed_at, agreed.updated_by_id = now(), by.id
    return agreed


def leads(application: Application, found: Table, row: Row, person: Person) -> bool:
    """This person leads the meeting for this criterion: a lead reviewer, or who stands in for one who stands aside."""
    if person.id in row.asides:
        return False
    chair = found.chair(row)
    in_place = chair is not None and chair.person == person and allowed(person, Action.TAKE_CHAIR, application)
    return in_place or allowed(person, Action.MODERATE, application)


def must_lead(application: Application, found: Table, row: Row, by: Person, kept: dict[str, str]) -> None:
    """Only who leads the meeting for a criterion writes down what is agreed on it."""
    if leads(application, found, row, by):
        return
    must_be_moderating(application, by, kept)
    chair = found.chair(row)
    who = f"{chair.person.name} agrees it in your place" if chair else "the case officer has to find somebody else"
    raise Refused(f"You stand aside for {row.criterion.code}, so {who}. Nothing was saved.", kept)


def must_be_moderating(application: Application, by: Person, kept: dict[str, str]) -> None:
    if not allowed(by, Action.MODERATE, application):
        raise Refused(
            f"Only the lead reviewer can agree findings, and only in moderation; this case stands at "
            f"“{application.state.label}”. Nothing was saved.",
            kept,
        )
