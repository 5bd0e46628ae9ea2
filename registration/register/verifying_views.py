"""The public page that says whether a document is genuine, and the certificate that anybody can check reports with."""

import hashlib
from typing import IO

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.errors import NotFound
from registration.register import verdict_queries as verdicts
from registration.register.forms import VerifyForm
from registration.register.verdict_queries import Verdict
from registration.register.views import bp
from registration.reports.settings import signer
from registration.reports.signing import root_of, seal_on

PIECE = 256 * 1024


@bp.route("/verify", methods=["GET", "POST"])
@public
def verify() -> ResponseReturnValue:
    form = VerifyForm(most=current_app.config["SETTINGS"].evidence_bytes)
    asked, verdict = request.args.get("number", "").strip(), None
    if form.validate_on_submit():
        verdict = verdict_on(form.file.data.stream)
    elif asked:
        verdict = verdicts.verdict_on(asked)
    page = render_template(
        "register/verify.html", form=form, asked=asked[:100], verdict=verdict, has_root=root_of(signer()) is not None
    )
    return page, 422 if form.errors else 200


@bp.get("/verify/root.pem")
@public
def report_root() -> ResponseReturnValue:
    """The certificate that stands above the one reports are signed with."""
    root = root_of(signer())
    if root is None:
        raise NotFound("We have signed no report yet, so there is no certificate to check one with.")
    headers = {"Content-Disposition": 'attachment; filename="reports-root.pem"'}
    return Response(root, content_type="application/x-pem-file", headers=headers)


def verdict_on(stream: IO[bytes]) -> Verdict:
    """By the file's hash; and when we do not know that, by our signature on it. The file is kept nowhere."""
    verdict = verdicts.verdict_on_file(sha256_of(stream))
    return verdicts.verdict_on_seal(seal_on(stream, signer())) if verdict is verdicts.UNKNOWN else verdict


def sha256_of(stream: IO[bytes]) -> str:
    total = hashlib.sha256()
    while piece := stream.read(PIECE):
        total.update(piece)
    return total.hexdigest()
