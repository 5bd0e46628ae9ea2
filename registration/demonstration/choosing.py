"""A panel in the making: one asked, one assigned and not told; and a tie that was found after somebody had begun."""

from dataclasses import replace

from registration.accounts.models import Person
from registration.database import db
from registration.demonstration.cases import Case
from registration.panels import checking_service, profile_service, queries, service
from registration.panels.choice import choose
from registration.panels.models import ReviewerProfile
from registration.workflow.states import State


def begin_panels(cases: list[Case]) -> None:
    """Of each case on hold before its review, the panel is being found meanwhile. When all others are there."""
    for case in cases:
        if case.application.held and case.told.state is State.SUBMITTED:
            begin_panel(case)


def begin_panel(case: Case) -> None:
    """The lead has been asked and has not answered; whom the rules propose beside them does not know of it yet."""
    application, officer, lead = case.application, case.officer, case.staff["leah"]
    known = queries.reviewers_for(application)
    asked = queries.asked_of(application, known)
    alone = replace(asked, places=("lead_reviewer",))
    service.assign_chosen(application, choose(alone, [r for r in known if r.key == lead.public_id]).chosen, by=officer)
    service.tell(application, by=officer)
    db.session.flush()
    known = queries.reviewers_for(application)
    service.assign_chosen(application, choose(queries.asked_of(application, known), known).chosen, by=officer)


def find_tie(case: Case, person: Person) -> None:
    """A reviewer adds to their profile that they once advised whoever stands behind the school."""
    behind = str(queries.profile_sent(case.application).get("2", {}).get("organisation", ""))
    row = profile_service.row_of(person) or ReviewerProfile(person_id=person.id, hours=40)
    row.organisations = [*row.organisations, {"name": behind, "website": "", "until": case.today.year - 3}]
    db.session.add(row)
    db.session.flush()
    checking_service.look_again(person, case.application)
    db.session.flush()
