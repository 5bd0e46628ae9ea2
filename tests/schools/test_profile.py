"""The profile: every kind of fact, saved as far as it goes, complete when it is."""

import pytest

from registration.database import db
from registration.schools.answers import answers, missing
from registration.schools.models import ProfileSection
from registration.schools.sections import BY_NUMBER, SECTIONS, Field, Group
from registration.workflow.states import State
from tests import factories

VALUES = {
    "line": "Harbour", "prose": "Two\nlines", "number": 7, "email": "a@school.example", "phone": "+44 20 7946 0000",
    "web": "https://school.example", "country": "KE", "zone": "Africa/Nairobi",
}  # fmt: skip


def value_for(field):
    return field.choices[0][0] if field.kind == "choice" else max(VALUES["number"], field.least) if (
        field.kind == "number"
    ) else VALUES[field.kind]


def filled(section):
    """What a person would type to complete a section: one row in each group."""
    typed = {}
    for ask in section.asks:
        if isinstance(ask, Group):
            typed |= {f"{ask.name}-0-{f.name}": str(value_for(f)) for f in ask.fields}
        else:
            typed[ask.name] = str(value_for(ask))
    return typed


def held(application, number):
    return db.session.query(ProfileSection).filter_by(application_id=application.id, number=number).one_or_none()


def at(browser, application, number, person):
    return browser.sign_in(person).open("schools.section", reference=application.reference, number=number)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.title)
def test_a_section_that_is_filled_in_is_complete(browser, application, cast, section):
    at(browser, application, section.number, cast.cora)

    browser.press("Save and go to the list", **filled(section))

    row = held(application, section.number)
    assert row.complete, missing(section, row.facts)
    assert row.updated_by == cast.cora
    page = browser.open("schools.section", reference=application.reference, number=section.number)
    for name, typed in filled(section).items():
        if not name.endswith(("kind", "registered", "agreement")) and page.all("input", name=name, type="text"):
            assert page.value(name) == typed


def test_a_section_is_saved_before_it_is_complete(browser, application, cast):
    at(browser, application, 2, cast.amina)

    page = browser.press("Save and continue", organisation="Harbour Trust")

    assert held(application, 2).facts["organisation"] == "Harbour Trust"
    assert not held(application, 2).complete
    assert "Section 2 is saved. Still to answer" in page.text


@pytest.mark.parametrize(
    ("button", "heading"),
    [("Save and continue", BY_NUMBER[3].title), ("Save and stay", BY_NUMBER[2].title),
     ("Save and go to the list", "Profile of the school")],
)  # fmt: skip
def test_each_button_keeps_its_word_when_answers_are_missing(browser, application, cast, button, heading):
    at(browser, application, 2, cast.amina)

    page = browser.press(button, organisation="Harbour Trust")

    left = missing(BY_NUMBER[2], held(application, 2).facts)
    assert page.heading == heading
    assert f"Still to answer: {'; '.join(left[:3])}; and {len(left) - 3} more." in page.text
    assert "…" not in page.text.partition("Still to answer")[2][:400]


def test_not_applicable_takes_a_reason(browser, application, cast):
    at(browser, application, 2, cast.amina)
    typed = filled(BY_NUMBER[2]) | {"vat_id": "", "vat_id__na": "We are not in the European Union."}

    browser.press("Save and go to the list", **typed)

    assert held(application, 2).facts["vat_id"] == {"not_applicable": "We are not in the European Union."}
    assert held(application, 2).complete


@pytest.mark.parametrize(
    ("number", "name", "typed", "sentence"),
    [
        (1, "email", "no address", "Enter an e-mail address, as in name@school.example."),
        (1, "phone", "call me", "Enter a telephone number, as in +44 20 7946 0000."),
        (1, "website", "javascript:alert(1)", "Enter a web address, as in https://school.example."),
        (1, "website", "http://[", "Enter a web address, as in https://school.example."),
        (1, "country", "XX", "Choose from the answers that are listed."),
        (2, "established", "long ago", "Enter a whole number, as in 1200."),
        (2, "established", "9999", "Enter a whole number from 1,700 to 2,100."),
        (1, "school_name", "x" * 201, "Use 200 characters or fewer."),
    ],
)
def test_a_wrong_answer_comes_back_with_everything_typed(browser, application, cast, number, name, typed, sentence):
    at(browser, application, number, cast.amina)
    other = "town" if number == 1 else "organisation"

    page = browser.press("Save and continue", **{name: typed, other: "Kept as typed"})

    assert page.status == 422
    assert sentence in page.text
    assert page.value(other) == "Kept as typed"
    assert held(application, number) is None


