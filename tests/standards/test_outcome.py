"""What ratings suggest: every complete set has one answer, and it is the strictest that any rule gives."""

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

import standards
from standards.outcome import UNFINISHED, listed, suggest, turning, what_if

THE_2023 = standards.load("2023")
ESSENTIALS = sorted(THE_2023.essentials)
OTHERS = [code for code in THE_2023.criteria if code not in THE_2023.essentials]
ALL_MET = dict.fromkeys(THE_2023.criteria, "met")

complete = st.fixed_dictionaries(
    {code: st.sampled_from([r.code for r in THE_2023.ratings_for(code)]) for code in THE_2023.criteria}
)
mostly_met = st.dictionaries(
    st.sampled_from(list(THE_2023.criteria)), st.sampled_from(["exceeds", "partly", "not", "nee"]), max_size=3
).map(lambda changes: {**ALL_MET, **changes})


def by_the_book(ratings):
    """Section 5 of the product's rules, written a second time and in another way."""
    ones = [code for code, rating in ratings.items() if rating == "not"]
    if len(ones) >= 2 or set(ones) & THE_2023.essentials:
        return "do_not_approve"
    if ones or "nee" in ratings.values() or any(ratings[code] == "partly" for code in ESSENTIALS):
        return "defer"
    return "approve_with_conditions" if "partly" in ratings.values() else "approve"


@settings(deadline=None)
@given(st.one_of(complete, mostly_met))
def test_every_complete_set_of_ratings_has_the_outcome_the_rules_name(ratings):
    suggestion = suggest(THE_2023, ratings)

    assert suggestion.outcome == by_the_book(ratings)
    assert suggestion.decisive
    assert "{" not in suggestion.sentence


STRICTNESS = ["approve", "approve_with_conditions", "defer", "do_not_approve"]
FIRES = {
    "every_criterion_met": lambda r: set(r.values()) <= {"met", "exceeds", "na"},
    "others_partly_met": lambda r: (
        "not" not in r.values()
        and any(r[code] == "partly" for code in OTHERS)
        and all(r[code] != "partly" for code in ESSENTIALS)
    ),
    "essential_partly_met": lambda r: any(r[code] == "partly" for code in ESSENTIALS),
    "not_enough_evidence": lambda r: "nee" in r.values(),
    "other_not_met": lambda r: any(r[code] == "not" for code in OTHERS),
    "essential_not_met": lambda r: any(r[code] == "not" for code in ESSENTIALS),
    "two_not_met": lambda r: list(r.values()).count("not") >= 2,
}
"""When each rule of the edition fires, written a second time, from its sentence."""


@settings(deadline=None)
@given(st.one_of(complete, mostly_met))
def test_a_rule_is_shown_as_fired_just_when_its_sentence_is_true(ratings):
    suggestion = suggest(THE_2023, ratings)

    assert {r.rule.code: r.fired for r in suggestion.rules} == {code: fires(ratings) for code, fires in FIRES.items()}


@settings(deadline=None)
@given(st.one_of(complete, mostly_met))
def test_what_is_shown_as_deciding_is_what_decided(ratings):
    suggestion = suggest(THE_2023, ratings)

    fired = [r for r in suggestion.rules if r.fired]
    assert {*suggestion.decisive, *suggestion.outdone} == set(fired)
    assert {r.rule.outcome for r in suggestion.decisive} == {suggestion.outcome}
    assert all(STRICTNESS.index(r.rule.outcome) < STRICTNESS.index(suggestion.outcome) for r in suggestion.outdone)
    assert suggestion.sentence == " ".join(r.because for r in suggestion.decisive)


@settings(deadline=None)
@given(st.one_of(complete, mostly_met))
def test_the_criteria_a_rule_names_are_those_it_fired_for(ratings):
    counted = {
        "others_partly_met": {c for c in OTHERS if ratings[c] == "partly"},
        "essential_partly_met": {c for c in ESSENTIALS if ratings[c] == "partly"},
        "not_enough_evidence": {c for c in ratings if ratings[c] == "nee"},
        "other_not_met": {c for c in OTHERS if ratings[c] == "not"},
        "essential_not_met": {c for c in ESSENTIALS if ratings[c] == "not"},
        "two_not_met": {c for c in ratings if ratings[c] == "not"},
    }

    for result in suggest(THE_2023, ratings).rules:
        if result.fired and result.rule.code in counted:
            assert set(result.criteria) == counted[result.rule.code]
            assert listed(result.criteria) in result.because


