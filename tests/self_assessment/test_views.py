"""The school's answers: saved, kept, and never overwritten unseen."""

from datetime import date

import pytest

from registration.applications.models import InformationRequest, RequestItem
from registration.database import db
from registration.evidence.models import Citation
from registration.history import Revision
from registration.self_assessment.models import AreaAssignment, Response
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

LONG = "Every lesson begins with a check-in. 每节课。 🎓\n" * 400


def open_criterion(browser, application, code="2.7"):
    return browser.open("self_assessment.criterion", reference=application.reference, code=code)


def response(application, code="2.7") -> Response:
    db.session.expire_all()
    return next(r for r in application.responses if r.criterion_code == code)


def give(application, person, area):
    db.session.add(AreaAssignment(application_id=application.id, area=area, person=person))
    db.session.commit()


def test_all_criteria_stand_by_area_with_progress(browser, cast):
    application = factories.application(cast, answered=True)
    application.responses[0].statement = ""
    give(application, cast.basil, 2)

    everything = f"/applications/{application.reference}/self-assessment/?show=all"
    page = browser.sign_in(cast.basil).open(everything)

    assert "25 of 26 criteria are complete" in page.text
    assert sum(text[:1].isdigit() and "." in text[:3] for text in page.links()) == 26
    assert "With Basil Example" in page.text
    assert "by Amina Example" in page.text
    assert "read only for you" in page.text


@pytest.mark.parametrize("count", [1, 3, 26])
def test_the_list_asks_the_same_number_of_questions_whatever_it_shows(browser, application, cast, count):
    for code in list(application.standard.criteria)[:count]:
        version = factories.evidence(application, cast.amina)
        db.session.add(
            Response(
                application=application,
                criterion_code=code,
                rating="met",
                statement="x",
                updated_by_id=cast.cora.id,
            )
        )
        for _ in range(count):
            factories_cite(application, version, code)
    db.session.commit()
    browser.sign_in(cast.amina)
    browser.open("self_assessment.task_list", reference=application.reference)

    with count_queries() as said:
        browser.open("self_assessment.task_list", reference=application.reference)

    COUNTS.append(len(said))
    assert len(said) <= 8, "\n".join(said)
    assert len(set(COUNTS)) == 1


COUNTS: list[int] = []


def factories_cite(application, version, code):
    db.session.add(
        Citation(application=application, criterion_code=code, evidence_version=version, shows="x")
    )


def test_an_answer_is_saved_and_leads_to_the_next(browser, application, cast):
    open_criterion(browser.sign_in(cast.amina), application)

    page = browser.press("Save and next", rating="met", statement=LONG)

    saved = response(application)
    assert (saved.rating, saved.statement, saved.updated_by_id) == ("met", LONG, cast.amina.id)
    assert page.heading.startswith("3.1")
    assert "Saved 2.7" in page.text


@pytest.mark.parametrize(
    ("button", "heading"),
    [("Save and stay", "2.7"), ("Save and cite evidence", "Cite evidence"), ("Save and next", "3.1")],
)
def test_each_button_leads_where_it_says(browser, application, cast, button, heading):
    open_criterion(browser.sign_in(cast.amina), application)

    page = browser.press(button, statement="Half a thought")

    assert page.heading.startswith(heading)
    assert response(application).statement == "Half a thought"


def test_the_last_criterion_leads_back_to_the_list(browser, application, cast):
    last = list(application.standard.criteria)[-1]
    open_criterion(browser.sign_in(cast.amina), application, last)

    page = browser.press("Save and finish", rating="met", statement="Done")

    assert page.heading == "Self-assessment"


def test_the_requirement_stands_apart_from_guidance(browser, application, cast):
    page = open_criterion(browser.sign_in(cast.amina), application)

    criterion = application.standard.criteria["2.7"]
    assert criterion.requirement.split("\n")[0][:60] in page.text
    assert "Guidance. It is here to help, and is not part of the standard." in page.text
    assert criterion.guidance.good[0] in page.text


def test_not_applicable_is_offered_only_where_it_may_be_chosen(browser, application, cast):
    browser.sign_in(cast.amina)

    offered = {
        code: [e.get("value") for e in open_criterion(browser, application, code).all("input", name="rating")]
        for code in ("2.7", "5.1")
    }

    assert "na" not in offered["2.7"]
    assert "na" in offered["5.1"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rating": "excellent"}, "Choose from the answers that are listed."),
        ({"rating": "nee"}, "Choose from the answers that are listed."),
        ({"rating": "na"}, "Choose from the answers that are listed."),
        ({"statement": "x" * 20_001}, "Use 20,000 characters or fewer."),
        ({"statement": "before\0after"}, "cannot be kept"),
        ({"no_evidence_reason": "x" * 2_001}, "Use 2,000 characters or fewer."),
    ],
)
def test_an_answer_that_cannot_be_saved_is_given_back(browser, application, cast, fields, words):
    open_criterion(browser.sign_in(cast.amina), application)

    page = browser.press("Save and next", **{"statement": "What I wrote", **fields})

    assert page.status == 422
    assert words in page.text
    assert page.value("statement").strip()[:6] in ("What I", "xxxxxx", "before")
    assert application.responses == []


def test_twenty_thousand_characters_are_kept_byte_for_byte(browser, application, cast):
    text = "🎓é\n " * 5_000
    open_criterion(browser.sign_in(cast.amina), application)

    browser.press("Save and stay", statement=text.replace("\n", "\r\n"))

    assert response(application).statement == text
    assert browser.page.value("statement").removeprefix("\n") == text


