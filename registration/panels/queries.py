"""What is known of every reviewer for one case, and of the places on its panel; a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from registration.access.roles import Role
from registration.accounts.models import Person, PersonRole
from registration.applications.models import Application, Submission
from registration.database import db, now, today
from registration.interest.comparing import site_of
from registration.panels import languages, ties
from registration.panels.choice import Asked, Reviewer
from registration.panels.measuring import FIGURES, hours_from
from registration.panels.models import Concern, Place, ReviewerProfile
from registration.panels.past_queries import Past, pasts_of
from registration.panels.ties import Before, Organisation, ReviewerFacts, SchoolFacts
from registration.panels.workload import Hours
from registration.review.models import Assignment
from registration.workflow.states import ONCE_MODERATED, State

SHARED_BY = 3
"""From here on a domain that so many reviewers write from is the body's own, or a mail provider's."""

NEEDED = ("lead_reviewer", "reviewer")


@dataclass
class Work:
    """What one reviewer has to do, and has done."""

    hours: int = 0
    cases: int = 0
    judged: int = 0
    led: int = 0
    lately: int = 0


def reviewers_for(application: Application) -> list[Reviewer]:
    """Every active reviewer as this case sees them. Four statements."""
    return seen_by_each({application: profile_sent(application)})[application.id]


def reviewer_for_each(key: str, applications: Sequence[Application]) -> dict[int, Reviewer]:
    """One active reviewer, by public id, as each of these cases sees them. Four statements, however many they are."""
    sent = profiles_sent(applications)
    found = seen_by_each({each: sent.get(each.id, {}) for each in applications}, key)
    return {case_id: reviewers[0] for case_id, reviewers in found.items() if reviewers}


def seen_by_each(sent: Mapping[Application, Mapping[str, Any]], key: str = "") -> dict[int, list[Reviewer]]:
    """Reviewers by case, all of them or the one that is named; `sent` is the profile that each school sent last."""
    everybody, pasts, (takes, work) = profiles(), pasts_of(list(sent)), work_of()
    shared = shared_sites(person.email for person, _ in everybody)
    people = [row for row in everybody if key in ("", row[0].public_id)]
    found = {}
    for application, profile_of_school in sent.items():
        past = pasts[application.id]
        school = facts_sent(application, profile_of_school, past.addresses, shared)
        found[application.id] = [
            reviewer_of(person, profile, work.get(person.id, Work()), past, school, takes, application.state)
            for person, profile in people
        ]
    return found


def reviewers_at_work() -> list[Reviewer]:
    """Every active reviewer with their hours and experience, as no case in particular sees them. Two statements."""
    (takes, work), nothing = work_of(), Past()
    return [
        reviewer_of(person, profile, work.get(person.id, Work()), nothing, SchoolFacts(()), takes)
        for person, profile in profiles()
    ]


def profiles() -> list[tuple[Person, ReviewerProfile | None]]:
    """Active reviewers in the order of their names, each with what they say of themselves. One statement."""
    wanted = (
        select(Person, ReviewerProfile)
        .join(PersonRole, (PersonRole.person_id == Person.id) & (PersonRole.role == Role.REVIEWER.value))
        .outerjoin(ReviewerProfile, ReviewerProfile.person_id == Person.id)
        .where(Person.active)
        .options(lazyload(Person.role_rows), lazyload(Person.school))
        .order_by(Person.name, Person.id)
    )
    return [(person, profile) for person, profile in db.session.execute(wanted)]


def reviewer_of(
    person: Person, profile: ReviewerProfile | None, work: Work, past: Past, school: SchoolFacts, takes: Hours,
    state: State = State.DESK_REVIEW,
) -> Reviewer:
    facts = facts_of(person, profile, past.before.get(person.id, ()))
    found = ties.ties_of(facts, school, today().year)
    return Reviewer(
        person.public_id, person.name, tuple(profile.languages if profile else ()),
        tuple(profile.territories if profile else ()), profile.hours if profile else None, work.hours, work.cases,
        work.judged, work.led, work.lately, past.parts.get(person.id, ""), past.against.get(person.id, ""),
        tuple(found), takes, state,
    )  # fmt: skip


def facts_of(person: Person, profile: ReviewerProfile | None, before: Iterable[Before] = ()) -> ReviewerFacts:
    named = profile.organisations if profile else ()
    return ReviewerFacts(
        person.email, tuple(Organisation(o["name"], o["website"], o["until"]) for o in named), tuple(before)
    )


def work_of() -> tuple[Hours, dict[int, Work]]:
    """The hours in force; and by person cases on hand with their hours, and cases judged. Open places count as cases.

    One statement.
    """
    since = now() - timedelta(days=365)
    present, nothing = case((Assignment.ended_at.is_(None), "on"), else_="left"), literal(0)
    on = (
        select(
            Assignment.person_id, Assignment.capacity, present.label("how"), func.count(),
            func.sum(case((Assignment.assigned_at >= since, 1), else_=0)), nothing, nothing, Application.state,
        )
        .join(Application)
        .group_by(Assignment.person_id, Assignment.capacity, Application.state, present)
    )
    meant = (
        select(Place.person_id, Place.capacity, literal("meant"), func.count(), func.count(), nothing, nothing,
               Application.state)
        .join(Application)
        .where(Place.answer == "")
        .group_by(Place.person_id, Place.capacity, Application.state)
    )  # fmt: skip
    capacity, *figures = FIGURES
    takes = select(nothing, capacity, literal("takes"), *figures, literal(State.DESK_REVIEW.value))
    rows: Sequence[Any] = db.session.execute(union_all(on, meant, takes)).all()
    hours = hours_from(row[1:2] + row[3:7] for row in rows if row[2] == "takes")
    found: dict[int, Work] = defaultdict(Work)
    for person_id, part, how, number, lately, _, _, state in rows:
        if how != "takes":
            add(found[person_id], hours, part, State(state), how, number, lately or 0)
    return hours, dict(found)


def add(work: Work, takes: Hours, part: str, state: State, how: str, number: int, lately: int) -> None:
    work.lately += lately
    hours = takes.of(state, part) * number
    if how != "left" and hours:
        work.hours, work.cases = work.hours + hours, work.cases + number
    if how == "on" and state in ONCE_MODERATED:
        work.judged += number
        work.led += number if part == "lead_reviewer" else 0


def snapshot_facts(application: Application) -> SchoolFacts:
    """What the school is known by, from what it sent. One statement, of all rounds."""
    return names_sent(application, profile_sent(application))


def names_sent(application: Application, profile: Mapping[str, Any]) -> SchoolFacts:
    legal = profile.get("2", {})
    owners = [row.get("name", "") for row in rows_in(legal, "owners")]
    related = [row.get("name", "") for row in rows_in(legal, "related_schools")]
    return SchoolFacts((application.school.name, str(legal.get("organisation", "")), *owners), tuple(related))


def facts_sent(
    application: Application, profile: Mapping[str, Any], addresses: Iterable[str], shared: Iterable[str]
) -> SchoolFacts:
    """With its domains, too: of its website, its own addresses and those its people write from."""
    contact = str(profile.get("1", {}).get("email", ""))
    known = [application.school.domain, application.school.website, contact, *addresses]
    return replace(names_sent(application, profile), sites=ties.own_sites(known, shared))


def profile_sent(application: Application) -> Mapping[str, Any]:
    submission = application.submission
    found: Mapping[str, Any] = submission.snapshot.get("profile", {}) if submission else {}
    return found


def profiles_sent(applications: Iterable[Application]) -> dict[int, Mapping[str, Any]]:
    """By case, the profile as it was sent last. One statement, which reads nothing else of what was sent."""
    wanted = select(Submission.application_id, Submission.snapshot["profile"]).where(
        Submission.application_id.in_([each.id for each in applications])
    )
    return {case_id: profile or {} for case_id, profile in db.session.execute(wanted.order_by(Submission.round))}


def rows_in(facts: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The rows of a group; none where a reason stands instead."""
    found = facts.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def shared_sites(addresses: Iterable[str]) -> frozenset[str]:
    """Domains from which several reviewers write: being there together says nothing."""
    counted = Counter(site_of(address.rpartition("@")[2]) for address in addresses)
    return frozenset(site for site, number in counted.items() if number >= SHARED_BY)


