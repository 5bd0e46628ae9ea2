"""The standards, open to everybody: an edition, an area, one criterion, all questions for print, and as a PDF."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import standards as editions
from registration.access.guard import public
from registration.downloads import stored_file
from registration.errors import NotFound
from registration.forms import Form
from registration.interest.editions import areas_beside, elsewhere, neighbours
from registration.interest.jobs import ask_for_questions, printed_questions
from registration.interest.views import bp
from registration.workflow import calendar


@bp.route("/standards/")
@public
def standards() -> ResponseReturnValue:
    return render_template(
        "interest/standards.html", standard=edition_asked_for(), editions=editions.editions()
    )


@bp.route("/standards/<int:number>")
@public
def area(number: int) -> ResponseReturnValue:
    standard = edition_asked_for()
    if number not in [a.number for a in standard.areas]:
        raise NotFound
    before, after = areas_beside(standard, number)
    return render_template(
        "interest/area.html", standard=standard, area=standard.area(number), before=before, after=after,
        editions=editions.editions(),
    )  # fmt: skip


@bp.route("/standards/criteria/<code>")
@public
def criterion(code: str) -> ResponseReturnValue:
    standard = edition_asked_for()
    if code not in standard.criteria:
        raise NotFound
    before, after = neighbours(standard, code)
    return render_template(
        "interest/criterion.html", standard=standard, criterion=standard.criteria[code],
        area=standard.area_of(code), before=before, after=after, ratings=standard.ratings_for(code),
        others=elsewhere(standard, code, editions.editions()),
    )  # fmt: skip


@bp.route("/standards/questions")
@public
def questions() -> ResponseReturnValue:
    """Everything on one page, to be printed."""
    return render_template("interest/questions.html", standard=edition_asked_for(), editions=editions.editions())


@bp.route("/standards/pdf", methods=["GET", "POST"])
@public
def questions_pdf() -> ResponseReturnValue:
    """Where the PDF is had. The first who asks waits while it is printed; afterwards it is there at once."""
    standard, form = edition_asked_for(), Form()
    if form.validate_on_submit():
        ask_for_questions(standard)
        return redirect(url_for(".questions_pdf", edition=request.args.get("edition")))
    job = printed_questions(standard)
    page = render_template("interest/questions_pdf.html", standard=standard, form=form, job=job)
    return page, 422 if form.errors else 200


@bp.route("/standards/<edition>.pdf")
@public
def questions_file(edition: str) -> ResponseReturnValue:
    standard = edition_called(edition)
    job = printed_questions(standard)
    if job is None or job.state != "done":
        return redirect(url_for(".questions_pdf", edition=standard.edition))
    made = job.result
    return stored_file(made["storage_key"], made["sha256"], made["size"], f"standards-{standard.edition}.pdf")


def edition_asked_for() -> editions.Standard:
    """The edition named in the address, or the one in force today."""
    name = request.args.get("edition", "")
    return edition_called(name) if name else editions.current(calendar.in_force.today())


def edition_called(name: str) -> editions.Standard:
    known = {standard.edition: standard for standard in editions.editions()}
    return known[name] if name in known else abort(404)
