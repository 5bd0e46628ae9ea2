"""The advice beside an edition: read with care, each mistake named, and no part of what was published."""

import pytest

import standards
from standards.advice import CONDITIONS, FOLDER, PLAIN, advice
from standards.publishing import HOME
from standards.reading import StandardError

PACE = "[pace]\nwords_a_minute = 238\nseconds_a_page = 60\nseconds_a_recording = 300\n"
RULE = '[[rule]]\ncode = "{code}"\nwhen = "{when}"\nsays = "{says}"\nwhy = "So that it is read."\n'


@pytest.fixture
def edition():
    return standards.load("2023")


@pytest.fixture
def written(edition, tmp_path):
    """What is read from a file of these rules."""

    def read(*rules, pace=PACE):
        (tmp_path / "2023.toml").write_text(pace + "\n".join(rules), encoding="utf-8")
        return advice(edition, tmp_path)

    return read


def rule(code="a", when="expired", says="“{document}” has expired.", more=""):
    return (RULE.replace("{code}", code, 1).replace("{when}", when, 1).replace("{says}", says, 1)) + more + "\n"


def problems(written, *rules, **given):
    with pytest.raises(StandardError) as error:
        written(*rules, **given)
    return error.value.problems


def test_the_published_edition_has_advice_and_keeps_its_digest(edition):
    found = advice(edition)

    assert len(found.rules) >= 20
    assert len({r.code for r in found.rules}) == len(found.rules)
    assert FOLDER == HOME / "advice"
    assert not list(HOME.glob("2023/*advice*"))


def test_an_edition_without_a_file_has_no_advice(edition, tmp_path):
    assert advice(edition, tmp_path) == PLAIN


def test_a_rule_is_read_with_its_words(written):
    [one] = written(rule(when="period_older", more="months = 24")).rules

    assert (one.number("months"), one.hard, one.word("field"), one.words("apart")) == (24, False, "", ())


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (rule(when="expires_soon"), "'when' is 'expires_soon'. Write one of: rating_missing"),
        (rule(says="{title} has expired."), "'says' has {title}, which expired does not tell. It tells: document"),
        (rule(more="months = 24"), "'months' is not a key that belongs here."),
        (rule(when="period_older"), "'months' is missing. Add it as a whole number."),
        (rule(when="period_older", more='months = "two"'), "'months' is 'two'. Write a whole number, 0 or more."),
        (rule(when="rating_missing", says="{code}", more='among = "some"'), "'among' is 'some'. Write one of: all"),
        (rule(when="rating_missing", says="{code}", more='not_for = ["9.9"]'), "'not_for' names '9.9', which is no"),
        (rule(more='together = "These"'), "'together' is for what is found in criteria"),
        (rule() + rule(), "'code' a is already used."),
        (
            rule(when="claimed_on_little", says="{code}", more='rating = "super"\ncitations = 2'),
            "'rating' names 'super', which is not on the scale.",
        ),
    ],
)
def test_each_mistake_is_named_with_file_and_key(written, made, said):
    [problem] = problems(written, made)

    assert "2023.toml, rule a: " in problem
    assert said in problem


def test_a_pace_of_no_words_is_refused(written):
    [problem] = problems(written, rule(), pace=PACE.replace("238", "0"))

    assert "'words_a_minute' is 0." in problem


def test_every_condition_says_what_it_takes_and_tells():
    for name, condition in CONDITIONS.items():
        assert name.replace("_", "").isalpha()
        assert all(kind in (int, str, tuple) for kind in condition.takes.values())
