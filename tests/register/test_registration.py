"""Registering an approved school, and its certificate."""

import re
from datetime import date, timedelta

import pypdfium2
import pytest

from registration.database import db, today
from registration.jobs.models import Job
from registration.jobs.running import run_waiting
from registration.notifications.models import Letter
from registration.register.certificate import STYLE, code_of, html_of, shortened
from registration.register.models import Registration
from registration.register.service import content_of, years_after
from registration.reports.process import printed
from registration.workflow import engine
from registration.workflow.states import State
from tests.reports.vera import broken_rules

WHEN = {"agreement_on-day": "1", "agreement_on-month": "3", "agreement_on-year": "2025"}


def register(browser, application, person, **fields):
    browser.sign_in(person).open("register.registration", reference=application.reference)
    return browser.press("Register the school", **{"centre_number": "pt123", **WHEN, **fields})


def test_registering_enters_the_facts_moves_the_case_and_asks_for_the_certificate(browser, cast, approved):
    register(browser, approved, cast.carys)

    made = approved.registration
    assert approved.state is State.REGISTERED
    assert (made.centre_number, made.agreement_on) == ("PT123", date(2025, 3, 1))
    assert re.fullmatch(r"OSC-([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", made.certificate_number)
    assert made.valid_until == years_after(made.valid_from, 3) - timedelta(days=1)
    assert db.session.query(Job).filter_by(kind="certificate").count() == 1
    letter = db.session.query(Letter).filter_by(template="registered").first()
    assert letter.facts["certificate_number"] == made.certificate_number


