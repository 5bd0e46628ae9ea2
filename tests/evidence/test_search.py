"""Evidence is found by what it says, on both databases alike, by those who may open it."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from registration.database import db, now
from registration.evidence import search_queries, text_service
from registration.evidence.models import Citation, PageText
from registration.evidence.search_index import from_a_rare_letter
from registration.evidence.search_terms import sought
from registration.workflow.states import State
from tests import factories
from tests.evidence.speaking import TYPES
from tests.queries import count_queries

HARMLESS = "Children learn where the fire drill meets."


def spoken(application, by, *texts, title="Safeguarding policy", kind="pdf"):
    """An item whose pages say these texts."""
    version = factories.evidence(application, by, title, media_type=TYPES[kind], pages=len(texts))
    text_service.keep_text(version, text_service.prepared(texts, application.standard_edition))
    db.session.commit()
    return version


def found(person, application, typed, number=1):
    return search_queries.find(person, application, sought(typed), number)


def hits(person, application, typed, number=1):
    """Title and page of each hit, in their order."""
    return [(hit.title, hit.page) for hit in found(person, application, typed, number).page.items]


def shown(hit):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in hit.snippet)


@pytest.fixture
def library(application, cast):
    """Two items: three pages and one."""
    spoken(
        application, cast.amina,
        "Our staff keep children safe.\nThe designated safeguarding lead is named.",
        "A fire drill is held each term. The fire alarm is tested.",
        "The drill came before the fire.",
    )  # fmt: skip
    spoken(application, cast.amina, "Élèves: naïve café policy", title="French handbook")
    return application


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("children", [("Safeguarding policy", 1)]),
        ("CHILDREN", [("Safeguarding policy", 1)]),
        ("fire drill", [("Safeguarding policy", 2), ("Safeguarding policy", 3)]),
        ('"fire drill"', [("Safeguarding policy", 2)]),
        ("“fire drill”", [("Safeguarding policy", 2)]),
        ('"fire drill', [("Safeguarding policy", 2)]),
        ("safeguard*", [("Safeguarding policy", 1)]),
        ('"designated safeg*"', [("Safeguarding policy", 1)]),
        ("naive cafe eleves", [("French handbook", 1)]),
        ("elephant", []),
        ("children elephant", []),
    ],
)
def test_words_phrases_and_beginnings_are_found(library, cast, typed, expected):
    assert hits(cast.amina, library, typed) == expected


def test_a_beginning_without_a_star_is_tried_when_nothing_has_the_word(library, cast):
    result = found(cast.amina, library, "safeguard")

    assert result.loosened
    assert [hit.page for hit in result.page.items] == [1]


def test_a_phrase_is_looked_for_as_it_was_typed_and_not_again(library, cast):
    with count_queries() as for_a_word:
        found(cast.amina, library, "elephant")
    with count_queries() as for_a_phrase:
        result = found(cast.amina, library, '"designated safeg"')

    assert (result.page.total, result.loosened) == (0, False)
    assert len(for_a_phrase) < len(for_a_word)


@pytest.mark.parametrize(
    ("says", "typed"),
    [
        ("سياسة حماية الطفل في المدرسة", "مدرسة"),
        ("سِياسَةُ حِمايةِ الطِّفل", "حماية الطفل"),
        ("学校的网络安全政策由校长批准", "安全政策"),
        ("学校的网络安全政策由校长批准", "校长"),
        ("นโยบายความปลอดภัยของโรงเรียน", "ความปลอดภัย"),
        ("学校の安全ポリシー", "ポリシー"),
        ("Политика защиты детей", "защиты"),
        ("बाल संरक्षण नीति", "संरक्षण"),
    ],
)
def test_every_script_is_found(application, cast, says, typed):
    spoken(application, cast.amina, HARMLESS, says)

    result = found(cast.amina, application, typed)

    assert [hit.page for hit in result.page.items] == [2]
    assert "[" in shown(result.page.items[0])


@pytest.mark.parametrize("phrase", ["school of the policy", "zebra aaa", "qa", "élan vital", "消防演习"])
def test_a_phrase_is_sieved_by_the_longer_part_of_it(phrase):
    needle = sought(f'"{phrase}"').terms[0].needle

    part = from_a_rare_letter(needle)

    assert needle.endswith(part)
    assert len(part) >= len(needle) // 2 - 1


def test_letters_in_another_order_are_not_found(application, cast):
    spoken(application, cast.amina, "学校的网络安全政策")

    assert hits(cast.amina, application, "全安") == []


def test_a_snippet_marks_the_words_and_nothing_else(library, cast):
    first = found(cast.amina, library, '"fire drill"').page.items[0]

    assert shown(first) == "A [fire] [drill] is held each term. The fire alarm is tested."


def test_a_snippet_of_a_long_page_is_taken_from_where_the_words_are(application, cast):
    spoken(application, cast.amina, f"{'before ' * 200}the needle lies here {'after ' * 200}")

    text = shown(found(cast.amina, application, "needle").page.items[0])

    assert text.startswith("… before")
    assert "the [needle] lies here after" in text
    assert text.endswith("after …")
    assert len(text.split()) < 50


def test_pages_that_speak_more_of_it_come_first(application, cast):
    spoken(application, cast.amina, f"drill {'other words ' * 60}", "drill, drill and drill again", "a short drill")

    assert hits(cast.amina, application, "drill") == [
        ("Safeguarding policy", 2), ("Safeguarding policy", 3), ("Safeguarding policy", 1),
    ]  # fmt: skip


def test_many_hits_come_in_pages_and_a_number_past_the_end_gives_the_last(application, cast):
    spoken(application, cast.amina, *["fire"] * 23)

    assert [len(hits(cast.amina, application, "fire", number)) for number in (1, 2, 3, 4, 99999)] == [10, 10, 3, 3, 3]
    assert found(cast.amina, application, "fire", 3).page.total == 23


def test_titles_are_found_too(application, cast):
    factories.evidence(application, cast.amina, "Photograph of the fire exit", media_type="image/png", pages=None)
    db.session.commit()

    result = found(cast.amina, application, "fire exit")

    assert [item.title for item in result.titles] == ["Photograph of the fire exit"]


def test_text_read_again_takes_the_place_of_the_first(application, cast):
    version = spoken(application, cast.amina, "an apple", "a pear")

    text_service.keep_text(version, text_service.prepared(["a plum"], "2023"))
    db.session.commit()

    assert [hits(cast.amina, application, fruit) for fruit in ("apple", "pear", "plum")] == [
        [], [], [("Safeguarding policy", 1)],
    ]  # fmt: skip


def test_pages_that_are_gone_are_not_found_under_the_number_of_new_ones(application, cast):
    old = spoken(application, cast.amina, "apple")
    text_service.keep_text(old, text_service.prepared(["pear"], "2023"))
    db.session.query(PageText).delete()
    db.session.commit()

    spoken(application, cast.amina, "plum")

    assert hits(cast.amina, application, "apple") == hits(cast.amina, application, "pear") == []
    assert hits(cast.amina, application, "plum") == [("Safeguarding policy", 1)]


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", '"', '""', 'a "b', "NOT", "a NOT b", "NOT NOT", "AND", "a OR", "NEAR(a b)", "(", ")", "a AND (b", "%",
        "_", "*", "**", "a*", "^a", "a:b", "words:a", "-a", "+a", "{a}", "[a]", "it's", "';--", "\\", "a\\",
        "a & b", "a | b", "!a", "a <-> b", ":*", "a:*", "\0", "a\0b", "ﷺ", "١٢٣", "page_index", "' OR 1=1 --", "·",
        "1·a", "\n\t\r", "\u202eabc", "\ud83d", "😀", "😀" * 20_000, "x" * 10_000, "a " * 10_000, '"' * 10_000,
        "* " * 10_000,
    ],
)  # fmt: skip
def test_whatever_is_typed_is_an_answer(library, cast, typed):
    result = found(cast.amina, library, typed)

    assert result.page.total >= 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.text(max_size=80), st.text("ab \"'*()%_&|!:<->^NOT·\\", max_size=40)), number=st.integers())
def test_no_text_is_a_command(library, cast, typed, number):
    result = found(cast.amina, library, typed, number)

    assert all(piece.text for hit in result.page.items for piece in hit.snippet if piece.marked)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_what_a_page_says_is_found_by_the_same_words(application, cast, text):
    spoken(application, cast.amina, text)
    terms = sought(f'"{text}"').terms

    result = found(cast.amina, application, " ".join(" ".join(term.words) for term in terms))

    assert bool(terms) == bool(result.page.total)


def test_percent_signs_and_underscores_match_nothing_but_themselves(application, cast):
    spoken(application, cast.amina, "axb ayb")

    assert hits(cast.amina, application, "a_b") == hits(cast.amina, application, "a%b") == []


@pytest.fixture
def sent(cast):
    """Under desk review. The submission names one item; another was added later, and one was removed before."""
    application = factories.application(cast)
    factories.answer_everything(application, cast.amina)
    given_away = application.evidence[0].current
    text_service.keep_text(given_away, text_service.prepared(["what the school sent: apple"], "2023"))
    removed = spoken(application, cast.amina, "what was removed: apple", title="Old policy")
    removed.evidence.removed_at = now()
    factories.submit(application, cast.amina)
    application.submitted_at, application.state = now(), State.DESK_REVIEW
    later = spoken(application, cast.amina, "what was not sent yet: apple", title="Later policy")
    db.session.commit()
    return SimpleNamespace(
        application=application, given=given_away.public_id, removed=removed.public_id, later=later.public_id
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("amina", {"given", "later"}), ("basil", {"given", "later"}), ("rafael", {"given"}), ("leah", {"given"}),
     ("carys", {"given"}), ("dana", {"given"}), ("audrey", {"given"}), ("olga", set()), ("ravi", set()),
     ("connor", set()), ("ada", set()), ("rhea", set())],
)  # fmt: skip
def test_only_what_somebody_may_open_is_found(sent, cast, name, expected):
    result = found(getattr(cast, name), sent.application, "apple")

    assert {hit.version for hit in result.page.items} == {getattr(sent, which) for which in expected}


@pytest.mark.parametrize(
    ("name", "status"), [("amina", 200), ("rafael", 200), ("olga", 404), ("connor", 404), ("ravi", 404)]
)
def test_the_page_opens_to_those_who_may_open_evidence(browser, sent, cast, name, status):
    page = browser.sign_in(getattr(cast, name)).open("evidence.search", reference=sent.application.reference, q="apple")

    assert page.status == status
    assert ("what the school sent" in page.text) == (status == 200)


def test_the_body_finds_nothing_of_a_draft(application, cast):
    spoken(application, cast.amina, "apple")

    assert hits(cast.leah, application, "apple") == hits(cast.carys, application, "apple") == []


def test_the_words_of_another_case_are_not_found(application, cast):
    other = factories.application(cast)
    spoken(other, cast.amina, "apple")

    assert hits(cast.amina, application, "apple") == []
    assert hits(cast.amina, other, "apple") == [("Safeguarding policy", 1)]


def test_the_newest_version_is_found_and_an_older_one_while_it_is_cited(application, cast):
    old = spoken(application, cast.amina, "apple")
    new = newer(old, cast.amina)
    text_service.keep_text(new, text_service.prepared(["apple pie"], "2023"))
    db.session.commit()
    uncited = {hit.number for hit in found(cast.amina, application, "apple").page.items}

    cite(application, old, cast.amina)
    cited = {hit.number for hit in found(cast.amina, application, "apple").page.items}

    assert (uncited, cited) == ({2}, {1, 2})


def newer(version, by):
    made = type(version)(
        evidence=version.evidence, number=2, storage_key="key-of-the-newer", sha256="1" * 64, size=10, pages=1,
        file_name="policy.pdf", media_type=version.media_type, check_state="ready", uploaded_by=by,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def cite(application, version, by, code="2.7"):
    db.session.add(
        Citation(
            application=application, criterion_code=code, evidence_version=version, shows="It.", added_by_id=by.id
        )
    )  # fmt: skip
    db.session.commit()


def test_a_version_that_is_not_ready_is_not_found(application, cast):
    version = spoken(application, cast.amina, "apple")
    version.check_state = "refused"
    db.session.commit()

    assert hits(cast.amina, application, "apple") == []


def test_the_page_shows_hits_with_marked_words_and_leads_to_the_page(browser, library, cast):
    page = browser.sign_in(cast.amina).open("evidence.search", reference=library.reference, q='"fire drill"')

    version = library.evidence[0].current.public_id
    assert page.heading == "Search the evidence"
    assert [("".join(mark.itertext())) for mark in page.all("mark")] == ["fire", "drill"]
    assert page.links()["Safeguarding policy, page 2"] == (
        f"/applications/{library.reference}/evidence/versions/{version}/?page=2#:~:text=fire"
    )


def test_what_a_file_says_is_never_markup(browser, application, cast):
    spoken(application, cast.amina, "<script>alert(1)</script> <b>apple</b>", title="<i>Apple</i>")

    page = browser.sign_in(cast.amina).open("evidence.search", reference=application.reference, q="apple")

    assert "<script>alert(1)" in page.text
    assert page.all("b") == page.all("i") == []
    assert b"<b>" not in page.data


@pytest.mark.parametrize("typed", ["", "(", "😀", "elephant", "x" * 5_000])
def test_the_page_answers_whatever_is_typed(browser, library, cast, typed):
    page = browser.sign_in(cast.amina).open("evidence.search", reference=library.reference, q=typed)

    assert page.status == 200


def test_what_has_no_text_is_named_with_the_reason(browser, application, cast):
    factories.evidence(application, cast.amina, "A photograph", media_type="image/png", pages=None)
    factories.evidence(application, cast.amina, "A scan", has_text=False)
    factories.evidence(application, cast.amina, "A new file")
    db.session.commit()

    page = browser.sign_in(cast.amina).open("evidence.search", reference=application.reference)

    assert [words(line) for line in page.all("li") if "bdi" in {e.tag for e in line.iter()}] == [
        "A new file: its text has not been read, or not yet",
        "A scan: its pages are pictures, without text",
        "A photograph: a picture",
    ]


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_a_word_finds_its_plural_and_the_other_way_round(application, cast):
    spoken(application, cast.amina, "Our policies on complaints", "Our policy on a complaint")

    assert sorted(hits(cast.amina, application, "complaint policy")) == sorted(
        hits(cast.amina, application, "complaints policies")
    )
    assert len(hits(cast.amina, application, "complaint policy")) == 2


def test_of_very_many_pages_those_that_say_it_often_are_listed(application, cast):
    spoken(application, cast.amina, "apple and apple and apple once more", *["apple"] * 120)

    result = found(cast.amina, application, "apple")

    assert (result.page.total, result.everything) == (100, 121)
    assert ("Safeguarding policy", 1) in [
        at for number in range(1, 11) for at in hits(cast.amina, application, "apple", number)
    ]


def test_more_than_five_hundred_pages_are_counted_no_further(browser, application, cast):
    spoken(application, cast.amina, "the policy of the school", *["policy of the school"] * 502, "school of the policy")

    result = found(cast.amina, application, "policy")
    page = browser.sign_in(cast.amina).open("evidence.search", reference=application.reference, q="policy")

    assert (result.page.total, result.everything, result.uncounted) == (100, 501, True)
    assert "More than 500 pages have these words. These are the 100 that speak of them most." in page.text
    assert hits(cast.amina, application, '"school of the policy"') == [("Safeguarding policy", 504)]
    assert hits(cast.amina, application, '"the policy of"') == [("Safeguarding policy", 1)]
    assert found(cast.amina, application, '"policy of the school"').everything == 501


def test_pages_that_may_not_be_found_are_not_counted(application, cast):
    spoken(application, cast.amina, "apple")
    spoken(application, cast.amina, *["apple"] * 600, title="Refused").check_state = "refused"
    db.session.commit()

    result = found(cast.amina, application, "apple")

    assert (hits(cast.amina, application, "apple"), result.everything) == ([("Safeguarding policy", 1)], 1)


def test_of_many_items_without_text_the_first_are_named_and_the_others_counted(browser, application, cast):
    for number in range(27):
        factories.evidence(application, cast.amina, f"Photograph {number}", media_type="image/png", pages=None)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("evidence.search", reference=application.reference)

    assert page.text.count(": a picture") == 25
    assert "and 2 more" in page.text


@pytest.mark.parametrize("name", ["amina", "rafael"])
def test_a_search_asks_the_same_number_of_questions_whatever_it_finds(browser, sent, cast, name):
    browser.sign_in(getattr(cast, name))
    where = {"reference": sent.application.reference, "q": "apple"}
    browser.open("evidence.search", **where)
    with count_queries() as few:
        browser.open("evidence.search", **where)
    given_away = sent.application.evidence[0].current
    text_service.keep_text(given_away, text_service.prepared(["apple"] * 3, "2023"))
    db.session.commit()

    with count_queries() as many:
        page = browser.open("evidence.search", **where)

    assert page.text.count("apple") >= 3
    assert len(many) == len(few)
