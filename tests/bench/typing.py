"""What keeping a draft costs beside an empty request of somebody signed in: `python -m tests.bench.typing`."""

import secrets
import sys
import tempfile
from pathlib import Path

from registration import create_app
from registration.database import db, writing
from tests import cast as people, factories
from tests.bench.result import put
from tests.bench.serving import Server, serving
from tests.browser import Browser
from tests.drafts.typing import typed

HEADING = "## Keeping what is typed"
REQUESTS = 300
ROUNDS = 5
GOAL = 1.5
LENGTH = 3_000
"""Characters in the form: a long answer."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        env = {
            "REGISTRATION_ENV": "demonstration", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "STORAGE_URL": (Path(folder) / "files").as_uri(), "SECRET_KEY": secrets.token_hex(32),
        }
        cookie, sent = form_of_amina(env)
        with serving("tests.bench.empty:app", env) as server:
            pairs = [one_round(server, cookie, sent, number) for number in range(1 + ROUNDS)][1:]
    draft, empty = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    made = (
        f"{HEADING}\n\nWritten by `python -m tests.bench.typing`. Keeping a draft: {draft:.2f} ms of CPU; an empty "
        f"request of somebody signed in: {empty:.2f} ms; ratio {draft / empty:.2f} (goal: {GOAL}).\n"
    )
    print(made)
    put(HEADING, made)
    sys.exit(draft / empty > GOAL)


def form_of_amina(env: dict[str, str]) -> tuple[str, dict[str, object]]:
    """The cookie of somebody who writes, and what their page sends."""
    app = create_app(env)
    with writing(), app.app_context():
        db.create_all()
        cast = people.gather()
        browser = Browser(app).sign_in(cast.amina)
        reference = factories.application(cast).reference
        page = browser.open("self_assessment.criterion", reference=reference, code="1.1")
        sent = typed(page, statement="A long answer. " * (LENGTH // 15), rating="met").to_dict()
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = f"{name}={browser.client.get_cookie(name).value}"
        db.session.remove()
        db.engine.dispose()
    return cookie, sent


def one_round(server: Server, cookie: str, sent: dict[str, object], number: int) -> tuple[float, float]:
    """Milliseconds of CPU of a draft and of an empty request, in turns, so that both meet the same machine."""
    empty = {"csrf_token": sent["csrf_token"]}
    spent = []
    for path, expected, fields in (("/drafts", 200, sent), ("/empty", 204, empty)):
        began = server.cpu()
        for turn in range(REQUESTS):
            body = fields if path == "/empty" else {**fields, "statement": f"{fields['statement']}{number} {turn}"}
            answer = server.send(path, cookie, body)
            if answer.status != expected:
                raise RuntimeError(f"{path} answered {answer.status}, not {expected}.")
        spent.append(1000 * (server.cpu() - began) / REQUESTS)
    return spent[0], spent[1]


if __name__ == "__main__":
    main()
