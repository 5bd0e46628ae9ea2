"""An edition with something wrong is not loaded, and each problem is named by file and key."""

from pathlib import Path

import pytest

from standards import loader
from standards.loader import StandardError

MISSION, STANDARD, CARRY = "1-mission.toml", "standard.toml", "carry-over.toml"

WRONG = {
    "a missing key": (
        MISSION, 'title = "Learner-centred school culture"\n', "",
        "2027/1-mission.toml, criterion 1.2: 'title' is missing. Add it as text in quotes."),
    "a blank text": (
        MISSION, 'title = "Learner-centred school culture"', 'title = "  "',
        "2027/1-mission.toml, criterion 1.2: 'title' is blank. Write its text, or take the key away."),
    "a text that is a number": (
        MISSION, 'title = "Learner-centred school culture"', "title = 12",
        "2027/1-mission.toml, criterion 1.2: 'title' is 12. Write text in quotes."),
    "guidance that is missing": (
        MISSION, "\n[criterion.guidance]", "\n[criterion.advice]",
        "2027/1-mission.toml, criterion 1.1: 'guidance' is missing. Add it as a table, [guidance]."),
    "guidance without a part": (
        MISSION, "prompts = [", "questions = [",
        "2027/1-mission.toml, criterion 1.1, guidance: 'prompts' is missing. Add it as a list of texts."),
    "a list that is a text": (
        MISSION, 'meet = [\n  "Principal",\n  "A governor or owner",\n  "Small group of students",\n]', 'meet = "All"',
        "2027/1-mission.toml, criterion 1.1, guidance: 'meet' is 'All'. Write a list of at least one text in quotes."),
    "a list with a blank line": (
        MISSION, '"A governor or owner"', '" "',
        "2027/1-mission.toml, criterion 1.1, guidance: 'meet' has a blank line. "
        "Write its text, or take the line away."),
    "a criterion of another area": (
        MISSION, 'code = "1.2"', 'code = "7.2"',
        "2027/1-mission.toml, criterion 7.2: 'code' 7.2 does not begin with the number of its area. "
        "Write it as 1.1 and so on."),
    "a code used twice": (
        MISSION, 'code = "1.2"', 'code = "1.1"',
        "2027/1-mission.toml: criterion 1.1 is already in 2027/1-mission.toml. Use each code once."),
    "an area number used twice": (
        "2-management-and-leadership.toml", "number = 2", "number = 1",
        "2027/2-management-and-leadership.toml: 'number' 1 is already the number of another area. "
        "Number each area once."),
    "a code that is a list": (
        STANDARD, 'code = "exceeds"', "code = []",
        "2027/standard.toml, rating number 1: 'code' is []. Write text in quotes."),
    "an unknown key": (
        MISSION, 'heading = "', 'headline = "x"\nheading = "',
        "2027/1-mission.toml: 'headline' is not a key that belongs here. "
        "Known keys are: criterion, heading, number, title."),
    "an unknown key of the standard": (
        STANDARD, "bar = 3", "bar = 3\ncolour = 1",
        "2027/standard.toml: 'colour' is not a key that belongs here. Known keys are: "
        "areas, bar, criteria, effective_from, essentials, notes, outcome, rating, source, title."),
    "an area file that is missing": (
        STANDARD, '"1-mission.toml",', '"1-mision.toml",',
        "2027/1-mision.toml: this file is missing. Add it to the folder."),
    "an area file that is not named": (
        STANDARD, '"1-mission.toml",', "",
        "2027/standard.toml: 'areas' does not name 1-mission.toml, which is in the folder. "
        "Add it, or take the file away."),
    "a count that is wrong": (
        STANDARD, "criteria = 26", "criteria = 25",
        "2027/standard.toml: 'criteria' is 25, and the areas hold 26. Correct the number or the areas."),
    "a count that is true": (
        STANDARD, "criteria = 26", "criteria = true",
        "2027/standard.toml: 'criteria' is True. Write a whole number, 0 or more."),
    "a date in quotes": (
        STANDARD, "effective_from = 2023-01-01", 'effective_from = "2023-01-01"',
        "2027/standard.toml: 'effective_from' is '2023-01-01'. "
        "Write a date such as 2027-09-01, without quotes or time."),
    "a date with a time": (
        STANDARD, "effective_from = 2023-01-01", "effective_from = 2023-01-01T10:00:00",
        "2027/standard.toml: 'effective_from' is datetime.datetime(2023, 1, 1, 10, 0). "
        "Write a date such as 2027-09-01, without quotes or time."),
    "an unknown essential": (
        STANDARD, '"2.7", "4.1"', '"2.9", "4.1"',
        "2027/standard.toml: 'essentials' names 2.9, which is not a criterion of this edition. Use one of its codes."),
    "a note that is missing": (
        STANDARD, "numbering = ", "numbers = ",
        "2027/standard.toml, notes: 'numbering' is missing. Add it as text in quotes."),
    "a flag that is a text": (
        STANDARD, "meets = true", 'meets = "yes"',
        "2027/standard.toml, rating exceeds: 'meets' is 'yes'. Write true or false."),
    "a tone nobody knows": (
        STANDARD, 'tone = "strong"', 'tone = "loud"',
        "2027/standard.toml, rating exceeds: 'tone' is 'loud'. "
        "Write one of: gap, good, neutral, partial, strong, unknown."),
    "a rating used twice": (
        STANDARD, 'code = "met"', 'code = "exceeds"',
        "2027/standard.toml, rating exceeds: 'code' exceeds is already used. Give each rating its own."),
    "a value used twice": (
        STANDARD, "value = 4", "value = 3",
        "2027/standard.toml, rating met: 'value' 3 is already used. Give each step of the scale its own."),
    "a value that is below zero": (
        STANDARD, "value = 4", "value = -4",
        "2027/standard.toml, rating exceeds: 'value' is -4. Write a whole number, 0 or more."),
    "a bar the scale contradicts": (
        STANDARD, "bar = 3", "bar = 2",
        "2027/standard.toml: 'meets' of rating partly does not agree with the bar, 2."),
    "an unknown rating in a rule": (
        STANDARD, '["partly", "not", "nee"]', '["partly", "nought", "nee"]',
        "2027/standard.toml, outcome approve, rule every_criterion_met, when number 1: "
        "'rated' names 'nought', which is not on the scale. Use the code of a rating."),
    "a rule about nobody": (
        STANDARD, 'among = "all"', 'among = "some"',
        "2027/standard.toml, outcome approve, rule every_criterion_met, when number 1: "
        "'among' is 'some'. Write one of: all, essentials, others."),
    "a rule without a number": (
        STANDARD, "at_most = 0, ", "",
        "2027/standard.toml, outcome approve, rule every_criterion_met, when number 1: "
        "'at_least' or 'at_most' is missing. Say how many criteria."),
    "a rule used twice": (
        STANDARD, 'code = "two_not_met"', 'code = "essential_not_met"',
        "2027/standard.toml, outcome do_not_approve, rule essential_not_met: "
        "'code' essential_not_met is already used. Give each rule its own."),
    "an outcome nobody knows": (
        STANDARD, 'code = "defer"', 'code = "wait"',
        "2027/standard.toml: 'outcome' must have these codes, in this order: "
        "approve, approve_with_conditions, defer, do_not_approve."),
    "TOML that is not": (
        MISSION, "number = 1", "number = = 1",
        "2027/1-mission.toml: the file is not valid TOML: Invalid value (at line 4, column 10). Put that line right."),
    "carrying over from nowhere": (
        CARRY, "# Which", '[continues]\n"1.1" = "1.1"\n# Which',
        "2027/carry-over.toml: 'follows' is missing. Name the edition these criteria continue from."),
    "carrying over from an unknown edition": (
        CARRY, "# Which", 'follows = "1999"\n# Which',
        "2027/carry-over.toml: 'follows' names edition 1999, and there is none here. Name an edition that exists."),
    "carrying over to an unknown criterion": (
        CARRY, "# Which", 'follows = "2023"\n[continues]\n"1.9" = "1.1"\n# Which',
        "2027/carry-over.toml: 'continues' names 1.9, which is not a criterion of this edition. Use one of its codes."),
    "carrying over an unknown criterion": (
        CARRY, "# Which", 'follows = "2023"\n[continues]\n"1.1" = "1.9"\n# Which',
        "2027/carry-over.toml: 'continues' says 1.1 was 1.9, which edition 2023 does not have."),
    "an unknown key in the carry-over": (
        CARRY, "# Which", 'after = "2023"\n# Which',
        "2027/carry-over.toml: 'after' is not a key that belongs here. Known keys are: continues, follows."),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_by_file_and_key(folder, change, case):
    name, old, new, expected = WRONG[case]
    change(name, old, new)

    problems = loader.check(folder)

    assert expected in problems
    with pytest.raises(StandardError) as refused:
        loader.load(folder)
    assert expected in str(refused.value)


def test_a_good_copy_has_no_problems(folder):
    assert loader.check(folder) == []
    assert loader.load(folder).edition == "2027"


def test_a_folder_can_be_named_from_where_one_stands(folder, monkeypatch):
    monkeypatch.chdir(folder)

    assert loader.load(Path()).edition == "2027"


def test_everything_wrong_is_told_at_once(folder, change):
    change(STANDARD, "criteria = 26", "criteria = 3")
    change(MISSION, 'title = "Learner-centred school culture"\n', "")
    change("4-online-provision.toml", "number = 4", "number = four")

    assert len(loader.check(folder)) >= 3


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert loader.check(tmp_path / "none") == [
        f"{tmp_path / 'none'}: there is no such folder. Name a folder that holds a standard.toml."
    ]


def test_an_empty_folder_lacks_its_standard(tmp_path):
    assert loader.check(tmp_path) == [
        f"{tmp_path.name}/standard.toml: this file is missing. Add it to the folder."
    ]


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / MISSION).write_bytes(b"number = 1 # \xff")

    assert "2027/1-mission.toml: the file is not UTF-8 text (at byte 13). Save it as UTF-8." in loader.check(
        folder
    )


