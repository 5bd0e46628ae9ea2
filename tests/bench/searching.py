"""What it costs to search evidence: `python -m tests.bench.searching`, on SQLite and on PostgreSQL.

10,000 files of six pages in twenty cases of 500, the most a case may have. Measured is the CPU of the search and of the
whole page it is shown on, the database server's included, for words that are rare, common, together, begun and missing.
Writes its own section of docs/performance.md.
"""

import os
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, url_for
from sqlalchemy import func, insert, select, text

from registration import create_app
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, writing
from registration.evidence import search_queries
from registration.evidence.models import Evidence, EvidenceVersion, PageText
from registration.evidence.search_index import learn
from registration.evidence.search_terms import sought
from registration.evidence.text import folded, frequent
from tests import cast as people, databases, factories
from tests.bench import bare
from tests.bench.result import put
from tests.browser import Browser

CASES, FILES, PAGES, WORDS = 20, 500, 6, 300
REQUESTS, ROUNDS = 30, 5
HEADING = "## Searching evidence"
GOAL = 20
BARE = "a bare page of 40 rows, for comparison"

DEAREST = (
    "A phrase of words that all 3,000 pages of a case have, and that none of them says, is the dearest thing to look"
    " for:\nevery page is read through."
)
SOUGHT = {
    "nothing typed": "",
    "a rare word": "zebrafish",
    "a word on a tenth of the pages": "safeguarding",
    "a word on every page": "policy",
    "two common words": "policy staff",
    "a phrase": '"child protection officer"',
    "a phrase of words on every page": '"policy of the school"',
    "a phrase of these words that is nowhere": '"school of the policy"',
    "a beginning": "safeg*",
    "a beginning of three letters": "sta*",
    "twelve common words": "the policy of staff and the school of children and the lead policy",
    "a word that is nowhere": "xylophone",
}


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU: of finding, and of the whole page that shows what was found."""

    search: float
    page: float


def main() -> None:
    found: dict[str, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found["SQLite"] = costs(f"sqlite:///{folder}/bench.db", Path(folder))
        with databases.postgresql("bench") as url:
            found["PostgreSQL"] = costs(url, Path(folder))
    made = section(found)
    print(made)
    put(HEADING, made)
    if max(cost.search for costs in found.values() for cost in costs.values()) > GOAL:
        sys.exit(1)


def costs(url: str, folder: Path) -> dict[str, Cost]:
    app = create_app(
        {
            "REGISTRATION_ENV": "test", "DATABASE_URL": url, "STORAGE_URL": (folder / "files").as_uri(),
            "SECRET_KEY": secrets.token_hex(32), "LOW_DISK_BYTES": "0",
        }
    )  # fmt: skip
    with app.app_context():
        application, amina = built()
        browser = Browser(app).sign_in(amina)
        client = bare.app.test_client()
        found = {BARE: Cost(0, least(lambda: client.get("/")))}
        for name, typed in SOUGHT.items():
            found[name] = cost(app, browser, amina.id, application.reference, typed)
            print(f"    {db.engine.dialect.name}, {name}: {found[name]}", file=sys.stderr)
        db.session.remove()
        db.engine.dispose()
    return found


def built():
    """The cases, their files and pages; returns the last case, and its principal."""
    db.create_all()
    with writing():
        cast = people.gather()
        words = vocabulary()
        chance = random.Random(7)
        for number in range(CASES):
            application = factories.application(cast)
            fill(application, words, chance, rare=number == CASES - 1)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    pages = db.session.scalar(select(func.count()).select_from(PageText))
    print(f"==> {db.engine.dialect.name}: {CASES * FILES:,} files, {pages:,} pages", file=sys.stderr)
    return application, cast.amina


def fill(application: Application, words: list[str], chance: random.Random, rare: bool) -> None:
    """500 items of one version; a page has common words by chance and a tail of rare ones."""
    first = (db.session.scalar(select(func.max(Evidence.id))) or 0) + 1
    numbers = range(first, first + FILES)
    db.session.execute(
        insert(Evidence),
        [{"id": n, "application_id": application.id, "title": f"Policy {n}", "version": 1} for n in numbers],
    )
    db.session.execute(
        insert(EvidenceVersion),
        [
            {"id": n, "evidence_id": n, "number": 1, "storage_key": f"bench-{n}", "sha256": f"{n:064}", "size": 9,
             "pages": PAGES, "file_name": "policy.pdf", "media_type": "application/pdf", "check_state": "ready"}
            for n in numbers
        ],
    )  # fmt: skip
    pages = []
    for n in numbers:
        for page in range(1, PAGES + 1):
            said = " ".join(["The policy of the school for staff and children.", *chance.choices(words, k=WORDS)])
            said += " safeguarding" if chance.random() < 0.1 else ""
            said += " child protection officer" if chance.random() < 0.02 else ""
            said += " zebrafish" if rare and n == first and page == 1 else ""
            pages.append(
                {"application_id": application.id, "evidence_version_id": n, "page": page, "text": said,
                 "words": folded(said), "length": len(folded(said)), "often": frequent(folded(said))}
            )  # fmt: skip
    db.session.execute(insert(PageText), pages)
    for n in numbers:
        learn(db.session(), n)
    db.session.commit()


def vocabulary() -> list[str]:
    """20,000 made-up words, the common ones repeated, much as a language has them."""
    chance = random.Random(3)
    letters = "".join("etaoinshrdlucmfwypvbgkqjxz"[i] * (26 - i) for i in range(26))
    words = ["".join(chance.choices(letters, k=chance.randint(3, 10))) for _ in range(20_000)]
    return [word for rank, word in enumerate(words, 1) for _ in range(max(1, 4_000 // rank))]


def cost(app: Flask, browser: Browser, person_id: int, reference: str, typed: str) -> Cost:
    with app.test_request_context():
        path = url_for("evidence.search", reference=reference, q=typed)
    assert browser.client.get(path).status_code == 200
    page = least(lambda: browser.client.get(path))
    person = db.session.get_one(Person, person_id)
    application = db.session.scalars(select(Application).where(Application.reference == reference)).unique().one()
    return Cost(least(lambda: search_queries.find(person, application, sought(typed))), page)


def least(act: Callable[[], object]) -> float:
    """Milliseconds of CPU of doing something once: this process, and the servers of the database.

    Of several rounds the least: other work on a machine makes everything dearer, by up to half.
    """
    act()
    rounds = []
    for _round in range(ROUNDS):
        with cpu_of_servers() as spent:
            began = time.process_time()
            for _ in range(REQUESTS):
                act()
            here = time.process_time() - began
        rounds.append(1000 * (here + sum(spent)) / REQUESTS)
    return min(rounds)


@contextmanager
def cpu_of_servers() -> Iterator[list[float]]:
    """CPU seconds that the sessions of PostgreSQL spent meanwhile, in a list that is filled at the end."""
    spent: list[float] = []
    before = ticks()
    yield spent
    after = ticks()
    spent.append(sum(after[pid] - before.get(pid, 0) for pid in after) / os.sysconf("SC_CLK_TCK"))


def ticks() -> dict[int, int]:
    if db.engine.dialect.name != "postgresql":
        return {}
    found = {}
    for pid in db.session.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")):
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        found[pid] = int(stat[11]) + int(stat[12])
    db.session.rollback()  # the list of sessions is remembered until then
    return found


def section(found: dict[str, dict[str, Cost]]) -> str:
    columns = [f"{what} on {name}" for name in found for what in ("search", "page")]
    lines = [
        HEADING, "",
        f"Written by `python -m tests.bench.searching`. {CASES * FILES:,} files of {PAGES} pages in {CASES} cases of"
        f" {FILES} files, the most one case may have; {WORDS} words a page. CPU in milliseconds, that of the database"
        f" server included: of the search itself (goal: at most {GOAL} ms on both databases), and of the whole page"
        f" that shows ten hits. The least of {ROUNDS} rounds of {REQUESTS}, on two cores that others used as well: a"
        " busy machine makes everything dearer, by up to half.",
        "",
        f"| Looked for | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}",
    ]  # fmt: skip
    for name in [BARE, *SOUGHT]:
        figures = [f"{ms:.1f}" if ms else "–" for one in found.values() for ms in (one[name].search, one[name].page)]
        lines.append(f"| {name} | {' | '.join(figures)} |")
    return "\n".join([*lines, "", DEAREST]) + "\n"


if __name__ == "__main__":
    main()
