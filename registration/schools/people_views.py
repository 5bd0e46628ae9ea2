"""Pages of a school's people: who belongs to it, who does what, and who is invited."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_signed_in, signed_in
from registration.access.roles import SchoolRole
from registration.accounts import service as invitations
from registration.accounts.models import Person
from registration.errors import NotAllowed, NotFound, Refused
from registration.notifications.delivery import told_how
from registration.schools import handover_service, people_service as service
from registration.schools.people_forms import WHAT_THEY_DO, ColleagueForm, InviteColleagueForm
from registration.schools.views import bp


@bp.get("/school/people/")
@allow_signed_in
def people() -> ResponseReturnValue:
    me = of_a_school()
    return render_template(
        "schools/people.html", people=service.colleagues(me), may_lead=service.may_lead(me),
        invitations=service.invitations(me) if service.may_lead(me) else [],
        changeable=service.roles_given_by(me), offers=handover_service.open_offers(me),
        parts=[(role.label, words) for role, words in WHAT_THEY_DO.items()],
    )  # fmt: skip


@bp.route("/school/people/invite", methods=["GET", "POST"])
@allow_signed_in
def people_invite() -> ResponseReturnValue:
    me = leading()
    form = InviteColleagueForm().offer(service.roles_given_by(me))
    if form.validate_on_submit():
        try:
            link = service.invite_colleague(
                form.email.data, form.name.data, SchoolRole(form.role.data), by=me
            )
        except Refused as refused:
            form.email.errors = [str(refused)]
        else:
            flash(told_how(link), "success")
            return redirect(url_for(".people"))
    return render_template("schools/people_invite.html", form=form), 422 if form.errors else 200


@bp.route("/school/people/<public_id>", methods=["GET", "POST"])
@allow_signed_in
def people_member(public_id: str) -> ResponseReturnValue:
    me = leading()
    found = service.colleague(me, public_id)
    form = ColleagueForm(role=found.school_role).offer(service.roles_open_to(found, by=me))
    if form.validate_on_submit():
        try:
            service.change_role(found, SchoolRole(form.role.data), by=me)
        except NotAllowed:
            raise
        except Refused as refused:
            form.role.errors = [str(refused)]
        else:
            flash(f"{found.name} is now {SchoolRole(form.role.data).label.lower()}.", "success")
            return redirect(url_for(".people"))
    can_be_offered = found in handover_service.candidates(me) and me.role_in_school is SchoolRole.PRINCIPAL
    page = render_template("schools/people_member.html", person=found, form=form, can_be_offered=can_be_offered)
    return page, 422 if form.errors else 200


@bp.post("/school/people/<public_id>/remove")
@allow_signed_in
def people_remove(public_id: str) -> ResponseReturnValue:
    me = leading()
    found = service.colleague(me, public_id)
    service.remove(found, by=me)
    flash(f"{found.name} no longer belongs to the school. What they wrote stays.", "success")
    return redirect(url_for("accounts.home" if found == me else ".people"))


@bp.post("/school/invitations/<public_id>/revoke")
@allow_signed_in
def people_revoke(public_id: str) -> ResponseReturnValue:
    me = leading()
    link = service.invitation_listed(me, public_id)
    invitations.revoke(link, by=me)
    flash(f"The invitation of {link.email} is withdrawn.", "success")
    return redirect(url_for(".people"))


@bp.post("/school/invitations/<public_id>/resend")
@allow_signed_in
def people_resend(public_id: str) -> ResponseReturnValue:
    me = leading()
    link = service.invite_again(service.invitation_listed(me, public_id), by=me)
    flash(told_how(link), "success")
    return redirect(url_for(".people"))


def of_a_school() -> Person:
    """Whoever is signed in, if they belong to a school; else there is no such page."""
    person = signed_in()
    if person.school is None:
        raise NotFound
    return person


def leading() -> Person:
    """Whoever is signed in, if they lead their school."""
    person = of_a_school()
    if not service.may_lead(person):
        raise NotAllowed("Only the principal and the coordinator change who is in your school. Ask one of them.")
    return person
