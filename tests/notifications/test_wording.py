"""Administrators change the words of letters, and can do no harm by it."""

import pytest
from sqlalchemy import select

from registration.database import db
from registration.history import Revision
from registration.notifications import sending
from registration.notifications.kinds import kind_of
from registration.notifications.models import Letter, LetterTemplate
from registration.notifications.wording import LONGEST_TEXT, faults
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories

GOOD = "Dear {{ name }},\n\nwe have begun{% if due_on %}, and finish by {{ due_on | day }}{% endif %}."
REVIEW = kind_of("review_begun")


def told(source, letter=REVIEW):
    return [fault.sentence for fault in faults(source, letter)]


def edit(browser, person, name="review_begun", button="Save", **fields):
    browser.sign_in(person).open("notifications.wording", letter_name=name)
    return browser.press(button, **{"subject": "{{ reference }}: begun", "text": GOOD, **fields})


def to_amina(cast, **facts):
    given = {"name": "Amina", "school": "Harbour", "reference": "OSR-2026-ABCDEF", "note": "", "due_on": "", **facts}
    made = Letter(template="review_begun", facts=given, email="amina@example.org", person=cast.amina)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.mark.parametrize("source", [GOOD, "{{ school | lower }}", "{% if note %}a{% else %}b{% endif %}", "{# a #}x"])
def test_what_letters_can_say(source):
    assert told(source) == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("one\n{{ scool }}", "Line 2: this letter has no fact called “scool”. Did you mean “school”?"),
        ("{{ config }}", "Line 1: this letter has no fact called “config”. The facts it may use are listed beside"),
        ("{{ reasons }}", "Line 1: this letter has no fact called “reasons”."),
        ("one\n\n{{ name ", "Line 3 cannot be read, or something before it has no end"),
        ("{% if note %}x", "Line 1 cannot be read, or something before it has no end"),
        ("x\n{% include 'a' %}", "Line 2 asks for more than a letter can do"),
        ("{% frobnicate %}", "Line 1 begins something that letters do not know."),
        ("{{ name.__class__ }}", "Line 1 asks for “__class__”, which is no part of a fact."),
        ("{{ name['x'] }}", "Line 1 asks for more than a letter can do"),
        ("{{ name.upper() }}", "Line 1 asks for more than a letter can do"),
        ("{{ 'a' * 1000000000 }}", "Line 1 asks for more than a letter can do"),
        ("{{ 9 ** 9 ** 9 }}", "Line 1 asks for more than a letter can do"),
        ("{% set x = 1 %}", "Line 1 asks for more than a letter can do"),
        ("{% macro m() %}{% endmacro %}", "Line 1"),
        ("{{ name | attr('x') }}", "Line 1 uses “| attr”. Letters know | day, | moment"),
        ("{{ name | safe }}", "Line 1 uses “| safe”."),
        ("{% for x in range(9) %}{% endfor %}", "Line 1 goes through something that is no list."),
        ("{% for c in name %}{{ c }}{% endfor %}", "Line 1 goes through something that is no list. Lists are: none"),
        ("{{" + "(" * 4_000 + "name" + ")" * 4_000 + "}}", "This is nested too deeply to be read."),
        ("{{ name }}" * 2_000, "This has more than 1,000 parts."),
    ],
)  # fmt: skip
def test_what_letters_cannot_say_is_told_with_its_line(source, sentence):
    found = told(source)

    assert found
    assert sentence in found[0]


def test_a_list_is_gone_through_once_and_its_things_have_only_their_parts():
    letter = kind_of("determination")
    good = "{% for c in conditions %}{{ c.code }}: {{ c.due_on | day }}{% endfor %}"

    assert told(good, letter) == []
    assert told(good.replace("c.code", "c.items"), letter) == ["Line 1 asks for “items”, which is no part of a fact."]
    nested = "{% for a in conditions %}{% for b in conditions %}{{ b.what }}{% endfor %}{% endfor %}"
    assert "no list" in told(nested, letter)[0]
    assert "own name" in " ".join(told("{% for name in conditions %}{{ name.what }}{% endfor %}", letter))


def test_a_changed_letter_is_sent_in_its_new_words_and_the_default_comes_back(browser, cast, post):
    to_amina(cast, due_on="2027-03-05")
    page = edit(browser, cast.ada)
    sending.send_due()
    browser.press("Back to the default words")
    to_amina(cast)

    sending.send_due()

    assert "Its words were changed on" in page.text
    assert post.subjects == ["OSR-2026-ABCDEF: begun", "OSR-2026-ABCDEF: the desk review has begun"]
    assert "and finish by 5 March 2027." in post.mails[0][1].get_body(("plain",)).get_content()


def test_what_a_letter_said_when_it_was_sent_stays(browser, cast, post):
    made = to_amina(cast)
    sending.send_due()
    edit(browser, cast.ada)

    page = browser.sign_in(cast.amina).open("notifications.letter", public_id=made.public_id)

    assert page.heading == "OSR-2026-ABCDEF: the desk review has begun"