@settings(deadline=None)
@given(st.one_of(complete, mostly_met), st.sampled_from(list(THE_2023.criteria)), st.sampled_from(["partly", "not"]))
def test_a_worse_judgement_never_makes_the_outcome_milder(ratings, code, worse):
    scale = ["exceeds", "met", "na", "partly", "not"]
    before = suggest(THE_2023, ratings)

    if ratings[code] != "nee" and scale.index(worse) > scale.index(ratings[code]):
        after = suggest(THE_2023, ratings | {code: worse})
        assert STRICTNESS.index(after.outcome) >= STRICTNESS.index(before.outcome)


@settings(deadline=None)
@given(st.one_of(complete, mostly_met), st.randoms())
def test_no_order_of_judgements_makes_a_difference(ratings, random):
    codes = list(ratings)
    random.shuffle(codes)

    assert suggest(THE_2023, {code: ratings[code] for code in codes}) == suggest(THE_2023, ratings)


@settings(max_examples=25, deadline=None)
@given(st.one_of(complete, mostly_met))
def test_what_one_criterion_alone_would_change_is_what_changing_it_does(ratings):
    present = suggest(THE_2023, ratings).outcome

    shown = turning(THE_2023, ratings)

    for code in THE_2023.criteria:
        then = {r.code: suggest(THE_2023, ratings | {code: r.code}).outcome for r in THE_2023.ratings_for(code)}
        told = {rating.code: turn.outcome for turn in shown[code] for rating in turn.ratings}
        assert told == {rating: outcome for rating, outcome in then.items() if outcome != present}


def test_nothing_turns_while_a_rating_is_missing():
    assert set(map(len, turning(THE_2023, {**ALL_MET, "1.1": None}).values())) == {0}


def test_every_pair_of_changes_to_a_school_that_meets_all_is_covered():
    """One of each group and two of each: small enough to try whole."""
    codes = [*ESSENTIALS[:2], *OTHERS[:3]]

    for ratings in product(["exceeds", "met", "partly", "not", "nee"], repeat=len(codes)):
        changed = ALL_MET | dict(zip(codes, ratings, strict=True))
        assert suggest(THE_2023, changed).outcome == by_the_book(changed)


@pytest.mark.parametrize(
    ("changes", "outcome", "rules"),
    [
        ({}, "approve", ["every_criterion_met"]),
        ({"1.1": "exceeds", "5.1": "na"}, "approve", ["every_criterion_met"]),
        ({"1.1": "partly"}, "approve_with_conditions", ["others_partly_met"]),
        (dict.fromkeys(OTHERS, "partly"), "approve_with_conditions", ["others_partly_met"]),
        ({"5.3": "partly"}, "defer", ["essential_partly_met"]),
        ({"5.3": "partly", "1.1": "partly"}, "defer", ["essential_partly_met"]),
        ({"3.2": "nee"}, "defer", ["not_enough_evidence"]),
        ({"3.2": "nee", "1.1": "partly"}, "defer", ["others_partly_met", "not_enough_evidence"]),
        ({"1.1": "not"}, "defer", ["other_not_met"]),
        ({"1.1": "not", "5.3": "partly"}, "defer", ["essential_partly_met", "other_not_met"]),
        ({"5.3": "not"}, "do_not_approve", ["essential_not_met"]),
        ({"1.1": "not", "1.2": "not"}, "do_not_approve", ["other_not_met", "two_not_met"]),
        (
            {"1.1": "not", "5.3": "not"},
            "do_not_approve",
            ["other_not_met", "essential_not_met", "two_not_met"],
        ),
        ({"3.2": "nee", "5.3": "not"}, "do_not_approve", ["not_enough_evidence", "essential_not_met"]),
    ],
)
def test_the_strictest_rule_that_matches_decides(changes, outcome, rules):
    suggestion = suggest(THE_2023, ALL_MET | changes)

    assert suggestion.outcome == outcome
    assert [r.rule.code for r in suggestion.rules if r.fired] == rules
    assert suggestion.finished


