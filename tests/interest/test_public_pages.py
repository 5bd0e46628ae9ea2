"""What anybody can read without an account."""

import gzip
import re
import shutil

import pypdfium2
import pytest

import standards
from registration.database import db
from registration.jobs import running
from registration.jobs.models import Job
from registration.reports.page import document
from registration.reports.pdf import pdf
from tests.browser import words
from tests.reports.vera import broken_rules

EDITION = standards.load("2023")
OPEN = ["interest.front", "interest.questions", "interest.questions_pdf", "self_check.start", "interest.standards",
        "interest.express", "interest.thanks",
        "register.public_register", "register.verify"]  # fmt: skip


@pytest.mark.parametrize("endpoint", OPEN)
def test_public_pages_open_without_an_account(browser, endpoint):
    page = browser.open(endpoint)

    assert page.status == 200


@pytest.mark.parametrize("area", EDITION.areas, ids=lambda area: area.title)
def test_an_area_shows_what_each_criterion_requires_and_leads_to_it(browser, area):
    page = browser.open("interest.area", number=area.number)

    assert area.heading == page.heading
    for criterion in area.criteria:
        assert criterion.requirement in page.text
        assert page.links()[f"{criterion.code} {criterion.title}"] == f"/standards/criteria/{criterion.code}"


@pytest.mark.parametrize("criterion", EDITION.criteria.values(), ids=lambda criterion: criterion.code)
def test_a_criterion_has_a_page_with_everything_about_it(browser, criterion):
    page = browser.open("interest.criterion", code=criterion.code)

    assert page.heading == f"{criterion.code} {criterion.title}"
    for line in (criterion.requirement, *criterion.guidance.good, *criterion.guidance.evidence,
                 *criterion.guidance.prompts, *criterion.guidance.meet, *criterion.guidance.observe):  # fmt: skip
        assert line in page.text
    assert ("Essential" in page.text) is criterion.essential
    assert ("Not applicable" in page.text) is criterion.may_be_not_applicable


def test_guidance_is_marked_and_stands_apart_from_the_requirement(browser):
    page = browser.open("interest.criterion", code="2.7")

    (required,) = (words(e) for e in page.all("div", **{"class": "app-requirement"}))
    (guidance,) = (words(e) for e in page.all("div", **{"class": "app-guidance"}))
    criterion = EDITION.criteria["2.7"]
    assert guidance.startswith("Guidance, not a requirement.")
    assert required == f"What is required {criterion.requirement}"
    assert not any(line in required for line in criterion.guidance.good)


def test_every_criterion_is_reached_by_going_on_from_the_first(browser):
    page, seen = browser.open("interest.criterion", code="1.1"), ["1.1"]

    while following := page.all("a", rel="next"):
        page = browser.open(following[0].get("href"))
        seen.append(page.heading.split()[0])

    assert seen == list(EDITION.criteria)
    assert page.all("a", rel="prev")[0].get("href") == "/standards/criteria/5.3"


def test_everything_can_be_printed_from_one_page(browser):
    page = browser.open("interest.questions")

    for criterion in EDITION.criteria.values():
        for line in (criterion.requirement, *criterion.guidance.good, *criterion.guidance.prompts):
            assert line in page.text


def another_edition(tmp_path, changes):
    """A later edition, added by an operator, that calls 1.1 by another number."""
    folder = tmp_path / "2027"
    shutil.copytree(standards.loader.HOME / "2023", folder)
    for name, before, after in changes:
        text = (folder / name).read_text()
        assert before in text
        (folder / name).write_text(text.replace(before, after))
    return tmp_path


@pytest.fixture
def later(tmp_path):
    begins = ("standard.toml", "effective_from = 2023-01-01", "effective_from = 2040-01-01")
    folder = another_edition(tmp_path, [begins])
    (folder / "2027/carry-over.toml").write_text('follows = "2023"\n\n[continues]\n"1.1" = "1.2"\n')
    standards.add_folder(folder)
    yield standards.load("2027")
    standards.remove_folder(folder)


