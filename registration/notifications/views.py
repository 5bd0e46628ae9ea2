"""Pages of letters: one's own, those of a case, and the outbox of the body."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, allow_role, allow_signed_in, signed_in
from registration.access.policy import Action
from registration.access.roles import Role
from registration.applications.models import Application
from registration.errors import NotFound
from registration.notifications import queries, service
from registration.notifications.composing import parts_of, readable
from registration.notifications.models import Letter
from registration.notifications.sending import letters_leave
from registration.paging import whole

bp = Blueprint("notifications", __name__)

STANDINGS = {
    "waiting": ("Waiting to be sent", "active"),
    "trying": ("Being tried again", "waiting"),
    "failed": ("Could not be sent", "bad"),
    "release": ("Awaiting release", "waiting"),
    "daily": ("In the daily letter", "active"),
    "kept": ("Kept here, not mailed", "neutral"),
    "sent": ("Sent", "good"),
    "recalled": ("Recalled, never sent", "ended"),
}
"""How a letter can stand: words and tone."""

WHICH_IN_WORDS = {"all": "All", "unread": "Not read yet", "needs_me": "Waiting for you"}
FIRST_LOOKED_AT = ("failed", "release", "trying", "waiting", "daily", "kept")


@bp.app_template_global()
def letter_words(letter: Letter) -> tuple[str, str]:
    """How a letter stands, as words and a tone."""
    return STANDINGS[queries.standing_of(letter, letters_leave())]


@bp.app_template_global()
def letter_subject(letter: Letter) -> str:
    return readable(letter).subject


@bp.get("/letters/")
@allow_signed_in
def letters() -> ResponseReturnValue:
    which = request.args.get("which", "all")
    if which not in queries.WHICH:
        raise NotFound
    counts, page = queries.letter_counts(signed_in()), queries.letters_of(signed_in(), page_asked(), which)
    tabs = [(name, words, counts[name]) for name, words in WHICH_IN_WORDS.items()]
    return render_template("notifications/letters.html", page=page, tabs=tabs, chosen=which)


@bp.get("/letters/<public_id>")
@allow_signed_in
def letter(public_id: str) -> ResponseReturnValue:
    found = queries.letter_to(signed_in(), public_id)
    words = readable(found)
    return render_template("notifications/letter.html", letter=found, words=words, parts=parts_of(words.body))


@bp.post("/letters/<public_id>/read")
@allow_signed_in
def mark_read(public_id: str) -> ResponseReturnValue:
    """Sent by a button; where there are scripts, by the page itself once it is open."""
    found = queries.letter_to(signed_in(), public_id)
    service.mark_read(found)
    return redirect(url_for(".letter", public_id=found.public_id))


@bp.post("/letters/read")
@allow_signed_in
def mark_all_read() -> ResponseReturnValue:
    service.mark_all_read(signed_in())
    flash("All your letters are marked as read.", "success")
    return redirect(url_for(".letters"))


@bp.get("/applications/<reference>/letters/")
@allow(Action.READ_CASE_LETTERS)
def case_letters(application: Application) -> ResponseReturnValue:
    page = queries.letters_in(signed_in(), application, page_asked())
    return render_template("notifications/case_letters.html", application=application, page=page)


@bp.get("/applications/<reference>/letters/<public_id>")
@allow(Action.READ_CASE_LETTERS)
def case_letter(application: Application, public_id: str) -> ResponseReturnValue:
    found = queries.letter_in(signed_in(), application, public_id)
    words = readable(found)
    return render_template(
        "notifications/case_letter.html", application=application, letter=found, words=words, parts=parts_of(words.body)
    )


@bp.get("/outbox/")
@allow_role(Role.CASE_OFFICER, Role.DECISION_MAKER, Role.ADMINISTRATOR)
def outbox() -> ResponseReturnValue:
    counts = queries.outbox_counts(signed_in(), letters_leave())
    chosen = request.args.get("standing") or next((n for n in FIRST_LOOKED_AT if counts[n]), "waiting")
    if chosen not in STANDINGS:
        raise NotFound
    page = queries.outbox(signed_in(), chosen, page_asked(), letters_leave())
    tabs = [(name, words, counts[name]) for name, (words, _tone) in STANDINGS.items()]
    return render_template(
        "notifications/outbox.html", page=page, tabs=tabs, chosen=chosen, leaving=letters_leave()
    )


@bp.post("/outbox/<public_id>/again")
@allow_role(Role.CASE_OFFICER, Role.ADMINISTRATOR)
def send_again(public_id: str) -> ResponseReturnValue:
    service.try_again(queries.letter_in_outbox(signed_in(), public_id), by=signed_in())
    flash("The letter is waiting to be sent again.", "success")
    return redirect(url_for(".outbox", standing="waiting"))


def page_asked() -> int:
    return request.args.get("page", 1, type=whole)
