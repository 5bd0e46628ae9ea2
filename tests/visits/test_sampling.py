"""Draws by lot that anybody can make again."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given, settings, strategies as st

from registration.database import db, now
from registration.visits import sampling
from registration.visits.models import Sample, VisitSlot
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def case(cast):
    case = factories.application(cast, State.VISIT_ARRANGED)
    begin_visit(case, cast.leah).slots.append(
        VisitSlot(starts_at=now() - timedelta(hours=6), ends_at=now() - timedelta(hours=1), accepted_at=now())
    )
    sampling.draw_sample(case, subject="Staff files", population=40, size=5, by=cast.leah)
    db.session.commit()
    return case


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(1, 300), st.data())
def test_a_draw_holds_so_many_numbers_each_once_and_is_the_same_each_time(seed, population, data):
    size = data.draw(st.integers(1, population))

    drawn = sampling.draw(seed, population, size)

    assert len(set(drawn)) == size
    assert {int(number) for number in drawn} <= set(range(1, population + 1))
    assert drawn == sorted(drawn, key=int) == sampling.draw(seed, population, size)


def test_a_draw_is_what_the_page_says_it_is():
    prints = {n: hashlib.sha256(f"abc:{n}".encode()).hexdigest() for n in range(1, 41)}

    lowest = sorted(sorted(prints, key=prints.__getitem__)[:5])

    assert sampling.draw("abc", 40, 5) == [str(n) for n in lowest]


def test_every_number_is_drawn_about_as_often_as_any_other():
    counts = dict.fromkeys(range(1, 11), 0)
    for seed in range(2_000):
        for number in sampling.draw(str(seed), 10, 3):
            counts[int(number)] += 1

    assert 520 < min(counts.values()) <= max(counts.values()) < 680


def test_a_draw_of_before_is_repeated_in_the_way_it_was_made(case, cast):
    drawn = sampling.draw("7a", 30, 4, "mersenne")
    case.visit.samples.append(
        Sample(subject="Lessons", population=30, drawn=drawn, seed="7a", method="mersenne", drawn_by_id=cast.leah.id)
    )
    db.session.flush()

    assert sampling.repeated(sampling.sample_numbered(case, 2)) == drawn
    assert drawn != sampling.draw("7a", 30, 4)


def test_the_page_repeats_the_draw_and_shows_that_it_is_the_same(browser, case, cast):
    page = browser.sign_in(cast.audrey).open("visits.repeat_draw", reference=case.reference, number=1)

    sample = case.visit.samples[0]
    assert "The same The seed gives the same numbers as on the day of the draw." in page.text
    assert page.text.count(", ".join(sample.drawn)) == 2
    assert f"{sample.seed}:1" in page.text


def test_a_record_that_was_tampered_with_is_found_out(browser, case, cast):
    sample = case.visit.samples[0]
    sample.drawn = [*sample.drawn[:-1], "41"]

    page = browser.sign_in(cast.leah).open("visits.repeat_draw", reference=case.reference, number=1)

    assert "The seed does not give the numbers that were recorded." in page.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"seed": "abc", "population": "40", "size": "5"}, "These values give: "),
        ({"seed": "abc", "population": "4", "size": "5"}, "These values make no draw."),
        ({"seed": "abc", "population": "many", "size": "5"}, "These values make no draw."),
        ({"seed": "abc", "population": "9" * 30, "size": "5"}, "These values make no draw."),
        ({"seed": "", "population": "40", "size": "5"}, "These values make no draw."),
        ({"seed": "abc", "population": "40", "size": "5", "method": "dice"}, "These values make no draw."),
    ],
)
def test_other_values_can_be_tried(browser, case, cast, values, said):
    page = browser.sign_in(cast.leah).open("visits.repeat_draw", reference=case.reference, number=1, **values)

    assert page.status == 200
    assert said in page.text


def test_there_is_no_second_draw_where_one_was_made(browser, case, cast):
    assert browser.sign_in(cast.leah).open("visits.repeat_draw", reference=case.reference, number=2).status == 404


def test_what_was_found_is_written_and_two_writers_see_both_texts(browser, case, cast):
    browser.sign_in(cast.leah).open("visits.sample_outcome", reference=case.reference, number=1)
    browser.press("Save what was found", outcome="5 of 5 hold both references.")
    browser.open("visits.sample_outcome", reference=case.reference, number=1)
    case.visit.samples[0].outcome = "4 of 5."

    page = browser.press("Save what was found", outcome="All complete.")

    assert page.status == 409
    assert "4 of 5." in page.exact
    assert case.visit.samples[0].outcome == "4 of 5."


def test_the_school_sees_no_sample(browser, case, cast):
    assert browser.sign_in(cast.amina).open("visits.sample", reference=case.reference).status == 403
    assert browser.open("visits.repeat_draw", reference=case.reference, number=1).status == 403
