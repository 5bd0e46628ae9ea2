"""A reapproval begins with what was sent last, and each criterion is confirmed or changed."""

from datetime import timedelta

import pytest

from registration.applications import service as applications
from registration.applications.snapshot import snapshot_of
from registration.database import db, now, today
from registration.errors import NotAllowed, Refused
from registration.evidence.models import Evidence, EvidenceVersion
from registration.reapproval import service
from registration.reapproval.standing import ANEW, is_open
from registration.self_assessment.models import AreaAssignment
from registration.workflow import engine, registering
from registration.workflow.states import State
from standards.reapproval import terms
from tests import factories
from tests.reapproval.conftest import change


def test_answers_profile_evidence_and_citations_are_those_sent_last(registered, again):
    sent, carried = registered.submission.snapshot, snapshot_of(again)

    assert carried["responses"] == sent["responses"]
    assert carried["fingerprints"] == sent["fingerprints"]
    assert carried["profile"] == {number: facts for number, facts in sent["profile"].items() if number != "9"}
    assert [item["sha256"] for item in carried["evidence"]] == [item["sha256"] for item in sent["evidence"]]
    assert again.follows is registered
    assert again.state is State.DRAFT


def test_what_was_changed_after_the_last_submission_is_not_carried_over(registered, cast):
    change(registered, "1.1", "Not sent.")

    made = service.begin(registered, by=cast.amina)

    assert snapshot_of(made)["fingerprints"] == registered.submission.snapshot["fingerprints"]


def test_a_file_is_carried_over_without_a_second_copy_of_its_bytes(registered, again):
    keys = db.session.scalars(db.select(EvidenceVersion.storage_key).join(Evidence).order_by(EvidenceVersion.id)).all()

    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_of_an_item_only_the_newest_and_the_cited_versions_come(registered, cast):
    item = registered.evidence[0]
    for number in (2, 3):
        db.session.add(EvidenceVersion(
            evidence=item, number=number, storage_key=f"k{number}", sha256=f"{number}" * 64, check_state="ready",
        ))  # fmt: skip
    factories.submit(registered, cast.amina)

    made = service.begin(registered, by=cast.amina)

    assert [(v.number, v.storage_key) for v in made.evidence[0].versions] == [
        (1, item.versions[0].storage_key), (2, "k3"),
    ]
    assert snapshot_of(made)["fingerprints"] == registered.submission.snapshot["fingerprints"]


def test_each_criterion_says_why_it_is_judged_anew(again):
    why = {row.criterion_code: row.anew for row in again.carried}

    assert why["3.1"] == "condition"
    assert why["3.2"] == "below"
    assert {code for code, reason in why.items() if reason == "rule"} == again.standard.essentials
    assert why["1.1"] == ""
    assert set(why) == set(again.standard.criteria)
    assert {reason for reason in why.values() if reason} <= set(ANEW)


def test_what_stood_last_time_is_judged_anew(registered, cast):
    first = service.begin(registered, by=cast.amina)
    factories.agree(first, cast.leah, "final")
    factories.submit(first, cast.amina)

    second_time = stood_again(first, cast)

    assert {row.anew for row in second_time.carried if row.criterion_code == "1.1"} == {"stood"}


def stood_again(first, cast):
    from_before = first.follows.registration
    from_before.application = first
    db.session.flush()
    db.session.expire_all()
    engine_state(first)
    return service.begin(first, by=cast.amina)


def engine_state(application):
    db.session.execute(db.text("UPDATE application SET state = 'registered' WHERE id = :id"), {"id": application.id})
    db.session.expire_all()


def test_evidence_that_is_gone_makes_its_criteria_judged_anew(registered, cast):
    registered.evidence[0].versions[0].check_state = "refused"
    db.session.flush()

    made = service.begin(registered, by=cast.amina)

    assert {row.anew for row in made.carried if row.criterion_code == "1.1"} == {"lost"}
    assert made.citations == []


def test_a_school_can_begin_from_the_day_the_terms_name(registered, cast):
    registered.registration.valid_until = today() + timedelta(days=terms(registered.standard).opens + 1)

    assert not is_open(registered.registration)
    with pytest.raises(Refused, match="You can apply again from"):
        service.begin(registered, by=cast.amina)


def test_a_school_that_is_late_can_still_begin(registered, cast):
    registered.registration.valid_until = today() - timedelta(days=40)

    assert service.begin(registered, by=cast.amina).follows is registered


