"""Words of letters made to do harm: each is refused in words, or does none."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.notifications.kinds import kind_of
from registration.notifications.models import Letter, LetterTemplate
from registration.notifications.wording import faults
from registration.workflow.states import State
from tests.browser import Browser
from tests.security.planted import planted

HARMFUL = (
    "{{ " + "1 and " * 1_500 + "name }}", "{{ name" + " | lower" * 1_200 + " }}", "{{ " + "9" * 5_000 + " }}",
    r'{{ name }}{{ "\x00" }}', r'{{ name }}{{ "\ud800" }}', r'{{ name }}{{ "\x1b" }}',
    r'{{ "\x00" if name else "" }} x', r'{{ 3 | plural("\x00") }} x',
)  # fmt: skip


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_words_are_refused_in_words(app, cast, text):
    browser = Browser(app).sign_in(cast.ada)
    browser.open("notifications.wording", letter_name="review_begun")

    page = browser.press("Save", subject="Begun", text=text)

    assert faults(text, kind_of("review_begun"))
    assert page.status == 422
    assert db.session.query(LetterTemplate).count() == 0


@pytest.mark.parametrize("subject", ["{{ items }}", "{% for i in items %}{{ i.subject }}{% endfor %}"])
def test_no_subject_in_the_outbox_tells_an_administrator_what_others_were_sent(app, cast, subject):
    browser = Browser(app).sign_in(cast.ada)
    browser.open("notifications.wording", letter_name="daily_letter")

    page = browser.press("Save", subject=subject, text="Dear {{ name }}, open your letters.")

    assert page.status == 422
    assert db.session.query(LetterTemplate).count() == 0


@pytest.mark.parametrize("state", [State.APPROVED, State.NOT_APPROVED, State.DEFERRED, State.APPROVED_WITH_CONDITIONS])
def test_a_letter_about_a_message_says_no_outcome_before_its_letter(app, cast, state):
    case = planted(app, cast, state, released=False)
    browser = Browser(app).sign_in(cast.carys)
    browser.open("messages.thread", reference=case.reference)

    browser.press("Send the message", text="Could you send us your telephone number again?")

    told = db.session.scalars(select(Letter).where(Letter.template == "message_waiting", Letter.person == cast.amina))
    assert [letter.facts["state"] for letter in told] == [State.DETERMINATION.label]
