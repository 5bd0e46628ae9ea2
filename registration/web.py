"""The web: Flask, plus one commit for a request that writes and succeeds, and one effect for a form sent twice."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.routing import IntegerConverter

from registration.accounts.models import OnceKey
from registration.database import db, writing
from registration.drafts import catching
from registration.errors import Refused
from registration.paging import LARGEST

READING = frozenset({"GET", "HEAD", "OPTIONS"})
DONE = range(300, 400)


class Whole(IntegerConverter):
    """`<int:…>` in an address: a number that no column holds is the place of nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **options})


class Web(Flask):
    """Flask, plus: a request that may write and succeeds is committed, once.

    A view that raises, or shows its form again (422), is rolled back. A page that is only
    looked at is never committed, so looking cannot change anything. A form that carries a
    once-key and was answered already gets the first answer again, and no second effect. What is typed
    into a form that is refused is kept as a draft, and ends with the form that is saved.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url_map.converters["int"] = Whole
        self.outermost: WSGIApplication = self.wsgi_app
        """What a request meets first; whoever stands before the app puts itself here."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.outermost(environ, start_response)

    def full_dispatch_request(self) -> Response:
        with writing(may_write=request.method not in READING):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in READING:
            return super().dispatch_request()
        key = key_of_what_was_sent()
        seen = db.session.scalar(select(OnceKey).where(OnceKey.key == key)) if key else None
        if seen is not None:
            return redirect(seen.location or request.path)
        answer = make_response(super().dispatch_request())
        if answer.status_code >= 400:
            db.session.rollback()
            catching.keep_what_was_sent()
            return answer
        if answer.status_code in DONE:
            catching.end_draft()
        if key and answer.status_code in DONE:
            db.session.add(OnceKey(key=key, location=own_path(answer.location)))
        commit(key)
        return answer


def commit(key: str) -> None:
    """Commit; when the same form was sent twice at once, the second says so instead of acting twice."""
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        if key and db.session.scalar(select(OnceKey).where(OnceKey.key == key)):
            raise Refused("This was already saved from the same page. Reload the page to see it.") from error
        raise Refused("Somebody did the same at this very moment. Reload the page to see how it stands.") from error


def key_of_what_was_sent() -> str:
    """The once-key together with a digest of the form: other words from the same page are another post, not lost."""
    sent = request.form.get("_once", "")[:64]
    if not sent:
        return ""
    fields = sorted((name, text) for name, text in request.form.items(multi=True))
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    return f"{sent}:{hashlib.sha256(repr((fields, files)).encode(errors='replace')).hexdigest()}"


def own_path(location: str | None) -> str:
    """A redirect's path on this service; never another host."""
    parts = urlsplit(location or "")
    return parts.path + (f"?{parts.query}" if parts.query else "")


def once_key() -> str:
    """A fresh key for one view of one form."""
    return secrets.token_urlsafe(16)


def set_headers(app: Flask) -> None:
    """Security headers on every answer, and a request id for the log and the error page."""

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)
        g.csp_nonce = secrets.token_urlsafe(16)

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method not in READING and request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            raise Refused("This came from another site. Open the page here and send it again.")

    @app.after_request
    def headers(answer: Response) -> Response:
        policy = (
            "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
            "frame-src 'self'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
        ).format(nonce=g.get("csp_nonce", ""))
        answer.headers.setdefault("Content-Security-Policy", policy)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if app.config["SESSION_COOKIE_SECURE"]:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            answer.headers.setdefault("Cache-Control", "no-store")
            answer.vary.add("Cookie")
        return answer
