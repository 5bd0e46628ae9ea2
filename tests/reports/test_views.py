"""The report from first paragraph to final bytes, as the people on both sides do it."""

import pytest

from registration.database import db, now
from registration.jobs.running import run_waiting
from registration.reports import facts
from registration.reports.queries import final_findings, findings_at, present
from registration.reports.sections import CRITERION, FINDING
from registration.workflow.needs import every_final_judgement_given, report_frozen
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries
from tests.reports import cases


def at(application, **more):
    return {"reference": application.reference, **more}


def test_the_lead_begins_the_report_and_changes_a_paragraph(browser, cast):
    application = cases.reporting(cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))

    page = browser.press("Begin the report")

    assert "The report is begun." in page.text
    first = application.report.paragraphs[0]
    browser.open("reports.paragraph", **at(application, public_id=first.public_id))
    page = browser.press("Save the paragraph", text="The school teaches families who move.")
    assert page.status == 200
    assert first.text == "The school teaches families who move."


def test_a_paragraph_changed_meanwhile_shows_both_texts_and_saves_neither_over_the_other(browser, cast):
    application = cases.judged(cast)
    paragraph = application.report.paragraphs[0]
    browser.sign_in(cast.leah).open("reports.paragraph", **at(application, public_id=paragraph.public_id))
    paragraph.text = "What somebody else wrote."

    page = browser.press("Save the paragraph", text="What I wrote.")

    assert page.status == 409
    assert "What somebody else wrote." in page.exact
    assert page.value("text") == "What I wrote."
    assert paragraph.text == "What somebody else wrote."
    browser.press("Save what stands in the boxes")
    assert paragraph.text == "What I wrote."


def test_an_empty_paragraph_is_asked_for_again(browser, cast):
    application = cases.judged(cast)
    paragraph = application.report.paragraphs[0]
    browser.sign_in(cast.leah).open("reports.paragraph", **at(application, public_id=paragraph.public_id))

    page = browser.press("Save the paragraph", text="  ")

    assert page.status == 422
    assert "Write the paragraph, or remove it." in page.text


def test_paragraphs_are_added_moved_and_removed(browser, cast):
    application = cases.judged(cast)
    browser.sign_in(cast.leah)
    for text in ("First advice.", "Second advice."):
        browser.open("reports.new_paragraph", **at(application, section="recommendations"))
        browser.press("Add the paragraph", text=text)

    first, second = present(application.report, "recommendations")
    browser.open("reports.paragraph", **at(application, public_id=second.public_id))
    browser.press("Move it earlier")
    browser.open("reports.paragraph", **at(application, public_id=first.public_id))
    browser.press("Remove it")

    assert [p.text for p in present(application.report, "recommendations")] == ["Second advice."]


def test_judging_saves_and_goes_on_to_the_next_criterion(browser, cast):
    application = cases.reporting(cast)
    cases.begin_report(application, cast.leah)
    page = browser.sign_in(cast.leah).open("reports.judgement", **at(application, code="2.3"))
    assert page.value("action") == "Write it down."

    page = browser.press("Save and go to the next", rating="partly", finding="Half of it is in place.")

    assert page.heading.startswith("2.4")
    assert final_findings(application)["2.3"].action == "Write it down."
    assert present(application.report, CRITERION, "2.3", FINDING)[0].text == "Half of it is in place."


def test_what_was_judged_before_the_panel_agreed_again_is_judged_anew(browser, cast):
    """As after a deferral: the desk has looked again at one criterion since the report was first written."""
    application = cases.judged(cast)
    complete = every_final_judgement_given.holds(application)
    desk = findings_at(application, "desk")["2.4"]
    desk.agreed_at = now()
    db.session.commit()
    left = every_final_judgement_given.holds(application)

    table = browser.sign_in(cast.leah).open("reports.judgements", **at(application))
    page = browser.open("reports.judgement", **at(application, code="2.4"))
    browser.press("Save and go to the next")
    after = browser.open("reports.judgements", **at(application))

    assert (complete, left, every_final_judgement_given.holds(application)) == (True, False, True)
    assert "25 of 26 are complete" in table.text
    assert table.text.count("Judged before the panel agreed on it again") == 1
    assert "The panel agreed on this criterion again after it was judged here." in page.text
    assert "26 of 26 are complete" in after.text