def test_the_same_criterion_is_found_in_another_edition(browser, later):
    ours = browser.open("interest.criterion", code="1.2")
    theirs = browser.open(ours.links()["1.1 in 2027"])
    alone = browser.open("interest.criterion", code="2.7")

    assert theirs.heading.startswith("1.1 ")
    assert "edition 2027" in theirs.text
    assert theirs.links()["1.2 in 2023"] == "/standards/criteria/1.2?edition=2023"
    assert "2027 (it does not have this criterion)" in alone.text


@pytest.mark.parametrize("endpoint", ["interest.standards", "interest.questions", "interest.area"])
def test_a_page_leads_to_itself_in_another_edition(browser, later, endpoint):
    values = {"number": 3} if endpoint == "interest.area" else {}
    page = browser.open(endpoint, **values)

    assert "2023 (this one)" in page.text
    assert browser.open(page.links()["2027"]).status == 200
    assert "edition 2027" in browser.page.text.lower()


def test_the_pdf_is_made_once_for_everybody(browser, store):
    browser.open("interest.questions_pdf")
    waiting = browser.press("Make the PDF")
    again = browser.post("interest.questions_pdf")
    done = running.run_waiting()

    ready = browser.open("interest.questions_pdf")
    file = browser.open(ready.links()["Download the PDF"])
    assert "being made" in waiting.text
    assert again.status == 302
    assert done == 1
    assert db.session.query(Job).count() == 1
    assert (file.status, file.headers["Content-Type"], file.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert len(file.data) == int(file.headers["Content-Length"])


@pytest.mark.pdf
@pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")
def test_the_pdf_is_accessible_and_holds_every_question(tmp_path):
    file = tmp_path / "questions.pdf"

    file.write_bytes(pdf(document("interest/questions_paper.html", standard=EDITION), "application"))

    made = pypdfium2.PdfDocument(file)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in made).split())
    marks = [item.get_title() for item in made.get_toc()]
    made.close()
    assert broken_rules([file]) == []
    for criterion in EDITION.criteria.values():
        assert any(mark.startswith(f"{criterion.code} ") for mark in marks)
        assert criterion.requirement in text


def test_a_pdf_nobody_asked_for_leads_to_where_it_is_asked_for(browser):
    page = browser.send("GET", "/standards/2023.pdf")

    assert (page.status, page.location) == (302, "/standards/pdf")
    assert browser.open("/standards/1999.pdf").status == 404


@pytest.mark.parametrize("endpoint", ["interest.questions", "interest.express", "interest.standards"])
def test_the_largest_public_pages_stay_light(browser, endpoint):
    page = browser.open(endpoint)

    assert len(gzip.compress(page.data)) <= 20 * 1024


def test_essential_criteria_are_marked(browser):
    page = browser.open("interest.standards")

    assert len(re.findall(r"\bEssential\b", page.text)) == 6


def test_the_scale_and_the_rules_are_explained(browser):
    page = browser.open("interest.standards")

    for rating in EDITION.ratings:
        assert rating.name in page.text
        assert rating.description in page.text
    for rule in EDITION.outcomes:
        assert rule.statement in page.text


@pytest.mark.parametrize(
    "address", ["/standards/9", "/standards/?edition=1999", "/standards/1?edition=../2023", "/standards/criteria/9.9"]
)
def test_what_the_standard_does_not_have_is_not_found(browser, address):
    assert browser.open(address).status == 404


def test_somebody_signed_in_goes_on_to_their_own_home(browser, cast):
    page = browser.sign_in(cast.carys).send("GET", "/")

    assert page.status == 302
    assert page.location == browser.address("accounts.home")


def test_an_operator_lists_and_checks_editions(app, tmp_path):
    run = app.test_cli_runner()

    listed = run.invoke(args=["standards", "list"])
    good = run.invoke(args=["standards", "check", "standards/2023"])
    bad = run.invoke(args=["standards", "check", str(tmp_path)])

    assert "2023             2023-01-01       5       26  yes" in listed.output
    assert (good.exit_code, "can be used: 26 criteria in 5 areas" in good.output) == (0, True)
    assert (bad.exit_code, "standard.toml: this file is missing" in bad.output) == (1, True)