def test_rows_are_added_and_removed_without_a_script(browser, application, cast):
    at(browser, application, 6, cast.amina)

    page = browser.press("Add another programme", **{"programmes-0-subjects": "Mathematics"})
    assert page.value("programmes-0-subjects") == "Mathematics"
    assert page.value("programmes-1-subjects") == ""

    browser.press("Save and stay", **{"programmes-1-subjects": "Physics"})
    assert [row["subjects"] for row in held(application, 6).facts["programmes"]] == ["Mathematics", "Physics"]

    page = browser.press("Remove programme 1")
    assert page.value("programmes-0-subjects") == "Physics"
    assert len(held(application, 6).facts["programmes"]) == 2

    browser.press("Save and continue")
    assert [row["subjects"] for row in held(application, 6).facts["programmes"]] == ["Physics"]


def test_rows_have_an_end(browser, application, cast):
    at(browser, application, 6, cast.amina)
    typed = {f"programmes-{n}-subjects": f"Subject {n}" for n in range(60)}

    page = browser.press("Save and continue", **typed)

    assert page.status in (200, 422)
    rows = held(application, 6)
    assert rows is None or len(rows.facts["programmes"]) <= 40


def test_a_save_over_somebody_elses_is_refused_and_nothing_is_lost(browser, application, cast):
    at(browser, application, 3, cast.amina)
    db.session.add(ProfileSection(application=application, number=3, facts={"mission": "Theirs"}, updated_by=cast.cora))
    db.session.commit()

    page = browser.press("Save and continue", mission="Mine, and long to write")

    assert page.status == 409
    assert "Mine, and long to write" in page.text
    assert held(application, 3).facts == {"mission": "Theirs"}


def test_the_school_follows_its_profile(browser, application, cast):
    at(browser, application, 1, cast.amina)

    browser.press("Save and go to the list", **filled(BY_NUMBER[1]) | {"website": "https://www.harbour.example/en"})

    school = cast.amina.school
    assert (school.country, school.time_zone, school.domain) == ("KE", "Africa/Nairobi", "harbour.example")


def test_the_people_of_a_school_see_its_time_unless_they_chose_their_own(browser, application, cast):
    cast.amina.school.time_zone, cast.basil.time_zone = "UTC", "Asia/Tokyo"
    db.session.commit()
    assert at(browser, application, 1, cast.amina).value("time_zone") == ""

    browser.press("Save and stay", time_zone="Europe/Lisbon")
    before = [person.time_zone for person in (cast.amina, cast.cora, cast.basil, cast.olga)]
    browser.press("Save and stay", time_zone="Atlantic/Azores")

    assert before == ["Europe/Lisbon", "Europe/Lisbon", "Asia/Tokyo", "UTC"]
    assert (cast.cora.time_zone, cast.basil.time_zone) == ("Atlantic/Azores", "Asia/Tokyo")


@pytest.mark.parametrize("name", ["basil", "ezra"])
def test_contributors_read_the_profile_and_do_not_change_it(browser, application, cast, name):
    assert at(browser, application, 1, cast.amina).all("textarea")
    page = at(browser, application, 1, getattr(cast, name))
    assert not page.all("textarea")

    page = browser.post(
        "schools.section", {"school_name": "Taken"}, reference=application.reference, number=1
    )
    assert page.status == 403


def test_once_sent_only_what_was_asked_is_open(browser, cast):
    application = factories.application(cast, State.SUBMITTED)

    page = at(browser, application, 1, cast.amina)

    assert not page.all("textarea")


def test_there_is_no_tenth_section(browser, application, cast):
    assert at(browser, application, 10, cast.amina).status == 404
    assert at(browser, application, 9, cast.amina).status == 404


def test_names_in_the_table_are_unique():
    for section in SECTIONS:
        names = [ask.name for ask in section.asks]
        assert len(names) == len(set(names))


def test_answers_are_read_in_words():
    read = {a.label: a for a in answers(BY_NUMBER[4], {"territories": [{"territory": "KE", "staff": 1200}]})}

    row = {a.label: a.text for a in read["Territories"].rows[0]}
    assert (row["Country or territory"], row["Staff there"]) == ("Kenya", "1,200")


def test_a_nought_is_an_answer():
    assert missing_of_field(Field("n", "N", "number"), 0) == []


def missing_of_field(field, value):
    section = type(SECTIONS[0])(1, "T", "", (field,))
    return missing(section, {"n": value})
