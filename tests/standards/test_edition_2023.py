"""The edition we publish: complete, in order, and unchanged."""

from dataclasses import fields
from datetime import date

import pytest

import standards
from standards import loader

THE_2023 = standards.load("2023")
NUMBERS = {1: 4, 2: 7, 3: 7, 4: 4, 5: 4}


def test_it_has_five_areas_with_their_criteria_numbered_in_order():
    found = {area.number: [c.code for c in area.criteria] for area in THE_2023.areas}

    assert found == {
        area: [f"{area}.{place}" for place in range(1, last + 1)] for area, last in NUMBERS.items()
    }


def test_it_has_26_criteria_in_the_order_of_the_areas():
    assert len(THE_2023.criteria) == 26
    assert list(THE_2023.criteria)[:5] == ["1.1", "1.2", "1.3", "1.4", "2.1"]


@pytest.mark.parametrize("code", THE_2023.criteria)
def test_every_text_of_a_criterion_is_there(code):
    criterion = THE_2023.criteria[code]

    assert criterion.title.strip()
    assert criterion.requirement.endswith(".")
    assert THE_2023.area_of(code).number == criterion.area
    for field in fields(criterion.guidance):
        lines = getattr(criterion.guidance, field.name)
        assert len(lines) >= 2, field.name
        assert all(line == line.strip() and line for line in lines), field.name


def test_no_requirement_or_title_is_written_twice():
    criteria = THE_2023.criteria.values()

    assert len({c.requirement for c in criteria}) == 26
    assert len({c.title for c in criteria}) == 26


def test_areas_have_a_short_title_and_the_official_heading():
    area = THE_2023.area(2)

    assert (area.title, area.heading) == ("Management and leadership", "School management and leadership")


def test_the_essentials_are_those_the_product_names():
    assert THE_2023.essentials == {"2.7", "4.1", "5.1", "5.2", "5.3", "5.4"}
    assert {c.code for c in THE_2023.criteria.values() if c.essential} == THE_2023.essentials


def test_only_the_cross_border_part_of_5_1_may_be_not_applicable():
    allowed = [c for c in THE_2023.criteria.values() if c.may_be_not_applicable]

    assert [c.code for c in allowed] == ["5.1"]
    assert "other countries" in allowed[0].not_applicable


def test_the_scale_is_the_products():
    steps = {r.code: (r.value, r.label, r.meets, r.needs_action, r.blocks) for r in THE_2023.ratings}

    assert steps == {
        "exceeds": (4, "Exceeds", True, False, False),
        "met": (3, "Met", True, False, False),
        "partly": (2, "Partly met", False, True, False),
        "not": (1, "Not met", False, True, False),
        "nee": (None, "Not enough evidence", False, False, True),
        "na": (None, "Not applicable", True, False, False),
    }
    assert THE_2023.bar == 3
    assert all(r.description for r in THE_2023.ratings)


def test_a_school_can_rate_itself_on_the_four_steps_and_not_applicable_where_allowed():
    assert [r.code for r in THE_2023.ratings_for_school("1.1")] == ["exceeds", "met", "partly", "not"]
    assert [r.code for r in THE_2023.ratings_for_school("5.1")] == ["exceeds", "met", "partly", "not", "na"]


def test_a_reviewer_can_also_say_that_there_is_not_enough_evidence():
    assert [r.code for r in THE_2023.ratings_for("1.1")] == ["exceeds", "met", "partly", "not", "nee"]
    assert [r.name for r in THE_2023.ratings_for("5.1")][-2:] == ["Not enough evidence", "Not applicable"]
    assert THE_2023.rating("exceeds").name == "4 Exceeds"


def test_it_says_what_is_guidance_and_what_is_this_services_proposal():
    assert "adds no requirement" in THE_2023.notes.guidance
    assert "proposal" in THE_2023.notes.essentials
    assert "Cambridge" in THE_2023.source
    assert THE_2023.effective_from == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: THE_2023.rating("splendid"), "no rating 'splendid'"),
        (lambda: THE_2023.area(9), "no area 9"),
        (lambda: THE_2023.area_of("9.9"), "no criterion '9.9'"),
        (lambda: THE_2023.outcome("maybe"), "no outcome 'maybe'"),
    ],
)
def test_asking_for_what_is_not_there_says_so(ask, words):
    with pytest.raises(KeyError, match=words):
        ask()


def test_it_cannot_be_changed():
    with pytest.raises(AttributeError):
        THE_2023.criteria["1.1"].title = "Another"
    with pytest.raises(TypeError):
        THE_2023.criteria["1.1"] = None


@pytest.mark.parametrize("edition", sorted(loader.published()))
def test_a_published_edition_has_not_changed(edition):
    assert loader.digest(loader.HOME / edition) == loader.published()[edition]


def test_every_edition_of_ours_is_published_and_without_problems():
    folders = sorted(file.parent for file in loader.HOME.glob("*/standard.toml"))

    assert [folder.name for folder in folders] == sorted(loader.published())
    assert [loader.check(folder) for folder in folders] == [[] for _ in folders]
