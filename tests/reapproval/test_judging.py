"""What stands is not judged again; what changed, had a condition or is named by the rule is, and without its past."""

import pytest

from registration.applications import service as applications
from registration.database import db
from registration.errors import Refused
from registration.moderation.models import StandAside
from registration.notifications.models import Letter
from registration.reapproval import agreeing_service, service
from registration.reapproval.standing import standing, to_judge
from registration.review.queries import sheet
from registration.review.service import record_finding
from registration.workflow import needs
from registration.workflow.states import State
from tests import factories
from tests.reapproval.conftest import change

FINDING = {"rating": "met", "rationale": "Seen.", "confidence": "high", "sources": ["document"]}
ANEW = ["1.2", "2.7", "3.1", "3.2", "4.1", "5.1", "5.2", "5.3", "5.4"]


def judge(application, cast, codes=ANEW):
    for reviewer in (cast.leah, cast.rafael):
        for code in codes:
            factories.finding(application, reviewer, code)
    db.session.flush()
    db.session.expire(application)


def in_moderation(application, cast):
    judge(application, cast)
    applications.make_move(application, "open_moderation", by=cast.leah)
    db.session.flush()
    db.session.expire(application)


def test_only_what_changed_had_a_condition_or_is_named_by_the_rule_is_judged(reviewing):
    assert to_judge(reviewing) == ANEW


def test_the_panel_has_finished_when_that_is_judged(reviewing, cast):
    judge(reviewing, cast, ANEW[:-1])
    assert not needs.every_reviewer_has_finished.holds(reviewing)

    judge(reviewing, cast, ANEW[-1:])
    assert needs.every_reviewer_has_finished.holds(reviewing)


def test_a_first_application_is_judged_whole(cast):
    first = factories.application(cast, State.DESK_REVIEW)

    assert to_judge(first) == list(first.standard.criteria)


def test_the_sheet_shows_what_stands_and_leads_past_it(reviewing, cast):
    own = sheet(reviewing, cast.rafael)

    assert own.whole == len(ANEW)
    assert own.count("stands") == 26 - len(ANEW)
    assert own.next_to_do("1.1") == "1.2"
    assert own.next_to_do("1.2") == "2.7"


def test_the_sheet_says_since_when_and_as_what_a_criterion_stands(browser, reviewing, cast):
    page = browser.sign_in(cast.rafael).open("review.sheet", reference=reviewing.reference)

    assert "agreed: 3 Met" in page.text
    assert f"0 of {len(ANEW)} criteria done" in page.text


def test_a_finding_on_what_stands_is_refused(reviewing, cast):
    with pytest.raises(Refused, match="stands as it was agreed"):
        record_finding(reviewing, "1.1", reviewer=cast.rafael, **FINDING)


def test_the_workspace_of_what_stands_has_no_finding_to_write(browser, reviewing, cast):
    page = browser.sign_in(cast.rafael).open("review.criterion", reference=reviewing.reference, code="1.1")

    assert "Nobody judges it this time" in page.text
    assert "Your rating" not in page.text


def test_what_is_judged_anew_is_judged_without_what_was_agreed(browser, reviewing, cast):
    page = browser.sign_in(cast.rafael).open("reapproval.carried", reference=reviewing.reference)

    assert "2 Partly" not in page.text
    assert page.text.count("Shown after the findings") == len(ANEW)


def test_once_findings_are_compared_the_panel_reads_what_was_agreed(browser, reviewing, cast):
    in_moderation(reviewing, cast)
    db.session.commit()

    page = browser.sign_in(cast.rafael).open("reapproval.carried", reference=reviewing.reference)

    assert "2 Partly" in page.text


def test_a_reviewer_opens_a_criterion_again_and_the_whole_panel_judges_it(browser, reviewing, cast):
    browser.sign_in(cast.rafael).open("reapproval.reopen", reference=reviewing.reference, code="1.1")

    browser.press("Judge it anew", reason="The law has changed since.")

    db.session.expire_all()
    assert "1.1" not in standing(reviewing)
    assert sheet(reviewing, cast.leah).row("1.1").status == "open"
    letters = db.session.scalars(db.select(Letter).filter_by(template="criterion_reopened")).all()
    assert [letter.person for letter in letters] == [cast.leah]
    assert "law" not in str(letters[0].facts)
    assert cast.rafael.name not in str(letters[0].facts)


def test_why_it_was_opened_is_told_to_nobody_before_moderation(browser, reviewing, cast):
    service.reopen(reviewing, "1.1", "The law has changed since.", by=cast.rafael)
    db.session.commit()

    pages = [
        browser.sign_in(person).open("reapproval.carried", reference=reviewing.reference)
        for person in (cast.leah, cast.amina, cast.carys)
    ]

    assert not any("The law has changed" in page.text or cast.rafael.name in page.text for page in pages)
    assert "A reviewer asked for it" not in pages[1].text


