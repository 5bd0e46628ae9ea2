"""The panel of a case, and declared relations to schools."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, signed_in
from registration.access.policy import Action, allowed
from registration.access.roles import Role
from registration.applications.models import Application
from registration.errors import Refused
from registration.paging import whole
from registration.panels import queries as places, service as seats
from registration.panels.choice import choose
from registration.panels.workload import ESTIMATES
from registration.review import panel as panels, relations as conflicts
from registration.review.panel_forms import AssignForm, EndForm, ProposedForm, RelationForm
from registration.review.views import CASE, bp
from registration.workflow import calendar


@bp.route(f"{CASE}/panel")
@allow(Action.SEE_PANEL)
def panel(application: Application) -> ResponseReturnValue:
    """Who is on the panel and who was; for the desk also who is meant for it, and ties that were found."""
    present = [a for a in application.assignments if a.ended_at is None]
    former = [a for a in application.assignments if a.ended_at is not None]
    mine = [a for a in present if a.person == signed_in()]
    at_desk = allowed(signed_in(), Action.SEE_PROPOSED_PANEL, application)
    return render_template(
        "review/panel.html", application=application, present=present, former=former, mine=mine, parts=panels.PARTS,
        at_desk=at_desk, places=places.places_of(application) if at_desk or mine else [],
        ties=places.concerns_of(application) if at_desk else [], today=calendar.in_force.today(),
    )


@bp.route(f"{CASE}/panel/assign", methods=["GET", "POST"])
@allow(Action.ASSIGN_PANEL)
def assign(application: Application) -> ResponseReturnValue:
    """The panel the rules propose with the reasons, and everybody else to choose from by hand."""
    known = places.reviewers_for(application)
    asked = places.asked_of(application, known)
    proposed = choose(asked, known)
    form = AssignForm.among(known)
    if form.validate_on_submit():
        reviewer = next(r for r in known if r.key == form.person.data)
        seats.assign(application, reviewer, form.capacity.data, by=signed_in(), despite=form.despite.data or "")
        flash(f"{reviewer.name} has a place on the panel, and has not been told yet.", "success")
        return redirect(url_for("review.panel", reference=application.reference))
    page = render_template(
        "review/assign.html", application=application, form=form, known=known, proposed=proposed, parts=panels.PARTS,
        propose=ProposedForm.of(proposed), asked=asked, hours=known[0].takes if known else ESTIMATES,
    )
    return page, 422 if form.errors else 200


@bp.post(f"{CASE}/panel/assign-proposed")
@allow(Action.ASSIGN_PANEL)
def assign_proposed(application: Application) -> ResponseReturnValue:
    """Places for those the rules propose, unless they would propose others by now."""
    known = places.reviewers_for(application)
    proposed = choose(places.asked_of(application, known), known)
    if ProposedForm().people.data != ProposedForm.of(proposed).people.data:
        raise Refused("Something changed since this was proposed, and the rules now propose others. Look at it again.")
    made = seats.assign_chosen(application, proposed.chosen, by=signed_in())
    flash(f"{' and '.join(p.person.name for p in made)}: assigned, and not told yet.", "success")
    return redirect(url_for("review.panel", reference=application.reference))


@bp.route(f"{CASE}/panel/<assignment>/end", methods=["GET", "POST"])
@allow(Action.ASSIGN_PANEL)
def end_assignment(application: Application, assignment: str) -> ResponseReturnValue:
    """Taking somebody off the panel, with whoever takes over and what they have to know."""
    found = panels.assignment_of(application, assignment)
    known = places.reviewers_for(application)
    form = EndForm.among(known, found.capacity)
    if form.validate_on_submit():
        successor = next((r for r in known if r.key == form.successor.data), None)
        seats.replace(found, successor, reason=form.reason.data or "", handover=form.handover.data or "",
                      despite=form.despite.data or "", by=signed_in())
        then = f" {successor.name} has the place, and has not been told yet." if successor else ""
        flash(f"{found.person.name} has left the panel.{then}", "success")
        return redirect(url_for("review.panel", reference=application.reference))
    page = render_template("review/end_assignment.html", application=application, form=form, assignment=found)
    return page, 422 if form.errors else 200


@bp.route(f"{CASE}/panel/no-conflict", methods=["POST"])
@allow(Action.SEE_PANEL)
def declare_free(application: Application) -> ResponseReturnValue:
    panels.declare_free(application, by=signed_in())
    flash("You declared that you have no conflict of interest in this case.", "success")
    return redirect(url_for("review.panel", reference=application.reference))


@bp.route("/conflicts", methods=["GET", "POST"])
@allow_role(Role.CASE_OFFICER, Role.REVIEWER, Role.DECISION_MAKER)
def relations() -> ResponseReturnValue:
    me = signed_in()
    everybody = Role.CASE_OFFICER in me.roles
    sought = request.args.get("school", "")[:200]
    schools = conflicts.schools_named(sought)
    people = [(p, name) for p, name in conflicts.staff() if everybody or p == me.public_id]
    form = RelationForm.about(schools, people)
    if form.validate_on_submit():
        conflicts.declare_relation(
            conflicts.person_by(form.person.data), conflicts.school_by(form.school.data), kind=form.kind.data,
            since=form.since.data, until=form.until.data, note=form.note.data or "", by=me,
        )
        flash("The relation is recorded. Cases of that school are closed to this person while it counts.", "success")
        return redirect(url_for("review.relations"))
    page = render_template(
        "review/relations.html", form=form, schools=schools, sought=sought, everybody=everybody,
        page=conflicts.relations(None if everybody else me, request.args.get("page", 1, type=whole)),
        kinds=conflicts.KINDS,
    )
    return page, 422 if form.errors else 200


@bp.route("/conflicts/<relation>/annul", methods=["POST"])
@allow_role(Role.CASE_OFFICER)
def annul(relation: str) -> ResponseReturnValue:
    annulled = conflicts.annul_relation(relation, by=signed_in())
    flash(f"The relation of {annulled.person.name} to {annulled.school.name} is annulled.", "success")
    return redirect(url_for("review.relations"))
