"""Looking again for ties between those who judge and the school, and deciding what was found.

Before somebody is assigned, ties are shown to the case officer (`queries.reviewers_for`). Here they are looked for
again: when a reviewer changes their profile, and each day where a school has sent something new. What is found waits
for the case officer; whoever it concerns is not told before that.
"""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from registration.access.roles import Capacity
from registration.accounts.models import Person
from registration.applications.models import Application, Submission
from registration.audit import service as audit
from registration.database import db, now, today
from registration.errors import NotFound, Refused
from registration.notifications import casework
from registration.panels import queries, ties
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.panels.past_queries import past_of
from registration.panels.ties import Tie
from registration.review import panel, relations
from registration.review.models import Assignment

OUTCOMES = {"no_conflict": "No conflict of interest", "conflict": "A conflict of interest"}
LOOKED_FOR_AGAIN = frozenset({"mail", "organisation", "related"})
"""Rules whose findings change with a profile; what went before is known when somebody is assigned."""

SENT_LATELY = timedelta(days=3)


def look_again(person: Person, application: Application | None = None) -> list[Concern]:
    """Ties nobody has seen, between somebody and the schools they judge or are asked to judge: kept, and told the desk.

    With an `application`, only of that one.
    """
    found = []
    for case in [application] if application else cases_of(person):
        seen = {(c.rule, c.about) for c in queries.concerns_of(case) if c.person_id == person.id}
        found += [keep(case, person, tie) for tie in present_ties(person, case) if (tie.rule, tie.about) not in seen]
    return found


def cases_of(person: Person) -> list[Application]:
    """Under way, with this person on the panel or asked to join it."""
    on = select(Assignment.application_id).where(Assignment.person_id == person.id, Assignment.ended_at.is_(None))
    meant = select(Place.application_id).where(Place.person_id == person.id, Place.answer == "")
    wanted = select(Application).where(
        or_(Application.id.in_(on), Application.id.in_(meant)), Application.state.in_(panel.UNDER_WAY)
    )
    return list(db.session.scalars(wanted.order_by(Application.id)).unique())


def present_ties(person: Person, application: Application) -> list[Tie]:
    """What the rules find today, of those that change with a profile."""
    profile = db.session.scalar(select(ReviewerProfile).where(ReviewerProfile.person_id == person.id))
    past = past_of(application)
    shared = queries.shared_sites(each.email for each, _profile in queries.profiles())
    school = queries.facts_sent(application, queries.profile_sent(application), past.addresses, shared)
    found = ties.ties_of(queries.facts_of(person, profile), school, today().year)
    return [tie for tie in found if tie.rule in LOOKED_FOR_AGAIN]


def keep(application: Application, person: Person, tie: Tie) -> Concern:
    """A tie that waits for the case officer."""
    made = Concern(application=application, person=person, rule=tie.rule, about=tie.about, words=tie.words)
    db.session.add(made)
    casework.tell(application, "tie_found", [Capacity.CASE_OFFICER], by=person, person=person.name)
    audit.note("tie found", None, application, whom=person.name, rule=tie.rule)
    return made


def concern_of(application: Application, public_id: str) -> Concern:
    found = next((c for c in queries.concerns_of(application) if c.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def decide(concern: Concern, outcome: str, reason: str, *, kind: str = "", by: Person) -> None:
    """No conflict: it stays on record with the reason. A conflict: the relation is recorded, and the person leaves."""
    kept = {"Why": reason}
    if concern.outcome:
        raise Refused("Somebody has decided this already.", kept)
    if outcome not in OUTCOMES or not reason.strip():
        raise Refused("Choose whether this is a conflict of interest, and say why.", kept)
    if concern.person == by:
        raise Refused("This is about you. Ask another case officer to decide it.", kept)
    concern.outcome, concern.reason, concern.decided_by, concern.decided_at = outcome, reason.strip(), by, now()
    if outcome == "conflict":
        relations.declare_relation(
            concern.person, concern.application.school, kind=kind, since=None, until=None, note=reason, by=by
        )
    audit.note("tie decided", by, concern.application, whom=concern.person.name, outcome=outcome)


def look_where_something_was_sent() -> int:
    """Each day: the panels of schools that sent something lately. Says how many ties were found."""
    lately = select(Submission.application_id).where(Submission.sent_at >= now() - SENT_LATELY)
    wanted = select(Application).where(Application.id.in_(lately), Application.state.in_(panel.UNDER_WAY))
    number = 0
    for application in db.session.scalars(wanted.options(joinedload(Application.school))).unique():
        people = [a.person for a in application.assignments if a.ended_at is None]
        people += [place.person for place in queries.places_of(application) if place.open]
        for person in people:
            number += len(look_again(person, application))
    return number