def asked_of(application: Application, reviewers: Sequence[Reviewer]) -> Asked:
    """What this case asks of its panel, from what was sent, and who is there or meant already. No statement."""
    profile, submission = profile_sent(application), application.submission
    evidence = submission.snapshot.get("evidence", []) if submission else []
    texts = [str(profile.get("5", {}).get("languages", "")), *(str(item.get("language", "")) for item in evidence)]
    codes = [row.get("territory", "") for row in rows_in(profile.get("4", {}), "territories")]
    filled = {a.capacity for a in application.assignments if a.ended_at is None} | {r.part for r in reviewers}
    return Asked(
        languages.asked_for(texts), tuple(dict.fromkeys(filter(None, [*codes, application.school.country]))),
        tuple(part for part in NEEDED if part not in filled), tuple(r for r in reviewers if r.part),
    )


def places_of(application: Application) -> list[Place]:
    """Every place of a case, the first assigned first. One statement."""
    return list(db.session.scalars(places().where(Place.application_id == application.id)).unique())


def open_places(applications: Iterable[Application]) -> dict[int, list[Place]]:
    """By case, the places that nobody has answered yet, the first assigned first. One statement."""
    wanted = places().where(Place.application_id.in_([each.id for each in applications]), Place.answer == "")
    found: dict[int, list[Place]] = defaultdict(list)
    for place in db.session.scalars(wanted).unique():
        found[place.application_id].append(place)
    return found


def places() -> Select[Place]:
    person = joinedload(Place.person)
    return select(Place).order_by(Place.id).options(
        person.lazyload(Person.role_rows), person.lazyload(Person.school), lazyload(Place.replaces)
    )


def concerns_of(application: Application) -> list[Concern]:
    """Every tie somebody looked at, or has to. One statement."""
    person = joinedload(Concern.person)
    decided_by = joinedload(Concern.decided_by)
    wanted = select(Concern).where(Concern.application_id == application.id).options(
        person.lazyload(Person.role_rows), person.lazyload(Person.school),
        decided_by.lazyload(Person.role_rows), decided_by.lazyload(Person.school),
    )
    return list(db.session.scalars(wanted.order_by(Concern.id)).unique())
