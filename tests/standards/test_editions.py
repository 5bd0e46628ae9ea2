"""Which editions there are, which one applies, and an operator's own beside ours."""

from datetime import date

import pytest

import standards
from standards.loader import StandardError


def test_an_edition_is_read_once():
    assert standards.load("2023") is standards.load("2023")


def test_an_edition_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        StandardError, match=r"There is no edition 1999 of the standard\. Those there are: 2023\."
    ):
        standards.load("1999")


def test_the_first_edition_applies_from_its_first_day():
    assert standards.current(date(2023, 1, 1)).edition == "2023"
    with pytest.raises(StandardError, match="No edition of the standard applies on 2022-12-31"):
        standards.current(date(2022, 12, 31))


def test_an_added_edition_applies_from_its_own_day(folder, change):
    change("standard.toml", "effective_from = 2023-01-01", "effective_from = 2027-09-01")

    standards.add_folder(folder.parent)

    assert [s.edition for s in standards.editions()] == ["2023", "2027"]
    assert standards.current(date(2027, 8, 31)).edition == "2023"
    assert standards.current(date(2027, 9, 1)).edition == "2027"


def test_an_added_edition_of_the_same_day_applies_before_ours(folder):
    standards.add_folder(str(folder.parent))
    standards.add_folder(folder.parent)

    assert standards.current(date(2026, 1, 1)).edition == "2027"
    assert len(standards.editions()) == 2


def test_a_folder_that_is_taken_away_is_forgotten(folder):
    standards.add_folder(folder.parent)

    standards.remove_folder(folder.parent)

    assert [s.edition for s in standards.editions()] == ["2023"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StandardError, match="there is no such folder"):
        standards.add_folder(tmp_path / "none")


def test_a_folder_with_a_broken_edition_is_refused_and_not_kept(folder, change):
    change("standard.toml", "criteria = 26", "criteria = 27")

    with pytest.raises(StandardError, match="'criteria' is 27"):
        standards.add_folder(folder.parent)

    assert [s.edition for s in standards.editions()] == ["2023"]


def test_an_edition_with_a_name_that_is_taken_is_refused(folder):
    folder.rename(folder.parent / "2023")

    with pytest.raises(StandardError, match="edition 2023 is already in"):
        standards.add_folder(folder.parent)


def test_editions_with_the_same_files_and_another_name_are_not_the_same(folder):
    standards.add_folder(folder.parent)

    ours, theirs = standards.editions()

    assert ours != theirs
    assert ours.digest == theirs.digest
    assert ours != "2023"
