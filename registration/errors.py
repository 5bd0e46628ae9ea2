"""What is raised when the rules say no, and the one page that says so."""

from collections.abc import Mapping

from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound as NoSuchAddress, SecurityError

from registration.accounts.models import Person
from registration.database import db
from registration.drafts import catching
from registration.drafts.answers import words_of
from registration.drafts.comparing import brought_together, carried
from registration.drafts.salvaging import form_sent
from registration.history import Overtaken
from registration.storage import StoreError


class Refused(Exception):
    """The rules say no. `str(error)` is a whole sentence, fit to be shown.

    `kept` is what the person had typed, by label: the page gives it back.
    """

    status = 409
    heading = "That could not be done"

    def __init__(self, sentence: str, kept: Mapping[str, str] | None = None):
        super().__init__(sentence)
        self.kept = dict(kept or {})


class NotAllowed(Refused):
    """The person is on the case, but may not do this, or not now."""

    status = 403
    heading = "You cannot do this"


class SignedOut(Refused):
    """The session ended while the person was writing. What they sent is given back, to be sent again."""

    status = 401
    heading = "You are no longer signed in"

    def __init__(self) -> None:
        super().__init__("Your session had ended when you sent this, so it was not saved.")


NO_SUCH_PAGE = "Check the address, or start again from your home page."


class NotFound(Refused):
    """No such thing, as far as this person is concerned."""

    status = 404
    heading = "Page not found"

    def __init__(self, sentence: str = NO_SUCH_PAGE):
        super().__init__(sentence)


class Unavailable(Refused):
    """Something the service leans on is down or full; nothing was changed."""

    status = 503
    heading = "Please try again in a few minutes"


NEWER = "There is a newer version"

HEADINGS = {
    400: ("The request could not be understood", "Go back, reload the page and try again."),
    403: ("You cannot do this", "Go back to your home page."),
    404: ("Page not found", "Check the address, or start again from your home page."),
    405: ("Page not found", "Open the page from your home page instead."),
    413: (
        "That was too large",
        "A file may be at most 30 MB and a text at most 20,000 characters. Shorten it or split it, then send it again.",
    ),
    500: (
        "Something went wrong on our side",
        "Nothing was changed. Try again; if it happens again, write to us and give the reference below.",
    ),
}


def typed(limit: int = 200_000) -> dict[str, str]:
    """The text a person sent with a request that failed, so that the page can give it back."""
    if request.method != "POST" or "password" in form_sent():
        return {}
    hidden = {"csrf_token", "version"}
    sent = form_sent().items(multi=True)
    return words_of([[n, text[:limit]] for n, text in sent if n not in hidden and not n.startswith("_")])


def problem(
    status: int, heading: str, sentence: str, kept: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """The one error page. What was sent is kept as a draft where that can be, and the page says so."""
    draft = catching.keep_what_was_sent()
    page = render_template(
        "errors/problem.html", heading=heading, sentence=sentence, kept=kept or {}, status=status, draft=draft,
        request_id=g.get("request_id", ""),
    )
    answer = make_response(page, status)
    if draft is not None:
        answer.headers["Draft-Kept"] = "yes"
    return answer


def register(app: Flask) -> None:
    """One handler for each kind of failure; every one ends on the same page."""
    register_of_data(app)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        current_app.logger.info("refused %s %s: %s", request.method, request.endpoint, type(error).__name__)
        kept = error.kept or typed()
        return problem(error.status, error.heading, str(error), kept)

    @app.errorhandler(Overtaken)
    def newer_version(error: Overtaken) -> ResponseReturnValue:
        form = g.get("sent_form")
        if form is None:
            return problem(409, NEWER, str(error), typed())
        catching.keep_what_was_sent()
        differences = brought_together(form, error.theirs, request.form)
        form.version.data = str(error.version)
        by = db.session.get(Person, error.by_id) if error.by_id else None
        page = render_template(
            "drafts/overtaken.html", heading=NEWER, error=error, form=form, by=by, differences=differences,
            carried=carried(form, request.form, differences),
        )
        return page, 409

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> ResponseReturnValue:
        sentence = (
            "This page was open for too long, or in another session, so nothing was saved. "
            "Your text is below: open the page again and send it once more."
        )
        return problem(400, "Please send that again", sentence, typed())

    @app.errorhandler(SecurityError)
    def another_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
        # Without a trusted host no address can be made, so there is no page to show.
        return "This service does not answer under that name.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(HTTPException)
    def http_problem(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, NoSuchAddress) or error.code == 405:
            error_code = 404 if isinstance(error, NoSuchAddress) else 405
            return problem(error_code, *HEADINGS[error_code])
        if isinstance(error, InternalServerError):
            return problem(500, *HEADINGS[500], kept=typed())
        code = error.code or 500
        heading, sentence = HEADINGS.get(code, HEADINGS[400])
        return problem(code, heading, sentence, typed())


def register_of_data(app: Flask) -> None:
    """What a database or a store says when it cannot do what it was asked."""

    @app.errorhandler(StaleDataError)
    def overtaken(error: StaleDataError) -> ResponseReturnValue:
        sentence = (
            "Somebody else saved this while you were writing. Nothing of theirs or yours is lost: your text is below."
        )
        return problem(409, NEWER, sentence, typed())

    @app.errorhandler(OperationalError)
    def database_busy(error: OperationalError) -> ResponseReturnValue:
        current_app.logger.exception("the database did not answer")
        return problem(503, "Please try again in a minute", "Your text is below; nothing was changed.", typed())

    @app.errorhandler(DataError)
    @app.errorhandler(OverflowError)
    @app.errorhandler(UnicodeEncodeError)
    def cannot_be_kept(error: Exception) -> ResponseReturnValue:
        # A number or a letter past what a database holds. SQLite's driver and PostgreSQL say so each in its own way.
        current_app.logger.exception("a value that no database holds")
        return problem(400, *HEADINGS[400], kept=typed())

    @app.errorhandler(StoreError)
    def file_not_handed_out(error: StoreError) -> ResponseReturnValue:
        current_app.logger.error("a stored file is missing, damaged or out of reach: %s", type(error).__name__)
        return problem(507 if error.status == 507 else 503, Unavailable.heading, str(error), typed())
