"""Standard reasons: beside each edition, complete, and refused when something is wrong."""

import pytest

from standards import load, reasons
from standards.reading import StandardError

GOOD = '[[reason]]\ncode = "a"\nfor = ["met"]\nlabel = "A"\ntext = "It is so."\n'


@pytest.fixture
def standard():
    return load("2023")


def test_there_is_a_reason_for_each_rating_that_must_be_explained(standard):
    offered = {rating.code for rating, _found in reasons.by_rating(standard, "2.7")}

    assert offered == {"exceeds", "met", "partly", "not", "nee"}


def test_every_reason_leaves_something_to_fill_in_or_says_all(standard):
    for reason in reasons.of(standard):
        assert reason.text.count("[") == reason.text.count("]")
        assert reason.text.endswith(".")
        assert reason.ratings


def test_an_edition_without_a_file_has_none(standard, tmp_path):
    assert reasons.of(standard, tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (GOOD + GOOD, "already used"),
        (GOOD.replace("met", "splendid"), "no rating of this edition"),
        (GOOD.replace("text", "words"), "text"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(standard, tmp_path, text, sentence):
    (tmp_path / "2023.toml").write_text(text)

    with pytest.raises(StandardError, match=sentence) as refused:
        reasons.of(standard, tmp_path)

    assert "2023.toml" in str(refused.value)
