"""What anybody can read without an account."""

import re

import pytest

import standards

EDITION = standards.load("2023")
OPEN = ["interest.front", "interest.standards", "interest.express", "interest.thanks",
        "register.public_register", "register.verify"]  # fmt: skip


@pytest.mark.parametrize("endpoint", OPEN)
def test_public_pages_open_without_an_account(browser, endpoint):
    page = browser.open(endpoint)

    assert page.status == 200


@pytest.mark.parametrize("area", EDITION.areas, ids=lambda area: area.title)
def test_every_criterion_of_an_area_is_shown_with_its_requirement_and_its_guidance(browser, area):
    page = browser.open("interest.area", number=area.number)

    assert area.heading == page.heading
    for criterion in area.criteria:
        for line in (criterion.title, criterion.requirement, *criterion.guidance.good, *criterion.guidance.evidence,
                     *criterion.guidance.prompts, *criterion.guidance.meet, *criterion.guidance.observe):  # fmt: skip
            assert line in page.text


def test_guidance_is_marked_and_stands_apart_from_the_requirement(browser):
    page = browser.open("interest.area", number=2)

    required = [
        " ".join("".join(e.itertext()).split()) for e in page.all("div", **{"class": "app-requirement"})
    ]
    guidance = [" ".join("".join(e.itertext()).split()) for e in page.all("div", **{"class": "app-guidance"})]

    assert len(required) == len(guidance) == 7
    assert all(text.startswith("Guidance, not a requirement.") for text in guidance)
    assert not any("What good looks like" in text for text in required)


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
    "address", ["/standards/9", "/standards/?edition=1999", "/standards/1?edition=../2023"]
)
def test_what_the_standard_does_not_have_is_not_found(browser, address):
    assert browser.open(address).status == 404


def test_guidance_can_be_unfolded_for_print(browser):
    page = browser.open("/standards/1?guidance=1")

    assert all(e.get("open") is not None for e in page.all("details"))


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
