"""Every kind of field, empty, wrong and hostile: labelled, explained, and given back as it was typed."""

import datetime as dt

import pytest
from wtforms import FieldList, FileField, FormField, MultipleFileField, PasswordField, StringField

from registration import forms
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    number_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
    tick_field,
)

STEPS = [choice("4", "Exceeds", "With notable practice"), choice("3", "Met"), choice("2", "Partly met")]


class Place(Form):
    class Meta(Form.Meta):
        csrf = False

    town = line_field("Town", required="Enter the town.")
    opens = date_field("Opens on", required="Enter the date it opens.")


class Everything(Form):
    name = line_field("Name", required="Enter the name.", hint="As it is registered")
    password = PasswordField("Password")
    roll = number_field("Students", required="Enter the number of students.", least=1, most=5000)
    statement = prose_field("Statement", required="Say how.", hint="In your own words")
    rating = radio_field("Rating", STEPS, required="Choose a rating.", hint="The step that fits best")
    country = select_field("Country", [choice("", "Choose"), choice("ke", "Kenya")], required="Choose.", hint="Yours")
    stages = several_field("Stages", STEPS, required="Tick one.", hint="All that apply")
    visit = date_field("Visit", required="Enter the date of the visit.")
    paper = FileField("Paper", description="A PDF")
    papers = MultipleFileField("Papers")
    agree = tick_field("I agree", required="Tick the box.", hint="Only the principal may")
    place = FormField(Place, "Place")
    links = FieldList(line_field("Link", required="Enter the link."), "Links", min_entries=2)


class Short(Form):
    name = line_field("Name", most=5)
    text = prose_field("Text", most=30)
    when = date_field("When", earliest=dt.date(2026, 1, 1), latest=dt.date(2027, 1, 1))
    count = number_field("Count", most=10)
    pick = radio_field("Pick", STEPS)


def ids(page):
    return [e.get("id") for e in page.tree.iter() if e.get("id")]


def controls(page):
    silent = ("hidden", "submit", "button")
    named = [e for tag in ("input", "select", "textarea") for e in page.tree.iter(tag)]
    return [e for e in named if e.get("type") not in silent]


def control(page, name):
    return next(e for e in page.tree.iter() if e.get("name") == name)


def test_every_control_has_a_label_of_its_own(show):
    page = show(Everything)

    labelled = [label.get("for") for label in page.tree.iter("label")]

    assert sorted(labelled) == sorted(c.get("id") for c in controls(page))
    assert len(labelled) == 23


@pytest.mark.parametrize("posted", [None, {}])
def test_no_two_parts_of_a_page_share_an_id(show, posted):
    found = ids(show(Everything, posted))

    assert len(found) == len(set(found))


def test_every_description_a_control_or_group_refers_to_is_there(show):
    page = show(Everything, {})

    referred = [i for e in page.tree.iter() for i in (e.get("aria-describedby") or "").split()]

    assert set(referred) <= set(ids(page))
    assert {"name-hint", "name-error", "rating-hint", "visit-error", "place-town-error"} <= set(referred)


def test_every_error_leads_to_a_control_that_exists(show):
    page = show(Everything, {})

    hrefs = [link.href.removeprefix("#") for link in page.form.error_links]
    focusable = {e.get("id") for e in controls(page)}

    assert hrefs == [
        "name", "roll", "statement", "rating", "country", "stages", "visit-day", "agree", "place-town",
        "place-opens-day", "links-0", "links-1", "everything",
    ]  # fmt: skip
    assert set(hrefs) <= focusable | {"everything"}


def test_no_page_has_inline_style_or_script(show):
    page = show(Everything, {})

    assert not [e for e in page.tree.iter() if e.get("style") or e.tag in ("style", "script")]
    assert not [name for e in page.tree.iter() for name in e.attrib if str(name).startswith("on")]


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_markup_is_given_back_as_it_was_typed(show, markup):
    page = show(Everything, {"name": markup, "statement": markup, "visit-day": markup})

    assert control(page, "name").get("value") == markup
    assert "".join(control(page, "statement").itertext()) == markup
    assert control(page, "visit-day").get("value") == markup
    assert not list(page.tree.iter("img"))


@pytest.mark.parametrize("text", ["\n\nblank lines", "  blanks round it  ", "one\n    two\n\tthree", "日本語 عربى"])
def test_prose_comes_back_to_the_letter(show, text):
    page = show(Everything, {"statement": text.replace("\n", "\r\n")})

    assert page.form.statement.data == text
    assert "".join(control(page, "statement").itertext()) == text


