"""Loading the demonstration again gives the same cases; in production it is refused."""

from sqlalchemy import select

from registration import create_app
from registration.applications.models import Application
from registration.database import db
from registration.demonstration import people, service
from registration.reports.about import Names

NAMES = Names("The registration body", "registration@body.example", "Europe/London")


def listing():
    found = db.session.scalars(select(Application).order_by(Application.id)).unique()
    return [(a.reference, a.state.value, a.school.name) for a in found]


def test_loading_twice_gives_the_same_list(app, store):
    some = ("nuru-pamoja", "fjordlys", "yunzhan", "fynbos-path")
    service.load(store, NAMES, "", only=some)
    before = listing()

    service.empty()
    service.load(store, NAMES, "", only=some)

    assert listing() == before
    assert len(before) == 4


def test_only_some_cases_are_loaded_when_they_are_named(app, store):
    service.load(store, NAMES, "", only=("old-cambridge-road",))

    [application] = db.session.scalars(select(Application)).unique()

    assert application.held
    assert application.fee == "open"


def test_the_command_lists_cases_in_columns(app, store):
    service.load(store, NAMES, "", only=("nuru-pamoja", "fjordlys"))

    listed = app.test_cli_runner().invoke(args=["demo", "list"]).output.splitlines()

    assert listed == [
        "OSR-2026-RMF81W  Draft      Nuru Pamoja Online School",
        "OSR-2026-HG8AKY  Submitted  Fjordlys Nettskole",
    ]


def test_the_command_lists_people_desk_by_desk_with_the_password(app):
    listed = app.test_cli_runner().invoke(args=["demo", "people"]).output

    assert "Case officer: Carys Bevan" in listed
    assert "Tamarisk Lane Online School" in listed
    assert people.PASSWORD in listed


def test_a_database_in_use_is_left_as_it_is(app, cast):
    said = app.test_cli_runner().invoke(args=["demo", "load"]).output

    assert "was left as it is" in said
    assert listing() == []


def test_production_is_never_filled(tmp_path):
    app = create_app(
        {
            "SECRET_KEY": "of this test alone, and long enough to be taken for one",
            "PUBLIC_URL": "https://registration.example",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'production.db'}",
            "ALLOW_SQLITE_IN_PRODUCTION": "yes",
            "MAIL_URL": "none",
            "SCANNING": "none",
            "BODY_NAME": "A body",
            "BODY_ADDRESS": "desk@body.example",
            "STORAGE_URL": (tmp_path / "files").as_uri(),
        }
    )

    answer = app.test_cli_runner().invoke(args=["demo", "load", "--afresh"])

    assert answer.exit_code == 1
    assert "never loaded here" in answer.output
