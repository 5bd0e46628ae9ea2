"""Pages of the administrator: the people of the body and of the schools, their roles, and invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.accounts import queries, service, staff
from registration.accounts.forms import InviteStaffForm, RolesForm, refuse
from registration.accounts.models import Person
from registration.accounts.views import bp
from registration.errors import Refused
from registration.notifications.delivery import told_how
from registration.paging import whole


@bp.get("/people/")
@allow_role(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    words, which = request.args.get("words", "").strip()[:100], request.args.get("which", "body")
    page = queries.people(words, which, request.args.get("page", 1, type=whole))
    return render_template(
        "accounts/people.html", page=page, words=words, which=which, whiches=queries.WHICH,
        invitations=queries.open_staff_invitations(), words_for=queries.words_for,
    )  # fmt: skip


@bp.route("/people/invite", methods=["GET", "POST"])
@allow_role(Role.ADMINISTRATOR)
def invite_staff() -> ResponseReturnValue:
    form = InviteStaffForm()
    if form.validate_on_submit():
        try:
            roles = [Role(value) for value in form.roles.data]
            link = staff.invite_staff(form.email.data, form.name.data, roles, by=signed_in())
        except Refused as refused:
            refuse(form.email, str(refused))
        else:
            flash(told_how(link), "success")
            return redirect(url_for(".people"))
    return render_template("accounts/invite_staff.html", form=form), 422 if form.errors else 200


@bp.route("/people/<public_id>", methods=["GET", "POST"])
@allow_role(Role.ADMINISTRATOR)
def person(public_id: str) -> ResponseReturnValue:
    found = queries.person_listed(public_id)
    form = RolesForm(roles=sorted(role.value for role in found.roles))
    if form.validate_on_submit():
        try:
            staff.set_roles(found, [Role(value) for value in form.roles.data], by=signed_in())
        except Refused as refused:
            refuse(form.roles, str(refused))
        else:
            return changed(found, f"The roles of {found.name} are saved.")
    page = render_template("accounts/person.html", person=found, form=form, words=queries.words_for(found))
    return page, 422 if form.errors else 200


@bp.post("/people/<public_id>/close")
@allow_role(Role.ADMINISTRATOR)
def close_account(public_id: str) -> ResponseReturnValue:
    found = queries.person_listed(public_id)
    staff.close_account(found, by=signed_in())
    return changed(found, f"The account of {found.name} is closed, and nobody is signed in with it.")


@bp.post("/people/<public_id>/open")
@allow_role(Role.ADMINISTRATOR)
def open_account(public_id: str) -> ResponseReturnValue:
    found = queries.person_listed(public_id)
    staff.open_account(found, by=signed_in())
    return changed(found, f"{found.name} can sign in again.")


@bp.post("/people/invitations/<public_id>/revoke")
@allow_role(Role.ADMINISTRATOR)
def revoke_invitation(public_id: str) -> ResponseReturnValue:
    link = queries.invitation_listed(public_id, None)
    service.revoke(link, by=signed_in())
    flash(f"The invitation of {link.email} is withdrawn.", "success")
    return redirect(url_for(".people"))


def changed(found: Person, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".person", public_id=found.public_id))
