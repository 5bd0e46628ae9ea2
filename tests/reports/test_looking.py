"""Looking at a report before it goes out: its gaps, two editions side by side, and the school's own view."""

from dataclasses import replace
from datetime import date

import pytest

from registration.database import db, now
from registration.reports import conditions, service
from registration.reports.comparing import comparison
from registration.reports.content import Paragraph
from registration.reports.gaps import gaps_of
from registration.reports.names import names_in
from registration.reports.queries import final_findings, findings_at, present
from registration.reports.sections import CONTEXT, CRITERION, SEEN
from registration.workflow.states import State
from tests.reports import cases, sample

DAY = date(2031, 5, 1)


def at(application, **more):
    return {"reference": application.reference, **more}


def found(application):
    return {kind.title: [gap.where for gap in kind.gaps] for kind in gaps_of(application, application.report)}


def test_a_report_just_begun_lacks_every_judgement_and_names_its_raw_notes(cast):
    application = cases.reporting(cast)
    report = cases.begin_report(application, cast.leah)
    db.session.commit()

    lacks = found(application)

    assert len(lacks["Criteria without a judgement that holds, or a finding"]) == 26
    seen = [p for code in ("1.1", "5.3") for p in present(report, CRITERION, code, SEEN)] + present(report, "visit")
    raw = lacks["Paragraphs as the notes of the visit have them"]
    assert sorted(raw) == sorted(f"Paragraph {p.number}" for p in seen)


def test_a_judgement_below_met_without_an_action_and_a_finding_without_words_are_gaps(cast):
    application = cases.judged(cast)
    final = final_findings(application)
    final["2.3"].action, final["2.4"].finding, final["2.6"].rating = " ", "", "nee"
    db.session.commit()

    lacks = found(application)

    assert [w.split()[0] for w in lacks["Judgements below Met without an action"]] == ["2.3"]
    assert [w.split()[0] for w in lacks["Criteria without a judgement that holds, or a finding"]] == ["2.4", "2.6"]


def test_a_judgement_older_than_what_the_desk_agreed_is_a_gap(cast):
    application = cases.judged(cast)
    before = found(application)
    findings_at(application, "desk")["2.4"].agreed_at = now()
    db.session.commit()

    kind = "Criteria without a judgement that holds, or a finding"
    assert (before[kind], [w.split()[0] for w in found(application)[kind]]) == ([], ["2.4"])


def test_names_empty_sections_and_unanswered_comments_are_gaps(cast):
    application = cases.finalising(cast, "We teach in 24 countries.")
    first = application.report.paragraphs[0]
    service.add_paragraph(application.report, CONTEXT, "We met Mrs Okonkwo there.", by=cast.leah)
    db.session.commit()

    lacks = found(application)

    assert lacks["Comments without a reply"] == [f"Paragraph {first.number}"]
    assert lacks["Words that may be a person’s name"] == [f"Paragraph {application.report.paragraphs[-1].number}"]
    assert lacks["Sections in which nothing is written"] == ["Recommendations", "Examination arrangements"]


NAMED = "Words that may be a person’s name"


def test_people_of_the_case_are_found_wherever_their_names_stand(cast):
    application = cases.finalising(cast, "We teach in 24 countries.")
    report, (of_school, of_panel) = application.report, (cast.ezra.name, cast.rafael.name)
    service.add_paragraph(report, CONTEXT, f"{of_school} showed us round. {of_panel} watched.", by=cast.leah)
    conditions.propose(
        application, code="2.3", what="Publish it.", proof=f"A letter of {of_school}.", due_on=DAY, owner="Principal",
        by=cast.leah,
    )  # fmt: skip
    cases.facts.reply_to(report.comments[0], reply="not", reason=f"{of_school} said so.", by=cast.leah)
    db.session.commit()

    gaps = {kind.title: kind.gaps for kind in gaps_of(application, report)}[NAMED]

    number, about = report.paragraphs[-1].number, report.comments[0].paragraph.number
    assert [gap.where for gap in gaps] == [f"Paragraph {number}", "Condition on 2.3", f"Reply on paragraph {about}"]
    assert gaps[0].what == f"{of_school}, {of_panel}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr Peter Brown spoke.", ["Mr Peter Brown"]),
        ("Amina Okoro and her deputy", ["Amina Okoro"]),
        ("Okoro said so, Amina Okoro.", ["Amina Okoro"]),
        ("In May the Okoro Online School moved.", []),
        ("an okoro tree", []),
    ],
)
def test_names_of_the_case_come_first_and_words_of_the_school_are_let_pass(text, names):
    own = "Okoro Online School" if "School" in text else "Harbour School"

    assert names_in(text, ["Amina Okoro", "June May"], own) == names