def test_a_line_loses_the_blanks_around_it(show):
    assert show(Everything, {"name": "  Baobab  "}).form.name.data == "Baobab"


@pytest.mark.parametrize("blank", ["", "   ", "\r\n\r\n"])
def test_blanks_alone_are_no_answer(show, blank):
    page = show(Everything, {"statement": blank})

    assert page.form.statement.errors == ["Say how."]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800"])
@pytest.mark.parametrize("name", ["name", "statement", "visit-day", "rating", "links-0"])
def test_a_character_nothing_can_carry_is_refused_and_shown(bare, show, bad, name):
    class Given(Everything):
        def __init__(self):
            super().__init__(formdata=forms.MultiDict({name: f"a{bad}b"}))

    page = show(Given, {})

    fields = {f.name: f for f in forms.controls(page.form)}
    assert fields[name.removesuffix("-day")].errors == [forms.CANNOT_BE_KEPT]
    assert bad not in page.html


def test_a_field_that_is_sent_twice_is_refused(show):
    page = show(Everything, {"name": ["a", "b"], "rating": ["3", "4"], "visit-day": ["1", "2"], "agree": ["y", "y"]})

    for field in (page.form.name, page.form.rating, page.form.visit, page.form.agree):
        assert field.errors == [forms.SENT_TWICE]


def test_several_answers_may_be_ticked(show):
    page = show(Everything, {"stages": ["4", "3"]})

    assert page.form.stages.errors in ((), [])
    assert page.form.stages.data == ["4", "3"]


def test_a_line_is_one_line(show):
    assert show(Short, {"name": "a\nb"}).form.name.errors == [forms.ONE_LINE]


def test_length_is_counted_after_line_breaks_are_made_plain(show):
    assert not show(Short, {"text": "ab\r\n" * 10}).form.text.errors
    assert show(Short, {"text": "abc\r\n" * 10}).form.text.errors == ["Use 30 characters or fewer."]


def test_an_answer_that_is_not_listed_is_refused_in_words(show):
    page = show(Everything, {"rating": "9", "country": "xx", "stages": ["4", "9"]})

    for field in (page.form.rating, page.form.country, page.form.stages):
        assert field.errors == [forms.NOT_LISTED]


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("1,2", 12), (" 5 ", 5), ("٧", 7)])
def test_a_number_is_read_as_people_write_it(show, typed, number):
    assert show(Everything, {"roll": typed}).form.roll.data == number


@pytest.mark.parametrize("typed", ["1_0", "seven", "1e9", "NaN", "9" * 5000, "--4", "²"])
def test_what_is_no_number_is_refused_in_words(show, typed):
    page = show(Everything, {"roll": typed})

    assert page.form.roll.errors[0] == "Enter a whole number, as in 1200."
    assert control(page, "roll").get("value") == typed


@pytest.mark.parametrize("typed", ["11", "999999999999999"])
def test_a_number_out_of_bounds_is_refused_in_words(show, typed):
    assert show(Short, {"count": typed}).form.count.errors == ["Enter a whole number from 0 to 10."]


def test_the_key_of_a_form_is_new_with_each_view(show):
    assert show(Short).form.once.data != show(Short).form.once.data


def test_a_key_that_is_no_key_is_replaced(show):
    page = show(Short, {"_once": "x'; drop"})

    assert len(page.form.once.data) == 24


def test_json_is_never_read_as_a_form(bare):
    with bare.test_request_context("/", method="POST", json={"name": {"a": 1}, "text": 5}):
        form = Short()
        form.validate()

    assert form.name.data is None


def test_a_form_sent_too_late_says_so_and_keeps_what_was_typed(show):
    page = show(Short, {"text": "typed"})

    assert page.form.csrf_token.errors == [forms.LEFT_OPEN_TOO_LONG]
    assert page.form.error_links[0].href == "#short"
    assert "typed" in page.html


def test_hints_of_choices_and_chosen_answers_are_shown(show):
    page = show(Everything, {"rating": "4", "country": "ke", "agree": "y"})

    assert "With notable practice" in page.html
    assert control(page, "rating").get("checked") is not None
    assert page.tree.find(".//option[@value='ke']").get("selected") is not None
    assert control(page, "agree").get("checked") is not None


def test_what_is_held_already_is_shown(show):
    page = show(Short, name="Baobab", when=dt.date(2026, 3, 27), pick="3")

    assert control(page, "name").get("value") == "Baobab"
    assert [control(page, f"when-{box}").get("value") for box in ("day", "month", "year")] == ["27", "3", "2026"]
    assert isinstance(page.form.name, StringField)
