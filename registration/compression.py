"""Pages travel compressed, over lines where every kilobyte is waited for.

A page shows what somebody typed beside things that are secret, and the size of what is compressed tells a listener
how well the two agree. So a name of random length that means nothing goes along with each answer, as in Django's
GZipMiddleware.
"""

import secrets
from collections.abc import Callable, Iterable
from gzip import GzipFile
from io import BytesIO
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

KINDS = ("text/", "application/json", "image/svg+xml")
LEAST = 500
MOST_PADDING = 100
LEVEL = 6


class Compressed:
    """Stands before an app and compresses the text it answers with. What is streamed or packed already passes by."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.app(environ, start_response)
        begun: list[Any] = []

        def begin(*told: Any) -> Callable[[bytes], object]:
            begun[:] = told
            return refuse_to_write

        body = self.app(environ, begin)
        headers = Headers(begun[1])
        if is_worth_it(headers):
            headers.add_header("Vary", "Accept-Encoding")
            if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
                body = [packed(body)]
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(body[0]))
        start_response(begun[0], headers.items(), *begun[2:])
        return body


def refuse_to_write(content: bytes) -> object:
    raise NotImplementedError("This app answers with what it returns, and never by writing.")


def is_worth_it(headers: Headers) -> bool:
    """Whether an answer is text of a known length, whole, long enough, and not packed by somebody else."""
    if "Content-Encoding" in headers or "Content-Range" in headers:
        return False
    kind = headers.get("Content-Type") or ""
    return kind.startswith(KINDS) and int(headers.get("Content-Length") or 0) >= LEAST


def packed(body: Iterable[bytes]) -> bytes:
    name = secrets.token_hex(MOST_PADDING)[: secrets.randbelow(MOST_PADDING)]
    whole = BytesIO()
    with GzipFile(name, "wb", LEVEL, whole, mtime=0) as file:
        for piece in body:
            file.write(piece)
    if hasattr(body, "close"):
        body.close()
    return whole.getvalue()
