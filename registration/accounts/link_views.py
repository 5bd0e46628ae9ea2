"""Pages behind the links we send: accepting an invitation, and setting a new password.

The link itself only moves its token into the session cookie and goes on to a page whose
address holds nothing: a token must not stand in histories, logs or screenshots.
"""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.accounts import links, service
from registration.accounts.forms import ForgottenForm, InvitationForm, JoinForm, NewPasswordForm, refuse
from registration.accounts.models import OneTimeLink
from registration.accounts.views import bp, enter, network
from registration.errors import Refused

SAME_ANSWER = "If this address has an account, a letter with a link is on its way. The link works for two hours."


@bp.get("/invitation/<token>")
@public
def follow_invitation(token: str) -> ResponseReturnValue:
    session["invitation"] = token[:100]
    return redirect(url_for(".invitation"))


@bp.get("/password/<token>")
@public
def follow_password(token: str) -> ResponseReturnValue:
    session["password"] = token[:100]
    return redirect(url_for(".password"))


@bp.route("/invitation", methods=["GET", "POST"])
@public
def invitation() -> ResponseReturnValue:
    link = carried("invitation")
    if link is None or not service.still_stands(link):
        return render_template("accounts/dead_link.html", what="invitation"), 404
    has_account = service.account_of(link) is not None
    form = JoinForm() if has_account else InvitationForm(name=link.name)
    if form.validate_on_submit():
        try:
            person = service.accept_invitation(
                link, name="" if has_account else form.name.data, password=form.password.data
            )
        except Refused as refused:
            refuse(form.password, str(refused))
        else:
            return enter(person)
    roles = ", ".join(role.label for role in service.invited_roles(link))
    page = render_template("accounts/invitation.html", form=form, link=link, roles=roles, has_account=has_account)
    return page, 422 if form.errors else 200


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if form.validate_on_submit():
        service.ask_for_password(form.email.data, network=network())
        flash(SAME_ANSWER, "success")
        return redirect(url_for(".sign_in"))
    return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200


@bp.route("/password", methods=["GET", "POST"])
@public
def password() -> ResponseReturnValue:
    link = carried("password")
    if link is None:
        return render_template("accounts/dead_link.html", what="link"), 404
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            person = service.set_password_by_link(link, form.password.data)
        except Refused as refused:
            refuse(form.password, str(refused))
        else:
            flash("Your new password is set. You are signed out everywhere else.", "success")
            return enter(person)
    return render_template("accounts/password.html", form=form, link=link), 422 if form.errors else 200


def carried(purpose: str) -> OneTimeLink | None:
    """The link whose token this browser carries, while it may be used."""
    return links.usable(purpose, session.get(purpose, ""))


