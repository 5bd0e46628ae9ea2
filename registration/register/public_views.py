"""What everybody can look up: the register, and one school in it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.countries import country_name
from registration.downloads import list_file
from registration.errors import NotFound
from registration.exports import csv_of, json_of
from registration.paging import whole
from registration.register import public_queries as listed, queries
from registration.register.public_queries import Asked
from registration.register.views import bp
from registration.workflow import calendar


@bp.get("/register/")
@public
def public_register() -> ResponseReturnValue:
    asked = asked_for()
    return render_template(
        "register/public_register.html", page=listed.register(asked, request.args.get("page", 1, type=whole)),
        asked=asked, given={name: value for name, value in vars(asked).items() if value},
        countries=listed.countries(), statuses=listed.STATUSES, country_name=country_name,
        status_of=queries.status_of, since=queries.since,
    )  # fmt: skip


@bp.get("/register/schools.csv")
@public
def register_csv() -> ResponseReturnValue:
    """The rows of the page with the same search, all of them."""
    rows = (listed.in_cells(line) for line in listed.lines(asked_for()))
    made = csv_of(listed.COLUMNS, rows)
    return list_file(lambda into: into.writelines(made), "text/csv; charset=utf-8", lambda: "schools.csv")


@bp.get("/register/schools.json")
@public
def register_json() -> ResponseReturnValue:
    facts = {"as of": calendar.in_force.today().isoformat()}
    made = json_of(facts, "schools", listed.lines(asked_for()))
    return list_file(lambda into: into.writelines(made), "application/json", lambda: "schools.json")


def asked_for() -> Asked:
    name, country, status = (request.args.get(key, "").strip() for key in ("name", "country", "status"))
    return Asked(name.replace("\x00", "")[:200], country[:2].replace("\x00", ""), status[:20])


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
        earlier=queries.history_of(found), present=queries.present_of(found),
    )  # fmt: skip
