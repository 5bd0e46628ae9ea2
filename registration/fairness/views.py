"""Pages about how alike people judge. One's own page takes no name: it is about whoever is signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.fairness import agreement, queries

bp = Blueprint("fairness", __name__, url_prefix="/agreement")


@bp.route("/mine")
@allow_role(Role.REVIEWER)
def own() -> ResponseReturnValue:
    return render_template(
        "fairness/own.html", own=queries.own(signed_in()), agreement=agreement, most_cases=queries.MOST_CASES,
        least_for_kappa=queries.LEAST_FOR_KAPPA,
    )
