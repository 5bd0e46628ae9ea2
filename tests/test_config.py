from datetime import date

import pytest

import config
from config import SettingsError, flask_config, settings

PRODUCTION = {
    "SECRET_KEY": "9f2c" * 16,
    "PUBLIC_URL": "https://registration.example.org",
    "DATABASE_URL": "postgresql://registration@db.example.org/registration",
    "MAIL_URL": "smtps://mail.example.org:465",
    "CLAMD_URL": "tcp://clamd.example.org:3310",
    "BODY_NAME": "An Examining Body",
    "BODY_ADDRESS": "schools@example.org",
}


def refusal(env):
    with pytest.raises(SettingsError) as caught:
        settings(env)
    return str(caught.value)


def test_production_starts_with_settings_of_its_own():
    chosen = settings(PRODUCTION)

    assert chosen.environment == "production"
    assert chosen.host == "registration.example.org"


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_refuses_to_start_without_each_of_its_settings(name):
    env = {key: value for key, value in PRODUCTION.items() if key != name}

    said = refusal(env).splitlines()[1:]

    assert len(said) == 1
    assert said[0].startswith(f"{name} must ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "x" * 31),
        ("SECRET_KEY", config.KEY_OF_TESTS),
        ("PUBLIC_URL", "http://registration.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://example.org/registration"),
        ("DATABASE_URL", "sqlite:////var/lib/registration.db"),
        ("FLASK_DEBUG", "1"),
        ("REGISTRATION_ENV", "prod"),
        ("MAIL_URL", "mail.example.org"),
        ("CLAMD_URL", "http://clamd.example.org"),
        ("STORAGE_URL", "ftp://files.example.org"),
        ("BODY_TIME_ZONE", "London"),
        ("BODY_HOLIDAYS", "Christmas"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOW_DISK_BYTES", "lots"),
        ("CLOCK_FACTUAL_CHECK", "five"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(name, value):
    said = refusal({**PRODUCTION, name: value}).splitlines()[1:]

    assert said
    assert all(sentence.endswith(".") for sentence in said)
    assert any(sentence.startswith(name) for sentence in said)


def test_everything_that_is_missing_is_said_at_once():
    said = refusal({})

    assert all(name in said for name in PRODUCTION)


def test_a_secret_is_not_repeated_in_a_refusal_or_when_settings_are_printed():
    chosen = settings({**PRODUCTION, "OLD_SECRET_KEYS": "an-old-secret-of-this-installation"})

    printed = repr(chosen)

    assert PRODUCTION["SECRET_KEY"] not in printed
    assert PRODUCTION["DATABASE_URL"] not in printed
    assert PRODUCTION["MAIL_URL"] not in printed
    assert "an-old-secret" not in printed
    assert "x1x2x3x4" not in refusal({**PRODUCTION, "SECRET_KEY": "x1x2x3x4"})
    assert "hunter2" not in refusal({**PRODUCTION, "MAIL_URL": "imap://me:hunter2@mail.example.org"})


def test_sqlite_and_no_scanner_are_for_those_who_say_so():
    said = {"DATABASE_URL": "sqlite:////data/r.db", "ALLOW_SQLITE_IN_PRODUCTION": "yes", "SCANNING": "none"}
    env = {**PRODUCTION, **said, "CLAMD_URL": ""}

    chosen = settings(env)

    assert chosen.database_url == "sqlite:////data/r.db"
    assert chosen.clamd_url is None


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text(PRODUCTION["SECRET_KEY"] + "\n")
    env = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}

    chosen = settings({**env, "SECRET_KEY_FILE": str(tmp_path / "secret")})

    assert chosen.secret_key == PRODUCTION["SECRET_KEY"]


def test_an_installation_without_a_secret_makes_one_and_keeps_it(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "instance")

    first = settings({"REGISTRATION_ENV": "demonstration"}).secret_key
    second = settings({"REGISTRATION_ENV": "demonstration"}).secret_key

    assert first == second
    assert len(first) >= config.SHORTEST_KEY
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["secret_key"]
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0


def test_clocks_and_holidays_are_the_bodys_own():
    chosen = settings({**PRODUCTION, "CLOCK_FACTUAL_CHECK": "7", "BODY_HOLIDAYS": "2026-12-25, 2026-12-28"})

    assert chosen.working_days["factual_check"] == 7
    assert chosen.working_days["appeal_window"] == 20
    assert chosen.body_holidays == frozenset({date(2026, 12, 25), date(2026, 12, 28)})


def test_the_cookie_of_production_is_tied_to_its_host_and_to_https():
    names = flask_config(settings(PRODUCTION))

    assert names["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert names["SESSION_COOKIE_SECURE"] is True
    assert names["TRUSTED_HOSTS"] == ["registration.example.org"]


def test_the_cookie_of_a_demonstration_works_over_plain_http():
    names = flask_config(settings({"REGISTRATION_ENV": "test"}))

    assert not names["SESSION_COOKIE_NAME"].startswith("__")
    assert names["SESSION_COOKIE_SECURE"] is False
    assert "localhost" in names["TRUSTED_HOSTS"]


def test_a_form_may_carry_every_statement_at_its_longest():
    names = flask_config(settings(PRODUCTION))

    longest = "😀" * 20_000 * 26
    assert len(longest.encode()) < names["MAX_FORM_MEMORY_SIZE"] < names["MAX_CONTENT_LENGTH"]
