"""What is typed is kept as it is typed, apart from the saved answer, and offered when the form is opened again."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from registration.database import db, now
from registration.drafts import service
from registration.drafts.models import Draft
from registration.self_assessment.queries import response_to
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.drafts.typing import autosave, typed
from tests.queries import count_queries

NOT_SAVED = "and had not saved it"
HARD = (
    "  two blanks, then\n\n\nthree breaks\n", "😀👩‍👩‍👧‍👦" * 2000, "مرحبا بالعالم‏ RTL",
    "café ≠ café, \ufeff, \u2028 and a \ttab",
    "<script>alert(1)</script> & \"quotes\" '", "x" * 20_000,
)  # fmt: skip


@pytest.fixture
def at(application):
    return {"reference": application.reference, "code": "1.1"}


def drafts():
    return db.session.scalars(select(Draft).order_by(Draft.id)).all()


def opened(browser, at):
    return browser.open("self_assessment.criterion", **at)


@pytest.mark.parametrize("text", HARD)
def test_what_was_typed_comes_back_letter_by_letter(browser, application, cast, at, text):
    page = opened(browser.sign_in(cast.amina), at)

    kept = autosave(browser, typed(page, statement=text, rating="met"))

    assert kept.status == 200
    assert list(json.loads(kept.data)) == ["at"]
    assert response_to(application, "1.1") is None
    again = opened(browser, at)
    assert NOT_SAVED in again.text
    assert again.value("statement").removeprefix("\n") == text.replace("\r\n", "\n")
    assert [e.get("value") for e in again.html.iter("input") if e.get("checked") is not None] == ["met"]


def test_saving_the_form_ends_its_draft(browser, application, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="Half a thought"))
    opened(browser, at)

    browser.press("Save and stay", statement="A whole thought.")

    assert drafts() == []
    assert NOT_SAVED not in browser.page.text
    assert response_to(application, "1.1").statement == "A whole thought."


def test_what_arrives_after_the_form_was_saved_leaves_no_draft(browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    late = typed(page, statement="The end of")
    browser.press("Save and stay", statement="The end of it.")

    answer = autosave(browser, late)

    assert answer.status == 200
    assert drafts() == []


def test_the_saved_text_can_be_seen_and_the_draft_taken_up_again(browser, application, cast, at):
    opened(browser.sign_in(cast.amina), at)
    page = browser.press("Save and stay", statement="Saved.")
    autosave(browser, typed(page, statement="Typed."))
    offered = opened(browser, at)
    here = browser.path

    saved = browser.open(here + offered.links()["See the saved text"].partition("#")[0])

    assert saved.value("statement").strip() == "Saved."
    assert "This is the saved text" in saved.text
    assert browser.open(here).value("statement").strip() == "Typed."


def test_a_draft_can_be_thrown_away(browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="Never mind"))
    opened(browser, at)

    page = browser.press("Throw the draft away")

    assert "thrown away" in page.text
    assert page.value("statement").strip() == ""
    assert drafts() == []


def test_a_draft_that_says_the_same_as_what_is_saved_is_not_offered(browser, cast, at):
    opened(browser.sign_in(cast.amina), at)
    page = browser.press("Save and stay", statement="Saved.")
    autosave(browser, typed(page))

    assert NOT_SAVED not in opened(browser, at).text


def test_two_windows_keep_a_draft_each(app, browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    other = Browser(app).sign_in(cast.amina)
    beside = opened(other, at)
    autosave(browser, typed(page, statement="In the first window"))

    autosave(other, typed(beside, statement="In the second"))
    autosave(browser, typed(page, statement="In the first window, more"))

    assert sorted(dict(d.answers)["statement"] for d in drafts()) == ["In the first window, more", "In the second"]


def test_two_windows_that_go_on_with_one_draft_lose_nothing_of_it(app, browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="One"))
    other = Browser(app).sign_in(cast.amina)
    beside = opened(other, at)
    autosave(other, typed(beside, statement="One, and two"))

    autosave(browser, typed(page, statement="One, and three"))
    autosave(browser, typed(page, statement="One, and three, and four"))

    assert sorted(dict(d.answers)["statement"] for d in drafts()) == ["One, and three, and four", "One, and two"]
    browser.press("Save and stay", statement="One, and three, and four")
    assert [dict(d.answers)["statement"] for d in drafts()] == ["One, and two"]


def test_rows_that_were_added_come_back(browser, application, cast):
    section = {"reference": application.reference, "number": 2}
    browser.sign_in(cast.amina).open("schools.section", **section)
    page = browser.press("Add another owner") if "Add another owner" in browser.page.text else browser.page
    autosave(browser, typed(page, **{"owners-0-name": "Ana", "owners-1-name": "Rui", "owners-1-new": ""}))

    again = browser.open("schools.section", **section)

    assert (again.value("owners-0-name"), again.value("owners-1-name")) == ("Ana", "Rui")


def test_only_the_writer_sees_a_draft(app, browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="Mine alone"))
    number = drafts()[0].public_id
    other = Browser(app).sign_in(cast.cora)

    assert "Mine alone" not in opened(other, at).exact
    assert "Mine alone" not in other.open("drafts.mine").exact
    assert other.post("drafts.discard", public_id=number).status == 404
    assert len(drafts()) == 1


def test_a_form_given_to_somebody_else_keeps_nothing(app, browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    stolen = typed(page, statement="Planted")
    other = Browser(app).sign_in(cast.olga)
    stolen["csrf_token"] = other.token()

    answer = autosave(other, stolen)

    assert answer.status == 404
    assert drafts() == []


@pytest.mark.parametrize("token", ["", "x", "x" * 3000, "WzEsMSwieCIsInkiLCIiXQ.aaaa.bbbb"])
def test_a_place_we_did_not_give_out_keeps_nothing(browser, cast, at, token):
    page = opened(browser.sign_in(cast.amina), at)

    answer = autosave(browser, typed(page, statement="Planted", _draft=token))

    assert answer.status == 404
    assert drafts() == []


def test_without_the_token_of_the_session_it_is_refused(browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)

    assert autosave(browser, typed(page, statement="Forged", csrf_token="x")).status == 400


def test_who_may_no_longer_see_the_case_is_told_so_and_keeps_their_words(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW, answered=True)
    page = browser.sign_in(cast.rafael).open("review.criterion", reference=case.reference, code="1.1")
    sent = typed(page, rationale="My own words about it.")
    autosave(browser, sent)
    for each in case.assignments:
        if each.person == cast.rafael:
            each.ended_at = now()
    db.session.commit()

    answer = autosave(browser, sent)

    assert answer.status == 404
    mine = browser.open("drafts.mine")
    assert "My own words about it." in mine.exact
    assert case.reference not in mine.exact
    assert case.school.name not in mine.exact


@pytest.mark.parametrize(("text", "sentence"), [("y" * 50_001, "too long"), ("z" * 49_999, "")])
def test_what_is_too_long_for_a_draft_is_refused_in_words(browser, cast, at, text, sentence):
    page = opened(browser.sign_in(cast.amina), at)

    answer = autosave(browser, typed(page, statement=text))

    assert answer.status == (409 if sentence else 200)
    assert len(drafts()) == (0 if sentence else 1)


def test_passwords_tokens_and_files_are_never_kept(browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)

    autosave(browser, typed(page, statement="Text", password="secret", api_token="secret", _else="secret"))

    assert "secret" not in str(drafts()[0].answers)
    assert page.value("csrf_token") not in str(drafts()[0].answers)


def test_a_form_with_a_password_has_no_place(browser, cast):
    page = browser.sign_in(cast.amina).open("accounts.change_password")

    assert page.all("input", name="_draft") == []


def test_keeping_a_draft_takes_one_statement_that_writes(app, browser, cast, at):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="First"))

    with count_queries() as said:
        autosave(browser, typed(page, statement="Second"))

    assert [s.split()[0] for s in said if not s.startswith("SELECT")] == ["INSERT"]


def test_the_list_takes_as_many_statements_for_one_draft_as_for_three(browser, application, cast):
    def keep(code):
        page = browser.open("self_assessment.criterion", reference=application.reference, code=code)
        autosave(browser, typed(page, statement=f"On {code}"))

    browser.sign_in(cast.amina)
    keep("1.1")
    with count_queries() as one:
        browser.open("drafts.mine")
    keep("1.2")
    keep("1.3")

    with count_queries() as three:
        page = browser.open("drafts.mine")

    assert len(three) == len(one)
    assert "On 1.3" in page.exact


def test_a_draft_nobody_went_on_with_ends_after_ninety_days(browser, cast, at, clock):
    page = opened(browser.sign_in(cast.amina), at)
    autosave(browser, typed(page, statement="Old"))
    moment = now()
    clock.at(moment + timedelta(days=89))
    assert service.forget_old() == 0

    clock.at(moment + timedelta(days=91))

    assert service.forget_old() == 1
