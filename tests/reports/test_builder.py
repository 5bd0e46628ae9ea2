"""From a case to its report: what it takes from where, and that freezing loses nothing."""

import json

import pytest

from registration.database import db, now
from registration.evidence.models import EvidenceVersion
from registration.reports.builder import content_of
from registration.reports.content import Considered
from registration.reports.frozen import plain, restored, substance
from registration.reports.settings import names
from tests import factories
from tests.reports import cases, sample


def content(application, draft=True):
    return content_of(application.report, names(), number=1, draft=draft, dated=now())


def test_a_frozen_report_comes_back_the_same():
    for report in (sample.content(), sample.content(outcome=None)):
        assert restored(json.loads(json.dumps(plain(report)))) == report


def test_a_report_frozen_before_a_part_was_added_is_still_read():
    frozen = plain(sample.content())
    del frozen["context_tables"]

    assert restored(frozen) == sample.content(context_tables=())


def test_number_and_date_do_not_count_as_a_change():
    same = plain(sample.content(version=7, dated=now()))

    assert substance(same) == substance(plain(sample.content()))
    assert substance(plain(sample.content(school="Another"))) != substance(same)


def test_the_report_reads_what_was_sent_and_not_what_was_changed_since(cast):
    application = cases.judged(cast)
    application.evidence[0].title = "Changed since"
    application.school.name = "Renamed since"
    db.session.commit()

    said = content(application)

    assert said.school == "Harbour Lights Online School"
    assert [item.title for item in said.register] == ["Safeguarding policy"]
    assert said.register[0].cited_for == tuple(application.standard.criteria)


def test_groups_of_the_profile_become_tables(cast):
    application = cases.judged(cast)
    facts = {"territories": [{"territory": "PT", "registered": "yes", "staff": 21, "students": 1118}]}
    snapshot = {**application.submission.snapshot, "profile": {"4": facts}}
    application.submission.snapshot = snapshot

    tables = content(application).context_tables

    assert [(table.title, table.rows) for table in tables] == [
        ("Territories", (("Portugal", "Yes", "21", "1,118"),))
    ]


def test_every_criterion_carries_its_judgement_and_evidence(cast):
    said = content(cases.judged(cast))

    found = {finding.code: finding for finding in said.findings}
    assert len(found) == 26
    assert {code: found[code].judgement.code for code in cases.RATINGS} == cases.RATINGS
    assert found["2.3"].action.text == "Adopt and publish it."
    assert (found["5.3"].evidence[0].number, found["5.3"].evidence[0].where) == (1, "pages 3 to 4")
    assert "document" in found["5.3"].relied_on


def test_the_visit_names_roles_and_never_people(cast):
    application = cases.judged(cast)

    said = json.dumps(plain(content(application, draft=False)), default=str)

    for person in (cast.leah, cast.rafael, cast.amina, cast.carys):
        assert person.name not in said
    assert "Lead reviewer (leads), reviewer (takes part)" in said
    assert "\\nat the school " in said
    assert "3 of 49, drawn by lot" in said


def test_a_draft_shows_neither_outcome_nor_conditions(cast):
    application = cases.judged(cast)

    draft, final = content(application), content(application, draft=False)

    assert draft.outcome is None
    assert draft.conditions == ()
    assert final.outcome.label == "Defer"


def test_before_every_judgement_is_given_the_report_says_so(cast):
    application = cases.reporting(cast)
    cases.begin_report(application, cast.leah)

    said = content(application, draft=False)

    assert {finding.judgement.label for finding in said.findings} == {"Not judged yet"}
    assert said.outcome.label == "Not yet to be said"


def test_comments_appear_once_they_are_sent(cast):
    application = cases.finalising(cast, "There are fifty staff.")

    assert [c.comment for c in content(application).comments] == ["There are fifty staff."]


def commented(cast, version):
    """The school pointed to this version, on page 3, in its comment on paragraph 1."""
    application = cases.checking(cast)
    report = application.report
    cases.facts.keep_comment(
        report, report.paragraphs[0], "There are fifty staff.", by=cast.amina, proof=version(application).public_id,
        pages="3",
    )  # fmt: skip
    cases.facts.answer_facts(application, by=cast.amina)
    db.session.commit()
    return application


def test_evidence_a_comment_points_to_is_named_beside_it_and_in_the_register(cast):
    application = commented(cast, lambda case: case.evidence[0].current)
    application.evidence[0].title = "Changed since"

    said = content(application)

    assert said.comments[0].shown_by == Considered(1, "Safeguarding policy", "version 1, page 3")
    assert [(item.number, item.named_on) for item in said.register] == [(1, ("1",))]
    assert said.register[0].fingerprint == application.evidence[0].current.sha256


def test_a_version_of_an_earlier_round_gets_its_own_row_in_the_register(cast):
    def replaced_and_sent_again(case):
        older = case.evidence[0].current
        facts = {"storage_key": "newer", "sha256": "f" * 64, "size": 9, "file_name": "policy.pdf",
                 "media_type": "application/pdf", "check_state": "ready", "uploaded_by": cast.amina}  # fmt: skip
        db.session.add(EvidenceVersion(evidence=older.evidence, number=2, **facts))
        factories.submit(case, cast.amina)
        db.session.commit()
        return older

    said = content(commented(cast, replaced_and_sent_again))

    assert [(item.number, item.version, item.named_on) for item in said.register] == [
        (1, "version 2", ()), (2, "version 1", ("1",)),
    ]  # fmt: skip
    assert said.register[0].fingerprint == "f" * 64 != said.register[1].fingerprint
    assert said.register[1].cited_for == ()
    assert said.comments[0].shown_by.number == 2


@pytest.mark.parametrize("part", ["Standard", "Submission, round 1", "Judgements"])
def test_fingerprints_tie_the_report_to_what_it_was_made_from(cast, part):
    assert part in {fact.name for fact in content(cases.judged(cast)).fingerprint}
