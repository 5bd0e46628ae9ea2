"""Help: a page beside each task, the glossary, and what is said about privacy and access."""

import re

import pytest
from flask import Flask

from registration.help.topics import BODY, SCHOOL, as_set_here, topic_of, topics, words, words_with
from registration.workflow import clocks

LONGEST_SENTENCE = 30  # words: longer ones are read twice
AVERAGE_SENTENCE = 16
JARGON = ("utilise", "leverage", "stakeholder", "going forward", "in order to", "prior to", "facilitate", "commence",
          "please note", "aforementioned", "holistic", "robust", "deliverable")  # fmt: skip
WITHOUT_A_TASK = {"drafts", "errors", "help", "jobs", "static"}
PUBLIC = ["help.contents", "help.glossary", "help.accessibility", "help.privacy", "help.artificial_intelligence"]


def said(topic) -> str:
    return " ".join([topic.lead, *(text for section in topic.sections for text in section.text)])


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


@pytest.mark.parametrize("endpoint", PUBLIC)
def test_help_opens_without_an_account(browser, endpoint):
    page = browser.open(endpoint)

    assert page.status == 200


@pytest.mark.parametrize("slug", topics())
def test_every_topic_has_a_page_with_all_it_says(browser, slug):
    topic = as_set_here(topics()[slug])

    page = browser.open("help.topic", slug=slug)

    assert page.heading == topic.title
    assert all(text in page.text for section in topic.sections for text in section.text)
    assert not set("{}") & set(page.text)


def test_help_gives_the_days_of_this_installation(browser, monkeypatch):
    monkeypatch.setitem(clocks.DAYS, "appeal_window", 33)

    page = browser.open("help.topic", slug="outcome")

    assert "The principal can appeal within 33 working days." in page.text


def test_a_topic_that_is_not_there_is_not_found(browser):
    page = browser.open("help.topic", slug="nothing-of-the-kind")

    assert page.status == 404


@pytest.mark.parametrize("table", [SCHOOL, BODY], ids=["school", "body"])
def test_the_tables_name_pages_and_topics_that_exist(app: Flask, table):
    pages = set(app.view_functions) | set(app.blueprints)

    assert set(table) <= pages
    assert set(table.values()) <= set(topics())


def test_every_feature_has_help(app: Flask, cast):
    features = set(app.blueprints) - WITHOUT_A_TASK

    for feature in features:
        assert topic_of(f"{feature}.any", cast.amina) or topic_of(f"{feature}.any", cast.carys), feature


def test_no_topic_is_reached_by_no_page(app: Flask):
    reached = set(SCHOOL.values()) | set(BODY.values())

    assert set(topics()) == reached


def test_a_page_leads_to_its_own_help(browser, cast, application):
    browser.sign_in(cast.amina)

    page = browser.open("evidence.coverage", reference=application.reference)

    assert page.links()["Help"] == "/help/citing"


def test_the_same_page_leads_either_side_to_its_own_help(app: Flask, cast):
    ours, theirs = topic_of("visits.agenda", cast.amina), topic_of("visits.agenda", cast.leah)

    assert ours.for_school
    assert not theirs.for_school


@pytest.mark.parametrize("slug", topics())
def test_help_is_written_in_plain_words(slug):
    text = said(topics()[slug])
    lengths = [len(sentence.split()) for sentence in sentences(text)]

    assert max(lengths) <= LONGEST_SENTENCE
    assert sum(lengths) / len(lengths) <= AVERAGE_SENTENCE
    assert not [word for word in JARGON if word in text.lower()]


def test_the_glossary_explains_each_word_once():
    terms = [word.uk for word in words()]

    assert len(terms) == len(set(terms)) >= 60
    assert len({word.anchor for word in words()}) == len(terms)
    assert all(word.meaning.endswith(".") for word in words())


@pytest.mark.parametrize("text", ["Proctor", "invigilator", "watches over"])
def test_a_word_is_found_by_either_english_and_by_its_meaning(browser, text):
    page = browser.open("help.glossary", text=text)

    assert "Invigilator" in page.text
    assert "Timetable" not in page.text


@pytest.mark.parametrize("text", ["%", "(", "<script>", "🙂" * 200, "\u202e", ""])
def test_odd_searches_find_little_and_raise_nothing(browser, text):
    page = browser.open("help.glossary", text=text)

    assert page.status == 200


def test_a_search_without_a_result_says_so(browser):
    page = browser.open("help.glossary", text="zebra")

    assert "0 words with “zebra”" in page.text
    assert words_with("zebra") == ()
