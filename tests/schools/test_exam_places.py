"""Wherever the school has candidates, it says where they sit."""

import pytest

from registration.schools import exam_places, service
from registration.schools.sections import BY_NUMBER
from registration.workflow import needs
from tests.schools.test_profile import at, filled, held


def territory(code, students):
    return {"territory": code, "registered": "yes", "staff": 2, "students": students, "legal_basis": "L",
            "esafety": "E"}  # fmt: skip


def programme(*entries):
    names = dict(zip(exam_places.ENTRIES, entries, strict=True))
    return {"programme": "igcse", "subjects": "All", "first_series": "June 2028", **names}


def place(code):
    return {"territory": code, "candidates": 5, "place": "A centre", "agreement": "signed",
            "practicals": {"not_applicable": "None"}, "speaking": {"not_applicable": "None"}}  # fmt: skip


def keep(application, by, number, **facts):
    row = held(application, number)
    return service.save_section(application, BY_NUMBER[number], facts, by=by, version=row.version if row else 0)


KENYA_AND_FRANCE = {"territories": [territory("KE", 40), territory("FR", 3), territory("GB", 0)]}


@pytest.mark.parametrize(
    ("entries", "places", "left"),
    [
        ((0, 0, 9), ["KE", "FR"], []),
        ((0, 0, 9), ["KE"], ["France"]),
        ((5, 0, 0), [], ["Kenya", "France"]),
        ((0, 0, 0), [], []),
    ],
)
def test_territories_with_students_need_a_place_once_entries_are_expected(entries, places, left):
    profile = {4: KENYA_AND_FRANCE, 6: {"programmes": [programme(*entries)]},
               7: {"exam_places": [place(code) for code in places]}}  # fmt: skip

    assert exam_places.without_place(profile) == left


def test_a_profile_without_these_sections_lacks_nothing():
    assert exam_places.without_place({}) == []
    assert exam_places.without_place({4: {"territories": {"not_applicable": "x"}}, 6: {"programmes": None}}) == []


def test_entries_of_a_programme_without_examinations_are_no_candidates():
    taught = {**programme(9, 9, 9), "first_series": {"not_applicable": "Taught without an examination"}}

    assert exam_places.without_place({4: KENYA_AND_FRANCE, 6: {"programmes": [taught]}}) == []


def test_not_applicable_is_no_place_for_candidates():
    profile = {4: KENYA_AND_FRANCE, 6: {"programmes": [programme(1, 1, 1)]},
               7: {"exam_places": {"not_applicable": "Online"}}}  # fmt: skip

    assert exam_places.without_place(profile) == ["Kenya", "France"]


def test_the_section_names_what_it_lacks_and_is_not_complete(browser, application, cast):
    keep(application, cast.amina, 4, **KENYA_AND_FRANCE)
    keep(application, cast.amina, 6, programmes=[programme(4, 4, 4)])
    at(browser, application, 7, cast.amina)

    page = browser.press("Save and go to the list", **filled(BY_NUMBER[7]))

    assert "Say where the candidates in France sit their examinations" in page.text
    assert not held(application, 7).complete
    assert not needs.every_candidate_placed.holds(application)


def test_a_new_territory_makes_the_section_incomplete_again_and_says_so(browser, application, cast):
    keep(application, cast.amina, 6, programmes=[programme(4, 4, 4)])
    keep(application, cast.amina, 7, exam_places=[place("FR")])
    before = held(application, 7).complete
    at(browser, application, 4, cast.amina)

    page = browser.press("Save and go to the list", **filled(BY_NUMBER[4]))
    lacking = held(application, 7).complete
    keep(application, cast.amina, 7, exam_places=[place("FR"), place("KE")])

    assert (before, lacking, held(application, 7).complete) == (True, False, True)
    assert "Say where the candidates in Kenya sit" in page.text


def test_check_your_answers_names_the_territories(browser, application, cast):
    keep(application, cast.amina, 4, **KENYA_AND_FRANCE)
    keep(application, cast.amina, 6, programmes=[programme(4, 4, 4)])

    page = browser.sign_in(cast.amina).open("applications.check_answers", reference=application.reference)

    assert "Name an examination place for each territory with candidates" in page.text
    assert "Say where the candidates in Kenya and France sit their examinations" in page.text