def test_nothing_is_averaged_into_a_pass():
    excellent_but_one = dict.fromkeys(THE_2023.criteria, "exceeds") | {"5.3": "not"}

    assert suggest(THE_2023, excellent_but_one).outcome == "do_not_approve"


def test_every_rule_is_shown_with_what_it_rests_on():
    suggestion = suggest(THE_2023, ALL_MET | {"1.1": "not", "5.3": "partly", "5.4": "partly"})

    shown = {r.rule.code: (r.fired, r.because, r.criteria) for r in suggestion.rules}

    assert list(shown) == [rule.code for rule in THE_2023.outcomes]
    assert shown["every_criterion_met"] == (
        False, "Not rated Met or Exceeds: 1.1, 5.3 and 5.4.", ("1.1", "5.3", "5.4"))  # fmt: skip
    assert shown["essential_partly_met"] == (True, "Essential and partly met: 5.3 and 5.4.", ("5.3", "5.4"))
    assert shown["two_not_met"] == (False, "Fewer than two criteria are rated Not met.", ("1.1",))
    assert suggestion.sentence == "Essential and partly met: 5.3 and 5.4. Not met, and not essential: 1.1."
    assert suggestion.label == "Defer"


def test_ratings_that_are_missing_are_named_and_nothing_is_suggested():
    ratings = {code: rating for code, rating in ALL_MET.items() if code not in {"1.2", "4.4"}} | {"3.1": None}

    suggestion = suggest(THE_2023, ratings)

    assert (suggestion.outcome, suggestion.finished) == (UNFINISHED, False)
    assert suggestion.missing == ("1.2", "3.1", "4.4")
    assert suggestion.sentence.startswith("3 criteria have no rating yet: 1.2, 3.1 and 4.4.")
    assert not any(r.fired for r in suggestion.rules)
    assert suggestion.decisive == ()


def test_nothing_rated_is_unfinished_and_not_approved():
    assert suggest(THE_2023, {}).missing == tuple(THE_2023.criteria)


def test_not_applicable_where_it_cannot_be_chosen_counts_as_missing():
    suggestion = suggest(THE_2023, ALL_MET | {"5.3": "na"})

    assert suggestion.missing == ("5.3",)
    assert suggestion.sentence.startswith("1 criterion has no rating yet: 5.3.")


@pytest.mark.parametrize(
    ("ratings", "words"),
    [({"9.9": "met"}, "no criterion 9.9"), ({"1.1": "splendid"}, "'splendid', which is not on the scale")],
)
def test_what_the_edition_does_not_have_is_refused(ratings, words):
    with pytest.raises(ValueError, match=words):
        suggest(THE_2023, ALL_MET | ratings)


def test_what_if_answers_without_changing_anything():
    ratings = ALL_MET | {"5.3": "not"}

    suggestion = what_if(THE_2023, ratings, {"5.3": "met", "1.1": "partly"})

    assert suggestion.outcome == "approve_with_conditions"
    assert ratings["5.3"] == "not"


def test_an_edition_whose_rules_leave_a_gap_gets_the_cautious_answer(folder, change):
    change("standard.toml", 'rated = ["partly", "not", "nee"], at_most = 0', 'rated = ["met"], at_most = 0')
    standards.add_folder(folder.parent)

    suggestion = suggest(standards.load("2027"), ALL_MET)

    assert suggestion.outcome == "defer"
    assert (
        suggestion.sentence
        == "No rule of edition 2027 covers these ratings, so a person needs to look at them."
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [((), ""), (("1.1",), "1.1"), (("1.1", "1.2"), "1.1 and 1.2"), (("1", "2", "3"), "1, 2 and 3")],
)
def test_codes_are_listed_as_in_a_sentence(codes, words):
    assert listed(codes) == words
