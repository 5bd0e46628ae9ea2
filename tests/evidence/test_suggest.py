"""Criteria are suggested from what a text says, with the words and pages that say so; nothing is cited by itself."""

import pytest

import standards
from registration.database import db
from registration.evidence import suggest_queries, text_service
from registration.evidence.models import Citation
from registration.evidence.suggest import hints
from registration.evidence.text import folded
from standards.keywords import derived, keywords
from standards.reading import StandardError
from tests import factories

COMPLAINTS = (
    "Complaints procedure. Any parent may make a complaint.",
    "Stage one: the complainant writes to the head. Stage two: a panel. A written response follows. "
    "Complaints are logged.",
)
TEXTS = {
    "1.1": "Our mission statement and core values. We believe in children. Our vision and ethos.",
    "1.4": "Behaviour policy. Bullying and cyberbullying are met with sanctions. Rewards for respect.",
    "2.4": "The budget and the cash flow forecast. Audited accounts. Refunds of fees.",
    "2.5": " ".join(COMPLAINTS),
    "3.6": "Professional development plan. CPD hours, induction, coaching. The training log.",
    "3.7": "Language policy. EAL learners take a language test. Home languages. Bilingual families.",
    "5.2": "Privacy notice under GDPR. Personal data, data subjects, retention, consent, data breaches.",
    "5.3": "Safer recruitment: criminal records, police checks, the single central record.",
    "5.4": "Copyright and licensing. The licence register, creative commons, takedown and infringement.",
}


def read(application, by, *texts, title="A policy"):
    version = factories.evidence(application, by, title, pages=len(texts))
    text_service.keep_text(version, text_service.prepared(texts, application.standard_edition))
    db.session.commit()
    return version


def cite(application, version, by, code):
    db.session.add(
        Citation(application=application, criterion_code=code, evidence_version=version, shows="It.", added_by_id=by.id)
    )
    db.session.commit()


@pytest.mark.parametrize("code", TEXTS)
def test_a_plain_policy_leads_to_its_criterion_first(code):
    found = hints([folded(TEXTS[code])], keywords(standards.load("2023")))

    assert found[0].code == code


def test_a_hint_names_the_words_with_their_pages():
    (first, *_) = hints([folded(text) for text in COMPLAINTS], keywords(standards.load("2023")))

    because = {one.keyword: (one.times, one.pages) for one in first.because}
    assert because["complaint"] == (3, (1, 2))
    assert because["stage two"] == (1, (2,))


@pytest.mark.parametrize(
    "text", ["", "The weather was fine and the bus came late.", "One complaint only.", "学校的网络安全政策"]
)
def test_a_text_that_speaks_of_nothing_gives_no_hint(text):
    assert hints([folded(text)], keywords(standards.load("2023"))) == []


def test_every_criterion_has_keywords_and_each_is_made_of_words():
    standard = standards.load("2023")

    found = keywords(standard)

    assert set(found) == set(standard.criteria)
    assert all(len(words) >= 8 and all(folded(word) for word in words) for words in found.values())


def test_an_edition_without_a_file_takes_its_own_wording(tmp_path):
    standard = standards.load("2023")

    found = keywords(standard, tmp_path)

    assert found == derived(standard)
    assert "complaints" in found["2.5"]
    assert "policy" not in found["2.5"]


def test_a_file_that_names_no_criterion_of_the_edition_is_refused(tmp_path):
    (tmp_path / "2023.toml").write_text('"9.9" = ["x"]')

    with pytest.raises(StandardError, match=r"9\.9"):
        keywords(standards.load("2023"), tmp_path)


def test_keywords_are_no_part_of_the_published_edition():
    standard = standards.load("2023")

    assert standards.loader.published()["2023"] == standard.digest


def test_the_page_of_an_item_says_what_it_might_support_and_why(browser, application, cast):
    version = read(application, cast.amina, *COMPLAINTS)

    page = browser.sign_in(cast.amina).open(
        "evidence.item", reference=application.reference, item_id=version.evidence.public_id
    )

    assert "Which criteria could this support?" in page.text
    assert "2.5 Effective complaints procedure" in page.links()
    assert "because it speaks of “complaint” (pages 1, 2)" in page.text
    assert page.links()["Cite it there for 2.5"].endswith(f"/cite/2.5?item={version.evidence.public_id}")


def test_the_link_leads_to_the_picker_with_the_item_chosen(browser, application, cast):
    version = read(application, cast.amina, *COMPLAINTS)
    page = browser.sign_in(cast.amina).open(
        "evidence.item", reference=application.reference, item_id=version.evidence.public_id
    )

    page = browser.open(page.links()["Cite it there for 2.5"])

    assert page.heading == "Cite evidence"
    assert version.evidence.public_id in page.data.decode()
    assert application.citations == []


def test_a_criterion_it_is_cited_for_is_suggested_no_more(application, cast):
    version = read(application, cast.amina, *COMPLAINTS)
    before = [one.criterion.code for one in suggest_queries.suggested_for(version.evidence)]

    cite(application, version, cast.amina, "2.5")

    after = [one.criterion.code for one in suggest_queries.suggested_for(version.evidence)]
    assert "2.5" in before
    assert "2.5" not in after
    assert suggest_queries.suggested_items(application, "2.5") == []


def test_the_picker_lists_the_items_that_speak_of_the_criterion(browser, application, cast):
    read(application, cast.amina, "The weather was fine.", title="Diary")
    read(application, cast.amina, *COMPLAINTS, title="How to complain")

    page = browser.sign_in(cast.amina).open("evidence.cite", reference=application.reference, code="2.5")

    assert "Evidence that may support 2.5" in page.text
    assert "How to complain" in page.links()
    assert "Diary" not in page.links()


def test_items_of_other_cases_removed_ones_and_older_versions_are_not_suggested(application, cast):
    other = factories.application(cast)
    read(other, cast.amina, *COMPLAINTS)
    removed = read(application, cast.amina, *COMPLAINTS)
    removed.evidence.removed_at = removed.uploaded_at
    old = read(application, cast.amina, *COMPLAINTS)
    newer = type(old)(
        evidence=old.evidence, number=2, link="https://school.example/", sha256="", check_state="ready"
    )  # fmt: skip
    db.session.add(newer)
    db.session.commit()
    db.session.expire_all()

    assert suggest_queries.suggested_items(application, "2.5") == []
    assert suggest_queries.suggested_for(old.evidence) == []
