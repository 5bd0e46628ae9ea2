"""Keeping a registration current: the yearly declaration, and changes in between."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.countries import country_name
from registration.errors import NotFound
from registration.forms import Form
from registration.register import changes, yearly
from registration.register.models import ChangeNotice, Registration
from registration.register.upkeep_forms import AnswerChangeForm, ChangeForm, HandleChangeForm, YearlyForm
from registration.register.views import bp

PLACE = "/applications/<reference>/registration/changes"


def registration_of(application: Application) -> Registration:
    if application.registration is None:
        raise NotFound
    return application.registration


@bp.get(f"{PLACE}/")
@allow(Action.SEE_UPKEEP)
def upkeep(application: Application) -> ResponseReturnValue:
    found = registration_of(application)
    return render_template(
        "register/upkeep.html", application=application, years=yearly.years_of(found),
        is_due=yearly.open_year(found) is not None, changes=list(reversed(found.changes)),
        kinds=changes.KINDS, statuses=changes.STATUS,
    )  # fmt: skip


@bp.route(f"{PLACE}/yearly", methods=["GET", "POST"])
@allow(Action.DECLARE_YEARLY)
def declare_year(application: Application) -> ResponseReturnValue:
    found, form = registration_of(application), YearlyForm()
    if form.validate_on_submit():
        yearly.declare(found, form.told, by=signed_in())
        flash("Your yearly declaration has been received. Thank you.", "success")
        return redirect(url_for(".upkeep", reference=application.reference))
    year = yearly.open_year(found)
    page = render_template("register/declare_year.html", application=application, form=form, year=year)
    return page, 422 if form.errors else 200


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@allow(Action.TELL_CHANGE)
def tell_change(application: Application) -> ResponseReturnValue:
    found, form = registration_of(application), ChangeForm()
    if form.validate_on_submit() and form.from_on.data:
        changes.tell_of(
            found, form.kind.data, form.what.data, form.from_on.data, by=signed_in(),
            territory=form.territory.data, leaves=form.leaves.data,
        )  # fmt: skip
        flash("We have been told of the change. Your case officer looks at it.", "success")
        return redirect(url_for(".upkeep", reference=application.reference))
    page = render_template("register/tell_change.html", application=application, form=form)
    return page, 422 if form.errors else 200


@bp.get(f"{PLACE}/<public_id>")
@allow(Action.SEE_UPKEEP)
def change(application: Application, public_id: str) -> ResponseReturnValue:
    found = changes.notice_in(application, public_id)
    return shown(application, found, form_for(application, found))


@bp.post(f"{PLACE}/<public_id>/answer")
@allow(Action.TELL_CHANGE)
def answer_change(application: Application, public_id: str) -> ResponseReturnValue:
    found, form = changes.notice_in(application, public_id), AnswerChangeForm()
    if not form.validate_on_submit():
        return shown(application, found, form)
    changes.answer(found, form.text.data, by=signed_in())
    flash("Your answer has been sent.", "success")
    return redirect(url_for(".upkeep", reference=application.reference))


@bp.post(f"{PLACE}/<public_id>/handle")
@allow(Action.HANDLE_CHANGE)
def handle_change(application: Application, public_id: str) -> ResponseReturnValue:
    found, form = changes.notice_in(application, public_id), HandleChangeForm()
    form.asks = request.form.get("do") == "ask"
    if not form.validate_on_submit():
        return shown(application, found, form)
    if form.asks:
        changes.ask(found, form.text.data, by=signed_in())
    else:
        settings = current_app.config["SETTINGS"]
        changes.take_note(
            found, form.text.data or "", by=signed_in(), body=settings.body_name,
            address=settings.public_url + "/register/{number}",
        )  # fmt: skip
    flash("The school has been told.", "success")
    return redirect(url_for(".upkeep", reference=application.reference))


def form_for(application: Application, found: ChangeNotice) -> Form | None:
    """The form this person can send about it now, if any."""
    if found.status == "asked" and allowed(signed_in(), Action.TELL_CHANGE, application):
        return AnswerChangeForm()
    if found.status == "told" and allowed(signed_in(), Action.HANDLE_CHANGE, application):
        return HandleChangeForm()
    return None


def shown(application: Application, found: ChangeNotice, form: Form | None) -> ResponseReturnValue:
    page = render_template(
        "register/change.html", application=application, change=found, form=form, kinds=changes.KINDS,
        statuses=changes.STATUS, answering=isinstance(form, AnswerChangeForm), place=country_name(found.territory),
    )  # fmt: skip
    return page, 422 if form is not None and form.errors else 200
