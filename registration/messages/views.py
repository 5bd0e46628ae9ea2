"""The thread of one case, and for the desk the threads that wait."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, signed_in
from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL, Role
from registration.access.standing import capacities
from registration.applications.models import Application
from registration.errors import NotAllowed
from registration.messages import queries, service
from registration.messages.forms import MessageForm, ReadForm
from registration.paging import whole

bp = Blueprint("messages", __name__)
CASE = "/applications/<reference>/messages"


@bp.route(f"{CASE}/", methods=["GET", "POST"])
@allow(Action.READ_MESSAGES)
def thread(application: Application) -> ResponseReturnValue:
    form, may_write = MessageForm(), allowed(signed_in(), Action.WRITE_MESSAGES, application)
    if request.method == "POST" and not may_write:
        raise NotAllowed("You can read the messages of this case, and not write any.")
    if form.validate_on_submit():
        service.send(application, form.text.data, by=signed_in(), seen=request.form.get("seen", ""))
        flash("Your message is sent. The other side is told by letter that it is here.", "success")
        return redirect(url_for(".thread", reference=application.reference))
    page = render_template(
        "messages/thread.html", application=application, form=form, may_write=may_write, read=ReadForm(),
        page=queries.thread(application, request.args.get("page", 1, type=whole)),
        seen=queries.read_to(application, signed_in()), ours=in_school(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def in_school(application: Application) -> bool:
    return bool(capacities(signed_in(), application) & THE_SCHOOL)


@bp.post(f"{CASE}/read")
@allow(Action.WRITE_MESSAGES)
def mark_read(application: Application) -> ResponseReturnValue:
    """Reading is said, not guessed: opening a page changes nothing, and an auditor changes nothing at all."""
    service.mark_read(application, signed_in(), request.args.get("seen", ""))
    return redirect(url_for(".thread", reference=application.reference))


@bp.get("/desk/messages")
@allow_role(Role.CASE_OFFICER, Role.AUDITOR)
def desk() -> ResponseReturnValue:
    found = queries.waiting(signed_in(), request.args.get("page", 1, type=whole))
    return render_template("messages/desk.html", page=found)
