"""The registration of one school: entered at the desk, read by both sides, with its certificate."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.access.roles import Capacity
from registration.access.standing import capacities
from registration.applications.models import Application
from registration.downloads import stored_file
from registration.errors import NotAllowed, Refused
from registration.register import queries, service
from registration.register.forms import RegistrationForm
from registration.register.keys import signing_key

bp = Blueprint("register", __name__)


@bp.app_template_global()
def renewed_under(application: Application) -> str | None:
    """For the head of a case: the reference that renewed it, where there is one that this person may see."""
    return queries.renewed_under(signed_in(), application)


@bp.route("/applications/<reference>/registration/", methods=["GET", "POST"])
@allow(Action.SEE_REGISTRATION)
def registration(application: Application) -> ResponseReturnValue:
    before = application.follows.registration if application.follows else None
    form = None
    if allowed(signed_in(), Action.REGISTER, application):
        form = RegistrationForm(data={"centre_number": before.centre_number} if before else None)
    if form is not None and form.validate_on_submit() and form.agreement_on.data:
        settings = current_app.config["SETTINGS"]
        signing_key(settings)  # without one nobody is registered: the certificate could not be made
        certificate = service.register_school(
            application, agreement_on=form.agreement_on.data, centre_number=form.centre_number.data, by=signed_in(),
            body=settings.body_name, address=settings.public_url + "/register/{number}",
        )  # fmt: skip
        flash(f"{application.school.name} is registered. Its certificate is being made.", "success")
        return redirect(
            url_for("jobs.waiting", public_id=certificate.job.public_id if certificate.job else "")
        )
    found = application.registration
    page = render_template(
        "register/registration.html", application=application, form=form, registration=found,
        status=queries.status_of(found) if found else None,
        scope=found.scope if found else queries.scope_of(application),
        at_desk=Capacity.CASE_OFFICER in capacities(signed_in(), application), before=before,
    )  # fmt: skip
    return page, 422 if form is not None and form.errors else 200


@bp.get("/applications/<reference>/registration/certificate")
@allow(Action.SEE_REGISTRATION)
def certificate(application: Application) -> ResponseReturnValue:
    found = service.latest_certificate(application)
    if found.storage_key is None or found.sha256 is None:
        raise Refused("The certificate is still being made. Try again in a minute.")
    name = f"certificate-{found.registration.certificate_number}.pdf"
    return stored_file(found.storage_key, found.sha256, found.size or 0, name)


@bp.post("/applications/<reference>/registration/certificate/make")
@allow(Action.SEE_REGISTRATION)
def make_certificate(application: Application) -> ResponseReturnValue:
    if Capacity.CASE_OFFICER not in capacities(signed_in(), application):
        raise NotAllowed("Only the case officer can ask for the certificate again.")
    made = service.make_again(application, by=signed_in())
    return redirect(url_for("jobs.waiting", public_id=made.job.public_id if made.job else ""))
