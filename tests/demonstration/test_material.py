"""The material of the demonstration is whole: every criterion, every citation, every page it speaks of."""

import pytest

import standards
from registration.demonstration import composition, files, schools
from registration.demonstration.material import read, read_all

CODES = set(standards.load("2023").criteria)
CITATIONS = [
    (code, citation)
    for code, response in read_all("complete/self-assessment-*.toml").items()
    for citation in response["citations"]
]


@pytest.mark.parametrize("pattern", ["self-assessment", "findings", "judgements"])
def test_the_complete_case_has_each_of_the_criteria(pattern):
    material = read_all(f"complete/{pattern}-*.toml")

    assert set(material) == CODES


def test_the_bank_has_texts_for_each_of_the_criteria():
    bank = read("bank.toml")

    assert set(bank) >= CODES
    assert all(len(bank[code]["statements"]) == 2 for code in CODES)


@pytest.mark.parametrize(("code", "citation"), CITATIONS)
def test_a_citation_names_evidence_and_pages_that_exist(code, citation):
    item = read("complete/evidence.toml")[citation["evidence"]]
    first, last = citation.get("pages", (0, 0))

    pages = files.complete_file(citation["evidence"]).pages if "made" in item else 0

    assert 0 <= first <= last <= pages
    assert citation["shows"].strip()


def test_one_statement_is_very_long_one_short_and_the_others_between():
    counts = {
        code: len(each["statement"].split())
        for code, each in read_all("complete/self-assessment-*.toml").items()
    }

    between = [count for count in counts.values() if 150 <= count <= 500]

    assert len(between) == 24
    assert counts["3.2"] > 2_500
    assert counts["5.4"] < 60


def test_reviewers_of_the_complete_case_disagree_across_the_line_by_two_steps_and_for_want_of_evidence():
    ratings = {
        code: [each[who]["rating"] for who in ("leah", "rafael", "mei")]
        for code, each in read_all("complete/findings-*.toml").items()
    }

    across = [code for code, given in ratings.items() if {2, 3} <= set(given)]

    assert len(across) >= 5
    assert ratings["1.4"] == [4, 2, 3]
    assert "not enough evidence" in ratings["5.4"]


def test_every_low_rating_of_a_reviewer_has_an_action():
    findings = [one for each in read_all("complete/findings-*.toml").values() for one in each.values()]

    without = [one["rationale"] for one in findings if one["rating"] in (1, 2) and not one.get("action")]

    assert without == []


def test_schools_are_many_and_none_has_a_real_address():
    made = schools.schools().values()

    assert len(made) >= 14
    assert all(school.domain.endswith(".example") for school in made)
    assert len({school.zone for school in made}) > 10


def test_people_have_plain_addresses_that_differ():
    addresses = [colleague.email for school in schools.schools().values() for colleague in school.colleagues]

    assert all(address.isascii() for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_short_texts_are_the_same_each_time_and_name_the_school_s_own_facts():
    school = schools.school("gurans-danda")

    once, again = (composition.statement(school, "5.1") for _ in range(2))

    assert once == again
    assert "{" not in once
    assert composition.statement(schools.school("lundaberg"), "5.1") != once
