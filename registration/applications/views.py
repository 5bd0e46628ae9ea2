"""The pages of one application: beginning it, its overview, its moves and its history."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_signed_in, signed_in
from registration.access.policy import Action, state_shown
from registration.access.roles import SCHOOL_LEADS, THE_SCHOOL
from registration.access.standing import capacities
from registration.applications import home_queries, navigation, queries, service
from registration.applications.forms import MoveForm, StartForm
from registration.applications.models import Application
from registration.applications.plan import ahead
from registration.applications.words import now_words
from registration.countries import country_name
from registration.deadlines.dates import dates_of
from registration.errors import NotAllowed, NotFound, Refused
from registration.workflow import calendar, clocks, engine
from registration.workflow.states import State

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


@bp.app_template_global()
def steps(application: Application) -> list[navigation.Step]:
    return navigation.steps(application, signed_in())


@bp.app_template_filter()
def country(code: str) -> str:
    return country_name(code)


@bp.route("/start", methods=["GET", "POST"])
@allow_signed_in
def start() -> ResponseReturnValue:
    person = signed_in()
    if person.school is None:
        raise NotFound
    under_way = service.application_under_way(person.school)
    if under_way is not None:
        return redirect(url_for(".application", reference=under_way.reference))
    form = StartForm()
    if form.validate_on_submit():
        begun = service.start_application(person.school, person)
        flash(f"Your application {begun.reference} is begun. Nothing is sent before you submit it.", "success")
        return redirect(url_for(".application", reference=begun.reference))
    may_begin = person.school_role in {c.value for c in SCHOOL_LEADS}
    return render_template("applications/start.html", form=form, may_begin=may_begin, school=person.school)


@bp.route("/<reference>/")
@allow(Action.VIEW_APPLICATION)
def application(application: Application) -> ResponseReturnValue:
    asked = queries.with_open_request(application)
    shown = {"application": application, "asked": asked, "dates": dates_of(application, signed_in())}
    if capacities(signed_in(), application) & THE_SCHOOL:
        state = state_shown(signed_in(), application)
        asks = {
            "names_panel": names_panel(application, state),
            "time_chosen": home_queries.time_chosen(application, state),
        }
        return render_template(
            "applications/application.html", now=now_words(state, **asks), **asks,
            may_begin=service.may_begin_another(application, signed_in(), state),
            progress=home_queries.progress_of(application, signed_in(), state), **shown,
        )  # fmt: skip
    return render_template("applications/case.html", rounds=queries.rounds_of(application), **shown)


def names_panel(application: Application, state: State) -> bool:
    """The panel is named to the school, which can still object: its turn within a step of ours."""
    return state is State.SUBMITTED and clocks.school_must_answer(application, state)


@bp.route("/<reference>/plan")
@allow(Action.READ_WORKING_COPY)
def plan(application: Application) -> ResponseReturnValue:
    """Dates, who, and what lies ahead, on one page to print."""
    state = state_shown(signed_in(), application)
    return render_template(
        "applications/plan.html", application=application, dates=dates_of(application, signed_in()),
        progress=home_queries.progress_of(application, signed_in(), state), today=calendar.in_force.today(),
        steps_ahead=ahead(state, home_queries.usual_times()),
    )  # fmt: skip


@bp.route("/<reference>/history")
@allow(Action.VIEW_HISTORY)
def history(application: Application) -> ResponseReturnValue:
    events = queries.history_for(signed_in(), application)
    return render_template("applications/history.html", application=application, events=events)


@bp.route("/<reference>/move/<name>", methods=["GET", "POST"])
@allow(Action.VIEW_APPLICATION)
def move(application: Application, name: str) -> ResponseReturnValue:
    transition = engine.find(name)
    if not capacities(signed_in(), application) & transition.who:
        raise NotAllowed(f"Only the {engine.names(transition)} can {engine.lower(transition.label)}.")
    if transition.asks:
        return redirect(url_for(transition.asks, reference=application.reference))
    if not engine.stands_at(application, transition, signed_in()):
        raise Refused(engine.refusal(application, transition, signed_in()))
    form = MoveForm()
    form.ask_reason(transition.reason, public=name in service.TOLD_TO_THE_PUBLIC)
    if form.validate_on_submit():
        service.make_move(application, name, by=signed_in(), **form.reasons)
        flash(f"Done: {engine.lower(transition.label)}.", "success")
        return redirect(url_for(".application", reference=application.reference))
    page = render_template(
        "applications/move.html", application=application, form=form, transition=transition,
        missing=engine.missing(application, transition), telling=navigation.letters_told(transition),
    )  # fmt: skip
    return page, 422 if form.errors else 200
