"""The page on which evidence is searched, by the school and by the body."""

from urllib.parse import quote

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications.models import Application
from registration.evidence import search_queries, search_terms
from registration.evidence.views import bp
from registration.paging import whole


@bp.get("/search")
@allow(Action.OPEN_EVIDENCE)
def search(application: Application) -> ResponseReturnValue:
    wanted = search_terms.sought(request.args.get("q", ""))
    number = request.args.get("page", 1, type=whole) or 1
    return render_template(
        "evidence/search.html",
        application=application,
        wanted=wanted,
        found=search_queries.find(signed_in(), application, wanted, number),
        address_of=address_of,
    )


def address_of(application: Application, hit: search_queries.Hit) -> str:
    """The page of a hit, at the words that were found: browsers that know text fragments turn to them."""
    address = url_for(
        ".open_version", reference=application.reference, version=hit.version, page=hit.page or None
    )
    return f"{address}#:~:text={quote(hit.fragment, safe='').replace('-', '%2D')}" if hit.fragment else address
