"""The case officer's desk for expressions of interest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.countries import country_name
from registration.errors import NotFound
from registration.interest import queries, service
from registration.interest.forms import AnswerForm
from registration.interest.models import Interest
from registration.interest.views import bp
from registration.interest.words import STATUS, in_words


@bp.route("/desk/interest/")
@allow_role(Role.CASE_OFFICER)
def desk() -> ResponseReturnValue:
    status = request.args.get("status", "")
    page = queries.interests(status if status in STATUS else "", request.args.get("page", 1, int))
    twins = queries.twins_of(page.items)
    return render_template(
        "interest/desk.html", page=page, twins=twins, status=status, statuses=STATUS, counts=queries.counts(),
        country_name=country_name,
    )  # fmt: skip


@bp.route("/desk/interest/<public_id>", methods=["GET", "POST"])
@allow_role(Role.CASE_OFFICER)
def interest(public_id: str) -> ResponseReturnValue:
    found = queries.interest_by(public_id)
    if found is None:
        raise NotFound
    form = AnswerForm()
    if form.is_submitted() and form.validate() and answered(found, form):
        return redirect(url_for(".desk"))
    page = render_template(
        "interest/interest.html", interest=found, form=form, words=in_words(found.details), statuses=STATUS,
        twins=queries.twins_of([found]).get(found, []), country_name=country_name,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def answered(interest: Interest, form: AnswerForm) -> bool:
    """Do what the button says. False when it needs words and there are none."""
    pressed, words = request.form.get("do", ""), form.answer.data or ""
    if pressed == "accept":
        service.accept(interest, by=signed_in())
        flash(f"{interest.contact_name} has been invited to apply for {interest.school_name}.", "success")
        return True
    if not words.strip():
        form.answer.errors = ["Write your question or your reason first: the school reads it word for word."]
        return False
    if pressed == "ask":
        service.ask(interest, words, by=signed_in())
        flash("Your question has been sent.", "success")
        return True
    service.decline(interest, words, by=signed_in())
    flash("The school has been told, with your reason.", "success")
    return True