def test_facts_that_look_like_words_of_the_language_stay_as_typed(browser, cast, post):
    edit(browser, cast.ada, text="{{ note }}")  # refused: nothing would be left without a note
    edit(browser, cast.ada, text="Dear {{ name }}, {{ note }}")
    to_amina(cast, note="{{ 7 * 7 }} {% if %} %(x)s")

    sending.send_due()

    assert "Dear Amina, {{ 7 * 7 }} {% if %} %(x)s" in post.mails[0][1].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "one\n{{ scool }}\n{{ nmae }}"}, "Did you mean “school”? There are 1 more like this."),
        ({"subject": "{{ name.x }}"}, "no part of a fact"),
        ({"subject": ""}, "Write a subject."),
        ({"text": "  "}, "Write the text of the letter."),
        ({"text": "{{ note }}"}, "With some facts left empty nothing would be left"),
        ({"text": "Dear {{ name | day }}"}, "A fact is used as something it is not"),
        ({"text": "{{ " + "not " * 300 + "name }} x"}, "A fact is used as something it is not"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "Use 10,000 characters or fewer."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("button", ["Save", "Show it first"])
def test_words_that_cannot_be_used_come_back_as_typed(browser, cast, button, fields, sentence):
    page = edit(browser, cast.ada, button=button, **fields)

    assert page.status == 422
    assert sentence in page.text
    assert page.value("text").strip() == fields.get("text", GOOD).strip()
    assert db.session.scalars(select(LetterTemplate)).all() == []


def test_a_fact_that_is_not_always_there_has_to_be_asked_for(browser, cast):
    page = edit(browser, cast.ada, "draft_to_check", text="Draft {{ draft }}")
    asked = "Read{% if draft is defined %} draft {{ draft }}{% endif %} it."
    good = edit(browser, cast.ada, "draft_to_check", text=asked)

    assert "“draft” is not always there. Write {% if draft is defined %} before it." in page.text
    assert good.status == 200


def test_of_two_administrators_the_later_meets_the_newer_words(browser, cast):
    browser.sign_in(cast.ada).open("notifications.wording", letter_name="review_begun")
    early, path = browser.page, browser.path
    browser.press("Save", subject="First", text=GOOD)
    browser.page, browser.path = early, path

    page = browser.press("Save", subject="Second", text=GOOD)

    assert page.status == 422
    assert "Somebody else changed this letter while you were writing." in page.text
    assert page.value("subject") == "Second"
    assert db.session.scalars(select(LetterTemplate)).one().subject == "First"


def test_every_version_is_kept_with_whoever_wrote_it_and_can_be_used_again(browser, cast):
    edit(browser, cast.ada, subject="One")
    edit(browser, cast.ada, subject="Two")
    page = browser.open("notifications.wording_versions", letter_name="review_begun")
    assert [e.text for e in page.all("ins") if e.text in ("One", "Two")] == ["Two", "One"]
    assert page.text.count("by Ada Example") == 2
    (button,) = [b for b in page.html.iter("button") if "Use these words again" in "".join(b.itertext())]

    browser.press(" ".join("".join(button.itertext()).split()))

    template = db.session.scalars(select(LetterTemplate)).one()
    assert (template.subject, template.in_use, template.updated_by_id) == ("One", True, cast.ada.id)
    assert len(db.session.scalars(select(Revision)).all()) == 2


def test_a_version_of_another_letter_is_none_of_this_one(browser, cast):
    edit(browser, cast.ada, subject="One")
    edit(browser, cast.ada, subject="Two")
    number = db.session.scalars(select(Revision.id)).one()

    page = browser.post("notifications.use_version", letter_name="visit_held", number=number)

    assert page.status == 404


def test_an_administrator_sees_it_with_invented_facts_and_no_case(browser, cast):
    case = factories.application(cast, State.DESK_REVIEW)
    page = edit(browser, cast.ada, button="Show it first", case=case.reference)

    assert page.status == 200
    assert "Shown with invented facts" in page.text
    assert case.reference not in page.text
    assert "Application to show it with" not in page.text
    assert "we have begun, and finish by 5 March 2027." in page.text
    assert db.session.scalars(select(LetterTemplate)).all() == []


@pytest.fixture
def both(cast):
    """Nora, who works at the desk, is made an administrator as well."""
    nora = cast.nora
    nora.role_rows.append(type(nora.role_rows[0])(role="administrator"))
    db.session.commit()
    return nora


def test_who_may_see_cases_sees_it_with_the_facts_of_one(browser, cast, both):
    case = factories.application(cast, State.DESK_REVIEW)
    made = to_amina(cast, reference=case.reference, due_on="2027-04-30")
    made.application, made.capacity = case, "principal"
    db.session.commit()

    page = edit(browser, both, button="Show it first", case=case.reference.lower())

    assert f"Shown as Amina Example got it in {case.reference}" in page.text
    assert "Dear Amina," in page.text
    assert "30 April 2027" in page.text


def test_a_case_that_is_hidden_from_them_is_not_there(browser, cast, both):
    case = factories.application(cast, State.DESK_REVIEW)
    db.session.add(Relation(person=both, school=case.school, kind="owner"))
    db.session.commit()

    page = edit(browser, both, button="Show it first", case=case.reference)

    assert page.status == 422
    assert "There is no such application among those you may see." in page.text


@pytest.mark.parametrize("who", ["amina", "carys", "leah", "dana", "audrey"])
@pytest.mark.parametrize("path", ["", "review_begun", "review_begun/versions"])
def test_only_administrators_change_words(browser, cast, who, path):
    assert browser.sign_in(getattr(cast, who)).open(f"/letter-words/{path}").status == 404


def test_a_letter_that_does_not_exist_cannot_be_written(browser, cast):
    assert browser.sign_in(cast.ada).open("notifications.wording", letter_name="../../etc/passwd").status == 404
    assert browser.open("notifications.wording", letter_name="no_such_letter").status == 404