def test_every_criterion_at_its_longest_is_saved(browser, application, cast):
    text = "策" * 20_000
    browser.sign_in(cast.amina)

    for code in application.standard.criteria:
        open_criterion(browser, application, code)
        browser.press("Save and stay", rating="met", statement=text)

    db.session.expire_all()
    assert {r.criterion_code: len(r.statement) for r in application.responses} == dict.fromkeys(
        application.standard.criteria, 20_000
    )


def test_a_stale_save_overwrites_nothing_and_shows_both(browser, app, application, cast):
    open_criterion(browser.sign_in(cast.amina), application)
    browser.press("Save and stay", rating="met", statement="First")
    open_criterion(browser, application)
    saved = response(application)
    saved.statement, saved.rating, saved.updated_by_id = "What Cora wrote", "partly", cast.cora.id
    db.session.commit()

    page = browser.press("Save and next", rating="exceeds", statement="What Amina wrote")

    assert page.status == 409
    assert "What Cora wrote" in page.exact
    assert "Cora Example saved this while you were writing" in page.text
    assert page.value("statement") == "What Amina wrote"
    assert response(application).statement == "What Cora wrote"


def test_after_a_stale_save_both_can_be_brought_together(browser, application, cast):
    open_criterion(browser.sign_in(cast.amina), application)
    db.session.add(
        Response(application=application, criterion_code="2.7", statement="Cora", updated_by_id=cast.cora.id)
    )
    db.session.commit()
    page = browser.press("Save and next", statement="Amina")
    assert page.status == 409

    page = browser.press("Save what stands in the boxes", statement="Cora and Amina")

    assert page.status == 200
    assert response(application).statement == "Cora and Amina"
    assert [r.content["statement"] for r in db.session.query(Revision).filter_by(record="response")] == [
        "Cora"
    ]


def test_different_criteria_never_conflict(browser, application, cast):
    open_criterion(browser.sign_in(cast.amina), application, "2.7")
    db.session.add(
        Response(application=application, criterion_code="2.6", statement="Cora", updated_by_id=cast.cora.id)
    )
    db.session.commit()

    page = browser.press("Save and stay", statement="Amina")

    assert page.status == 200
    assert response(application, "2.7").statement == "Amina"


def test_a_contributor_changes_the_areas_given_to_them_only(browser, application, cast):
    give(application, cast.basil, 2)
    browser.sign_in(cast.basil)

    open_criterion(browser, application, "2.7")
    browser.press("Save and stay", statement="Basil was here")
    closed = open_criterion(browser, application, "4.1")
    posted = browser.post(
        "self_assessment.save_criterion",
        {"statement": "Basil too"},
        reference=application.reference,
        code="4.1",
    )

    assert "Criterion 4.1 is not open to you just now." in closed.text
    assert closed.all("textarea") == []
    assert posted.status == 403
    assert "Basil too" in posted.text
    assert [r.criterion_code for r in application.responses] == ["2.7"]


def test_only_what_was_asked_for_is_open_again(browser, cast):
    application = factories.application(cast, State.EVIDENCE_REQUESTED)
    asked = InformationRequest(
        application=application, kind="evidence", due_on=date(2026, 12, 1), asked_by=cast.leah
    )
    asked.items = [RequestItem(criterion_code="2.7", question="Who stands in?")]
    db.session.add(asked)
    db.session.commit()
    browser.sign_in(cast.amina)

    open_page, closed = (
        open_criterion(browser, application, "2.7"),
        open_criterion(browser, application, "2.6"),
    )

    assert open_page.all("textarea") != []
    assert "Criterion 2.6 was already sent" in closed.text
    assert closed.all("textarea", name="statement") == []


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DESK_REVIEW, State.REGISTERED, State.WITHDRAWN])
def test_a_late_save_changes_nothing_and_gives_the_text_back(browser, cast, state):
    application = factories.application(cast, state)

    page = browser.sign_in(cast.amina).post(
        "self_assessment.save_criterion",
        {"statement": "Written too late"},
        reference=application.reference,
        code="2.7",
    )

    assert page.status == 403
    assert "Written too late" in page.text
    assert response(application).statement == "How we meet 2.7."


@pytest.mark.parametrize("name", ["leah", "rafael", "carys", "dana", "audrey", "ada", "olga", "connor"])
@pytest.mark.parametrize(
    "endpoint", ["self_assessment.task_list", "self_assessment.criterion", "teamwork.shares"]
)
def test_nobody_else_reads_the_working_copy(browser, cast, endpoint, name):
    application = factories.application(cast, State.DESK_REVIEW)
    more = {"code": "2.7"} if endpoint.endswith("criterion") else {}

    page = browser.sign_in(getattr(cast, name)).open(endpoint, reference=application.reference, **more)

    assert page.status in (403, 404)
    assert "How we meet 2.7." not in page.text


@pytest.mark.parametrize("code", ["9.9", "x", "2.7%00", "areas2"])
def test_a_criterion_that_is_none_is_not_there(browser, application, cast, code):
    assert open_criterion(browser.sign_in(cast.amina), application, code).status == 404


def test_more_than_the_form_asks_is_ignored(browser, application, cast):
    open_criterion(browser.sign_in(cast.amina), application)

    browser.press(
        "Save and stay", statement="Mine", application_id="77", criterion_code="4.1", updated_by_id="1"
    )

    saved = response(application)
    assert (saved.application, saved.criterion_code, saved.updated_by_id) == (
        application,
        "2.7",
        cast.amina.id,
    )
