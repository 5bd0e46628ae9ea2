"""The clash check, tried with many agendas."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from registration.visits.clashes import TO_KNOW, Kind, Planned, clashes, in_hours

MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
LONDON_NEPAL = {"our desk": "Europe/London", "the school": "Asia/Kathmandu"}

names = st.frozensets(st.sampled_from(["Leah", "Rafael", "Rhea"]), max_size=2)
roles = st.frozensets(st.sampled_from(["Principal", "Owner", "Exams officer"]), max_size=2)
codes = st.frozensets(st.sampled_from(["2.7", "3.3", "4.1"]), max_size=2)
agendas = st.lists(
    st.builds(
        Planned, key=st.uuids().map(str), title=st.just("Item"),
        starts_at=st.integers(0, 60 * 30).map(lambda n: MORNING + timedelta(minutes=n)),
        minutes=st.integers(5, 480), members=names, roles=roles, criteria=codes,
    ), max_size=7,
)  # fmt: skip
WHAT = {Kind.MEMBER: "members", Kind.ROLE: "roles", Kind.CRITERION: "criteria"}


def item(key="a", begins=0, minutes=60, **facts):
    return Planned(key, key.upper(), MORNING + timedelta(minutes=begins), minutes, **facts)


def minutes_of(one):
    return {one.starts_at + timedelta(minutes=n) for n in range(one.minutes)}


@settings(deadline=None)
@given(agendas)
def test_somebody_or_something_is_twice_at_once_just_when_two_items_share_it_and_a_minute(agenda):
    found = {(c.kind, frozenset(c.keys)) for c in clashes(agenda, (), LONDON_NEPAL) if c.kind in WHAT}

    expected = {
        (kind, frozenset({one.key, other.key}))
        for kind, name in WHAT.items()
        for one in agenda
        for other in agenda
        if one is not other and getattr(one, name) & getattr(other, name) and minutes_of(one) & minutes_of(other)
    }
    assert found == expected


@settings(deadline=None)
@given(agendas, st.integers(60, 600))
def test_an_item_lies_outside_just_when_some_minute_of_it_is_in_no_part_that_was_accepted(agenda, length):
    parts = [(MORNING + timedelta(hours=h), MORNING + timedelta(hours=h, minutes=length)) for h in (0, 24)]
    inside = {start + timedelta(minutes=n) for start, end in parts for n in range(int((end - start).seconds / 60))}

    found = {c.keys[0] for c in clashes(agenda, parts, LONDON_NEPAL) if c.kind is Kind.OUTSIDE}

    assert found == {one.key for one in agenda if not minutes_of(one) <= inside}


@settings(deadline=None)
@given(agendas)
def test_what_cannot_be_held_comes_before_what_is_good_to_know(agenda):
    found = [c.to_know for c in clashes(agenda, [(MORNING, MORNING + timedelta(hours=3))], LONDON_NEPAL)]

    assert found == sorted(found)


@settings(deadline=None)
@given(agendas)
def test_items_one_after_the_other_never_clash(agenda):
    at, chain = MORNING, []
    for each in agenda:
        chain.append(Planned(each.key, each.title, at, each.minutes, each.members, each.roles, each.criteria))
        at += timedelta(minutes=each.minutes)

    assert [c for c in clashes(chain, (), {"our desk": "UTC"}) if c.kind not in TO_KNOW] == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"members": frozenset({"Leah"})}, "Leah is to take both."),
        ({"roles": frozenset({"Principal"})}, "Principal is to be met in both."),
        ({"criteria": frozenset({"2.7"})}, "criterion 2.7 is looked at in both."),
    ],
)
def test_a_clash_says_who_or_what(facts, sentence):
    found = clashes([item("a", **facts), item("b", 30, **facts)], (), LONDON_NEPAL)

    assert [c.sentence for c in found] == [f"“A” and “B” take place at the same time, and {sentence}"]


def test_over_midnight_is_told_for_the_side_where_it_is():
    late = Planned("a", "A", datetime(2027, 3, 1, 18, tzinfo=UTC), 60)

    found = clashes([late], (), LONDON_NEPAL)

    assert [c.sentence for c in found] == ["“A” goes over midnight at the school (Asia/Kathmandu)."]


def test_an_item_across_the_change_to_summer_time_keeps_its_minutes_and_says_so():
    night = Planned("a", "A", datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 60)

    found = clashes([night], (), {"our desk": "Europe/London", "the school": "UTC"})

    assert [(c.kind, c.sentence) for c in found] == [
        (Kind.CLOCKS, "The clocks at our desk (Europe/London) change during “A”. It lasts 60 minutes, "
                      "whatever a clock on the wall says."),
    ]  # fmt: skip


def test_two_half_days_with_summer_time_between_say_how_far_the_sides_then_are_apart():
    friday, monday = (datetime(2027, 3, day, 9, tzinfo=ZoneInfo("Europe/London")) for day in (26, 29))

    found = clashes([Planned("a", "A", friday, 60), Planned("b", "B", monday, 60)], (), LONDON_NEPAL)

    assert [c.sentence for c in found] == [
        "The clocks at our desk (Europe/London) change between “A” and “B”. From then on the two sides are "
        "4 hours 45 minutes apart instead of 5 hours 45 minutes. All times here allow for it."
    ]


def test_nobody_is_told_of_clocks_that_change_on_both_sides_alike():
    saturday, monday = (datetime(2027, 3, day, 9, tzinfo=UTC) for day in (27, 29))
    sides = {"our desk": "Europe/London", "the school": "Europe/Lisbon"}

    assert clashes([Planned("a", "A", saturday, 60), Planned("b", "B", monday, 60)], (), sides) == []


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "no time"), (60, "1 hour"), (-345, "5 hours 45 minutes"), (1, "1 minute")]
)
def test_a_difference_in_words(minutes, words):
    assert in_hours(timedelta(minutes=minutes)) == words
