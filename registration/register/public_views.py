"""What everybody can look up: the register, one school in it, and whether a document is genuine."""

import hashlib
from typing import IO

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.countries import country_name
from registration.errors import NotFound
from registration.paging import whole
from registration.register import queries
from registration.register.forms import VerifyForm
from registration.register.views import bp

PIECE = 256 * 1024


@bp.get("/register/")
@public
def public_register() -> ResponseReturnValue:
    name, country = request.args.get("name", "").strip()[:200], request.args.get("country", "")[:2]
    return render_template(
        "register/public_register.html",
        page=queries.register(name, country, request.args.get("page", 1, type=whole)),
        name=name,
        country=country,
        countries=queries.countries(),
        country_name=country_name,
        status_of=queries.status_of,
        since=queries.since,
    )


@bp.get("/register/<number>")
@public
def school(number: str) -> ResponseReturnValue:
    found = queries.registration_by(number[:60])
    if found is None:
        raise NotFound(
            "No certificate has this number. Check it, or search the register by the name of the school."
        )
    return render_template(
        "register/school.html", registration=found, status=queries.status_of(found), since=queries.since(found),
        country_name=country_name, certificate=queries.signed_certificate(number[:60]),
    )  # fmt: skip


@bp.route("/verify", methods=["GET", "POST"])
@public
def verify() -> ResponseReturnValue:
    form = VerifyForm()
    asked, verdict = request.args.get("number", "").strip(), None
    if form.validate_on_submit():
        verdict = queries.verdict_on_file(sha256_of(form.file.data.stream))
    elif asked:
        verdict = queries.verdict_on(asked)
    page = render_template("register/verify.html", form=form, asked=asked[:100], verdict=verdict)
    return page, 422 if form.errors else 200


def sha256_of(stream: IO[bytes]) -> str:
    """The fingerprint of what was sent; the file itself is not kept."""
    total = hashlib.sha256()
    while piece := stream.read(PIECE):
        total.update(piece)
    return total.hexdigest()
