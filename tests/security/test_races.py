"""The same thing done at the same moment by many: one effect, and nobody's text lost."""

from contextvars import Context
from threading import Barrier, Thread

from sqlalchemy import func, select

from registration.applications.models import Submission
from registration.database import db
from registration.history import Revision
from registration.notifications.models import Letter
from registration.self_assessment.models import Response
from registration.workflow.models import Event
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser

MANY = 50
ROUNDS = 12


def at_once(app, posts) -> list[tuple[int, str]]:
    """Send all of these (browser, path, fields) at one moment; status and text of each, in order."""
    db.session.commit()
    gate, answers = Barrier(len(posts)), [(0, "")] * len(posts)

    def send(place, browser, path, fields):
        gate.wait()
        answer = browser.client.post(path, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        answers[place] = answer.status_code, answer.text
        answer.close()
        answer.request.environ["wsgi.input"].close()

    threads = [Thread(target=Context().run, args=(send, n, *post)) for n, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return answers


def number(what, *where) -> int:
    return db.session.scalar(select(func.count()).select_from(what).where(*where)) or 0


def test_fifty_submits_at_once_are_one(app, cast):
    application = factories.application(cast, answered=True)
    browsers = [Browser(app).sign_in(cast.amina) for _ in range(5)]
    pages = [b.open("applications.check_answers", reference=application.reference) for b in browsers]
    posts = [
        (browsers[n % 5], browsers[n % 5].path,
         {"csrf_token": pages[n % 5].value("csrf_token"), "_once": pages[n % 5].value("_once")})
        for n in range(MANY)
    ]

    answers = at_once(app, posts)

    assert {status for status, _text in answers} <= {302, 403, 409}
    assert number(Event, Event.move == "submit") == number(Submission) == 1
    told = list(db.session.execute(select(Letter.template, Letter.email)))
    assert len(told) == len(set(told)) > 0
    assert application.state is State.SUBMITTED


def test_of_two_who_save_at_once_one_wins_and_the_other_keeps_their_text(app, application, cast):
    browsers = [Browser(app).sign_in(cast.amina), Browser(app).sign_in(cast.cora)]

    for turn in range(ROUNDS):
        posts = []
        for who, browser in enumerate(browsers):
            page = browser.open("self_assessment.criterion", reference=application.reference, code="1.1")
            fields = {name: page.value(name) for name in ("csrf_token", "_once", "version")}
            text = f"Round {turn} in the words of {who}."
            posts.append((browser, browser.path, {**fields, "rating": "met", "statement": text, "then": "stay"}))
        answers = at_once(app, posts)

        assert sorted(status for status, _text in answers) == [302, 409], turn
        lost = next(n for n, (status, _text) in enumerate(answers) if status == 409)
        assert posts[lost][2]["statement"] in answers[lost][1]
        assert db.session.scalars(select(Response.statement)).one() == posts[1 - lost][2]["statement"]

    assert number(Revision, Revision.record == "response") == ROUNDS - 1


def test_other_words_from_a_page_that_was_sent_already_are_not_swallowed(app, application, cast):
    browser = Browser(app).sign_in(cast.amina)
    page = browser.open("self_assessment.criterion", reference=application.reference, code="1.1")
    fields = {name: page.value(name) for name in ("csrf_token", "_once", "version")}
    fields |= {"rating": "met", "then": "stay"}

    first = browser.send("POST", browser.path, {**fields, "statement": "As first sent."})
    again = browser.send("POST", browser.path, {**fields, "statement": "As first sent."})
    back = browser.send("POST", browser.path, {**fields, "statement": "Changed after going back."})

    assert (first.status, again.status, back.status) == (302, 302, 409)
    assert "Changed after going back." in back.text
    assert db.session.scalars(select(Response.statement)).one() == "As first sent."