def test_a_second_application_beside_one_under_way_is_refused(registered, again, cast):
    with pytest.raises(Refused, match=again.reference):
        service.begin(registered, by=cast.cora)


def test_after_a_withdrawal_the_school_can_begin_again(registered, again, cast):
    engine.perform(again, "withdraw", by=cast.amina)

    made = service.begin(registered, by=cast.amina)

    assert made is not again
    assert made.follows is registered


def test_it_cannot_be_sent_before_each_criterion_is_confirmed_or_changed(again, cast):
    change(again, "1.2")
    service.confirm(again, set(again.standard.criteria) - {"1.1", "1.2"}, by=cast.amina)
    applications.sign_declaration(again, by=cast.amina, typed_name=cast.amina.name, ai_statement="None.")
    db.session.commit()
    db.session.expire_all()

    with pytest.raises(Refused, match="Confirm each criterion"):
        applications.submit_application(again, cast.amina)

    service.confirm(again, ["1.1"], by=cast.amina)
    applications.submit_application(again, cast.amina)
    assert again.state is State.SUBMITTED


def test_any_other_application_has_nothing_to_confirm(application):
    assert registering.every_criterion_confirmed.holds(application)


def test_what_was_changed_meanwhile_is_not_confirmed(again, cast):
    change(again, "1.2")

    assert service.confirm(again, ["1.1", "1.2"], by=cast.amina) == 1
    assert {r.criterion_code for r in again.carried if r.confirmed_at} == {"1.1"}


def test_a_contributor_confirms_only_what_was_given_to_them(again, cast):
    db.session.add(AreaAssignment(application_id=again.id, area=1, person=cast.basil))
    db.session.flush()

    assert service.confirm(again, ["1.1"], by=cast.basil) == 1
    with pytest.raises(NotAllowed, match="cannot be changed by you"):
        service.confirm(again, ["1.2", "2.7"], by=cast.basil)


def test_the_page_offers_what_can_be_confirmed_and_keeps_it(browser, registered, cast):
    page = browser.sign_in(cast.amina).open("reapproval.start", reference=registered.reference)
    assert "valid until" in page.text

    page = browser.press("Begin with what we sent last time")
    assert page.heading == "As last time"
    assert "26 criteria left to confirm or change" in page.text

    page = browser.press("Confirm what is ticked", codes=["1.1", "1.2"])
    assert "2 criteria confirmed as last time" in page.text
    assert "24 criteria left" in page.text


def test_pressing_without_a_tick_says_what_to_do(browser, again, cast):
    browser.sign_in(cast.amina).open("reapproval.carried", reference=again.reference)

    page = browser.press("Confirm what is ticked")

    assert page.status == 422
    assert "Tick the criteria that are as last time." in page.text


def test_a_criterion_is_confirmed_on_its_own_page_too(browser, again, cast):
    browser.sign_in(cast.amina).open("self_assessment.criterion", reference=again.reference, code="1.1")

    browser.press("All of this is as last time")
    page = browser.open("self_assessment.criterion", reference=again.reference, code="1.1")

    assert "As last time, confirmed" in page.text


def test_an_application_that_follows_none_has_no_such_page(browser, application, cast):
    assert browser.sign_in(cast.amina).open("reapproval.carried", reference=application.reference).status == 404


def test_nobody_else_sees_the_draft(browser, again, cast):
    for person in (cast.olga, cast.leah, cast.carys):
        assert browser.sign_in(person).open("reapproval.carried", reference=again.reference).status == 404


def test_the_body_is_not_told_of_a_draft_and_its_register_stays(registered, again):
    assert registered.state is State.REGISTERED
    assert again.submitted_at is None
    assert again.started_at <= now()


def test_the_overview_leads_from_the_old_application_to_the_new_and_back(browser, registered, cast):
    page = browser.sign_in(cast.amina).open("applications.application", reference=registered.reference)
    assert "Apply for reapproval" in page.text

    again = service.begin(registered, by=cast.amina)
    db.session.commit()

    assert again.reference in browser.open("applications.application", reference=registered.reference).text
    page = browser.open("applications.application", reference=again.reference)
    assert registered.reference in page.text
    assert page.links()["Confirm what is as last time"].endswith(f"/{again.reference}/as-last-time/")


def test_before_the_day_nothing_is_said_of_it(browser, registered, cast):
    registered.registration.valid_until = today() + timedelta(days=900)
    db.session.commit()

    page = browser.sign_in(cast.amina).open("applications.application", reference=registered.reference)

    assert "reapproval" not in page.text
