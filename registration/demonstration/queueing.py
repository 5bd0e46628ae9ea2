"""The queue as two case officers left it: whose cases they are, a list that is kept, and what has been seen."""

from registration.database import now
from registration.demonstration.cases import Case
from registration.workflow.states import State
from registration.worklists import service


def share_out(cases: list[Case]) -> None:
    """Every case that was sent is somebody's, but for those that have just come in."""
    officers = {}
    for case in cases:
        if case.application.submitted_at is not None and case.told.state is not State.SUBMITTED:
            case.application.case_officer = case.officer
            officers[case.officer.id] = case.officer
    for officer in officers.values():
        service.keep_list(officer, "Mine, due first", "show=mine&sort=due&column=state&column=due&column=officer")
        service.mark_seen(officer, now())
