"""Files that are sent to be kept: those of the store, and lists that are written for the asking."""

from collections.abc import Callable
from typing import IO

from flask import Response, current_app

from registration.exports import kept


def stored_file(key: str, sha256: str, size: int, name: str, media_type: str = "application/pdf") -> Response:
    """The stored bytes as a download that no browser acts upon. Their hash is found right before the first is sent."""
    answer = Response(current_app.extensions["store"].verified(key, sha256), mimetype=media_type)
    answer.content_length = size
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def list_file(write: Callable[[IO[bytes]], object], content_type: str, name: Callable[[], str]) -> Response:
    """What `write` puts into a file, as a download. Everything that needs the database happens before this returns.

    `name` is asked for when all is written, so that it can say how many rows there are.
    """
    whole_list = kept(write)
    next(whole_list)
    answer = Response(whole_list, content_type=content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name())
    return answer
