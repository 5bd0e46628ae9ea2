"""The desk's list of registrations."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.paging import whole
from registration.register import desk_queries, queries
from registration.register.views import bp


@bp.get("/registrations/")
@allow_role(Role.CASE_OFFICER, Role.DECISION_MAKER, Role.AUDITOR)
def desk() -> ResponseReturnValue:
    view = desk_queries.view_called(request.args.get("show"))
    page, rows = desk_queries.listed(signed_in(), view, request.args.get("page", 1, type=whole))
    return render_template(
        "register/desk.html", page=page, rows=rows, view=view, views=desk_queries.VIEWS,
        counts=desk_queries.counts(signed_in()), status_of=queries.status_of,
    )  # fmt: skip
