"""Pages about how alike people judge. One's own page takes no name: it is about whoever is signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

import standards
from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.errors import NotFound
from registration.fairness import agreement, benchmark_queries, queries, sums

bp = Blueprint("fairness", __name__)


@bp.route("/agreement/mine")
@allow_role(Role.REVIEWER)
def own() -> ResponseReturnValue:
    return render_template(
        "fairness/own.html", own=queries.own(signed_in()), agreement=agreement, most_cases=queries.MOST_CASES,
        least_for_kappa=queries.LEAST_FOR_KAPPA, leads=benchmark_queries.leads(signed_in()),
        exercises=benchmark_queries.exercises(signed_in()),
    )


@bp.route("/agreement/")
@allow_role(Role.REVIEWER, *queries.READ_SUMS)
def together() -> ResponseReturnValue:
    if not queries.may_read_sums(signed_in()):
        raise NotFound
    told = queries.told_sums()
    return render_template(
        "fairness/together.html", told=told, rules=sums, number=sums.told, edition=standards.load,
        by_criterion=queries.chart_of_criteria(told), over_time=queries.chart_over_time(told),
        benchmarks=benchmark_queries.benchmarks_for(signed_in()),
    )  # fmt: skip
