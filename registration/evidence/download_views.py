"""Opening evidence: shown here as text and pictures of our own making, or downloaded."""

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import NotFound, Refused, Unavailable
from registration.evidence import queries, showing, vocabulary
from registration.evidence.inspection import content_disposition
from registration.evidence.models import EvidenceVersion
from registration.evidence.views import bp, store
from registration.paging import whole
from registration.storage import StoreError

INERT = "sandbox; default-src 'none'; frame-ancestors 'none'"
BEING_CHECKED = "This file is still being checked for viruses. Try again in a few minutes."
WAS_REFUSED = "This file did not pass the check for viruses, so nobody can open it."


@bp.get("/versions/<version>/")
@allow(Action.OPEN_EVIDENCE)
def open_version(application: Application, version: str) -> ResponseReturnValue:
    found = queries.version_for(signed_in(), application, version)
    number = max(1, request.args.get("page", 1, type=whole) or 1)
    reading, problem = None, ""
    if showing.can_be_shown(found):
        try:
            reading = showing.shown(store(), found, number)
        except showing.NotShown as error:
            problem = str(error)
    cited = queries.citations_shown(signed_in(), application, found)
    return render_template(
        "evidence/open_version.html", application=application, version=found, cited=cited, reading=reading,
        problem=problem, number=min(number, found.pages or 1), is_picture=found.media_type in showing.PICTURES,
        in_words=vocabulary.size_in_words,
    )  # fmt: skip


@bp.get("/versions/<version>/picture")
@allow(Action.OPEN_EVIDENCE)
def picture(application: Application, version: str) -> ResponseReturnValue:
    """A page drawn by us, or a picture that was drawn again when it was taken in."""
    found = openable(application, version)
    if found.media_type in showing.PICTURES:
        return sent(found, found.media_type)
    if not showing.can_be_shown(found):
        raise NotFound
    try:
        drawn = picture_of(found, request.args.get("page", 1, type=whole) or 1, small="small" in request.args)
    except showing.NotShown as error:
        raise Unavailable(str(error)) from error
    if not drawn:
        raise NotFound
    return inert(Response(drawn, mimetype="image/png"))


def picture_of(version: EvidenceVersion, number: int, small: bool) -> bytes:
    if small and showing.KINDS[version.media_type] == "pdf":
        return showing.thumbnail(store(), version.storage_key or "", version.sha256, number)
    return showing.shown(store(), version, number).picture


@bp.get("/versions/<version>/download")
@allow(Action.OPEN_EVIDENCE)
def download(application: Application, version: str) -> ResponseReturnValue:
    found = openable(application, version)
    current_app.logger.info("evidence downloaded: %s by person %s", found.public_id, signed_in().public_id)
    answer = sent(found, found.media_type)
    answer.headers["Content-Disposition"] = content_disposition(found.file_name)
    return answer


def openable(application: Application, version: str) -> EvidenceVersion:
    """A stored file that passed its checks. Raises Refused in words for one that did not, or not yet."""
    found = queries.version_for(signed_in(), application, version)
    if found.storage_key is None:
        raise NotFound
    if found.check_state != "ready":
        raise Refused(BEING_CHECKED if found.check_state == "checking" else WAS_REFUSED)
    return found


def sent(version: EvidenceVersion, media_type: str) -> Response:
    """The bytes, after their hash was found right; what the browser may do with them is nothing."""
    try:
        content = store().verified(version.storage_key or "", version.sha256)
    except StoreError as error:
        raise Unavailable(str(error)) from error
    answer = Response(content, mimetype=media_type)
    answer.content_length = version.size
    return inert(answer)


def inert(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = INERT
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
