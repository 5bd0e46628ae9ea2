"""The review queue."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.access.visibility import THE_DESK
from registration.paging import whole
from registration.review import queue as queues
from registration.review.queue_filters import LONGEST_WAIT, SHOWS, SORTS, Filters
from registration.review.views import bp
from registration.workflow.states import ONCE_SUBMITTED, State

SENT = tuple(state for state in State if state in ONCE_SUBMITTED)
ANY = "ANY-REFERENCE"


@bp.route("/queue")
@allow_role(Role.CASE_OFFICER, Role.REVIEWER, Role.DECISION_MAKER, Role.AUDITOR)
def queue() -> ResponseReturnValue:
    me = signed_in()
    filters = asked(request.args)
    found = queues.queue(me, filters)
    case_address = url_for("applications.application", reference=ANY).split(ANY)  # once, not for each row
    return render_template(
        "review/queue.html", queue=found, filters=filters, shows=SHOWS, sorts=SORTS, states=SENT,
        shown_states={case.state for case in found.page.items}, at_desk=bool(me.roles & THE_DESK),
        areas=queues.areas(), case_address=case_address,
    )


def asked(args: MultiDict[str, str]) -> Filters:
    """The filters of an address; whatever makes no sense is left out."""
    longer = args.get("longer", type=whole)
    return Filters(
        show=args["show"] if args.get("show") in SHOWS else "all",
        state=args["state"] if args.get("state") in {*ONCE_SUBMITTED, "every"} else "",
        reviewer=args.get("reviewer", "").strip().replace("\x00", "")[:100],
        area=args.get("area", type=whole),
        longer=longer if longer is not None and 0 <= longer <= LONGEST_WAIT else None,
        text=args.get("q", "").strip().replace("\x00", "")[:200],
        sort=args["sort"] if args.get("sort") in SORTS else "waiting",
        page=args.get("page", 1, type=whole),
    )
