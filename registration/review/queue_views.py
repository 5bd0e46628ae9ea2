"""The review queue, and the way from one of its cases to the next."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.access.visibility import THE_DESK
from registration.applications.models import Application
from registration.review import queue as queues
from registration.review.queue_choices import choices, ways
from registration.review.queue_deeds import DEEDS
from registration.review.queue_filters import COLUMNS, Filters, asked
from registration.review.queue_forms import KeepForm
from registration.review.queue_place import KEPT_AS, Place, place_of, to_keep
from registration.review.views import bp

ANY = "ANY-REFERENCE"
STAFF = (Role.CASE_OFFICER, Role.REVIEWER, Role.DECISION_MAKER, Role.AUDITOR)


@bp.route("/queue")
@allow_role(*STAFF)
def queue() -> ResponseReturnValue:
    return page_of_list(asked_here())


def page_of_list(filters: Filters, keeping: KeepForm | None = None) -> str:
    """`keeping` is what was sent to keep this list under a name, where that has to be sent again."""
    me = signed_in()
    found = queues.queue(me, filters)
    remember(found, filters)
    case_address = url_for("applications.application", reference=ANY).split(ANY)  # once, not for each row
    return render_template(
        "review/queue.html", queue=found, filters=filters, ways=ways(found, filters), choices=choices(found, filters),
        columns=COLUMNS, shown_states={case.state for case in found.page.items},
        at_desk=bool(me.roles & THE_DESK), may_do=Role.CASE_OFFICER in me.roles, deeds=DEEDS,
        case_address=case_address, tick_all=request.args.get("tick") == "all", keeping=keeping,
    )  # fmt: skip


@bp.route("/queue/next")
@allow_role(*STAFF)
def next_case() -> ResponseReturnValue:
    """To the case after this one in the list last looked at: the first that is still there for this person."""
    place = place_of(session.get(KEPT_AS), request.args.get("after", ""), signed_in().public_id)
    if place is None:
        return redirect(url_for("review.queue"))
    there = queues.still_seen(signed_in(), place.ahead)
    for reference in place.ahead:
        if reference in there:
            return redirect(url_for("applications.application", reference=reference))
    flash("That was the last case on this page of your list.")
    return redirect(list_at(place))


@bp.app_template_global()
def place_in_list(application: Application) -> Place | None:
    """Where this case stands in the list its reader came from, if they came from one."""
    return place_of(session.get(KEPT_AS), application.reference, signed_in().public_id)


@bp.app_template_global()
def list_at(place: Place) -> str:
    return url_for("review.queue") + (f"?{place.address}" if place.address else "")


def asked_here() -> Filters:
    return asked(request.args.to_dict(flat=False))


def remember(found: queues.Queue, filters: Filters) -> None:
    """Keep the page that is looked at with the sign-in, so that a case leads to the next one."""
    place = to_keep(signed_in().public_id, filters, [case.reference for case in found.page.items])
    if session.get(KEPT_AS) != place:
        session[KEPT_AS] = place
