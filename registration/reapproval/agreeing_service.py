"""What stands is agreed as it was last time: in moderation, and again for the report."""

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db
from registration.errors import Refused
from registration.moderation.counting import hidden_from
from registration.moderation.models import AgreedFinding
from registration.reapproval.models import CarriedCriterion
from registration.reapproval.standing import rows_standing, standing


def let_stand(application: Application, *, by: Person) -> int:
    """In moderation: what stands is agreed as it was last time, so that it need not be agreed again. Says how many.

    A rating the panel agreed before, as in a round before a deferral, is left as it is.
    """
    agreed = {f.criterion_code for f in application.agreed_findings if f.stage == "desk"}
    found = [row for row in rows_standing(application) if row.criterion_code not in agreed]
    for row in found:
        db.session.add(
            AgreedFinding(
                application=application, criterion_code=row.criterion_code, stage="desk", rating=row.rating,
                reason=as_last_time(row), updated_by_id=by.id,
            )
        )  # fmt: skip
    return len(found)


def as_last_time(row: CarriedCriterion) -> str:
    since = f" of {row.since.day} {row.since:%B %Y}" if row.since else ""
    return f"Unchanged since the decision{since}: it stands as it was agreed then."


def keep_judgements(application: Application, *, by: Person) -> int:
    """For the report: of what stands, and was not agreed otherwise since, finding and strengths are taken from the
    report before. Those already judged are left, and those for which the lead reviewer stands aside. Says how many;
    the lead reviewer can change each.
    """
    if not allowed(by, Action.WRITE_REPORT, application):
        raise Refused("Final judgements can be taken over only while the report is written.")
    written = {f.criterion_code for f in application.agreed_findings if f.stage == "final"}
    desk = {f.criterion_code: f.rating for f in application.agreed_findings if f.stage == "desk"}
    earlier = application.follows.agreed_findings if application.follows else []
    wanted = standing(application) - written - hidden_from(by, application)
    kept = [
        before for before in earlier
        if before.stage == "final" and before.criterion_code in wanted
        and desk.get(before.criterion_code) == before.rating
    ]  # fmt: skip
    for before in kept:
        db.session.add(
            AgreedFinding(
                application=application, criterion_code=before.criterion_code, stage="final", rating=before.rating,
                finding=before.finding, strengths=before.strengths, updated_by_id=by.id,
            )
        )  # fmt: skip
    return len(kept)
