"""Writing a report: begun from what the panel knows, changed by paragraph, judged by criterion."""

import pytest

from registration.errors import NotFound, Refused
from registration.history import Overtaken
from registration.reports import service
from registration.reports.drafting import begin_report
from registration.reports.queries import final_findings, present
from registration.reports.sections import ACTION, CRITERION, FINDING, SEEN, VISIT
from tests.reports import cases


@pytest.fixture
def report(cast):
    return begin_report(cases.reporting(cast), cast.leah)


def texts(report, section, code=None, part=None):
    return [p.text for p in present(report, section, code, part)]


def test_a_report_begins_with_what_was_agreed_and_seen(report):
    assert texts(report, CRITERION, "2.3", ACTION) == ["Write it down."]
    assert texts(report, CRITERION, "1.1", SEEN) == ["At the visit we saw 1.1 at work."] * 2
    assert texts(report, VISIT) == ["The school was open and well prepared."]
    assert [p.number for p in report.paragraphs] == list(range(1, len(report.paragraphs) + 1))


def test_a_report_is_begun_once(report, cast):
    with pytest.raises(Refused, match="begun already"):
        begin_report(report.application, cast.leah)


def test_a_new_paragraph_gets_a_number_that_was_never_used(report, cast):
    last = max(p.number for p in report.paragraphs)
    first = service.add_paragraph(report, VISIT, "One more.", by=cast.leah)
    service.remove_paragraph(first, by=cast.leah)

    second = service.add_paragraph(report, VISIT, "Another.", by=cast.leah)

    assert (first.number, second.number) == (last + 1, last + 2)
    assert texts(report, VISIT)[-1] == "Another."


def test_no_paragraph_is_added_where_there_is_no_such_place(report, cast):
    for section, code in (("elsewhere", None), (CRITERION, "9.9"), (CRITERION, None), (VISIT, "1.1")):
        with pytest.raises(NotFound):
            service.add_paragraph(report, section, "Text.", by=cast.leah, code=code)


def test_changing_a_finding_in_the_report_changes_the_judgement(cast):
    application = cases.judged(cast)
    paragraph = present(application.report, CRITERION, "2.3", FINDING)[0]

    service.edit_paragraph(paragraph, "Seen and understood.", version=paragraph.version, by=cast.leah)

    assert final_findings(application)["2.3"].finding == "Seen and understood."


def test_a_paragraph_changed_by_somebody_else_is_not_overwritten(report, cast):
    paragraph, opened = report.paragraphs[0], report.paragraphs[0].version
    service.edit_paragraph(paragraph, "The first wording.", version=opened, by=cast.leah)

    with pytest.raises(Overtaken) as caught:
        service.edit_paragraph(paragraph, "The second wording.", version=opened, by=cast.leah)

    assert caught.value.theirs["text"] == paragraph.text == "The first wording."


def test_paragraphs_change_places_within_their_part(report, cast):
    first, second = present(report, CRITERION, "1.1", SEEN)

    service.move_paragraph(second, -1, by=cast.leah)

    assert present(report, CRITERION, "1.1", SEEN) == [second, first]
    service.move_paragraph(second, -1, by=cast.leah)
    assert present(report, CRITERION, "1.1", SEEN) == [second, first]


def test_a_paragraph_of_a_judgement_is_not_removed_by_itself(report, cast):
    with pytest.raises(Refused, match="belongs to the judgement"):
        service.remove_paragraph(present(report, CRITERION, "2.3", FINDING)[0], by=cast.leah)


def judge(application, cast, code="2.3", **changed):
    facts = {"rating": "met", "finding": "It is in place.", "strengths": "", "action": "", "version": None}
    return service.judge(application, code, by=cast.leah, **{**facts, **changed})


def test_a_judgement_writes_its_paragraphs(report, cast):
    judge(report.application, cast, rating="partly", strengths="It began early.", action="Publish it.")

    assert texts(report, CRITERION, "2.3") == ["It is in place.", "It began early.", "Publish it."]


def test_a_judgement_that_meets_the_standard_keeps_no_action(report, cast):
    judge(report.application, cast, rating="met", action="Publish it.")

    assert texts(report, CRITERION, "2.3", ACTION) == []
    assert final_findings(report.application)["2.3"].action == ""


@pytest.mark.parametrize("rating", ["partly", "not"])
def test_a_judgement_below_met_needs_an_action(report, cast, rating):
    with pytest.raises(Refused, match="what the school needs to do"):
        judge(report.application, cast, rating=rating)


def test_not_applicable_is_only_for_a_criterion_that_allows_it(report, cast):
    with pytest.raises(Refused, match="listed"):
        judge(report.application, cast, code="2.3", rating="na")


def test_two_people_do_not_overwrite_each_others_judgement(report, cast):
    judge(report.application, cast, finding="The first.")

    with pytest.raises(Overtaken):
        judge(report.application, cast, finding="The second.", version=None)

    assert final_findings(report.application)["2.3"].finding == "The first."
