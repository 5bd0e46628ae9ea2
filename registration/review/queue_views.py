"""The review queue."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.review import queue as queues
from registration.review.views import bp
from registration.workflow.states import ONCE_SUBMITTED, State


@bp.route("/queue")
@allow_role(Role.CASE_OFFICER, Role.REVIEWER, Role.DECISION_MAKER, Role.AUDITOR)
def queue() -> ResponseReturnValue:
    me = signed_in()
    filters = asked(request.args)
    at_desk = bool(me.roles & queues.THE_DESK)
    return render_template(
        "review/queue.html", queue=queues.queue(me, filters), filters=filters, shows=queues.SHOWS, sorts=queues.SORTS,
        states=[state for state in State if state in ONCE_SUBMITTED], at_desk=at_desk,
        areas=queues.areas(),
        longest=queues.LONGEST_WAIT,
    )


def asked(args: MultiDict[str, str]) -> queues.Filters:
    """The filters of an address; whatever makes no sense is left out."""
    longer = args.get("longer", type=int)
    return queues.Filters(
        show=args["show"] if args.get("show") in queues.SHOWS else "all",
        state=args["state"] if args.get("state") in {*ONCE_SUBMITTED, "every"} else "",
        reviewer=args.get("reviewer", "").strip().replace("\x00", "")[:100],
        area=args.get("area", type=int),
        longer=longer if longer is not None and 0 <= longer <= queues.LONGEST_WAIT else None,
        text=args.get("q", "").strip().replace("\x00", "")[:200],
        sort=args["sort"] if args.get("sort") in queues.SORTS else "waiting",
        page=args.get("page", 1, type=int),
    )
