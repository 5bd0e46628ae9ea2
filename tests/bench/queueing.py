"""What the queue costs with every kind of filter, and its file: `python -m tests.bench.queueing`, on both databases.

`python -m tests.bench.queueing 100 2000` does the same with other numbers of cases, prints it and writes nothing.

100 and 100,000 cases as rows of their own: schools, panels, words, events; no answers and no findings, which the queue
does not read. Everybody's own share stays the same, as a body with more cases has more people. Measured is the CPU of
the whole page, the database server's included, and what a file of 100,000 cases does to the memory of the process.
Without numbers it writes its own section of docs/performance.md.
"""

import os
import random
import secrets
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, text

from registration import create_app
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.countries import COUNTRIES, country_name
from registration.database import db, now, today, writing
from registration.evidence.text import words_of
from registration.review import queue_files
from registration.review.models import Assignment
from registration.review.queue_filters import Filters
from registration.schools.models import School
from registration.workflow.models import Event, Tally
from registration.workflow.states import ONCE_SUBMITTED, State
from registration.worklists import service
from registration.worklists.models import CaseWord
from tests import cast as people, databases
from tests.bench.result import put
from tests.bench.searching import least
from tests.browser import Browser
from tests.factories import unsaved_person

SIZES = (100, 100_000)
OWN = 40
"""Cases that are the measured people's own, at every size."""

HEADING = "## The queue with its filters"
GOALS = {"growth": 1.2, "file": 20.0}
STATES = sorted(ONCE_SUBMITTED)
ADDRESSES = {
    "as it opens": "", "my cases": "?show=mine", "without a case officer": "?show=unassigned",
    "overdue, due first": "?clock=late&sort=due", "due soon": "?clock=soon", "on hold": "?clock=held",
    "changed since I looked": "?new=1&state=every", "one state, moved last first": "?state=moderation&sort=recent",
    "waiting longer than 60 days, by reference": "?longer=60&sort=reference",
    "a word of one school": "?q=zebrafish", "a word of every school": "?q=school", "a reference": "?q=OSR-2026-B00042",
    "a territory and a common word": "?q=kenya+school", "somebody on the panel": "?reviewer=leah",
    "several at once": "?q=school&clock=late&show=unassigned&state=every&longer=1&sort=due",
    "without a lead reviewer": "?panel=leaderless", "a concern in area 2": "?area=2",
    "every column": "?column=state&column=waited&column=due&column=panel&column=officer&column=country&column=sent",
}  # fmt: skip


def main() -> None:
    few, many = sizes = tuple(map(int, sys.argv[1:])) or SIZES
    found: dict[str, dict[int, dict[str, float]]] = {}
    files: dict[str, tuple[float, float]] = {}
    for name in ("SQLite", "PostgreSQL"):
        found[name] = {}
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder, database(name, folder, size) as url:
                found[name][size], file = costs(url, Path(folder), size)
                files[name] = file
    made = section(found, files, few, many)
    print(made)
    if sizes == SIZES:
        put(HEADING, made)


def database(name: str, folder: str, size: int):
    if name == "PostgreSQL":
        return databases.postgresql(f"bench{size}")
    return Given(f"sqlite:///{folder}/bench.db")


class Given:
    """A database that needs no server."""

    def __init__(self, url: str):
        self.url = url

    def __enter__(self) -> str:
        return self.url

    def __exit__(self, *_error: object) -> None:
        pass


def costs(url: str, folder: Path, size: int) -> tuple[dict[str, float], tuple[float, float]]:
    app = create_app(
        {
            "REGISTRATION_ENV": "test", "DATABASE_URL": url, "STORAGE_URL": (folder / "files").as_uri(),
            "SECRET_KEY": secrets.token_hex(32), "LOW_DISK_BYTES": "0",
        }
    )  # fmt: skip
    with app.app_context():
        carys = build(size)
        browser = Browser(app).sign_in(carys)
        found = {}
        for name, address in ADDRESSES.items():
            assert browser.client.get(f"/queue{address}").status_code == 200
            found[name] = least(lambda path=f"/queue{address}": browser.client.get(path))
            print(f"    {db.engine.dialect.name}, {size:,}, {name}: {found[name]:.1f} ms", file=sys.stderr)
        file = file_of(carys)
        db.session.remove()
        db.engine.dispose()
    return found, file


