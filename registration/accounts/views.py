"""Pages of one's own account: signing in and out, home, the account itself."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from registration.access.guard import allow_signed_in, public, signed_in, visitor
from registration.access.roles import Role
from registration.accounts import authentication, queries, sessions
from registration.accounts.forms import AccountForm, ChangePasswordForm, SignInForm, refuse
from registration.accounts.models import Person
from registration.accounts.throttle import network_of
from registration.demonstration.people import listed
from registration.drafts import queries as drafts
from registration.errors import NotFound, Refused

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and visitor() is not None:
        return redirect(url_for(".home"))
    form, status = SignInForm(), 200
    if authentication.is_too_long(request.form.get("password", "")):
        form.form_errors.append(authentication.TOO_LONG.sentence)
        status = authentication.TOO_LONG.status
    elif form.validate_on_submit():
        answer = authentication.authenticate(form.email.data, form.password.data, network=network())
        if answer.person is not None:
            return enter(answer.person)
        form.form_errors.append(answer.sentence)
        status = answer.status
    elif form.errors:
        status = 422
    return render_template("accounts/sign_in.html", form=form, desks=invented_people(), next=own_page()), status


@bp.post("/sign-in/as/<public_id>")
@public
def sign_in_as(public_id: str) -> ResponseReturnValue:
    """A click instead of a password, for the invented people of a demonstration and nobody else."""
    if not current_app.config["SETTINGS"].is_demonstration:
        raise NotFound
    person = queries.person_listed(public_id)
    if not person.active:
        raise NotFound
    return enter(person)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    sessions.sign_out()
    flash("You have signed out.", "success")
    answer = make_response(redirect(url_for(".sign_in")))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/home")
@allow_signed_in
def home() -> ResponseReturnValue:
    return redirect(home_of(signed_in()))


@bp.route("/account", methods=["GET", "POST"])
@allow_signed_in
def account() -> ResponseReturnValue:
    person = signed_in()
    form = AccountForm(obj=person)
    if form.validate_on_submit():
        authentication.change_account(person, form.name.data, form.time_zone.data)
        return done("Your account is saved.")
    open_rows, here = queries.sessions_of(person), sessions.present_session()
    page = render_template(
        "accounts/account.html", form=form, sessions=open_rows, here=here, device=queries.device_in_words
    )
    return page, 422 if form.errors else 200


@bp.route("/account/password", methods=["GET", "POST"])
@allow_signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit() and changed(signed_in(), form):
        return done("Your password is changed. You are signed out everywhere else.")
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200


@bp.post("/account/sessions/<public_id>/end")
@allow_signed_in
def end_session(public_id: str) -> ResponseReturnValue:
    authentication.end_session(queries.session_of(signed_in(), public_id), by=signed_in())
    return done("That sign-in is ended.")


def invented_people() -> list[queries.Desk]:
    """Whom a demonstration offers to sign in as; nobody anywhere else."""
    if not current_app.config["SETTINGS"].is_demonstration:
        return []
    return queries.desks([each.email for each in listed()])


def enter(person: Person) -> ResponseReturnValue:
    """Sign in and go on to the page asked for, or home. An earlier sign-in of this browser ends."""
    target = led_back(person) or own_page()
    if visitor() is not None:
        sessions.sign_out()
    sessions.sign_in(person)
    return redirect(target or url_for(".home"))


def led_back(person: Person) -> str | None:
    """The form that this person sent after their session had ended; the list of drafts when it is closed to them."""
    late = drafts.sent_after_session(person)
    return (late.address or address("drafts.mine")) if late else None


def done(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".account"))


def changed(person: Person, form: ChangePasswordForm) -> bool:
    """Change the password, or put the reason why not beside the field."""
    try:
        authentication.change_password(
            person, form.present.data, form.password.data, keep=sessions.present_session()
        )
    except authentication.WrongPassword as refused:
        refuse(form.present, str(refused))
    except Refused as refused:
        refuse(form.password, str(refused))
    return not form.errors


def home_of(person: Person) -> str:
    """A school's own application, or the desk of somebody of the body."""
    if person.school_id:
        application = queries.latest_application(person)
        if application is not None:
            return address("applications.application", reference=application.reference)
        return address("applications.start")
    if person.roles - {Role.ADMINISTRATOR}:
        return address("review.queue")
    return address("accounts.people") if person.roles else address("accounts.account")


def address(endpoint: str, **values: Any) -> str:
    """The address of a page; the account page stands in for one that is not there."""
    return url_for(endpoint if endpoint in current_app.view_functions else "accounts.account", **values)


def own_page() -> str | None:
    """The page somebody wanted before they were asked to sign in: only one of ours, rebuilt from its own route."""
    wanted = request.args.get("next", "")
    path, _, question = wanted.partition("?")
    if not path.startswith("/") or len(wanted) > 2000:
        return None
    try:
        endpoint, values = current_app.url_map.bind("", "/").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    if endpoint in ("static", "accounts.sign_in", "accounts.home"):
        return None
    return url_for(endpoint, **values) + (f"?{question}" if question and question.isprintable() else "")


def network() -> str:
    return network_of(request.remote_addr)