def test_the_registration_covers_what_the_school_last_sent(browser, cast, approved):
    approved.submission.snapshot = {
        **approved.submission.snapshot,
        "profile": {
            "4": {"territories": [{"territory": "PT"}, {"territory": "KE"}]},
            "6": {"programmes": [{"programme": "igcse", "subjects": "Physics"}]},
        },
    }
    db.session.commit()

    register(browser, approved, cast.carys)

    assert approved.registration.scope == {
        "programmes": [{"programme": "IGCSE", "subjects": "Physics"}],
        "territories": ["Portugal", "Kenya"],
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"centre_number": ""}, "Enter the centre number."),
        ({"centre_number": "<b>1"}, "three to twelve letters and digits"),
        ({"agreement_on-day": "31", "agreement_on-month": "2"}, "date"),
        ({"agreement_on-year": str(today().year + 1)}, "cannot be in the future"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_moves(browser, cast, approved, fields, told):
    page = register(browser, approved, cast.carys, **fields)

    assert page.status == 422
    assert told in page.text
    assert approved.state is State.APPROVED
    assert db.session.query(Registration).count() == 0


def test_a_school_whose_letter_has_not_been_released_is_not_registered(browser, cast, approved):
    approved.determinations[-1].released_at = None

    page = register(browser, approved, cast.carys)

    assert page.status == 409
    assert "second person" in page.text
    assert approved.state is State.APPROVED
    assert db.session.query(Registration).count() == 0


@pytest.mark.parametrize("name", ["amina", "leah", "dana", "audrey"])
def test_only_the_case_officer_registers(browser, cast, approved, name):
    browser.sign_in(getattr(cast, name))

    assert browser.open("register.registration", reference=approved.reference).status == 403
    assert (
        browser.post("register.registration", {"centre_number": "PT1"}, reference=approved.reference).status
        == 403
    )


@pytest.mark.parametrize("name", ["olga", "connor", "ravi", "ada"])
def test_to_strangers_there_is_neither_registration_nor_certificate(browser, cast, registered, name):
    reference = registered().application.reference
    browser.sign_in(getattr(cast, name))

    assert browser.open("register.registration", reference=reference).status == 404
    assert browser.open("register.certificate", reference=reference).status == 404


@pytest.mark.pdf
def test_the_certificate_is_made_stored_and_handed_to_the_school(browser, cast, approved, store):
    register(browser, approved, cast.carys)

    run_waiting()
    page = browser.sign_in(cast.amina).open("register.certificate", reference=approved.reference)

    certificate = approved.registration.certificates[-1]
    paper = pypdfium2.PdfDocument(page.data)
    text = paper[0].get_textpage().get_text_range()
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert len(page.data) == certificate.size == int(page.headers["Content-Length"])
    assert len(paper) == 1
    for shown in (approved.registration.certificate_number, approved.school.name, "PT123", "edition 2023"):
        assert shown in text
    found = browser.open(f"/verify?number={certificate.sha256}")
    assert "This certificate is valid" in found.text


@pytest.mark.pdf
def test_the_certificate_is_accessible_and_made_to_last(registered, tmp_path):
    content = content_of(
        registered(name="مدرسة الميناء – 港湾 Online School, “the Harbour”"),
        "The Body",
        "https://body.example/{number}",
    )
    paper = tmp_path / "certificate.pdf"

    paper.write_bytes(printed(html_of(content), STYLE, seconds=300))

    assert broken_rules([paper]) == []


def test_a_certificate_that_is_not_ready_says_so(browser, cast, registered):
    page = browser.sign_in(cast.amina).open(
        "register.certificate", reference=registered().application.reference
    )

    assert page.status == 409
    assert "still being made" in page.text


def test_only_the_desk_asks_for_a_certificate_again(browser, cast, registered):
    reference = registered().application.reference

    refused = browser.sign_in(cast.amina).post("register.make_certificate", reference=reference)
    asked = browser.sign_in(cast.carys).post("register.make_certificate", reference=reference)

    assert refused.status == 403
    assert asked.status == 302
    assert db.session.query(Job).filter_by(kind="certificate").count() == 1


def test_the_certificate_says_where_it_can_be_checked(registered):
    content = content_of(registered(), "The Body", "https://body.example/register/{number}")

    assert content["address"] == f"https://body.example/register/{content['number']}"
    assert code_of(content["address"]).path.startswith("M4 4h1v1h-1z")


def test_long_lists_are_shortened_and_say_so():
    assert shortened([]) == "None named"
    assert shortened(["Kenya", "Kenya", "Portugal"]) == "Kenya, Portugal"
    assert shortened([str(n) for n in range(12)]).endswith("9 and 2 more, listed at the address below")


def test_three_years_from_a_leap_day_end_in_march():
    assert years_after(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert years_after(date(2026, 11, 21), 3) == date(2029, 11, 21)


def test_the_reason_for_a_suspension_is_kept_and_shown_to_both_sides_but_not_to_the_public(browser, cast, registered):
    found = registered()
    place = {"reference": found.application.reference}
    browser.sign_in(cast.dana).open("applications.move", name="suspend", **place)

    browser.press("Suspend the registration", note="The safeguarding lead left and was not replaced.")
    texts = [browser.sign_in(p).open("register.registration", **place).text for p in (cast.amina, cast.carys)]
    public = browser.open("register.school", number=found.certificate_number).text

    assert all("The safeguarding lead left" in text for text in texts)
    assert "This status since" in public
    assert "safeguarding lead" not in public


def test_what_is_written_for_the_public_stands_on_its_pages_until_the_next_move(browser, cast, registered):
    found = registered()
    place = {"reference": found.application.reference}

    def public_texts():
        return [browser.open("register.school", number=found.certificate_number).text,
                browser.open("register.verify", number=found.certificate_number).text]  # fmt: skip

    browser.sign_in(cast.dana).open("applications.move", name="suspend", **place)
    browser.press("Suspend the registration", note="The safeguarding lead left.", public_reason="It moves <premises>.")
    suspended = public_texts()
    both = [browser.sign_in(p).open("register.registration", **place).text for p in (cast.amina, cast.carys)]
    browser.sign_in(cast.dana).open("applications.move", name="reinstate", **place)
    browser.press("Reinstate the registration", note="All is well again.")

    assert all("It moves <premises>." in text and "safeguarding lead" not in text for text in suspended)
    assert all("It moves <premises>." in text and "safeguarding lead" in text for text in both)
    assert found.public_reason == ""
    assert not any("premises" in text for text in public_texts())


@pytest.mark.parametrize("name", ["suspend", "end_registration"])
def test_nothing_is_said_to_the_public_unless_it_is_written(browser, cast, registered, name):
    found = registered()

    browser.sign_in(cast.dana).open("applications.move", name=name, reference=found.application.reference)
    browser.press(engine.find(name).label, note="The safeguarding lead left.")

    assert found.public_reason == ""
    page = browser.open("register.school", number=found.certificate_number)
    assert page.status == 200
    assert page.all("p", **{"class": "govuk-inset-text app-prose"}) == []


def test_only_moves_of_a_registration_ask_for_words_for_the_public(browser, cast, application):
    page = browser.sign_in(cast.amina).open("applications.move", name="withdraw", reference=application.reference)

    assert "Reason for the public" not in page.text
