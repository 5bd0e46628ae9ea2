"""What the pages cost on which a panel judges, as long as they get: `python -m tests.bench.judging`."""

import secrets
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

from registration import create_app
from registration.applications.models import Application
from registration.database import db, writing
from registration.evidence.models import Citation
from registration.workflow.states import State
from tests import cast as people, factories
from tests.bench.result import put
from tests.browser import Browser
from tests.queries import count_queries

HEADING = "## The pages of a judgement"
REQUESTS = 20
ROUNDS = 5
MOST = 10
"""Statements a page, whatever it shows."""

CITATIONS = 40
RATINGS = ("exceeds", "met", "partly", "not")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        app = create_app({
            "REGISTRATION_ENV": "demonstration", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "STORAGE_URL": (Path(folder) / "files").as_uri(), "SECRET_KEY": secrets.token_hex(32),
        })  # fmt: skip
        with writing(), app.app_context():
            db.create_all()
            cast = people.gather()
            moderated, judged = in_moderation(cast), at_the_desk(cast)
            db.session.commit()
            browser = Browser(app).sign_in(cast.leah)
            found = {
                "The table of moderation, 26 criteria by four reviewers": cost(browser, f"{moderated}/moderation/"),
                "One criterion in moderation, four findings": cost(browser, f"{moderated}/moderation/2.7"),
                f"The page of one criterion, {CITATIONS} citations": cost(browser, f"{judged}/review/criteria/2.7"),
            }
            db.session.remove()
            db.engine.dispose()
    rows = "\n".join(f"| {name} | {said} | {cpu:.1f} |" for name, (said, cpu) in found.items())
    made = (
        f"{HEADING}\n\nWritten by `python -m tests.bench.judging`. SQLite, in one process without a server around it: "
        f"statements (goal: at most {MOST}), and CPU in milliseconds, the least of {ROUNDS} rounds of {REQUESTS}.\n\n"
        f"| Page | Statements | CPU |\n|---|---|---|\n{rows}\n"
    )
    print(made)
    put(HEADING, made)
    sys.exit(any(said > MOST for said, _ in found.values()))


def in_moderation(cast: SimpleNamespace) -> str:
    """The address of a case on which four reviewers differ."""
    case = factories.application(cast, State.MODERATION)
    for person in (cast.nora, cast.ravi):
        factories.assign(case, person, "reviewer")
    for number, person in enumerate((cast.leah, cast.rafael, cast.nora, cast.ravi)):
        for place, code in enumerate(case.standard.criteria):
            factories.finding(case, person, code, RATINGS[(number + place) % len(RATINGS)])
    return address_of(case)


def at_the_desk(cast: SimpleNamespace) -> str:
    """The address of a case whose criterion 2.7 rests on very much."""
    case = factories.application(cast, State.DESK_REVIEW, answered=True)
    for number in range(CITATIONS - len([c for c in case.citations if c.criterion_code == "2.7"])):
        version = factories.evidence(case, cast.amina, f"Policy {number}")
        db.session.add(
            Citation(application=case, criterion_code="2.7", evidence_version=version, page_from=1, shows="Who decides",
                     added_by_id=cast.amina.id)
        )  # fmt: skip
    factories.submit(case, cast.amina)
    return address_of(case)


def address_of(case: Application) -> str:
    return f"/applications/{case.reference}"


def cost(browser: Browser, path: str) -> tuple[int, float]:
    """Statements and milliseconds of CPU of one page. The first round warms everything, and does not count."""
    spent = []
    for _ in range(1 + ROUNDS):
        began = time.process_time()
        for _ in range(REQUESTS):
            with count_queries() as said:
                answer = browser.client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}, not 200.")
        spent.append(1000 * (time.process_time() - began) / REQUESTS)
    return len(said), min(spent[1:])


if __name__ == "__main__":
    main()
