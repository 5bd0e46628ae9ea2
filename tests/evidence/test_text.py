"""What files say is read in the background, in a process that a strange file cannot take along."""

import pytest
from weasyprint import HTML

from registration.database import db
from registration.evidence import search_queries, text, text_reading, text_service
from registration.evidence.models import EvidenceVersion, PageText
from registration.evidence.search_terms import sought
from registration.jobs.models import Job
from registration.jobs.running import plan_periodic, run_waiting
from registration.jobs.service import job_with
from tests import factories
from tests.evidence import honest, hostile
from tests.evidence.sending import add, items
from tests.evidence.speaking import MAKERS, TYPES, docx, pdf, pptx, xlsx

PHRASE = "the designated safeguarding lead answers within one day"


def texts_of(content, kind):
    return text_reading.texts_of([content], TYPES[kind])


def stored_version(application, by, store, content, kind, **facts):
    stored = store.put([content])
    version = factories.evidence(
        application, by, storage_key=stored.key, sha256=stored.sha256, size=stored.size, media_type=TYPES[kind], **facts
    )
    db.session.commit()
    return version


def pages_of(version):
    rows = db.session.query(PageText).filter_by(evidence_version_id=version.id).order_by(PageText.page)
    return [(row.page, row.text.strip()) for row in rows]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_phrase_of_an_uploaded_file_is_found_where_it_stands(browser, application, cast, store, kind):
    browser.sign_in(cast.amina)
    add(browser, application, MAKERS[kind]("A first page.", f"Of course {PHRASE}."), f"policy.{kind}")

    run_waiting()

    db.session.expire_all()
    found = search_queries.find(cast.amina, application, sought(f'"{PHRASE}"')).page.items
    assert [(hit.version, hit.page) for hit in found] == [
        (items(application)[0].current.public_id, 1 if kind == "docx" else 2)
    ]
    page = browser.open("evidence.search", reference=application.reference, q=f'"{PHRASE}"')
    assert "policy" in page.text
    assert len(page.all("mark")) == len(PHRASE.split())


@pytest.mark.parametrize(
    ("kind", "place"), [("pdf", "page 2"), ("pptx", "slide 2"), ("xlsx", "sheet 2"), ("docx", "")]
)
def test_a_hit_says_where_it_is_in_the_words_of_its_kind(application, cast, store, kind, place):
    version = stored_version(application, cast.amina, store, MAKERS[kind]("One.", "Two apples."), kind)
    text_service.ask_for_text(version)
    run_waiting()

    (hit,) = search_queries.find(cast.amina, application, sought("apples")).page.items

    assert hit.place == place


def test_every_page_is_kept_and_those_without_text_are_marked(application, cast, store):
    version = stored_version(application, cast.amina, store, pdf("One.", "", "Three."), "pdf", pages=3)
    text_service.ask_for_text(version)
    run_waiting()

    rows = db.session.query(PageText).filter_by(evidence_version_id=version.id).order_by(PageText.page).all()

    assert [(row.page, row.text.strip(), row.has_text) for row in rows] == [
        (1, "One.", True), (2, "", False), (3, "Three.", True),
    ]  # fmt: skip
    assert text_service.pages_without_text(version) == [2]


def test_a_long_word_file_is_kept_in_parts(application, cast, store):
    version = stored_version(application, cast.amina, store, docx(*["A paragraph of some words. " * 20] * 40), "docx")
    text_service.ask_for_text(version)
    run_waiting()

    lengths = [len(text) for _page, text in pages_of(version)]

    assert len(lengths) > 2
    assert max(lengths) < 10_000


def test_asking_twice_reads_once(application, cast, store):
    version = stored_version(application, cast.amina, store, pdf("One."), "pdf")

    text_service.ask_for_text(version)
    text_service.ask_for_text(version)
    db.session.commit()

    assert db.session.query(Job).filter_by(kind=text_service.READ).count() == 1


def test_reading_again_changes_nothing(application, cast, store):
    version = stored_version(application, cast.amina, store, pdf("One.", "Two."), "pdf")
    text_service.ask_for_text(version)
    run_waiting()
    first = pages_of(version)

    db.session.query(Job).delete()
    text_service.ask_for_text(version)
    run_waiting()

    assert pages_of(version) == first == [(1, "One."), (2, "Two.")]


@pytest.mark.parametrize(
    "facts", [{"active_content": "scripts"}, {"check_state": "checking"}, {"check_state": "refused"}]
)
def test_a_file_that_is_not_shown_is_not_read(application, cast, store, facts):
    version = stored_version(application, cast.amina, store, pdf("One."), "pdf", **facts)

    text_service.ask_for_text(version)
    db.session.commit()

    assert db.session.query(Job).filter_by(kind=text_service.READ).count() == 0


def test_a_file_with_a_link_to_elsewhere_is_not_read(application, cast):
    version = factories.evidence(
        application, cast.amina, storage_key=None, link="https://school.example/", media_type="", sha256=""
    )

    text_service.ask_for_text(version)

    assert job_with(text_service.key_of(version.public_id)) is None


