"""Help, the glossary, and how the service treats people: open to everybody."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import public, visitor
from registration.errors import NotFound
from registration.help.topics import as_set_here, topic_of, topics, words, words_with

bp = Blueprint("help", __name__)

LONGEST_SEARCH = 100


@bp.app_template_global()
def help_here() -> str:
    """The address of the help that belongs to the page being shown."""
    found = topic_of(request.endpoint or "", visitor())
    return url_for("help.topic", slug=found.slug) if found else url_for("help.contents")


@bp.get("/help/")
@public
def contents() -> ResponseReturnValue:
    return render_template("help/contents.html", topics=topics().values())


@bp.get("/help/<slug>")
@public
def topic(slug: str) -> ResponseReturnValue:
    found = topics().get(slug)
    if found is None:
        raise NotFound("There is no help page of this name. The list of help pages shows those there are.")
    beside = [other for other in topics().values() if other.for_school == found.for_school]
    return render_template("help/topic.html", topic=as_set_here(found), beside=beside)


@bp.get("/help/glossary")
@public
def glossary() -> ResponseReturnValue:
    text = request.args.get("text", "").strip()[:LONGEST_SEARCH]
    letters = sorted({word.uk[0].upper() for word in words()})
    return render_template("help/glossary.html", words=words_with(text), text=text, letters=letters)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("help/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("help/privacy.html")


@bp.get("/artificial-intelligence")
@public
def artificial_intelligence() -> ResponseReturnValue:
    return render_template("help/artificial_intelligence.html")