def build(size: int) -> Person:
    """So many cases, and the person who looks."""
    db.create_all()
    chance = random.Random(size)
    with writing():
        cast = people.gather()
        others = [unsaved_person(f"officer{n}") for n in range(size // 50)]
        db.session.add_all(others)
        db.session.flush()
        first = (db.session.scalar(select(func.max(School.id))) or 0) + 1
        for part in parts(range(size), 5_000):
            rows = [case_rows(n, first + n, cast, others, chance) for n in part]
            for number, model in enumerate((School, Application, CaseWord, Assignment, Event)):
                db.session.execute(insert(model), [one for row in rows for one in row[number]])
        counted = db.session.execute(select(Application.state, func.count()).group_by(Application.state))
        db.session.add_all([Tally(state=State(state).value, applications=number) for state, number in counted])
        set_sequences()
        service.mark_seen(cast.carys, now() - timedelta(days=2))
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return cast.carys


def set_sequences() -> None:
    """Rows came with their own numbers; PostgreSQL goes on behind them."""
    if db.engine.dialect.name == "postgresql":
        for table in ("school", "application"):
            db.session.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))


def parts(numbers: range, most: int) -> Iterator[range]:
    for begin in range(0, len(numbers), most):
        yield numbers[begin : begin + most]


def case_rows(n: int, key: int, cast, others: list[Person], chance: random.Random):
    """The rows of one case: its school, itself, its words, its panel, its history."""
    country = "KE" if n % 50 == 7 else chance.choice(list(COUNTRIES))
    name = f"{'Zebrafish' if n == 42 else chance.choice(WORDS)} {chance.choice(WORDS)} Online School"
    state, since = STATES[n % len(STATES)], now() - timedelta(days=chance.randint(1, 400), seconds=n)
    reference = f"OSR-2026-B{n:05}"
    mine = n < OWN
    officer = cast.carys.id if mine else None if n % 100 == 99 else chance.choice(others or [cast.nora]).id
    application = {
        "id": key, "reference": reference, "school_id": key, "standard_edition": "2023", "state": state,
        "state_since": since, "due_on": today() + timedelta(days=chance.randint(-20, 80)), "held": n % 25 == 3,
        "school_until": today() + timedelta(days=chance.randint(-5, 9)) if n % 20 == 1 else None, "fee": "paid",
        "submitted_at": since, "version": 1, "case_officer_id": officer,
    }  # fmt: skip
    words = {w for t in (name, reference.replace("-", ""), f"B{n:05}", country_name(country)) for w in words_of(t)}
    lead, second = (cast.leah.id, cast.rafael.id) if mine else (chance.choice(others or [cast.ravi]).id, cast.nora.id)
    panel = [] if n % 200 == 199 else [
        {"application_id": key, "person_id": lead, "capacity": "lead_reviewer"},
        {"application_id": key, "person_id": second, "capacity": "reviewer"},
    ]  # fmt: skip
    moved = now() - timedelta(days=1 if n < OWN else 100)
    event = {"application_id": key, "move": "hold", "from_state": state, "to_state": state, "at": moved,
             "person_id": cast.nora.id, "capacity": "case_officer", "note": "", "facts": {}}
    school = {"id": key, "name": name, "country": country}
    return [school], [application], [{"application_id": key, "word": w} for w in words], panel, [event]


LETTERS = "etaoinshrdlucmfwypvbgkqjxz"
WORDS = ["".join(random.Random(n).choices(LETTERS, k=7)).capitalize() for n in range(20_000)]


def file_of(person: Person) -> tuple[float, float]:
    """A CSV of every case: how much memory it took at most, in MB, and the seconds of its CPU here."""
    lines = queue_files.Lines(person, Filters(state="every"))
    with tempfile.TemporaryFile() as file:
        tracemalloc.start()
        queue_files.as_csv(lines, file)
        most = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    began = time.process_time()
    with tempfile.TemporaryFile() as file:
        queue_files.as_csv(queue_files.Lines(person, Filters(state="every")), file)
    print(f"    file of {lines.number:,} cases: {most:.1f} MB", file=sys.stderr)
    return most, time.process_time() - began


def section(found, files, least_cases: int, most_cases: int) -> str:
    lines = [
        HEADING, "",
        f"Written by `python -m tests.bench.queueing`, with {os.cpu_count()} cores that others used as well. CPU in"
        " milliseconds of the whole page, that of the database server included; the least of five rounds. A page that"
        f" has fewer than 25 rows at {least_cases} cases is cheaper there for that alone.",
        "",
        "| The queue | " + " | ".join(f"{n} at {least_cases} | at {most_cases:,} | growth" for n in found) + " |",
        "| --- |" + " --- |" * (3 * len(found)),
    ]  # fmt: skip
    for name in ADDRESSES:
        cells = []
        for costs_of in found.values():
            few, many = (costs_of[size][name] for size in (least_cases, most_cases))
            cells += [f"{few:.1f}", f"{many:.1f}", f"{many / few:.2f}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", f"A CSV of all {most_cases:,} cases (goal: at most {GOALS['file']:.0f} MB):", ""]
    lines += [f"- {n}: {most:.1f} MB at most, {cpu:.1f} s of CPU." for n, (most, cpu) in files.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
