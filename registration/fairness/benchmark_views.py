"""Pages of benchmarks: marking a finished case, preparing the texts and references, and scoring them apart."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, signed_in
from registration.access.policy import Action
from registration.access.roles import Role
from registration.applications.models import Application
from registration.fairness import benchmark_queries as queries, benchmarks
from registration.fairness.forms import CriterionForm, DiscardForm, LeadForm, MarkForm, OpenForm, ScoreForm
from registration.fairness.queries import may_read_sums
from registration.fairness.sums import LEAST_REVIEWERS
from registration.fairness.views import bp

PREPARING = (Role.CASE_OFFICER, Role.DECISION_MAKER, Role.REVIEWER, Role.AUDITOR)


@bp.route("/applications/<reference>/benchmark", methods=["GET", "POST"])
@allow(Action.MARK_BENCHMARK)
def mark(application: Application) -> ResponseReturnValue:
    leads = queries.leads_for(application)
    form = MarkForm.about(application.standard, leads)
    if form.validate_on_submit():
        chosen = (form.first_lead.data, form.second_lead.data)
        made = benchmarks.mark(application, form.title.data, form.codes.data or [], chosen, by=signed_in())
        flash("The texts are copied. Read them now: names have to be taken out.", "success")
        return redirect(url_for(".benchmark", public_id=made.public_id))
    page = render_template(
        "fairness/mark.html", application=application, form=form, leads=leads,
        benchmark=queries.benchmark_of(application),
    )
    return page, 422 if form.errors else 200


@bp.route("/agreement/benchmarks/<public_id>", methods=["GET", "POST"])
@allow_role(*PREPARING)
def benchmark(public_id: str) -> ResponseReturnValue:
    found = queries.for_preparing(signed_in(), public_id)
    form = OpenForm()
    if form.validate_on_submit():
        benchmarks.open_to_reviewers(found, by=signed_in())
        flash("Reviewers can score it now. Each who may has been sent a letter.", "success")
        return redirect(url_for(".benchmark", public_id=public_id))
    page = render_template(
        "fairness/benchmark.html", benchmark=found, form=form, outcome=queries.outcome(found),
        standard=found.application.standard, may_prepare=queries.may_prepare(signed_in(), found),
        at_desk=queries.at_desk(signed_in(), found), least=LEAST_REVIEWERS,
        back_to=".together" if may_read_sums(signed_in()) else ".own",
    )
    return page, 422 if form.errors else 200


@bp.route("/agreement/benchmarks/<public_id>/close", methods=["POST"])
@allow_role(*PREPARING)
def close(public_id: str) -> ResponseReturnValue:
    benchmarks.close(queries.for_preparing(signed_in(), public_id), by=signed_in())
    flash("The benchmark is closed. Those who scored it still see how they did.", "success")
    return redirect(url_for(".benchmark", public_id=public_id))


@bp.route("/agreement/benchmarks/<public_id>/lead", methods=["GET", "POST"])
@allow_role(*sorted(queries.PREPARE))
def replace_lead(public_id: str) -> ResponseReturnValue:
    found = queries.for_preparing(signed_in(), public_id)
    benchmarks.must_be_prepared(found, signed_in())
    form = LeadForm.of(found, benchmarks.successors(found))
    if form.validate_on_submit():
        benchmarks.replace_lead(found, form.leaving.data, form.successor.data, by=signed_in())
        flash("The lead is replaced. What the former lead had a part in has to be agreed anew.", "success")
        return redirect(url_for(".benchmark", public_id=public_id))
    page = render_template("fairness/replace_lead.html", benchmark=found, form=form)
    return page, 422 if form.errors else 200


@bp.route("/agreement/benchmarks/<public_id>/discard", methods=["GET", "POST"])
@allow_role(*sorted(queries.PREPARE))
def discard(public_id: str) -> ResponseReturnValue:
    found = queries.for_preparing(signed_in(), public_id)
    benchmarks.refuse_discarded(found)
    form = DiscardForm()
    if form.validate_on_submit():
        benchmarks.discard(found, form.reason.data or "", by=signed_in())
        flash("The benchmark is discarded. Nothing of it is lost.", "success")
        return redirect(url_for(".benchmark", public_id=public_id))
    page = render_template("fairness/discard.html", benchmark=found, form=form)
    return page, 422 if form.errors else 200


@bp.route("/agreement/benchmarks/<public_id>/<code>", methods=["GET", "POST"])
@allow_role(*PREPARING)
def reference(public_id: str, code: str) -> ResponseReturnValue:
    found = queries.for_preparing(signed_in(), public_id)
    criterion, standard = queries.criterion_of(found, code), found.application.standard
    form = CriterionForm.about(criterion, standard, judging=queries.may_judge(signed_in(), found))
    if form.validate_on_submit():
        benchmarks.write_criterion(
            criterion, statement=form.sent("statement"), evidence=form.sent("evidence"), rating=form.sent("rating"),
            reason=form.sent("reason"), version=form.opened_with, by=signed_in(),
        )
        flash(f"Saved {code}. A lead has to agree to it.", "success")
        return redirect(url_for(".benchmark", public_id=public_id))
    page = render_template(
        "fairness/reference.html", benchmark=found, row=criterion, criterion=standard.criteria[code], form=form,
        names=queries.names_in(criterion), may_prepare=queries.may_prepare(signed_in(), found),
    )
    return page, 422 if form.errors else 200


@bp.route("/agreement/benchmarks/<public_id>/<code>/agree/<int:version>", methods=["POST"])
@allow_role(*PREPARING)
def agree(public_id: str, code: str, version: int) -> ResponseReturnValue:
    found = queries.for_preparing(signed_in(), public_id)
    benchmarks.agree(queries.criterion_of(found, code), version=version, by=signed_in())
    flash(f"You have agreed to the reference of {code}.", "success")
    return redirect(url_for(".benchmark", public_id=public_id))


@bp.route("/agreement/exercises/<public_id>", methods=["GET", "POST"])
@allow_role(Role.REVIEWER)
def exercise(public_id: str) -> ResponseReturnValue:
    found = queries.for_scoring(signed_in(), public_id)
    standard = found.benchmark.application.standard
    form = ScoreForm.about(found.benchmark, standard)
    if form.validate_on_submit():
        benchmarks.score(found.benchmark, form.given, by=signed_in())
        flash("Your ratings are kept. Below you see them beside the references.", "success")
        return redirect(url_for(".exercise", public_id=public_id))
    page = render_template("fairness/exercise.html", exercise=found, standard=standard, form=form)
    return page, 422 if form.errors else 200
