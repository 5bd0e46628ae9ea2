"""Pages about the plan of a visit: arrangements, times, agenda, and the schedule both sides share."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.fields import version_typed
from registration.filters import day, moment
from registration.moderation.counting import hidden_from
from registration.visits import checking, doubt, queries, schedule, service
from registration.visits.forms import ArrangementsForm, ChooseSlotForm, SlotForm
from registration.visits.ical import calendar_of
from registration.visits.models import Visit, VisitSlot

bp = Blueprint("visits", __name__, url_prefix="/applications/<reference>/visit")


def planned(application: Application, *, team: bool = True) -> Visit:
    visit = queries.visit_of(application, team=team)
    if visit is None:
        raise NotFound("There is no visit to see yet.")
    return visit


def back_to_plan(application: Application, anchor: str = "") -> ResponseReturnValue:
    return redirect(url_for("visits.plan", reference=application.reference, _anchor=anchor or None))


@bp.get("/")
@allow(Action.READ_VISIT_NOTES)
def plan(application: Application) -> ResponseReturnValue:
    """The whole plan at a glance, with what can be changed."""
    visit = queries.visit_of(application)
    return render_template(
        "visits/plan.html", application=application, visit=visit, hours=queries.hours,
        clashes=checking.clashes_of(visit) if visit else (), drift=checking.drift_of(visit) if visit else {},
        planned=queries.minutes_planned(visit) if visit else 0,
        can_plan=allowed(signed_in(), Action.PLAN_VISIT, application), body_zone=body_zone(),
        agreed=in_words(visit.accepted_slot, body_zone()) if visit and visit.accepted_slot else "",
        there=in_words(visit.accepted_slot, application.school.time_zone) if visit and visit.accepted_slot else "",
        names={m.person.public_id: m.person.name for m in visit.team} if visit else {},
        why=why_told(application),
    )


def why_told(application: Application) -> Callable[[str], str]:
    """Why something was proposed, as far as the person here may know what the panel doubts."""
    return partial(doubt.told_to, hidden_from(signed_in(), application))


def typed_edition() -> int:
    """The edition of the agenda that a button's page was opened with."""
    return version_typed(request.form.get("edition"))


def body_zone() -> str:
    return str(current_app.config["SETTINGS"].body_time_zone)


@bp.post("/begin")
@allow(Action.PLAN_VISIT)
def begin(application: Application) -> ResponseReturnValue:
    service.begin_visit(application, signed_in())
    flash("The visit is begun. An agenda was proposed from what the panel doubts; rearrange it as you need.")
    return back_to_plan(application)


