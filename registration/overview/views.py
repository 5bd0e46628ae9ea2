"""The overview of the registration desk, and the lists behind its numbers."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.countries import country_name
from registration.overview import lists, pictures, queries
from registration.overview.ages import AGES
from registration.overview.periods import period_of, usual_periods
from registration.paging import whole

bp = Blueprint("overview", __name__, url_prefix="/overview")


@bp.get("/")
@allow_role(Role.CASE_OFFICER, Role.AUDITOR)
def overview() -> ResponseReturnValue:
    period = period_of(request.args)
    found = queries.overview(signed_in(), period)
    return render_template(
        "overview/overview.html", overview=found, charts=pictures.of(found), ages=AGES, words=queries.CONDITIONS,
        ratings=queries.ratings_below(), usual=usual_periods(), period=period,
        behind=url_for(".behind", figure="age").removesuffix("age"),
    )  # fmt: skip


@bp.get("/behind/<figure>")
@allow_role(Role.CASE_OFFICER, Role.AUDITOR)
def behind(figure: str) -> ResponseReturnValue:
    """The list behind one number."""
    me, period = signed_in(), period_of(request.args)
    found = lists.listing(figure, me, request.args, period)
    return render_template(
        "overview/behind.html", listing=found, page=lists.rows_of(found, request.args.get("page", 1, type=whole)),
        period=period, country_name=country_name, opens_interest=Role.CASE_OFFICER in me.roles,
    )  # fmt: skip
