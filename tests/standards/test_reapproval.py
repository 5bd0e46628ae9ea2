"""The terms of a reapproval: beside an edition, and refused when something is wrong."""

import pytest

from standards import load, reapproval
from standards.reading import StandardError

GOOD = 'opens = 100\nalways = ["1.1"]\nstands = 2\n'


@pytest.fixture
def standard():
    return load("2023")


def test_essential_criteria_are_always_judged_anew(standard, tmp_path):
    (tmp_path / "2023.toml").write_text(GOOD)

    found = reapproval.terms(standard, tmp_path)

    assert (found.opens, found.stands) == (100, 2)
    assert found.always == standard.essentials | {"1.1"}


def test_an_edition_without_a_file_has_the_usual_terms(standard, tmp_path):
    assert reapproval.terms(standard, tmp_path).always == standard.essentials


@pytest.mark.parametrize("edition", ["2023"])
def test_the_terms_of_our_editions_can_be_read(edition):
    assert reapproval.terms(load(edition)).opens > 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(GOOD.replace("1.1", "9.9"), "no criterion of this edition"), (GOOD.replace("opens", "open"), "opens")],
)
def test_what_is_wrong_is_said_with_its_file(standard, tmp_path, text, sentence):
    (tmp_path / "2023.toml").write_text(text)

    with pytest.raises(StandardError, match=sentence) as refused:
        reapproval.terms(standard, tmp_path)

    assert "2023.toml" in str(refused.value)
