"""What changed between two rounds: each kind of change, for the school and for those who judge."""

import html5lib
import pytest

from registration.applications.rounds import differences, marked
from registration.applications.snapshot import snapshot_of
from registration.database import db
from registration.evidence.models import Citation, EvidenceVersion
from registration.workflow.states import State
from tests import factories


@pytest.fixture
def application(cast):
    made = factories.application(cast, State.EVIDENCE_REQUESTED)
    db.session.commit()
    return made


def response(application, code):
    return next(r for r in application.responses if r.criterion_code == code)


def citation(application, code):
    return next(c for c in application.citations if c.criterion_code == code)


def change_and_send(application, cast):
    """One change of each kind, and the second round."""
    response(application, "2.7").statement = "How we meet and keep 2.7."
    response(application, "1.2").rating = "exceeds"
    citation(application, "3.1").page_from = 9
    citation(application, "3.1").page_to = 10
    item = citation(application, "3.2").evidence_version.evidence
    newer = EvidenceVersion(evidence=item, number=2, storage_key="newer", sha256="9" * 64, pages=14, size=10,
                            file_name="policy 2.pdf", media_type="application/pdf", check_state="ready")
    citation(application, "3.2").evidence_version = newer
    added = factories.evidence(application, cast.amina, "Minutes")
    db.session.add(Citation(application=application, criterion_code="3.3", evidence_version=added, shows="A vote"))
    db.session.delete(citation(application, "3.4"))
    citation(application, "3.5").shows = "Somebody else is responsible"
    section = next(s for s in application.profile if s.number == 1)
    section.facts = {"school_name": "A New Name"}
    db.session.add(newer)
    return factories.submit(application, cast.amina)


def found(application):
    one, two = application.submissions
    return differences(one.snapshot, two.snapshot)


def test_each_kind_of_change_is_found_and_nothing_else(application, cast):
    change_and_send(application, cast)

    changes = found(application)

    kinds = {c.criterion.code: ([t.label for t in c.texts], [x.kind for x in c.citations]) for c in changes.criteria}
    assert kinds == {
        "1.2": (["The school’s own rating"], []), "2.7": (["Statement"], []), "3.1": ([], ["moved"]),
        "3.2": ([], ["replaced"]), "3.3": ([], ["added"]), "3.4": ([], ["removed"]), "3.5": ([], ["reworded"]),
    }
    assert [(s.section.number, [t.label for t in s.texts]) for s in changes.sections] == [(1, ["Name of the school"])]
    assert {(e.kind, e.title) for e in changes.evidence} == {("replaced", "Safeguarding policy"), ("added", "Minutes")}
    assert len(changes.same) == 19


def test_a_round_without_a_change_has_no_differences(application, cast):
    factories.submit(application, cast.amina)

    assert found(application).nothing


def test_a_citation_made_anew_on_another_page_has_moved(application, cast):
    old = citation(application, "3.1")
    db.session.add(Citation(application=application, criterion_code="3.1", evidence_version=old.evidence_version,
                            page_from=7, shows="Who is responsible"))
    db.session.delete(old)
    factories.submit(application, cast.amina)

    [change] = found(application).criteria

    assert [(c.kind, c.before, c.after) for c in change.citations] == [
        ("moved", "version 1, pages 3 to 4: Who is responsible", "version 1, page 7: Who is responsible")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "All of it is new."), ("All of it goes.", ""), ("One two three", "One 2 three"),
        ("مدرسة على الإنترنت", "مدرسة جديدة على الإنترنت"), ("😀 a\n\nb", "😀 a\nb 😀"),
        ("word " * 4000, "word " * 3999 + "end"), ("the same", "the same"),
    ],
)
def test_both_texts_can_be_read_from_the_parts(old, new):
    parts = marked(old, new)
    whole = not any(p.kind == "left out" for p in parts)

    if whole:
        assert "".join(p.text for p in parts if p.kind != "added") == old
        assert "".join(p.text for p in parts if p.kind != "removed") == new
    assert any(p.kind in ("added", "removed") for p in parts) == (old != new)


def test_the_school_sees_what_it_changed_in_marks_and_in_words(browser, application, cast):
    change_and_send(application, cast)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.submission", reference=application.reference)
    page = browser.open(page.links()["What we changed since round 1"])

    assert page.heading == "What we changed"
    marked_up = [html5lib.serialize(e) for e in page.all("ins") if "and keep" in "".join(e.itertext())]
    assert len(marked_up) == 1
    assert "added: " in marked_up[0]
    assert "Another version: “Safeguarding policy”" in page.text


def test_a_reviewer_sees_touched_criteria_first_and_no_rating_before_judging(browser, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    change_and_send(application, cast)
    db.session.commit()

    page = browser.sign_in(cast.rafael).open("applications.rounds", reference=application.reference)

    assert page.heading == "What the school changed"
    assert "Exceeds" not in page.text
    assert "How the school rates itself is left out" in page.text
    headings = ["".join(h.itertext()) for h in page.all("h2") if h.get("id")]
    assert [h.split()[0] for h in headings] == ["2.7", "3.1", "3.2", "3.3", "3.4", "3.5"]
    assert "Your finding on 2.7" in page.links()


def test_the_school_compares_with_what_it_has_not_sent(browser, application, cast):
    response(application, "2.7").statement = "How we meet 2.7. Not sent yet."
    db.session.commit()

    ours = browser.sign_in(cast.amina).open("applications.rounds", reference=application.reference, new="now")
    theirs = browser.sign_in(cast.carys).open("applications.rounds", reference=application.reference, new="now")

    assert "Not sent yet." in ours.exact
    assert theirs.status == 404


@pytest.mark.parametrize("query", [{}, {"old": 1, "new": 9}, {"old": 0, "new": 1}, {"old": "x", "new": "y"}])
def test_rounds_that_are_not_there_are_not_compared(browser, application, cast, query):
    page = browser.sign_in(cast.amina).open("applications.rounds", reference=application.reference, **query)

    assert page.status == 404


def test_a_stranger_compares_nothing(browser, application, cast):
    change_and_send(application, cast)
    db.session.commit()

    assert browser.sign_in(cast.olga).open("applications.rounds", reference=application.reference).status == 404


def test_the_working_copy_has_the_shape_of_what_was_sent(application):
    assert differences(application.submission.snapshot, snapshot_of(application)).nothing
