"""The log, for auditors."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.audit import queries
from registration.paging import whole

bp = Blueprint("audit", __name__)


@bp.get("/log/")
@allow_role(Role.AUDITOR)
def log() -> ResponseReturnValue:
    action, reference = request.args.get("action", "")[:60], request.args.get("reference", "").strip()[:40]
    page = queries.log(signed_in(), action, reference, request.args.get("page", 1, type=whole))
    kinds = [(kind, queries.in_words(kind)) for kind in queries.actions()]
    return render_template("audit/log.html", page=page, kinds=kinds, action=action, reference=reference)