def test_files_that_came_before_are_read_later(application, cast, store):
    version = stored_version(application, cast.amina, store, pdf("An old apple."), "pdf")

    plan_periodic()
    run_waiting()

    db.session.expire_all()
    assert pages_of(version) == [(1, "An old apple.")]
    assert text_service.unread_versions() == []


def test_a_file_that_cannot_be_read_is_asked_for_once_and_says_so(application, cast, store):
    version = stored_version(application, cast.amina, store, b"not a PDF at all", "pdf")
    text_service.ask_for_text(version)

    run_waiting()

    job = job_with(text_service.key_of(version.public_id))
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.message == "The text of this file could not be read, so it is found by its title alone."
    assert text_service.unread_versions() == []


HOSTILE = [
    make
    for name, make in vars(hostile).items()
    if name.startswith(("pdf_", "docx_", "xlsx_")) and not make.__code__.co_argcount
]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_gives_text_or_a_sentence_and_nothing_else(make):
    kind = make.__name__.partition("_")[0]

    try:
        texts = texts_of(make(), kind)
    except text_reading.NotRead as error:
        texts = [str(error)]

    assert all(isinstance(one, str) and len(one) <= 60_000 for one in texts)


def test_a_table_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(text_reading, "SECONDS", 2)
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t>x</t></si>" * 200_000
    members = honest.parts("xlsx") | {"xl/sharedStrings.xml": shared + b"</sst>"}

    with pytest.raises(text_reading.NotRead):
        text_reading.texts_of([honest.zipped(members)], TYPES["xlsx"])


def test_what_was_read_before_the_limit_is_kept(monkeypatch):
    monkeypatch.setattr(text_reading, "SECONDS", 1)
    page = "\n".join(f"line {number} of many lines of this long page" for number in range(60))

    texts = texts_of(pdf(*[page] * 1_500), "pdf")

    assert 0 < len(texts) <= 1_500
    assert texts[0].startswith("line 0 of many")


def test_a_store_without_the_file_is_asked_again(application, cast, store):
    version = factories.evidence(application, cast.amina, storage_key="0" * 32)
    db.session.commit()
    text_service.ask_for_text(version)

    run_waiting()

    job = job_with(text_service.key_of(version.public_id))
    assert (job.state, job.attempts) == ("waiting", 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Élève ÉLÈVE e\u0301le\u0300ve", ("eleve",) * 3),
        ("Straße STRASSE", ("strasse",) * 2),
        ("policy policies Policy’s", ("polici", "polici", "polici", "s")),
        ("complaint complaints", ("complaint",) * 2),
        ("Kennedy’s the Kennedys", ("kennedi", "s", "the", "kennedi")),
        ("class this plus bus day days", ("class", "this", "plus", "bus", "day", "day")),
        ("it’s 3.5 % e-mail", ("it", "s", "3", "5", "e", "mail")),
        ("snake_case", ("snake", "case")),
        ("safe\u00adguarding", ("safeguarding",)),
        ("ﬁre ｆｉｒｅ", ("fire", "fire")),
        ("مُدَرِّسة المدرسة", ("مدرسه", "مدرسه")),
        ("ألعاب الألعاب والألعاب", ("عاب",) * 3),
        ("١٢٣ 123", ("123", "123")),
        ("校长A班", ("校", "长", "a", "班")),
        ("😀 — …", ()),
        ("", ()),
        ("x" * 500, ("x" * 40,)),
    ],
)
def test_words_are_folded(typed, words):
    assert text.words_of(typed) == words


def test_a_word_that_a_line_divides_is_whole_again():
    (said,) = texts_of(pdf("The safeguar-\nding lead"), "pdf")

    assert text.words_of(said) == ("the", "safeguarding", "lead")


def test_arabic_and_chinese_in_a_pdf_are_read_as_they_are_written():
    page = '<p dir="rtl" lang="ar">سياسة حماية الطفل</p><p lang="zh">学校的网络安全政策</p>'

    (said,) = texts_of(HTML(string=page).write_pdf(), "pdf")

    assert " حمايه طفل " in text.folded(said)
    assert " 安 全 政 策 " in text.folded(said)


def test_sheets_and_slides_keep_their_order():
    many = [f"number {number}" for number in range(1, 13)]

    assert [t.strip() for t in texts_of(xlsx(*many), "xlsx")] == many
    assert [t.strip() for t in texts_of(pptx(*many), "pptx")] == many


def test_a_version_that_is_gone_is_no_error(application, cast, store):
    version = stored_version(application, cast.amina, store, pdf("One."), "pdf")
    text_service.ask_for_text(version)
    db.session.query(EvidenceVersion).filter_by(id=version.id).update({"check_state": "refused"})
    db.session.commit()

    run_waiting()

    assert job_with(text_service.key_of(version.public_id)).state == "done"
    assert pages_of(version) == []
