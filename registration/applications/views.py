"""The pages of one application: its overview, what was sent, its moves and its history."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications import navigation
from registration.applications.models import Application

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.app_template_global()
def case_pages(application: Application) -> list[dict[str, object]]:
    return navigation.links(application, signed_in())


@bp.app_template_global()
def page_of(endpoint: str | None, application: Application) -> str | None:
    """The address of a page of this case, for somebody who may open it; else None."""
    if endpoint and navigation.may_open(endpoint, application, signed_in()):
        return navigation.address(endpoint, application)
    return None


@bp.route("/<reference>/")
@allow(Action.VIEW_APPLICATION)
def application(application: Application) -> ResponseReturnValue:
    return render_template("applications/application.html", application=application)
