"""Pages about the plan of a visit: arrangements, times, agenda, and the schedule both sides share."""

from datetime import datetime

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications.models import Application
from registration.errors import NotFound
from registration.filters import day, moment
from registration.visits import agenda as planning, queries, service
from registration.visits.forms import AgendaItemForm, ArrangementsForm, ChooseSlotForm, SlotForm
from registration.visits.ical import calendar_of
from registration.visits.models import AgendaItem, Visit, VisitSlot

bp = Blueprint("visits", __name__, url_prefix="/applications/<reference>/visit")


def planned(application: Application) -> Visit:
    visit = queries.visit_of(application)
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
        over=planning.overrun(visit) if visit else None,
        planned=queries.minutes_planned(visit) if visit else 0,
        can_plan=allowed(signed_in(), Action.PLAN_VISIT, application), body_zone=body_zone(),
        agreed=in_words(visit.accepted_slot, body_zone()) if visit and visit.accepted_slot else "",
    )


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
    form = ArrangementsForm(obj=None, data={
        "mode": visit.mode, "place": visit.place, "team": [m.person.public_id for m in visit.team],
    })
    form.offer([a.person for a in service.panel(application)])
    if form.validate_on_submit():
        service.set_arrangements(visit, mode=form.mode.data, place=form.place.data, by=signed_in())
        parts = {m.person.public_id: m.part for m in visit.team}
        service.set_team(visit, {key: parts.get(key, "takes part") for key in form.team.data})
        flash("Saved.", "success")
        return back_to_plan(application)
    page = render_template("visits/arrangements.html", application=application, form=form)
    return page, 422 if form.errors else 200


@bp.route("/times/new", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def slot(application: Application) -> ResponseReturnValue:
    """Propose one more time to the school."""
    visit = planned(application)
    form = SlotForm()
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
    form = ChooseSlotForm(data={"slot": chosen.public_id if chosen else None})
    zone = application.school.time_zone
    form.offer(offered, lambda s: in_words(s, zone), lambda s: "" if zone == "UTC" else in_words(s, "UTC"))
    if form.validate_on_submit():
        if form.slot.data == "none":
            service.decline_slots(application, form.reason.data)
            flash("Thank you. Other times will be proposed.", "success")
        else:
            service.accept_slot(application, queries.slot_of(application, form.slot.data), by=signed_in())
            flash("Thank you. The time is accepted; the case officer confirms the visit.", "success")
        return redirect(url_for("visits.agenda", reference=application.reference))
    page = render_template("visits/slots.html", application=application, form=form, offered=offered, chosen=chosen)
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
    zones = application.school.time_zone, body_zone()
    return render_template(
        "visits/agenda.html", application=application, visit=visit, shared=shared, inside=inside, zones=zones,
        ends_at=queries.ends_at, hours=queries.hours,
    )


@bp.get("/agenda.ics")
@allow(Action.SEE_VISIT)
def calendar(application: Application) -> ResponseReturnValue:
    visit = planned(application)
    if not (allowed(signed_in(), Action.READ_VISIT_NOTES, application) or visit.agenda_shared_at):
        raise NotFound("The agenda has not been shared yet.")
    settings = current_app.config["SETTINGS"]
    url = settings.public_url + url_for("visits.agenda", reference=application.reference)
    answer = Response(calendar_of(visit, url), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="visit-{application.reference}.ics"'
    return answer


@bp.post("/agenda/propose")
@allow(Action.PLAN_VISIT)
def propose(application: Application) -> ResponseReturnValue:
    planning.propose(planned(application), signed_in())
    flash("The agenda was proposed anew.", "success")
    return back_to_plan(application, "agenda")


@bp.post("/agenda/share")
@allow(Action.PLAN_VISIT)
def share(application: Application) -> ResponseReturnValue:
    planning.share(planned(application))
    flash("The school sees the agenda now, and every change to it.", "success")
    return back_to_plan(application, "agenda")


@bp.post("/agenda/new")
@allow(Action.PLAN_VISIT)
def new_item(application: Application) -> ResponseReturnValue:
    item = planning.add(planned(application), signed_in())
    return redirect(url_for("visits.item", reference=application.reference, item_id=item.public_id))


def item_or_404(application: Application, item_id: str) -> AgendaItem:
    found = queries.item_of(application, item_id)
    if found is None:
        raise NotFound
    return found


@bp.route("/agenda/<item_id>", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def item(application: Application, item_id: str) -> ResponseReturnValue:
    found = item_or_404(application, item_id)
    form = AgendaItemForm(data={**planning.wording(found), "version": planning.opened_with(found)})
    form.offer(application.standard)
    if form.validate_on_submit():
        planning.change(
            found, title=form.title.data, minutes=form.minutes.data or 0, meet=form.meet.data,
            observe=form.observe.data, criteria=form.criteria.data, opened=form.version.data or "", by=signed_in(),
        )
        flash("Saved, and the times laid out anew.", "success")
        return back_to_plan(application, "agenda")
    page = render_template("visits/item.html", application=application, form=form, item=found)
    return page, 422 if form.errors else 200


@bp.post("/agenda/<item_id>/<any(up, down, remove):how>")
@allow(Action.PLAN_VISIT)
def rearrange(application: Application, item_id: str, how: str) -> ResponseReturnValue:
    found = item_or_404(application, item_id)
    if how == "remove":
        planning.remove(found)
    else:
        planning.move(found, -1 if how == "up" else 1)
    return back_to_plan(application, "agenda")
