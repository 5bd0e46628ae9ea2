"""The case officer's desk for expressions of interest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import standards
from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.countries import COUNTRIES, country_name
from registration.errors import NotFound, Refused
from registration.interest import queries, service
from registration.interest.comparing import names_cambridge
from registration.interest.forms import AskForm, DeclineForm
from registration.interest.models import Interest
from registration.interest.reasons import BY_CODE
from registration.interest.twins import Twin, twins_of, with_references
from registration.interest.views import bp
from registration.interest.words import STATUS, in_words
from registration.notifications.delivery import told_how
from registration.paging import whole
from registration.self_check.readiness import Readiness, readiness_of
from registration.self_check.words import SCALE


@bp.route("/desk/interest/")
@allow_role(Role.CASE_OFFICER)
def desk() -> ResponseReturnValue:
    filters, person = queries.Filters.of(request.args), signed_in()
    seen = queries.seen_by(person)
    page = queries.interests(seen, filters, request.args.get("page", 1, type=whole))
    return render_template(
        "interest/desk.html", page=page, twins=twins_of(page.items, person), filters=filters, statuses=STATUS,
        counts=queries.counts(seen, filters), country_name=country_name, countries=COUNTRIES,
        names_cambridge=names_cambridge,
    )  # fmt: skip


@bp.route("/desk/interest/<public_id>", methods=["GET", "POST"])
@allow_role(Role.CASE_OFFICER)
def interest(public_id: str) -> ResponseReturnValue:
    found = queries.interest_for(signed_in(), public_id, to_change=request.method == "POST")
    if found is None:
        raise NotFound
    pressed = request.form.get("do", "")
    asking = AskForm(request.form if pressed == "ask" else None)
    declining = DeclineForm(request.form if pressed == "decline" else None)
    if request.method == "POST" and answered(found, pressed, asking, declining):
        return redirect(url_for(".desk"))
    page = render_template(
        "interest/interest.html", interest=found, asking=asking, declining=declining, words=in_words(found.details),
        statuses=STATUS, twins=twins_here(found), country_name=country_name, is_open=found.status in service.OPEN,
        has_cambridge=names_cambridge(found.school_name), reasons=BY_CODE, readiness=readiness_sent(found),
        scale=SCALE,
    )  # fmt: skip
    return page, 422 if asking.errors or declining.errors else 200


def answered(found: Interest, pressed: str, asking: AskForm, declining: DeclineForm) -> bool:
    """Do what the button says. False when its form needs another look."""
    by = signed_in()
    if pressed == "accept":
        link = service.accept(found, by=by)
        flash(f"{found.contact_name} has been invited to apply for {found.school_name}. {told_how(link)}", "success")
    elif pressed == "ask" and asking.validate():
        service.ask(found, asking.question.data, by=by)
        flash("Your question has been sent.", "success")
    elif pressed == "decline" and declining.validate():
        service.decline(found, declining.words.data or "", by=by, reason=declining.reason.data)
        flash("The school has been told, with your reason.", "success")
    elif pressed not in ("ask", "decline"):
        raise Refused("Choose whether to accept, to ask or to decline.")
    else:
        return False
    return True


def twins_here(found: Interest) -> list[Twin]:
    return with_references(twins_of([found], signed_in()).get(found, []), signed_in())


def readiness_sent(found: Interest) -> Readiness | None:
    """What the self-check comes to that was sent along; nothing when none was."""
    carried = found.details.get("self_check")
    return readiness_of(standards.load(carried["edition"]), carried["answers"]) if carried else None
