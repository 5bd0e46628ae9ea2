"""What each part of the review queue costs, measured in one process without a server around it."""

import time
from collections.abc import Callable

from flask import Flask, render_template, session

from registration.access.guard import signed_in
from registration.access.visibility import kind_and_values
from registration.accounts import sessions
from registration.accounts.models import Person
from registration.database import db, now, writing
from registration.paging import ROWS
from registration.review import queue_counts, queue_list, queue_rows, queue_views
from registration.review.queue_filters import Filters

CALLS = 60
ROUNDS = 5


def of_the_queue(app: Flask, person: Person) -> dict[str, float]:
    """Milliseconds of CPU by part, as one person sees the queue without filters."""
    token = begin(person)
    with app.test_request_context("/queue"):
        session["_user_id"], session[sessions.SEEN] = token, now().timestamp()
        me = signed_in()
        kind, values = kind_and_values(me)
        values |= {"most": ROWS, "passed": 0}
        wanted = queue_list.usual_page(kind, Filters())
        found = db.session.connection().execute(wanted, values).all()
        whole = cost(queue_views.queue.__wrapped__)
        parts = {
            "the counts by state": cost(lambda: queue_counts.counts_by_state(me)),
            "the page from the database": cost(lambda: db.session.connection().execute(wanted, values).all()),
            "panels, progress and clocks of its rows": cost(lambda: queue_rows.cases_of(me, found)),
        }
        frame = cost(lambda: render_template("base.html"))
        parts["filters, rows and links as HTML"] = whole - sum(parts.values()) - frame
        return {
            "session, person, roles and conflicts": cost(lambda: whoever(token)), **parts,
            "the frame of every page as HTML": frame,
        }


def begin(person: Person) -> str:
    with writing():
        token = sessions.begin_session(person)
        db.session.commit()
    return token


def whoever(token: str) -> None:
    """With a new session of the database, as each request has one."""
    db.session.remove()
    assert sessions.person_of(token) is not None


def cost(part: Callable[[], object]) -> float:
    rounds = []
    for _ in range(1 + ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            part()
        rounds.append(1000 * (time.process_time() - began) / CALLS)
    return min(rounds[1:])