def test_a_judgement_below_met_without_an_action_is_asked_for_again(browser, cast):
    application = cases.reporting(cast)
    browser.sign_in(cast.leah).open("reports.judgement", **at(application, code="2.4"))

    page = browser.press("Save and go to the next", rating="not", finding="It is missing.", action="")

    assert page.status == 422
    assert "Write what the school needs to do" in page.text
    assert page.value("finding") == "It is missing."


def test_a_draft_is_made_by_a_job_and_found_in_the_list(browser, cast, store):
    application = cases.judged(cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))

    waiting = browser.press("Make a draft")
    run_waiting()
    page = browser.open(browser.path)

    assert "document" in waiting.heading
    edition = application.report.editions[0]
    assert (edition.kind, edition.number) == ("draft", 1)
    assert f"Draft 1 (PDF, {edition.pages} pages)" in page.text
    download = browser.open("reports.download", **at(application, public_id=edition.public_id))
    assert download.data.startswith(b"%PDF-")
    assert store.verify(edition.storage_key, edition.sha256)
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in download.headers["Content-Security-Policy"]


def test_a_draft_that_would_say_the_same_is_not_made_again(browser, cast):
    application = cases.judged(cast)
    cases.unprinted(application, cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))

    page = browser.press("Make a draft")

    assert "Nothing has changed since draft 1" in page.text
    assert len(application.report.editions) == 1


def test_a_draft_is_sent_and_the_school_is_told(browser, cast):
    application = cases.judged(cast)
    cases.unprinted(application, cast)
    browser.sign_in(cast.leah).open("reports.send_draft", **at(application))

    browser.press("Send draft 1")

    assert application.state is State.FACTUAL_CHECK
    assert application.report.editions[0].sent_to_school_at
    assert application.report.sent_for_facts_at


def test_notes_that_nobody_edited_or_kept_stop_the_draft(browser, cast):
    application = cases.judged(cast)
    raw = [p for p in application.report.paragraphs if p.part == "seen"]
    for paragraph in raw:
        paragraph.from_notes = True
    cases.unprinted(application, cast)

    page = browser.sign_in(cast.leah).open("reports.editor", **at(application))
    answer = browser.post("reports.send_draft", **at(application))

    assert f"{len(raw)} paragraphs stand as the notes of the visit have it" in page.text
    assert page.text.count("From the notes, not yet edited") == len(raw) == 3
    assert answer.status == 409
    assert "Edit each paragraph that stands as in the notes" in answer.text
    assert application.state is State.REPORTING


def test_a_note_is_cleared_by_editing_it_or_by_one_press(browser, cast):
    application = cases.reporting(cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))
    browser.press("Begin the report")
    first, second, third = [p for p in application.report.paragraphs if p.part == "seen"]
    drafted = {p.from_notes for p in application.report.paragraphs if p.part == "finding"}

    browser.open("reports.paragraph", **at(application, public_id=first.public_id))
    browser.press("Save the paragraph", text="Lessons begin with a check of who is there.")
    browser.open("reports.paragraph", **at(application, public_id=second.public_id))
    browser.press("Save the paragraph")
    unchanged = second.from_notes
    browser.open("reports.editor", **at(application))
    browser.press(f"Read and kept paragraph {third.number}")

    assert (first.from_notes, unchanged, third.from_notes) == (False, True, False)
    assert third.text.startswith("At the visit we saw")
    assert drafted <= {False}


@pytest.mark.parametrize(("name", "status"), [("rafael", 403), ("carys", 403), ("amina", 403), ("olga", 404)])
def test_only_the_lead_keeps_notes(browser, cast, name, status):
    application = cases.judged(cast)
    where = at(application, public_id=application.report.paragraphs[0].public_id)

    page = browser.sign_in(getattr(cast, name)).post("reports.keep_notes", **where)

    assert page.status == status


