"""The pages of a school's profile: its sections, complete or not."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.access.scope import open_sections
from registration.applications.models import Application
from registration.charts import ring
from registration.errors import NotAllowed, NotFound
from registration.fields import version_typed
from registration.schools import queries, service
from registration.schools.answers import answers
from registration.schools.forms import SectionForm, facts_of, form_for, with_row_changed
from registration.schools.sections import BY_NUMBER, SECTIONS, Section

bp = Blueprint("schools", __name__)

NAMED = 3
"""So many missing answers a notice names; of the others it says how many."""


@bp.route("/applications/<reference>/profile/")
@allow(Action.READ_WORKING_COPY)
def profile(application: Application) -> ResponseReturnValue:
    states = queries.sections_of(application)
    return render_template(
        "schools/profile.html", application=application, states=states,
        may_change=open_sections(signed_in(), application), done=ring(sum(s.complete for s in states), len(states)),
    )  # fmt: skip


@bp.route("/applications/<reference>/profile/<int:number>", methods=["GET", "POST"])
@allow(Action.READ_WORKING_COPY)
def section(application: Application, number: int) -> ResponseReturnValue:
    asked = BY_NUMBER.get(number)
    if asked is None:
        raise NotFound
    if number not in open_sections(signed_in(), application):
        return read_only(application, asked)
    row = queries.section_of(application, number)
    held, version = queries.facts_held(application, number), row.version if row else 0
    changed = with_row_changed(asked, request.form) if request.method == "POST" else None
    if changed is not None:
        return show(application, asked, form_for(asked, {}, version, changed))
    form = form_for(asked, held, version, request.form if request.method == "POST" else None)
    if form.validate_on_submit():
        return save(application, asked, form)
    return show(application, asked, form)


def save(application: Application, asked: Section, form: SectionForm) -> ResponseReturnValue:
    version = version_typed(form.version.data)
    left = service.save_section(application, asked, facts_of(asked, form), by=signed_in(), version=version)
    flash(told_after_saving(asked, left), "message" if left else "success")
    if not left and (lacking := service.places_to_add(application, after=asked.number)):
        flash(lacking)
    number = section_after(asked, request.form.get("go", "stay" if left else "list"))
    if number is None:
        return redirect(url_for(".profile", reference=application.reference))
    return redirect(url_for(".section", reference=application.reference, number=number))


def section_after(asked: Section, go: str) -> int | None:
    """Where the button pressed leads, whether or not the section is complete; None is the list of sections."""
    if go == "stay":
        return asked.number
    return asked.number + 1 if go == "next" and asked.number + 1 in BY_NUMBER else None


def told_after_saving(asked: Section, left: list[str]) -> str:
    """That a section is saved, and the first things it still lacks; the section itself lists them all."""
    if not left:
        return f"Section {asked.number} is saved and complete."
    named, more = left[:NAMED], len(left) - NAMED
    end = f"; and {more} more." if more > 0 else "." if not named[-1].endswith(".") else ""
    return f"Section {asked.number} is saved. Still to answer: {'; '.join(named)}{end}"


def show(application: Application, asked: Section, form: SectionForm) -> ResponseReturnValue:
    page = render_template(
        "schools/section.html", application=application, section=asked, form=form, sections=SECTIONS,
        missing=service.still_missing(application, asked),
        begun=queries.section_of(application, asked.number) is not None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def read_only(application: Application, asked: Section) -> ResponseReturnValue:
    """Looking is open to the whole school; a change is refused with the reason."""
    if request.method == "POST":
        raise NotAllowed(
            "This section cannot be changed now, or not by you: the principal and the coordinator change the profile, "
            "while it is a draft or where the body asked for it."
        )
    held = answers(asked, queries.facts_held(application, asked.number))
    return render_template("schools/answers.html", application=application, section=asked, answers=held)
