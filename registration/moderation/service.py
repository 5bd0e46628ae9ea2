"""Agreeing findings. The lead reviewer alone does it, while the case is in moderation."""

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import Refused
from registration.history import refuse_if_overtaken
from registration.moderation.models import AgreedFinding
from registration.moderation.queries import DESK, Row, table


def agree(
    application: Application, code: str, *, rating: str, reason: str, discussion: str, version: int, by: Person
) -> AgreedFinding:
    """Keep what the panel agreed on one criterion after the desk review.

    A reason is asked when the findings differ, or when what is agreed is not what everybody found.
    "Not enough evidence" can be kept, but settles nothing. `version` is the one the page was opened
    with; when it was saved elsewhere in between, both texts are given back.
    """
    kept = {"Your reason": reason, "Your note of the discussion": discussion}
    must_be_moderating(application, by, kept)
    row = table(application).row(code)
    if rating not in {r.code for r in application.standard.ratings_for(code)}:
        raise Refused(f"Choose one of the ratings listed for {code}.", kept)
    if needs_reason(row, rating) and not reason.strip():
        raise Refused(f"Say why this rating was agreed for {code}: not every member found the same.", kept)
    agreed = row.agreed
    refuse_if_overtaken(agreed, version)
    return keep(application, row, rating=rating, reason=reason, discussion=discussion, by=by)


def needs_reason(row: Row, rating: str) -> bool:
    return not row.same or rating != row.ratings[0].code


def agree_identical(application: Application, *, by: Person) -> int:
    """Agree every criterion on which all members found the same and nothing was agreed yet. Returns how many."""
    must_be_moderating(application, by, {})
    rows = table(application).identical
    for row in rows:
        keep(application, row, rating=row.ratings[0].code, reason="Every reviewer gave this rating.", by=by)
    return len(rows)


def keep(
    application: Application, row: Row, *, rating: str, reason: str, discussion: str = "", by: Person
) -> AgreedFinding:
    """The agreed finding of a row, made or changed. What stood there before is kept as a revision."""
    agreed = row.agreed
    if agreed is None:
        agreed = AgreedFinding(application=application, criterion_code=row.criterion.code, stage=DESK)
        db.session.add(agreed)
    agreed.rating, agreed.reason, agreed.discussion = rating, reason.strip(), discussion.strip()
    agreed.agreed_at, agreed.updated_by_id = now(), by.id
    return agreed


def must_be_moderating(application: Application, by: Person, kept: dict[str, str]) -> None:
    if not allowed(by, Action.MODERATE, application):
        raise Refused(
            f"Only the lead reviewer can agree findings, and only in moderation; this case stands at "
            f"“{application.state.label}”. Nothing was saved.",
            kept,
        )