def test_a_draft_that_is_no_longer_what_the_report_says_is_not_sent(browser, cast):
    application = cases.judged(cast)
    cases.unprinted(application, cast)
    application.report.paragraphs[0].text = "Changed since."

    page = browser.sign_in(cast.leah).open("reports.send_draft", **at(application))
    answer = browser.post("reports.send_draft", **at(application))

    assert "Make a new draft first if you have changed anything since" in page.text
    assert answer.status == 409
    assert "The report has changed since draft 1 was made" in answer.text
    assert application.state is State.REPORTING


def test_the_school_comments_and_the_principal_answers(browser, cast):
    application = cases.checking(cast)
    browser.sign_in(cast.cora).open("reports.school_report", **at(application))
    browser.open("reports.comment", **at(application, number="1"))
    browser.press("Keep the comment", text="We teach in 24 countries.")
    assert "Only the principal sends" in browser.open("reports.answer_facts", **at(application)).text

    browser.sign_in(cast.amina).open("reports.answer_facts", **at(application))
    browser.press("Send these comments")

    assert application.state is State.FINALISING
    assert [c.text for c in application.report.comments if c.sent_at] == ["We teach in 24 countries."]


def test_the_school_reads_the_draft_it_was_sent_and_not_what_was_written_since(browser, cast):
    application = cases.finalising(cast)
    application.report.paragraphs[0].text = "Written after the draft was sent."

    page = browser.sign_in(cast.amina).open("reports.school_report", **at(application))

    assert "Written after" not in page.text
    assert "applied for registration" in page.text


def test_answering_leads_to_reading_first(browser, cast):
    application = cases.checking(cast)

    page = browser.sign_in(cast.amina).open("reports.answer_facts", **at(application))

    read = page.links()["Read the draft, and comment on its paragraphs"]
    assert read == browser.address("reports.school_report", **at(application))
    assert "Your answer ends the check." in page.text


def test_while_the_school_checks_nobody_is_told_that_it_made_no_comments(browser, cast):
    application = cases.checking(cast)
    browser.sign_in(cast.amina).open("reports.comment", **at(application, number="2"))
    browser.press("Keep the comment", text="One.")

    ours = browser.open("reports.comments", **at(application))
    theirs = browser.sign_in(cast.leah).open("reports.comments", **at(application))

    assert "Nothing has been sent yet." in ours.text
    assert "has not answered yet" in theirs.text
    assert "One." not in theirs.text


def test_a_comment_can_be_changed_and_removed_until_it_is_sent(browser, cast):
    application = cases.checking(cast)
    browser.sign_in(cast.amina).open("reports.comment", **at(application, number="2"))
    browser.press("Keep the comment", text="One.")
    page = browser.open("reports.comment", **at(application, number="2"))

    assert page.value("text") == "One."
    browser.press("Remove the comment")
    assert application.report.comments == []


def test_comments_are_only_for_the_time_of_the_check(browser, cast):
    application = cases.finalising(cast)

    page = browser.sign_in(cast.amina).open("reports.comment", **at(application, number="1"))

    assert page.status == 403


def test_the_lead_replies_and_the_school_sees_it_with_the_final_report(browser, cast):
    application = cases.finalising(cast, "We teach in 24 countries.")
    comment = application.report.comments[0]
    browser.sign_in(cast.leah).open("reports.reply", **at(application, public_id=comment.public_id))

    browser.press("Save the reply", reply="accepted", reason="Corrected in paragraph 1.")

    assert (comment.reply, comment.reply_reason) == ("accepted", "Corrected in paragraph 1.")
    school = browser.sign_in(cast.amina).open("reports.comments", **at(application))
    assert "We teach in 24 countries." in school.text
    assert "Corrected in paragraph 1." not in school.text


def test_the_final_report_waits_for_every_reply(browser, cast):
    application = cases.finalising(cast, "We teach in 24 countries.")
    browser.sign_in(cast.leah).open("reports.editor", **at(application))

    page = browser.press("Freeze the final report")

    assert page.status == 409
    assert "Reply to every comment" in page.text


