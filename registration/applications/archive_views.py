"""The dossier's page and the archive itself, streamed."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications import queries
from registration.applications.archive import archive_of, damaged
from registration.applications.archive_stream import streamed
from registration.applications.forms import SendForm
from registration.applications.jobs import ask_for_archive, made_pdf
from registration.applications.models import Application
from registration.applications.views import bp
from registration.evidence.vocabulary import size_in_words
from registration.paging import whole


@bp.route("/<reference>/dossier", methods=["GET", "POST"])
@allow(Action.READ_SUBMISSION)
def archive(application: Application) -> ResponseReturnValue:
    """What is in the archive of a round, and the way to it: the application is printed first."""
    sent = queries.submission_of(application, request.args.get("number", type=whole))
    form = SendForm()
    if form.validate_on_submit():
        job = ask_for_archive(application, sent, signed_in())
        return redirect(url_for("jobs.waiting", public_id=job.public_id))
    held = archive_of(application, sent, signed_in(), {})
    return render_template(
        "applications/archive.html", application=application, sent=sent, form=form, archive=held,
        size=size_in_words(held.size), broken=damaged(held, current_app.extensions["store"]),
    )  # fmt: skip


@bp.get("/<reference>/dossier/<int:number>.zip")
@allow(Action.READ_SUBMISSION)
def archive_zip(application: Application, number: int) -> ResponseReturnValue:
    """Everything that needs the database happens here; the stream that follows needs it no more."""
    sent = queries.submission_of(application, number)
    store, person = current_app.extensions["store"], signed_in()
    held = archive_of(application, sent, person, made_pdf(application, sent, person))
    broken = damaged(held, store)
    current_app.logger.info("dossier downloaded: %s round %s by person %s", held.reference, number, person.public_id)
    answer = Response(streamed(held, store), mimetype="application/zip")
    name = f"{held.reference}-{number}{'-incomplete' if broken else ''}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Files-Left-Out"] = str(len(broken))
    return answer
