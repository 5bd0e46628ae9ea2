"""The panel that the rules propose: for any reviewers and any case it keeps to the limits, and says why."""

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from registration.panels.choice import EXPERIENCED, Asked, Reviewer, choose
from registration.panels.ties import Tie

LANGUAGES = ("Portuguese", "Arabic", "Polish")
TERRITORIES = ("PT", "BR", "KE")
SOME = {"max_examples": 150, "deadline": None}

reviewers = st.lists(
    st.builds(
        Reviewer,
        key=st.uuids().map(str), name=st.sampled_from(["Ada", "Ben", "Cleo", "Dan"]),
        languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
        territories=st.lists(st.sampled_from(TERRITORIES), unique=True).map(tuple),
        hours=st.none() | st.integers(0, 80), busy=st.integers(0, 60), judged=st.integers(0, 5), led=st.just(0),
        lately=st.integers(0, 9), against=st.sampled_from(["", "", "", "Has a conflict of interest"]),
        ties=st.sampled_from([(), (), (Tie("mail", "school.example", "Writes from school.example."),)]),
    ),
    max_size=8, unique_by=lambda r: r.key,
)  # fmt: skip
asked = st.builds(
    Asked, languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    territories=st.lists(st.sampled_from(TERRITORIES), unique=True).map(tuple),
)

FREE = Reviewer("a", "Ada", hours=40, judged=3)


def names(choice):
    return [each.reviewer.name for each in choice.chosen]


@given(reviewers, asked)
@settings(**SOME)
def test_nobody_is_proposed_past_a_limit(people, case):
    for each in choose(case, people).chosen:
        assert not each.reviewer.against
        assert not each.reviewer.ties
        assert each.reviewer.left >= each.reviewer.needs(each.part)


@given(reviewers, asked, st.randoms())
@settings(**SOME)
def test_the_same_facts_give_the_same_panel_in_whatever_order_they_come(people, case, chance):
    before = choose(case, people)
    chance.shuffle(people)

    assert choose(case, people) == before


@given(reviewers, asked)
@settings(**SOME)
def test_nobody_has_two_places_and_each_part_is_filled_once_or_missed(people, case):
    found = choose(case, people)

    keys, parts = [each.reviewer.key for each in found.chosen], [each.part for each in found.chosen]
    assert len(keys) == len(set(keys))
    assert len(parts) == len(set(parts))
    missed = [words for words in found.lacks if words.startswith("Nobody can be proposed")]
    assert len(parts) + len(missed) == len(case.places)


@given(reviewers, asked)
@settings(**SOME)
def test_an_experienced_person_leads_whenever_one_could(people, case):
    could = [r for r in people if not r.cannot("lead_reviewer") and r.judged >= EXPERIENCED]

    leads = [each.reviewer for each in choose(case, people).chosen if each.part == "lead_reviewer"]

    assert not could or leads[0].judged >= EXPERIENCED


@given(reviewers, asked)
@settings(**SOME)
def test_what_is_said_of_languages_is_so(people, case):
    found = choose(case, people)

    read = {language for each in found.chosen for language in each.reviewer.languages}
    said = {words for words in found.lacks if "on this panel reads" in words}
    assert said == {f"Nobody on this panel reads {one}." for one in case.languages if one not in read}
    for each in found.chosen:
        assert bool(set(each.reviewer.languages) & set(case.languages)) == any(w.startswith("Reads") for w in each.why)


def test_a_reviewer_brings_what_the_lead_does_not_read():
    lead = replace(FREE, languages=("Portuguese",), judged=9)
    same, other = (Reviewer(n, n, hours=h, languages=(one,), judged=3)
                   for n, h, one in (("Ben", 80, "Portuguese"), ("Cleo", 20, "Arabic")))

    found = choose(Asked(languages=("Portuguese", "Arabic")), [lead, same, other])

    assert names(found) == ["Ada", "Cleo"]
    assert "Reads Arabic, in which the school teaches or writes; nobody else chosen does." in found.chosen[1].why


def test_of_two_alike_the_one_with_the_larger_part_of_their_hours_left_is_proposed():
    busy, idle = replace(FREE, key="b", name="Ben", hours=100, busy=60), replace(FREE, key="c", name="Cleo", hours=40)

    assert names(choose(Asked(places=("reviewer",)), [busy, idle])) == ["Cleo"]


def test_who_is_on_the_panel_already_counts_for_what_it_lacks():
    there = replace(FREE, languages=("Arabic",))

    found = choose(Asked(languages=("Arabic",), places=("reviewer",), there=(there,)), [there])

    assert found.chosen == ()
    assert found.lacks == ("Nobody can be proposed as reviewer: the list below says why, one by one.",)


def test_too_few_hours_are_told_with_the_numbers():
    assert replace(FREE, busy=30).cannot("reviewer") == (
        "Has 10 of 40 hours left this month. This case takes about 15 hours (an estimate)."
    )
