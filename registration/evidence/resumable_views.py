"""Resumable upload as browsers and tools know it: tus 1.0.0 with creation, termination, checksum and expiration.

One thing is added to the protocol: GET on an upload says in words what became of it. Answers
are JSON for the page's script; what the guard refuses comes as the usual page.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from flask import Response, after_this_request, jsonify, make_response, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from registration.access.guard import allow, application_for, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.errors import Refused
from registration.evidence import queries, resumable, service, upload_words
from registration.evidence.inspection import Inspection, Limits
from registration.evidence.intake import check_room
from registration.evidence.models import PartialUpload
from registration.evidence.spool import Elsewhere, Spool
from registration.evidence.views import bp, scanning, spool, store
from registration.storage import StoreFull

PROTOCOL = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
PIECE = 64 * 1024
MOST_DIGITS = 12

MOVED = "This upload does not stand there. Ask where it stands (HEAD), and go on from there."
WRONG_HASH = "This part was changed on its way. It was not kept: send it again."
NO_ROOM = "There is no room for files at the moment. What has arrived is kept for a day: try again later."


class Wrong(Refused):
    """A request that does not keep to the protocol; for whoever writes a client."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status = status


def resumable_upload(view: Callable[..., Response]) -> Callable[..., Response]:
    """Speaks the protocol's version, and answers refusals in JSON."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            if request.method not in ("GET", "OPTIONS") and request.headers.get("Tus-Resumable") != PROTOCOL:
                raise Wrong(412, f"This service speaks version {PROTOCOL} of the protocol.")
            answer = view(*args, **kwargs)
        except Refused as error:
            answer = make_response(jsonify(sentence=str(error)), error.status)
        answer.headers["Tus-Resumable"] = answer.headers["Tus-Version"] = PROTOCOL
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answered


@bp.route("/uploads/", methods=["POST", "OPTIONS"], provide_automatic_options=False)
@allow(Action.ADD_EVIDENCE)
@resumable_upload
def begin_upload(application: Application) -> Response:
    """Creation. Begun again with the same name, size and hash, it is the same upload."""
    if request.method == "OPTIONS":
        return told_of_us()
    size = number("Upload-Length")
    said = metadata(request.headers.get("Upload-Metadata", ""))
    item = queries.item_of(application, said["item"]) if said.get("item") else None
    begun = resumable.begin(
        application, signed_in(), store(), name=said.get("filename", ""), size=size, sha256=said.get("sha256", ""),
        item=item,
    )  # fmt: skip
    answer = where_it_stands(begun, 201)
    answer.headers["Location"] = url_for(".upload", reference=application.reference, upload_id=begun.public_id)
    return answer


@bp.route("/uploads/<upload_id>", methods=["GET", "DELETE", "PATCH"])
@allow(Action.ADD_EVIDENCE)
@resumable_upload
def upload(application: Application, upload_id: str) -> Response:
    """HEAD: how far it is. PATCH: the next part. DELETE: forget it. GET: what became of it, in words."""
    found = resumable.upload_of(application, signed_in(), upload_id)
    if request.method == "PATCH":
        return add_part(application, found)
    if request.method == "DELETE":
        resumable.cancel(found, spool())
        return make_response("", 204)
    answer = where_it_stands(found, 200)
    answer.set_data(jsonify(upload_words.of(found, resumable.arrived(found, spool()))).data)
    answer.mimetype = "application/json"
    return answer


def add_part(application: Application, upload: PartialUpload) -> Response:
    """Keep what comes, however little. With the last byte, the file is looked at and taken in, or refused."""
    position, name = number("Upload-Offset"), upload.public_id
    if request.mimetype != "application/offset+octet-stream":
        raise Wrong(415, "A part is sent as application/offset+octet-stream.")
    if upload.outcome or position != spool().length(name):
        if upload.outcome and position == upload.size:
            return where_it_stands(upload, 204)
        raise Wrong(409, MOVED)
    if (request.content_length or 0) > upload.size - position:
        raise Wrong(413, "More was sent than the file has.")
    reference = application.reference
    write_part(upload, position)
    upload = resumable.upload_of(application_for(signed_in(), reference, Action.ADD_EVIDENCE), signed_in(), name)
    if not upload.outcome and spool().length(name) == upload.size:
        upload = finished(upload)
    return where_it_stands(upload, 204)


def write_part(upload: PartialUpload, position: int) -> None:
    """While the line is slow, nobody waits for the database. Raises Wrong and NoRoom."""
    name, left = upload.public_id, upload.size - position
    seen, expected = checksum_announced()
    check_room(store())
    service.pause()
    try:
        end = spool().append(name, position, parts(left, seen))
    except Elsewhere:
        raise Wrong(409, MOVED) from None
    except StoreFull as error:
        raise Wrong(507, NO_ROOM) from error
    whole = request.content_length is None or end - position == request.content_length
    if whole and expected is not None and seen.digest() != expected:
        spool().take_back(name, position, end)
        raise Wrong(460, WRONG_HASH)


def parts(left: int, seen: Any) -> Iterator[bytes]:
    """What comes, until the line is cut; never more than is missing."""
    while left > 0:
        try:
            piece = request.stream.read(min(PIECE, left))
        except (OSError, HTTPException):
            return
        if not piece:
            return
        left -= len(piece)
        if seen is not None:
            seen.update(piece)
        yield piece


def finished(upload: PartialUpload) -> PartialUpload:
    """Look at the whole file while nobody waits for the database; then ask again whether it may still be added."""
    reference, name = upload.application.reference, upload.public_id
    try:
        made = resumable.look_at(upload, spool(), store())
    except FileNotFoundError:  # finished or cancelled meanwhile, from another tab
        raise Wrong(409, MOVED) from None
    application = application_for(signed_in(), reference, Action.ADD_EVIDENCE)
    upload = resumable.upload_of(application, signed_in(), name)
    if not upload.outcome:
        resumable.settle(upload, made, scanning=scanning())
        if isinstance(made, Inspection) and made.alarm:
            service.report_alarm(application, signed_in(), [made.clean_name])
    clear_away(spool(), name)
    return upload


def clear_away(place: Spool, name: str) -> None:
    """Remove what has arrived once it is written down what became of it: until then it can be looked at again."""

    @after_this_request
    def removed(answer: Response) -> Response:
        if answer.status_code < 400:
            place.remove(name)
        return answer


def where_it_stands(upload: PartialUpload, status: int) -> Response:
    answer = make_response("", status)
    answer.headers["Upload-Offset"] = str(resumable.arrived(upload, spool()))
    answer.headers["Upload-Length"] = str(upload.size)
    answer.headers["Upload-Expires"] = http_date(upload.expires_at)
    return answer


def told_of_us() -> Response:
    answer = make_response("", 204)
    answer.headers["Tus-Extension"] = EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(Limits().bytes)
    answer.headers["Tus-Checksum-Algorithm"] = ",".join(HASHES)
    return answer


def number(header: str) -> int:
    sent = request.headers.get(header, "")
    if not (sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS):
        raise Wrong(400, f"{header} must be a whole number.")
    return int(sent)


def metadata(sent: str) -> dict[str, str]:
    """`filename ZsOpbGU=, sha256 …`: a word, and its value in base64."""
    found = {}
    for pair in sent.split(","):
        key, _blank, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise Wrong(400, "Upload-Metadata holds a value that is not base64.") from None
    return found


def checksum_announced() -> tuple[Any, bytes | None]:
    """The hash to feed, and what it must say at the end; nothing when the part has no checksum."""
    sent = request.headers.get("Upload-Checksum")
    if sent is None:
        return None, None
    name, _blank, value = sent.partition(" ")
    if name not in HASHES:
        raise Wrong(400, f"Upload-Checksum can be {' or '.join(HASHES)}.")
    try:
        return HASHES[name](), base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong(400, "Upload-Checksum is not base64.") from None