@pytest.mark.parametrize(("reply", "gaps"), [("accepted", 1), ("partly", 1), ("not", 0)])
def test_a_comment_that_was_accepted_while_its_paragraph_stays_is_pointed_out(cast, reply, gaps):
    application = cases.finalising(cast, "We teach in 24 countries.")
    comment = application.report.comments[0]
    cases.facts.reply_to(comment, reply=reply, reason="See there.", by=cast.leah)
    db.session.commit()

    before = found(application)["Comments accepted, and the paragraph as it was"]
    service.edit_paragraph(comment.paragraph, "It teaches in 24.", version=comment.paragraph.version, by=cast.leah)
    after = found(application)["Comments accepted, and the paragraph as it was"]

    assert (len(before), after) == (gaps, [])


def test_a_complete_report_has_no_gap_that_must_be_closed(cast):
    application = cases.judged(cast)

    assert [kind.title for kind in gaps_of(application, application.report) if kind.must and kind.gaps] == []


def test_each_gap_leads_to_the_page_where_it_is_closed(browser, cast):
    application = cases.finalising(cast, "We teach in 24 countries.")
    final_findings(application)["2.3"].action = ""
    service.add_paragraph(application.report, CONTEXT, "We met Mrs Okonkwo there.", by=cast.leah)
    db.session.commit()
    browser.sign_in(cast.leah)

    page = browser.open("reports.gaps", **at(application))

    links = [href for href in page.links().values() if "/report/" in href]
    assert any(href.endswith("/judgements/2.3") for href in links)
    assert {browser.open(href).status for href in links} == {200}
    assert "2 things must be done before the report can go out, and 3 places should be looked at." in page.text


def test_who_only_reads_is_shown_the_gaps_without_ways_to_change(browser, cast):
    application = cases.judged(cast)

    page = browser.sign_in(cast.carys).open("reports.gaps", **at(application))

    assert "Nothing is missing." in page.text
    assert not [href for href in page.links().values() if "/new/" in href]


@pytest.mark.parametrize("endpoint", ["reports.gaps", "reports.compare", "reports.preview"])
def test_the_school_sees_none_of_these_pages(browser, cast, endpoint):
    application = cases.checking(cast)

    assert browser.sign_in(cast.amina).open(endpoint, **at(application)).status == 403


def test_two_drafts_are_compared_word_by_word(browser, cast):
    application = cases.judged(cast)
    cases.unprinted(application, cast)
    first, second = application.report.paragraphs[0], application.report.paragraphs[1]
    service.edit_paragraph(first, first.text.replace("applied", "asked"), version=first.version, by=cast.leah)
    service.add_paragraph(application.report, CONTEXT, "It grew since.", by=cast.leah)
    if second.part == "":
        service.remove_paragraph(second, by=cast.leah)
    db.session.commit()
    cases.unprinted(application, cast)

    page = browser.sign_in(cast.leah).open("reports.compare", **at(application))

    went, came = ([" ".join("".join(e.itertext()).split()) for e in page.all(tag)] for tag in ("del", "ins"))
    assert "applied" in went
    assert "asked" in came
    assert "It grew since." in came
    assert "What changed from Draft 1 to Draft 2" in page.text


@pytest.mark.parametrize("asked", ["?old=1&new=1", "?old=1&new=7", "?old=x&new=y", f"?old={2**40}"])
def test_a_choice_of_editions_that_makes_no_sense_is_answered_plainly(browser, cast, asked):
    application = cases.judged(cast)
    for text in ("One.", "Two."):
        service.add_paragraph(application.report, CONTEXT, text, by=cast.leah)
        cases.unprinted(application, cast)

    page = browser.sign_in(cast.leah).open(f"/applications/{application.reference}/report/compare{asked}")

    assert page.status == 200


def test_what_was_removed_stands_where_it_stood_and_what_was_judged_otherwise_is_told():
    old = sample.content()
    kept = list(old.narrative)[1:]
    changed = old.areas[0].findings[0]
    other = next(step for step in old.scale if step != changed.judgement)
    area = replace(old.areas[0], findings=(replace(changed, judgement=other), *old.areas[0].findings[1:]))
    new = replace(old, narrative=(*kept, Paragraph("999", "New.")), areas=(area, *old.areas[1:]))

    said = comparison(old, new)

    assert [(c.number, c.kind) for c in said.changes] == [(old.narrative[0].number, "removed"), ("999", "new")]
    assert [(j.old, j.new) for j in said.judged] == [(changed.judgement.label, other.label)]
    assert comparison(old, old).changes == ()


def test_the_preview_says_what_the_school_then_reads(browser, cast):
    application = cases.judged(cast)

    shown = browser.sign_in(cast.leah).open("reports.preview", **at(application))
    cases.unprinted(application, cast)
    cases.editions.send_draft(application, cases.names(), by=cast.leah)
    db.session.commit()
    read = browser.sign_in(cast.amina).open("reports.school_report", **at(application))

    mark = "Summary of judgements"
    school = read.text.partition(mark)[2].replace("Comment on paragraph", "")
    for paragraph in application.report.paragraphs:
        assert paragraph.text in shown.text
        assert paragraph.text in school
    assert application.state is State.FACTUAL_CHECK
    assert "The school sees no outcome in a draft." in shown.text