@bp.route("/arrangements", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def arrangements(application: Application) -> ResponseReturnValue:
    visit = planned(application)
    said = {**service.arrangements_of(visit), "version": service.opened_with(visit)}
    panel = [assignment.person for assignment in service.panel(application)]
    form = ArrangementsForm.about(panel, said)
    if form.validate_on_submit():
        service.change_arrangements(
            visit, mode=form.mode.data, place=form.place.data, parts=form.parts, opened=form.version.data or "",
            by=signed_in(),
        )
        flash("Saved.", "success")
        return back_to_plan(application)
    page = render_template("visits/arrangements.html", application=application, form=form, panel=panel)
    return page, 422 if form.errors else 200


@bp.route("/times/new", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def slot(application: Application) -> ResponseReturnValue:
    """Propose one more time to the school."""
    visit = planned(application)
    form = SlotForm(data={"clock": body_zone()})
    form.offer({body_zone(): checking.BODY, application.school.time_zone: checking.SCHOOL})
    if form.validate_on_submit():
        service.propose_slot(visit, form.first, form.second, by=signed_in())
        flash("Proposed. The school can accept it now.", "success")
        return back_to_plan(application, "times")
    page = render_template("visits/slot.html", application=application, form=form)
    return page, 422 if form.errors else 200


@bp.post("/times/<slot_id>/remove")
@allow(Action.PLAN_VISIT)
def remove_slot(application: Application, slot_id: str) -> ResponseReturnValue:
    found = queries.slot_of(application, slot_id)
    if found is None:
        raise NotFound
    service.take_back_slot(planned(application), found)
    return back_to_plan(application, "times")


@bp.route("/choose", methods=["GET", "POST"])
@allow(Action.CHOOSE_SLOT)
def slots(application: Application) -> ResponseReturnValue:
    """The school chooses one of the times, each shown in its own zone and the body's."""
    visit = queries.visit_of(application)
    offered = queries.offered(visit) if visit else []
    chosen = visit.accepted_slot if visit else None
    standing = chosen.public_id if chosen else ""
    form = ChooseSlotForm(data={"slot": standing or None, "opened": standing})
    zone, ours = application.school.time_zone, body_zone()
    form.offer(offered, lambda s: in_words(s, zone), lambda s: "" if zone == ours else in_words(s, ours))
    if form.validate_on_submit():
        if form.slot.data == "none":
            service.decline_slots(application, form.reason.data)
            flash("Thank you. Other times will be proposed.", "success")
        else:
            slot = queries.slot_of(application, form.slot.data)
            service.accept_slot(application, slot, by=signed_in(), opened=form.opened.data or "")
            flash("Thank you. The time is accepted; the case officer confirms the visit.", "success")
        return redirect(url_for("visits.agenda", reference=application.reference))
    page = render_template(
        "visits/slots.html", application=application, form=form, offered=offered, chosen=chosen, ours=ours,
        drift=checking.drift_of(visit) if visit else {},
    )
    return page, 422 if form.errors else 200


def in_words(offer: VisitSlot, zone: str) -> str:
    """Its hours in words: 1 March 2027, 09:00 to 15:30 (Europe/Lisbon). The day is said again when it is another."""
    return ", and ".join(
        f"{moment(start, zone).split(' (')[0]} to {end_in_words(start, end, zone)}"
        for start, end in queries.hours(offer)
    )


def end_in_words(start: datetime, end: datetime, zone: str) -> str:
    said = moment(end, zone)
    return said.removeprefix(f"{day(end, zone)}, ") if day(start, zone) == day(end, zone) else said


@bp.get("/agenda")
@allow(Action.SEE_VISIT)
def agenda(application: Application) -> ResponseReturnValue:
    """The schedule both sides see, in both zones. The school sees it once it is shared."""
    visit = queries.visit_of(application)
    inside = allowed(signed_in(), Action.READ_VISIT_NOTES, application)
    shared = visit is not None and (inside or visit.agenda_shared_at is not None)
    shown = visit if shared else None
    return render_template(
        "visits/agenda.html", application=application, visit=visit, shared=shared, inside=inside,
        zones=(application.school.time_zone, body_zone()), ends_at=queries.ends_at,
        since=schedule.since_last_look(shown, signed_in()) if shown else None, told=queries.told(visit),
        clocks=checking.told_of_clocks(shown) if shown else (), current=queries.current_item(shown) if shown else None,
    )


def shared_visit(application: Application) -> Visit:
    """The visit, for those who may see its schedule."""
    visit = planned(application)
    if not (allowed(signed_in(), Action.READ_VISIT_NOTES, application) or visit.agenda_shared_at):
        raise NotFound("The agenda has not been shared yet.")
    return visit


@bp.post("/agenda/seen")
@allow(Action.FOLLOW_VISIT)
def seen(application: Application) -> ResponseReturnValue:
    """Looking is said, not guessed: opening the schedule changes nothing."""
    visit = shared_visit(application)
    if schedule.mark_seen(visit, signed_in(), request.form.get("shown", "")):
        flash("Noted. From now on this page says what has changed since today.", "success")
    else:
        flash("The schedule has changed once more since you opened it. Look at the changes below.")
    return redirect(url_for("visits.agenda", reference=application.reference))


@bp.get("/agenda/edition")
@allow(Action.SEE_VISIT)
def edition(application: Application) -> ResponseReturnValue:
    """A print of what the schedule says, so that an open page can tell that it has changed."""
    return Response(schedule.print_of(schedule.said(shared_visit(application))), mimetype="text/plain")


@bp.get("/agenda.ics")
@allow(Action.SEE_VISIT)
def calendar(application: Application) -> ResponseReturnValue:
    visit = shared_visit(application)
    settings = current_app.config["SETTINGS"]
    url = settings.public_url + url_for("visits.agenda", reference=application.reference)
    answer = Response(calendar_of(visit, url), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="visit-{application.reference}.ics"'
    return answer