def test_in_moderation_the_panel_reads_why_and_the_school_does_not(browser, reviewing, cast):
    service.reopen(reviewing, "1.1", "The law has changed since.", by=cast.rafael)
    judge(reviewing, cast, ["1.1"])
    in_moderation(reviewing, cast)
    db.session.commit()

    assert "The law has changed" in browser.sign_in(cast.leah).open(
        "reapproval.carried", reference=reviewing.reference).text
    assert "The law has changed" not in browser.sign_in(cast.amina).open(
        "reapproval.carried", reference=reviewing.reference).text


@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("carys", 403), ("dana", 403), ("olga", 404)])
def test_only_the_panel_opens_a_criterion_again(browser, reviewing, cast, name, status):
    person = getattr(cast, name)

    page = browser.sign_in(person).open("reapproval.reopen", reference=reviewing.reference, code="1.1")

    assert page.status == status


def test_without_a_reason_nothing_is_opened(reviewing, cast):
    with pytest.raises(Refused, match="Say why"):
        service.reopen(reviewing, "1.1", " ", by=cast.rafael)


def test_what_is_judged_anew_cannot_be_opened_again(reviewing, cast):
    with pytest.raises(Refused, match="judged anew already"):
        service.reopen(reviewing, "2.7", "Why not.", by=cast.rafael)


def test_moderation_opens_with_what_stands_agreed_as_last_time(reviewing, cast):
    in_moderation(reviewing, cast)

    agreed = {f.criterion_code: f for f in reviewing.agreed_findings}
    assert set(agreed) == set(reviewing.standard.criteria) - set(ANEW)
    assert {f.rating for f in agreed.values()} == {"met"}
    assert "it stands as it was agreed then" in agreed["1.1"].reason
    assert not needs.every_desk_finding_agreed.holds(reviewing)


def test_the_table_of_moderation_shows_what_stands_as_agreed(browser, reviewing, cast):
    in_moderation(reviewing, cast)
    db.session.commit()

    page = browser.sign_in(cast.leah).open("moderation.table", reference=reviewing.reference)

    assert page.status == 200
    assert f"{26 - len(ANEW)} of 26" in page.text


def test_the_lead_can_agree_otherwise_on_what_stands(browser, reviewing, cast):
    in_moderation(reviewing, cast)
    db.session.commit()

    browser.sign_in(cast.leah).open("moderation.criterion", reference=reviewing.reference, code="1.1")
    browser.press("Save and go to the next difference", rating="partly", reason="The page is no longer there.")

    db.session.expire_all()
    assert {f.rating for f in reviewing.agreed_findings if f.criterion_code == "1.1"} == {"partly"}


def test_for_the_report_findings_are_taken_over_where_nothing_was_agreed_otherwise(reviewing, cast):
    in_moderation(reviewing, cast)
    next(f for f in reviewing.agreed_findings if f.criterion_code == "1.1").rating = "partly"
    reviewing.state = State.REPORTING
    db.session.flush()

    number = agreeing_service.keep_judgements(reviewing, by=cast.leah)

    db.session.flush()
    db.session.expire(reviewing)
    final = {f.criterion_code: f.finding for f in reviewing.agreed_findings if f.stage == "final"}
    assert set(final) == set(reviewing.standard.criteria) - set(ANEW) - {"1.1"}
    assert set(final.values()) == {"The school meets this."}
    assert number == len(final)
    assert agreeing_service.keep_judgements(reviewing, by=cast.leah) == 0


def test_no_finding_is_taken_over_by_a_lead_reviewer_who_stands_aside_for_it(reviewing, cast):
    in_moderation(reviewing, cast)
    reviewing.state = State.REPORTING
    tied = {"person_id": cast.leah.id, "declared_by_id": cast.leah.id, "reason": "A tie."}
    db.session.add(StandAside(application_id=reviewing.id, criterion_code="1.1", **tied))
    db.session.flush()
    db.session.expire(reviewing)

    agreeing_service.keep_judgements(reviewing, by=cast.leah)

    db.session.flush()
    db.session.expire(reviewing)
    final = {f.criterion_code for f in reviewing.agreed_findings if f.stage == "final"}
    assert final == set(reviewing.standard.criteria) - set(ANEW) - {"1.1"}


def test_an_answer_changed_on_request_no_longer_stands(reviewing, cast):
    change(reviewing, "1.1")
    factories.submit(reviewing, cast.amina)

    assert "1.1" in to_judge(reviewing)


def test_the_queue_counts_what_is_to_be_judged(browser, reviewing, cast):
    judge(reviewing, cast, ANEW[:2])
    db.session.commit()

    page = browser.sign_in(cast.rafael).open("review.queue")

    assert f"2 of {len(ANEW)}" in page.text
