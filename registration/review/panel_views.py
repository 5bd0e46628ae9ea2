"""The panel of a case, and declared relations to schools."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, signed_in
from registration.access.policy import Action
from registration.access.roles import Role
from registration.applications.models import Application
from registration.paging import whole
from registration.review import panel as panels, relations as conflicts
from registration.review.panel_forms import AssignForm, EndForm, RelationForm
from registration.review.views import CASE, bp


@bp.route(f"{CASE}/panel")
@allow(Action.SEE_PANEL)
def panel(application: Application) -> ResponseReturnValue:
    present = [a for a in application.assignments if a.ended_at is None]
    former = [a for a in application.assignments if a.ended_at is not None]
    mine = [a for a in present if a.person == signed_in()]
    return render_template(
        "review/panel.html", application=application, present=present, former=former, mine=mine, parts=panels.PARTS
    )


@bp.route(f"{CASE}/panel/assign", methods=["GET", "POST"])
@allow(Action.ASSIGN_PANEL)
def assign(application: Application) -> ResponseReturnValue:
    candidates = panels.candidates(application)
    form = AssignForm.among(candidates)
    if form.validate_on_submit():
        made = panels.assign(application, form.person.data, form.capacity.data, by=signed_in())
        flash(f"{made.person.name} is on the panel.", "success")
        return redirect(url_for("review.panel", reference=application.reference))
    page = render_template("review/assign.html", application=application, form=form, candidates=candidates)
    return page, 422 if form.errors else 200


@bp.route(f"{CASE}/panel/<assignment>/end", methods=["GET", "POST"])
@allow(Action.ASSIGN_PANEL)
def end_assignment(application: Application, assignment: str) -> ResponseReturnValue:
    found = panels.assignment_of(application, assignment)
    form = EndForm()
    if form.validate_on_submit():
        panels.end_assignment(found, reason=form.reason.data or "", by=signed_in())
        flash(f"{found.person.name} has left the panel.", "success")
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