def test_a_gap_in_the_outcome_rules_is_found(folder, change):
    change(
        STANDARD,
        '{ among = "all", rated = ["nee"], at_least = 1',
        '{ among = "others", rated = ["nee"], at_least = 1',
    )

    problems = loader.check(folder)

    assert len(problems) == 1
    assert "no outcome rule matches when" in problems[0]
    assert "of the essentials are Not enough evidence" in problems[0]


def test_another_fifth_rating_needs_no_python(folder, change):
    change(
        STANDARD,
        '[[rating]]\ncode = "exceeds"\nvalue = 4',
        """[[rating]]
code = "outstanding"
value = 5
label = "Outstanding"
description = "Others learn from it already."
meets = true
needs_action = false
blocks = false
for_school = true
tone = "strong"

[[rating]]
code = "exceeds"
value = 4""",
    )

    assert loader.check(folder) == []
    assert loader.load(folder).ratings[0].name == "5 Outstanding"


def test_a_digest_notices_one_changed_letter_and_a_renamed_file(folder, change):
    before = loader.digest(folder)

    change(MISSION, "values", "valuez")
    after = loader.digest(folder)
    (folder / MISSION).rename(folder / "1-purpose.toml")

    assert len({before, after, loader.digest(folder)}) == 3


def test_a_digest_does_not_mind_how_lines_end(folder):
    before = loader.digest(folder)

    for file in folder.glob("*.toml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert loader.digest(folder) == before


def test_a_published_edition_that_changed_is_refused(folder, change):
    (folder.parent / "published.toml").write_text(f'2027 = "{loader.digest(folder)}"')
    assert loader.check(folder) == []

    change(MISSION, "values", "valuez")

    assert "this edition is published and its files have changed since" in loader.check(folder)[0]
    with pytest.raises(StandardError, match="make the change in a new edition"):
        loader.load(folder)


def test_a_list_of_published_editions_that_is_broken_is_named(folder):
    (folder.parent / "published.toml").write_text("2027 = 3")

    assert loader.check(folder) == ["home/published.toml: '2027' is 3. Write text in quotes."]


def test_a_criterion_continues_as_another(folder, change):
    change(CARRY, "# Which", 'follows = "2023"\n[continues]\n"2.2" = "2.1"\n# Which')

    standard = loader.load(folder)

    assert (standard.follows, dict(standard.continues)) == ("2023", {"2.2": "2.1"})