def test_the_final_report_is_frozen_and_sent_to_decision(browser, cast, store):
    application = cases.finalising(cast, "We teach in 24 countries.")
    facts.reply_to(application.report.comments[0], reply="not", reason="The register says 23.", by=cast.leah)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))

    browser.press("Freeze the final report")
    run_waiting()

    final = application.report.editions[-1]
    assert (final.kind, final.number) == ("final", 2)
    assert store.verify(final.storage_key, final.sha256)


def test_a_final_report_that_changed_since_it_was_frozen_is_not_decided_on(cast):
    application = cases.finalising(cast)
    cases.unprinted(application, cast, "final")
    assert report_frozen.holds(application)

    cases.service.add_paragraph(application.report, "visit", "One more.", by=cast.leah)
    db.session.commit()

    assert not report_frozen.holds(application)
    cases.unprinted(application, cast, "final")
    assert report_frozen.holds(application)


def test_the_school_has_the_final_report_once_the_letter_is_released(browser, cast, store):
    application = cases.finalising(cast)
    final = cases.made(application, cast, "final")
    browser.sign_in(cast.amina)
    before = browser.open("reports.download", **at(application, public_id=final.public_id)).status

    cases.release(application, cast)
    after = browser.open("reports.download", **at(application, public_id=final.public_id))

    assert before == 404
    assert after.data.startswith(b"%PDF-")
    assert (
        browser.open("reports.school_report", **at(application)).heading == "The final report on your school"
    )


def test_the_school_cannot_have_a_draft_that_was_not_sent(browser, cast):
    application = cases.judged(cast)
    edition = cases.unprinted(application, cast)
    browser.sign_in(cast.amina)

    statuses = [
        browser.open("reports.download", **at(application, public_id=edition.public_id)).status,
        browser.open("reports.school_report", **at(application)).status,
        browser.open("reports.editor", **at(application)).status,
        browser.open("jobs.waiting", public_id=edition.job.public_id).status,
    ]

    assert statuses == [404, 403, 403, 404]


def test_of_two_drafts_the_school_has_only_the_one_it_was_sent(browser, cast):
    application = cases.finalising(cast)
    sent = application.report.editions[0]
    cases.service.add_paragraph(application.report, "visit", "Only for the panel yet.", by=cast.leah)
    later = cases.unprinted(application, cast)
    browser.sign_in(cast.amina)

    page = browser.open("reports.school_report", **at(application))
    answer = browser.open("reports.download", **at(application, public_id=later.public_id))

    assert sent.public_id != later.public_id
    assert "Only for the panel yet." not in page.text
    assert answer.status == 404


def test_an_edition_of_another_case_is_not_found_here(browser, cast):
    application, other = cases.judged(cast), cases.judged(cast)
    foreign = cases.unprinted(other, cast)

    page = browser.sign_in(cast.leah).open("reports.download", **at(application, public_id=foreign.public_id))

    assert page.status == 404


def test_a_paragraph_or_comment_of_another_case_is_not_found_here(browser, cast):
    application, other = cases.finalising(cast), cases.finalising(cast, "Wrong.")
    browser.sign_in(cast.leah)

    for endpoint, foreign in (
        ("reports.paragraph", other.report.paragraphs[0]),
        ("reports.reply", other.report.comments[0]),
    ):
        assert browser.open(endpoint, **at(application, public_id=foreign.public_id)).status == 404


@pytest.mark.parametrize("name", ["olga", "ravi", "connor", "ada"])
def test_to_strangers_there_is_no_report(browser, cast, name):
    application = cases.checking(cast)
    browser.sign_in(getattr(cast, name))

    for endpoint in ("reports.editor", "reports.school_report", "reports.comments", "reports.judgements"):
        assert browser.open(endpoint, **at(application)).status == 404


def makers_of_drafts(page):
    return [form for form in page.all("form") if form.get("action", "").endswith("/editions")]


