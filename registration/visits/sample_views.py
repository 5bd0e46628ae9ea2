"""Pages about samples: drawing one, making the same draw again, and what was found in it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound, Refused
from registration.paging import whole
from registration.visits import sampling
from registration.visits.sample_forms import OutcomeForm, SampleForm
from registration.visits.views import bp


@bp.route("/samples", methods=["GET", "POST"])
@allow(Action.READ_VISIT_NOTES)
def sample(application: Application) -> ResponseReturnValue:
    """Draw a sample, and see those drawn with their seeds."""
    if application.visit is None:
        raise NotFound("There is no visit to see yet.")
    form, can_record = SampleForm(), allowed(signed_in(), Action.RECORD_VISIT, application)
    if form.validate_on_submit():
        if not can_record:
            raise Refused("Samples are drawn by the panel while the visit is arranged.")
        sampling.draw_sample(
            application, subject=form.subject.data, population=form.population.data or 0, size=form.size.data or 0,
            by=signed_in(),
        )
        flash("Drawn. The numbers, the seed and the time are kept.", "success")
        return redirect(url_for("visits.sample", reference=application.reference))
    page = render_template(
        "visits/sample.html", application=application, form=form, visit=application.visit, can_record=can_record
    )
    return page, 422 if form.errors else 200


@bp.get("/samples/<int(max=100000):number>/again")
@allow(Action.READ_VISIT_NOTES)
def repeat_draw(application: Application, number: int) -> ResponseReturnValue:
    """The draw made once more from what was recorded, beside what was drawn; or from values typed by hand."""
    kept = sampling.sample_numbered(application, number)
    recorded = {
        "seed": kept.seed, "population": kept.population, "size": len(kept.drawn), "method": kept.method,
    }  # fmt: skip
    typed = {name: request.args.get(name, str(said)) for name, said in recorded.items()}
    own = made_by_hand(typed) if request.args.get("seed") else None
    return render_template(
        "visits/repeat_draw.html", application=application, kept=kept, own=own, typed=typed,
        again=sampling.repeated(kept), methods=sampling.METHODS, asked="seed" in request.args,
    )


def made_by_hand(typed: dict[str, str]) -> list[str] | None:
    """The draw that typed values make; None for values that make none."""
    try:
        population, size = whole(typed["population"]), whole(typed["size"])
    except ValueError:
        return None
    if not 1 <= size <= population <= sampling.MOST or typed["method"] not in sampling.METHODS:
        return None
    return sampling.draw(typed["seed"][:200], population, size, typed["method"])


@bp.route("/samples/<int(max=100000):number>", methods=["GET", "POST"])
@allow(Action.RECORD_VISIT)
def sample_outcome(application: Application, number: int) -> ResponseReturnValue:
    """What was found in a sample."""
    kept = sampling.sample_numbered(application, number)
    form = OutcomeForm(data={"outcome": kept.outcome, "version": sampling.opened_with(kept)})
    if form.validate_on_submit():
        sampling.record_outcome(kept, form.outcome.data, opened=form.version.data or "")
        flash("Saved what was found.", "success")
        return redirect(url_for("visits.sample", reference=application.reference))
    page = render_template("visits/sample_outcome.html", application=application, form=form, kept=kept)
    return page, 422 if form.errors else 200
