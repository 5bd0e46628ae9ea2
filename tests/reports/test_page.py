"""The report as a page of HTML: what it says, and that wording is shown as typed."""

import re
from dataclasses import replace

from registration.reports.content import Paragraph
from registration.reports.page import broken, day, direction, html_of, moment, soft
from tests.reports import sample

HOSTILE = '<link rel=attachment href="file:///etc/passwd"><img src=http://127.0.0.1:9/x>{{ 7*7 }} <b>bold</b>'


def test_the_same_content_gives_the_same_page():
    assert html_of(sample.content()) == html_of(sample.content())


def test_every_criterion_has_its_finding():
    page = html_of(sample.content())

    assert len(re.findall(r'<section class="finding" id="criterion-', page)) == 26


def test_the_numbers_of_the_summary_agree_with_the_findings():
    content = sample.content()

    page = html_of(content)

    total = re.search(r'<th scope="row">All areas</th>(.*?)</tr>', page, re.S)[1]
    assert [int(n) for n in re.findall(r">(\d+)<", total)] == [3, 19, 3, 1, 26]
    assert len(re.findall(r'class="mark tone-gap">1 Not met</span>\s*</p>', page)) == 1


def test_a_step_without_a_number_is_a_column_only_when_it_is_used():
    areas = list(sample.areas())
    first = replace(areas[0].findings[0], judgement=sample.STEP["nee"])
    areas[0] = replace(areas[0], findings=(first, *areas[0].findings[1:]))

    plain, unclear = sample.content(), sample.content(areas=tuple(areas))

    assert [step.code for step in plain.used_scale] == ["exceeds", "met", "partly", "not"]
    assert [step.code for step in unclear.used_scale] == ["exceeds", "met", "partly", "not", "nee"]


def test_a_draft_says_so_and_a_final_report_does_not():
    draft, final = html_of(sample.content()), html_of(sample.content(draft=False, version=3))

    assert "Draft 2, not final" in draft
    assert "not final" not in final
    assert "Final, version 3" in final


def test_a_comment_leads_to_the_evidence_it_points_to_and_the_register_back():
    page = html_of(sample.content(register=(replace(sample.register()[0], named_on=("375",)),)))

    assert '<a href="#evidence-1">[1]</a> <span dir="ltr">Safeguarding policy</span>, version 2, page 3' in page
    assert "Comment on paragraph 375" in page


def test_markup_in_any_text_is_shown_as_typed():
    page = html_of(
        sample.content(school=HOSTILE, narrative=(Paragraph("1", HOSTILE),), next_steps=(HOSTILE,))
    )

    assert page.count("<link") == page.count("<img") == page.count("<b>") == 0
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "{{ 7*7 }}" in page


def test_a_report_with_nothing_in_it_is_still_whole():
    empty = sample.empty()

    page = html_of(empty)

    assert "Conditions are set with the outcome." in page
    assert "No evidence is registered." in page


def test_long_words_get_places_to_break_and_lose_no_letter():
    address = "https://example.org/" + "abcdefghij" * 30

    softened = soft(f"see {address} now")

    assert softened.replace("\u200b", "") == f"see {address} now"
    assert max(map(len, re.split(r"[\u200b ]", softened))) <= 16


def test_no_break_falls_inside_a_composed_letter():
    assert "\u200b\u0301" not in broken("e\u0301" * 60)
    assert "\u200b\u200d" not in broken("👩\u200d🏫" * 60)


def test_scripts_without_blanks_are_left_alone():
    text = "在线学习指南" * 20

    assert soft(text) == text


def test_control_characters_become_a_visible_mark():
    assert soft("a\x00b\x1bc\ud800") == "a\ufffdb\ufffdc\ufffd"


def test_text_runs_in_the_direction_of_its_first_letter():
    assert direction("12 مدرسة") == "rtl"
    assert direction("12 schools مدرسة") == "ltr"
    assert direction("") == "ltr"


def test_days_and_moments_are_written_in_full():
    assert day(sample.date(2027, 3, 2)) == "2 March 2027"
    assert day(None) == ""
    assert moment(sample.datetime(2027, 3, 2, 9, 5, tzinfo=sample.UTC)) == "2 March 2027, 09:05 UTC"
