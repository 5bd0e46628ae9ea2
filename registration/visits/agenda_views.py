"""Pages on which the agenda is made: proposed, shared, arranged, and changed item by item."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound
from registration.visits import agenda as planning, checking, doubt
from registration.visits.forms import AgendaItemForm, ArrangeForm
from registration.visits.models import AgendaItem, Visit
from registration.visits.views import back_to_plan, body_zone, bp, planned, typed_edition, why_told

REMOVED = "Somebody took this item off the agenda while this page was open. What you typed is below."


@bp.route("/agenda/propose", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def propose(application: Application) -> ResponseReturnValue:
    """What the panel's doubts suggest, beside what stands there and would go."""
    visit = planned(application, team=False)
    if request.method == "POST":
        planning.propose(visit, signed_in(), typed_edition())
        flash("The agenda was proposed anew.", "success")
        return back_to_plan(application, "agenda")
    return render_template(
        "visits/propose.html", application=application, visit=visit, items=planning.in_order(visit),
        sessions=doubt.sessions(application), why=why_told(application),
    )


@bp.post("/agenda/share")
@allow(Action.PLAN_VISIT)
def share(application: Application) -> ResponseReturnValue:
    planning.share(planned(application))
    flash("The school sees the agenda now, and every change to it.", "success")
    return back_to_plan(application, "agenda")


@bp.route("/agenda/arrange", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def arrange(application: Application) -> ResponseReturnValue:
    """Order and minutes of the whole agenda in one form; its buttons also move one item, and lose nothing typed."""
    visit = planned(application)
    items = planning.in_order(visit)
    form = ArrangeForm.about(items, visit.agenda_edition)
    if request.method == "POST":
        planning.refuse_if_stale(visit, form.opened, {f"“{i.title}”": typed_for(i) for i in items})
    if form.validate_on_submit():
        planning.arrange(visit, form.rows, edition=form.opened, by=signed_in())
        moved = move_asked(visit)
        flash(moved_words(visit, moved) if moved else "The order and the minutes are saved.", "success")
        anchor = f"row-{moved.public_id}" if moved else None
        return redirect(url_for("visits.arrange", reference=application.reference, _anchor=anchor))
    page = render_template(
        "visits/arrange.html", application=application, visit=visit, form=form, items=items,
        clashes=checking.clashes_of(visit), body_zone=body_zone(),
    )
    return page, 422 if form.errors else 200


def typed_for(item: AgendaItem) -> str:
    """What somebody typed about an item on a page that was stale."""
    place, minutes = (request.form.get(f"{name}_{item.public_id}", "–") for name in ("place", "minutes"))
    return f"place {place}, {minutes} minutes"


def move_asked(visit: Visit) -> AgendaItem | None:
    """Carry out the button that moves one item, where that was the one pressed."""
    how, _, key = request.form.get("move", "").partition(" ")
    item = next((item for item in visit.agenda if item.public_id == key), None)
    if item is not None and how in ("up", "down"):
        planning.move(item, -1 if how == "up" else 1)
    return item


def moved_words(visit: Visit, item: AgendaItem) -> str:
    return f"“{item.title}” is now number {item.position} of {len(visit.agenda)}."


@bp.post("/agenda/new")
@allow(Action.PLAN_VISIT)
def new_item(application: Application) -> ResponseReturnValue:
    item = planning.add(planned(application), signed_in(), typed_edition())
    return redirect(url_for("visits.item", reference=application.reference, item_id=item.public_id))


def item_or_404(visit: Visit, item_id: str) -> AgendaItem:
    found = next((item for item in visit.agenda if item.public_id == item_id), None)
    if found is None:
        raise NotFound(REMOVED) if request.method == "POST" else NotFound
    return found


@bp.route("/agenda/<item_id>", methods=["GET", "POST"])
@allow(Action.PLAN_VISIT)
def item(application: Application, item_id: str) -> ResponseReturnValue:
    visit = planned(application)
    found = item_or_404(visit, item_id)
    form = AgendaItemForm(data={**planning.wording(found), "version": planning.opened_with(found)})
    form.offer(application.standard, [member.person for member in visit.team])
    if form.validate_on_submit():
        planning.change(found, form.said, opened=form.version.data or "", by=signed_in())
        flash("Saved, and the times laid out anew.", "success")
        return back_to_plan(application, "agenda")
    page = render_template(
        "visits/item.html", application=application, form=form, item=found, body_zone=body_zone()
    )
    return page, 422 if form.errors else 200


@bp.post("/agenda/<item_id>/<any(up, down, remove):how>")
@allow(Action.PLAN_VISIT)
def rearrange(application: Application, item_id: str, how: str) -> ResponseReturnValue:
    visit = planned(application)
    found = item_or_404(visit, item_id)
    if how == "remove":
        planning.remove(found, typed_edition())
        flash(f"“{found.title}” is off the agenda.", "success")
        return back_to_plan(application, "agenda")
    planning.move(found, -1 if how == "up" else 1, typed_edition())
    flash(moved_words(visit, found), "success")
    return back_to_plan(application, f"item-{found.public_id}")
