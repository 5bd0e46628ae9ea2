"""On from the certificate: the school applies again, what changed is judged, and it is registered anew."""

from datetime import timedelta

from sqlalchemy import delete, select

from registration.accounts.models import Attempt
from registration.applications.models import Application
from registration.database import db, today
from registration.reapproval.standing import to_judge
from tests.journeys.drivers import sign_in
from tests.journeys.steps import (
    BELOW,
    CODES,
    PRINCIPAL,
    Case,
    begin_review,
    check_facts,
    decide,
    finish_report,
    move,
    register,
    release,
    send_draft,
    sign_and_submit,
)

CHANGED = "1.2"
AMONG_THEM = "2.1"
"""One that stands, until a reviewer asks for it."""


def come_near_the_end(case: Case) -> None:
    """Years later: the certificate ends soon, and what was counted of that day's signing in is long forgotten."""
    with case.driver.app.app_context():
        found = db.session.scalars(select(Application).where(Application.reference == case.reference)).one()
        found.registration.valid_until = today() + timedelta(days=100)
        db.session.execute(delete(Attempt))
        db.session.commit()


def apply_again(case: Case) -> None:
    sign_in(case.driver, PRINCIPAL)
    case.open("register.registration")
    case.driver.follow("Apply for reapproval")
    case.driver.press("Begin with what we sent last time")
    with case.driver.app.app_context():
        wanted = select(Application.reference).order_by(Application.id.desc()).limit(1)
        case.reference = db.session.scalars(wanted).one()


def change_one_and_confirm_the_rest(case: Case) -> None:
    case.open("self_assessment.criterion", code=CHANGED)
    case.driver.press("Save and next", statement="Since last year two people look at each plan.")
    case.open("reapproval.carried")
    case.driver.press("Confirm what is ticked", codes=[code for code in CODES if code != CHANGED])
    assert "Every criterion is confirmed or changed." in case.driver.text()


def begin_with_the_panel_of_last_time(case: Case) -> None:
    begin_review(case, despite="Both were on its panel, and neither has had to do with it since.")


def judge_what_changed(case: Case) -> None:
    sign_in(case.driver, "rafael@example.org")
    case.open("reapproval.reopen", code=AMONG_THEM)
    case.driver.press("Judge it anew", reason="The plan names somebody who has left.")
    codes = case.peek(to_judge)
    assert {CHANGED, AMONG_THEM, BELOW} <= set(codes) < set(CODES)
    for name in ("leah", "rafael"):
        sign_in(case.driver, f"{name}@example.org")
        for code in codes:
            case.open("review.criterion", code=code)
            if code == codes[0]:
                case.driver.press_here("Show Paper on safeguarding, pages 2 to 3", "Paper on safeguarding: page 2 of")
            seen = f"The pages cited for {code} show all that is asked."
            case.driver.press(
                "Save and go to the next", rating="met", rationale=seen, confidence="high", sources=["document"]
            )


def agree_without_a_visit(case: Case) -> None:
    sign_in(case.driver, "leah@example.org")
    move(case, "open_moderation", "Open moderation")
    case.open("moderation.table")
    case.driver.press("Agree all identical ones")
    move(case, "conclude_without_visit", "Conclude without a visit", note="Everything was seen at the last visit.")
    assert case.state == "reporting"


def write_report(case: Case) -> None:
    codes = case.peek(to_judge)
    case.open("reports.judgements")
    case.driver.press("Take them over from the last report")
    assert f"{len(CODES) - len(codes)} judgements taken over" in case.driver.text()
    for code in codes:
        case.open("reports.judgement", code=code)
        case.driver.press(
            "Save and go to the next", rating="met", finding=f"What was read about {code} is in place.",
            strengths="Staff know what to do.",
        )
    case.open("reports.editor")
    case.driver.press("Begin the report")
    send_draft(case)


STEPS = (
    come_near_the_end, apply_again, change_one_and_confirm_the_rest, sign_and_submit,
    begin_with_the_panel_of_last_time, judge_what_changed,
    agree_without_a_visit, write_report, check_facts, finish_report, decide, release, register,
)