@pytest.mark.parametrize("name", ["rafael", "carys", "dana", "audrey"])
def test_others_of_the_body_read_the_report_and_change_nothing(browser, cast, name):
    application = cases.judged(cast)
    paragraph = application.report.paragraphs[0]
    page = browser.sign_in(getattr(cast, name)).open("reports.editor", **at(application))

    answer = browser.post(
        "reports.paragraph", {"text": "Mine."}, **at(application, public_id=paragraph.public_id)
    )

    assert page.status == 200
    assert not makers_of_drafts(page)
    assert makers_of_drafts(browser.sign_in(cast.leah).open("reports.editor", **at(application)))
    assert answer.status == 403


def test_conditions_are_proposed_from_actions(browser, cast):
    application = cases.judged(cast)
    browser.sign_in(cast.leah).open("reports.conditions", **at(application))
    browser.open("reports.new_condition", **at(application, criterion="2.3"))

    page = browser.press(
        "Save the proposal",
        proof="The adopted plan.",
        owner="Principal",
        **{"due-day": "30", "due-month": "6", "due-year": "2028"},
    )

    assert "The condition is proposed." in page.text
    assert [(c.criterion_code, c.what, c.status) for c in application.conditions] == [
        ("2.3", "Adopt and publish it.", "proposed")
    ]


def test_a_likely_name_is_flagged(browser, cast):
    application = cases.judged(cast)
    application.report.paragraphs[
        0
    ].text = "We met Ms Okafor, and later the head of science, Peter Lindqvist."

    page = browser.sign_in(cast.leah).open("reports.editor", **at(application))

    assert "Perhaps a name: Ms Okafor, Peter Lindqvist." in page.text


def test_the_clock_ends_the_check_and_takes_what_was_written(cast, clock, app):
    application = cases.checking(cast)
    facts.keep_comment(application.report, application.report.paragraphs[0], "Not yet sent.", by=cast.cora)
    db.session.commit()
    clock.at(cases.long_after(application.due_on))

    cases.tick()

    assert application.state is State.FINALISING
    assert application.report.comments[0].sent_at is not None


def test_the_editor_asks_the_database_the_same_however_long_the_report(browser, cast):
    application = cases.judged(cast)
    browser.sign_in(cast.leah).open("reports.editor", **at(application))
    with count_queries() as few:
        browser.open("reports.editor", **at(application))
    for number in range(60):
        cases.service.add_paragraph(application.report, "visit", f"Paragraph {number}.", by=cast.leah)

    with count_queries() as many:
        browser.open("reports.editor", **at(application))

    assert len(many) <= len(few)


def test_the_report_is_written_from_the_shell(app, cast, store, tmp_path):
    application = cases.judged(cast)
    edition = cases.made(application, cast)
    runner = app.test_cli_runner()

    said = runner.invoke(args=["report", "write", application.reference, str(tmp_path / "report.pdf")])
    unknown = runner.invoke(args=["report", "write", "OSR-0000-NOBODY", str(tmp_path / "none.pdf")])

    assert said.exit_code == 0, said.output
    assert (tmp_path / "report.pdf").stat().st_size == edition.size
    assert "There is no application" in unknown.output


def test_a_comment_points_to_what_the_school_sent_and_the_panel_opens_it(browser, cast):
    application = cases.checking(cast)
    shown = facts.proofs(application)[0]
    browser.sign_in(cast.cora).open("reports.comment", **at(application, number="1"))

    browser.press("Keep the comment", text="We have 240 students.", proof=shown.public_id, pages="3")
    browser.sign_in(cast.amina).open("reports.answer_facts", **at(application))
    browser.press("Send these comments")
    page = browser.sign_in(cast.leah).open("reports.comments", **at(application))

    assert shown.evidence.title in page.links()
    assert ", page 3." in page.text
    assert browser.open("evidence.open_version", **at(application, version=shown.public_id)).status == 200


def test_a_comment_cannot_point_to_what_was_never_sent(browser, cast):
    application = cases.checking(cast)
    unsent = factories.evidence(application, cast.cora, title="A new paper")
    browser.sign_in(cast.cora).open("reports.comment", **at(application, number="1"))

    page = browser.press("Keep the comment", text="See this.", proof=unsent.public_id)

    assert page.status == 422
    assert "Choose from the answers that are listed." in page.text
    assert page.value("text").strip() == "See this."
