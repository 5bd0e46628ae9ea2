"""Settings: everything that differs between one installation and another, and every limit that has a reason.

They are read from the environment, once, by `settings()`. Production is what is meant when nothing is said, and it
refuses to start without its own secret, address, database, mail server and decision about scanning files.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"

ENVIRONMENTS = ("production", "demonstration", "development", "test")
KEY_OF_TESTS = "a secret that only tests may have, because everybody can read it here"
KNOWN_SECRETS = frozenset({KEY_OF_TESTS, "change me", "changeme", "dev", "secret"})
SHORTEST_KEY = 32  # bytes; fewer can be guessed by trying

LONDON = ZoneInfo("Europe/London")
MEGABYTE = 1024 * 1024
STATEMENT_CHARACTERS = 20_000  # of one self-assessment statement; also what the PDF can set in time
STATEMENTS = 26  # the most that one form may carry: the self-assessment as a whole

WORKING_DAYS: dict[str, int] = {
    # The school's: set when the body asks, and never shorter than these
    "completing": 10,
    "evidence_requested": 10,
    "panel_objection": 10,
    "factual_check": 5,
    "appeal_window": 20,
    # A reviewer's: to say whether they take a place on a panel
    "panel_answer": 5,
    # The body's own: what it promises for each state in which it is the body's turn
    "submitted": 5,
    "desk_review": 20,
    "moderation": 10,
    "visit_planning": 20,
    "reporting": 15,
    "finalising": 10,
    "determination": 10,
    "appeal": 20,
}
"""How long each clock runs, by state where it belongs to one. `CLOCK_REPORTING=20` changes one of them."""


class SettingsError(Exception):
    """The service must not start. The message says everything that is wrong, a sentence a line."""


@dataclass(frozen=True)
class Settings:
    """One installation. Moments and addresses are checked when it is made, so the app need not."""

    environment: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    public_url: str
    body_name: str
    body_address: str  # where people write to: an e-mail address
    mail_url: str | None = field(repr=False)  # None: letters stay in the outbox, readable there
    clamd_url: str | None  # None: files are kept unscanned, and staff are told so
    storage_url: str
    old_secret_keys: tuple[str, ...] = field(default=(), repr=False)  # still read, never written: rotation
    signing_key: str = field(default="", repr=False)  # signs certificates; only production has to be given one
    signer_folder: Path | None = None  # whose key signs final reports; only production has to be told
    body_time_zone: ZoneInfo = LONDON
    body_holidays: frozenset[date] = frozenset()
    standards_dir: Path = ROOT / "standards"
    trusted_proxies: int = 0  # how many proxies in front are ours, whose X-Forwarded-* lines may be believed
    working_days: Mapping[str, int] = field(default_factory=lambda: dict(WORKING_DAYS))

    evidence_bytes: int = 30 * MEGABYTE  # one file
    low_disk_bytes: int = 500 * MEGABYTE  # below this no file is taken, so that text can still be saved

    session_absolute: timedelta = timedelta(hours=20)  # then everybody signs in again
    session_idle_school: timedelta = timedelta(hours=12)  # a draft is written over a working day
    session_idle_staff: timedelta = timedelta(hours=2)
    session_idle_administrator: timedelta = timedelta(minutes=30)

    pdf_seconds: int = 60  # a report takes two; text made to hurt takes minutes
    pdf_bytes: int = 1024 * MEGABYTE
    pdfs_at_once: int = 2

    @property
    def is_demonstration(self) -> bool:
        """Invented people may sign in by a click."""
        return self.environment == "demonstration"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or ""


def settings(env: Mapping[str, str]) -> Settings:
    """Read the settings of this installation from `env`, usually `os.environ`.

    Raises SettingsError, which names everything that is missing or wrong at once. Where no production secret is
    needed, one is made in `instance/` and kept, so that a restart does not sign everybody out.
    """
    reader = Reader(env)
    environment = reader.text("REGISTRATION_ENV", "production")
    if environment not in ENVIRONMENTS:
        reader.problem(f"REGISTRATION_ENV is {environment!r}: it can be {', '.join(ENVIRONMENTS)}.")
    if environment == "production":
        require_own_settings(reader)

    port = reader.text("PORT", "8000")
    values: dict[str, Any] = {
        "environment": environment,
        "secret_key": reader.text("SECRET_KEY") or own_secret(environment, reader),
        "old_secret_keys": tuple(reader.text("OLD_SECRET_KEYS").split()),
        "signing_key": reader.text("SIGNING_KEY"),
        "signer_folder": folder_of_signer(environment, reader),
        "database_url": reader.text("DATABASE_URL", f"sqlite:///{INSTANCE / 'registration.db'}"),
        "public_url": reader.text("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        "body_name": reader.text("BODY_NAME", "Demonstration Registration Body"),
        "body_address": reader.text("BODY_ADDRESS", "registration@body.example"),
        "body_time_zone": reader.parsed("BODY_TIME_ZONE", time_zone, "Europe/London"),
        "body_holidays": reader.parsed("BODY_HOLIDAYS", dates, ""),
        "mail_url": reader.parsed("MAIL_URL", address_of("smtp", "smtps"), "none"),
        "clamd_url": reader.parsed("CLAMD_URL", address_of("tcp", "unix"), "none"),
        "storage_url": reader.parsed("STORAGE_URL", address_of("file", "s3"), (INSTANCE / "files").as_uri()),
        "standards_dir": Path(reader.text("STANDARDS_DIR", str(ROOT / "standards"))),
        "trusted_proxies": reader.parsed("TRUSTED_PROXIES", whole_number, "0"),
        "low_disk_bytes": reader.parsed("LOW_DISK_BYTES", whole_number, str(500 * MEGABYTE)),
        "working_days": {
            name: reader.parsed(f"CLOCK_{name.upper()}", whole_number, str(days))
            for name, days in WORKING_DAYS.items()
        },
    }
    reader.raise_problems()
    return Settings(**values)


def flask_config(chosen: Settings) -> dict[str, Any]:
    """The same settings in the names that Flask and its extensions know. `SETTINGS` holds all of them."""
    local = [] if chosen.environment == "production" else ["127.0.0.1", "localhost"]
    return {
        "SETTINGS": chosen,
        "TESTING": chosen.environment == "test",
        "SECRET_KEY": chosen.secret_key,
        "SECRET_KEY_FALLBACKS": list(chosen.old_secret_keys),
        "SQLALCHEMY_DATABASE_URI": chosen.database_url,
        # After a restart of the database the first request would fail on a dead connection.
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": not chosen.database_url.startswith("sqlite")},
        # Letters and redirects may carry no host but ours, whatever a request says.
        "TRUSTED_HOSTS": [chosen.host, *local],
        "PREFERRED_URL_SCHEME": "https" if chosen.is_https else "http",
        # Browsers refuse a __Host- cookie without Secure, and a Secure cookie over plain http.
        "SESSION_COOKIE_NAME": "__Host-registration" if chosen.is_https else "registration",
        "SESSION_COOKIE_SECURE": chosen.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": chosen.session_absolute,
        # A form may stay open as long as its session does: nobody loses text to a second clock.
        "WTF_CSRF_TIME_LIMIT": None,
        # One file and the fields around it.
        "MAX_CONTENT_LENGTH": chosen.evidence_bytes + 2 * MEGABYTE,
        # Every statement of a self-assessment, each letter of four bytes, and as much again for the other fields.
        "MAX_FORM_MEMORY_SIZE": 2 * STATEMENTS * STATEMENT_CHARACTERS * 4,
        "MAX_FORM_PARTS": 1_000,
    }


class Reader:
    """Reads settings one by one and collects what is wrong, so that people are told once and not ten times."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """The setting, or what the file named by `NAME_FILE` holds: how secrets reach a container."""
        where = self.env.get(f"{name}_FILE")
        if where is None:
            return self.env.get(name, "").strip() or default
        try:
            return Path(where).read_text(encoding="utf-8").strip() or default
        except (OSError, UnicodeDecodeError) as error:
            self.problem(f"{name}_FILE names {where}, which cannot be read: {error}.")
            return default

    def parsed(self, name: str, parse: Callable[[str], Any], default: str) -> Any:
        try:
            return parse(self.text(name, default))
        except ValueError as error:
            self.problem(f"{name} is not right: {error}.")  # the value may hold a password
            return None

    def problem(self, sentence: str) -> None:
        self.problems.append(sentence)

    def raise_problems(self) -> None:
        if self.problems:
            raise SettingsError("The service cannot start with these settings.\n" + "\n".join(self.problems))


def require_own_settings(reader: Reader) -> None:
    """What production must be told, because every default would be wrong or dangerous there."""
    secret = reader.text("SECRET_KEY")
    if len(secret.encode()) < SHORTEST_KEY or secret.lower() in KNOWN_SECRETS:
        reader.problem(
            f"SECRET_KEY must be a secret of this installation's own, at least {SHORTEST_KEY} bytes long:"
            " `openssl rand -hex 32` makes one."
        )
    public = urlsplit(reader.text("PUBLIC_URL"))
    if public.scheme != "https" or not public.hostname or public.path.strip("/"):
        reader.problem("PUBLIC_URL must be the https address people use, such as https://registration.example.org.")
    database = reader.text("DATABASE_URL")
    if not database:
        reader.problem("DATABASE_URL must name the database, such as postgresql://name:password@host/registration.")
    elif database.startswith("sqlite") and reader.text("ALLOW_SQLITE_IN_PRODUCTION") != "yes":
        reader.problem(
            "DATABASE_URL names SQLite, which serves one machine only:"
            " use PostgreSQL, or set ALLOW_SQLITE_IN_PRODUCTION=yes if one machine is enough."
        )
    if not reader.text("MAIL_URL"):
        reader.problem("MAIL_URL must name the mail server, such as smtps://name:password@host:465.")
    if not reader.text("CLAMD_URL") and reader.text("SCANNING") != "none":
        reader.problem(
            "CLAMD_URL must name the virus scanner, such as tcp://host:3310:"
            " or set SCANNING=none, and staff are told that no file was scanned."
        )
    if not reader.text("BODY_NAME"):
        reader.problem("BODY_NAME must be the name of the body that registers schools: it stands in every letter.")
    if not reader.text("BODY_ADDRESS"):
        reader.problem("BODY_ADDRESS must be the e-mail address that schools may write to.")
    if reader.text("FLASK_DEBUG") not in ("", "0"):
        reader.problem("FLASK_DEBUG must not be set: its pages show the code and run what strangers type.")


def own_secret(environment: str, reader: Reader) -> str:
    """The secret of an installation that was given none. Made once, also when two processes start together."""
    if environment == "test":
        return KEY_OF_TESTS
    if environment == "production" or reader.problems:
        return ""
    kept = INSTANCE / "secret_key"
    if not kept.exists():
        INSTANCE.mkdir(exist_ok=True)
        made = INSTANCE / f"secret_key.{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="utf-8")
        try:
            os.link(made, kept)
        except FileExistsError:
            pass  # the other process was first, and its secret is as good
        finally:
            made.unlink()
    return kept.read_text(encoding="utf-8").strip()


def folder_of_signer(environment: str, reader: Reader) -> Path | None:
    """The folder with the key that signs reports. Outside production it is one of our own, made when first needed."""
    chosen = reader.text("SIGNER_FOLDER") or ("" if environment == "production" else str(INSTANCE / "signer"))
    return Path(chosen) if chosen else None


def address_of(*schemes: str) -> Callable[[str], str | None]:
    """A parser of addresses that begin with one of `schemes`. "none" says in words that there is no such thing."""

    def parse(value: str) -> str | None:
        if value == "none":
            return None
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(f"it must begin with {' or '.join(f'{scheme}://' for scheme in schemes)} and name a place")
        return value

    return parse


def time_zone(value: str) -> ZoneInfo:
    if value not in available_timezones():
        raise ValueError("it must be a time zone's full name, such as Europe/London")
    return ZoneInfo(value)


def dates(value: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(day) for day in value.replace(",", " ").split())
    except ValueError:
        raise ValueError("it must be a list of days such as 2026-12-25 2026-12-28") from None


def whole_number(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("it must be a whole number, zero or more")
    return int(value)
