"""The mirror finds each gap that is planted in a complete application, and no other; in the complete one it finds none.

The complete application is the written-out case of the demonstration, as it is when everything the panel asked for has
been added, on a day of the year for which its documents are written.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from registration.accounts.passwords import hash_password
from registration.applications import mirror
from registration.applications.snapshot import signed_over, snapshot_of
from registration.database import CLOCK, db, writing
from registration.demonstration import drafting, service
from registration.demonstration.cases import Case, told
from registration.demonstration.material import read
from registration.demonstration.people import make_staff
from registration.demonstration.turning import schedule
from registration.demonstration.words import Cited
from registration.evidence.models import Evidence, EvidenceVersion
from registration.reports.about import Names
from registration.storage import open_store
from registration.workflow import engine
from registration.workflow.transitions import BY_NAME
from standards.advice import CONDITIONS, advice
from tests.conftest import empty

THE_DAY = datetime(2026, 2, 20, 9, tzinfo=UTC)
ESSENTIAL, OTHER = "2.7", "1.4"


@pytest.fixture(scope="module")
def complete(whole_app, tmp_path_factory):
    """The complete case, filled and signed, and never sent."""
    with whole_app.app_context(), writing():
        empty()
        store = open_store(tmp_path_factory.mktemp("complete").as_uri(), least_free=0)
        before = CLOCK[0]
        CLOCK[0] = lambda: THE_DAY
        case_told = next(each for each in told() if each.complete)
        names = Names("The body", "desk@body.example", "Europe/London")
        when = schedule(["start", "fill"], 0, THE_DAY)
        case = service.join(Case(case_told, make_staff(), store, names, "", when, THE_DAY), hash_password("x" * 12))
        drafting.start(case)
        fill_with_late_evidence(case)
        drafting.applications.sign_declaration(
            case.application, by=case.principal, typed_name=case.principal.name, ai_statement="None was used."
        )
        db.session.commit()
        yield case.application
        CLOCK[0] = before
        db.session.rollback()
        empty()
        db.session.remove()


def fill_with_late_evidence(case):
    drafting.give_areas(case)
    drafting.fill_profile(case, sections=8)
    drafting.add_evidence(case, late=False)
    drafting.add_evidence(case, late=True)
    with db.session.no_autoflush:
        for code in case.standard.criteria:
            drafting.respond(case, code)
    for question in read("complete/process.toml")["request"]["questions"]:
        shows = f"{case.items[question['evidence']].title}, as asked for."
        drafting.cite(case, question["criterion"], Cited(question["evidence"], shows, 2, 3))
    db.session.flush()


@pytest.fixture(autouse=True)
def as_it_was(complete):
    yield
    db.session.rollback()


def response(application, code):
    return next(r for r in application.responses if r.criterion_code == code)


def citations(application, code):
    return [c for c in application.citations if c.criterion_code == code]


def item(application, title):
    return next(e for e in application.evidence if e.title.startswith(title))


def facts(application, number, **changed):
    section = next(s for s in application.profile if s.number == number)
    section.facts = {**section.facts, **changed}
    section.complete = section.complete and None not in changed.values()


def first_row(application, number, group, **changed):
    section = next(s for s in application.profile if s.number == number)
    first, *rest = section.facts[group]
    facts(application, number, **{group: [{**first, **changed}, *rest]})


def set_in(find, **changed):
    """A planting: these facts of one record."""

    def plant(application):
        record = find(application)
        for name, value in changed.items():
            setattr(record, name, value)

    return plant


def of(code):
    return lambda application: response(application, code)


def cited_for(code, place=0):
    return lambda application: citations(application, code)[place]


def titled(title):
    return lambda application: item(application, title)


def version_of(title):
    return lambda application: item(application, title).current


def without_citations(code, reason, keep=0):
    def plant(application):
        response(application, code).no_evidence_reason = reason
        for citation in citations(application, code)[keep:]:
            db.session.delete(citation)
        db.session.flush()
        db.session.expire(application, ["citations"])
        remove_uncited(application)

    return plant


def add_item(application, **changed):
    """An item nobody cites, with one version."""
    made = Evidence(application=application, title="Minutes of the parents' forum", kind="minutes",
                    **{"personal_data": "no", **changed})
    db.session.add_all([made, EvidenceVersion(evidence=made, number=1, link="https://school.example/forum",
                                              check_state="ready")])


def remove_uncited(application):
    """What a planting leaves without a citation would be a second gap."""
    for one in application.evidence:
        if not any(c.evidence_version in one.versions for c in application.citations):
            one.removed_at = THE_DAY


def newer_version(title):
    def plant(application):
        found = item(application, title)
        old = found.current
        db.session.add(EvidenceVersion(
            evidence=found, number=2, storage_key="0" * 32, sha256="0" * 64, pages=old.pages, check_state="ready",
            media_type=old.media_type, file_name=old.file_name,
        ))  # fmt: skip

    return plant


def cite_everywhere(application):
    version = item(application, "Handbook for staff").current
    for code in ("1.1", "1.3", "2.1", "2.4", "3.1", "3.3"):
        citation = citations(application, code)[0]
        citation.evidence_version, citation.page_from, citation.page_to = version, 1, 1
    remove_uncited(application)


def copy_paragraph(application):
    longest = max(response(application, "1.1").statement.splitlines(), key=len)
    response(application, OTHER).statement += "\n\n" + longest.upper()


def name_document(application):
    response(application, OTHER).statement += " Details are in the Safer recruitment policy and checks by country."


def older_period(application):
    item(application, "Accessibility audit").period_to = date(2024, 1, 31)


def no_place(application):
    held = next(s for s in application.profile if s.number == 7).facts["exam_places"]
    facts(application, 7, exam_places=[row for row in held if row["territory"] != "GR"])


def one_kind(application):
    for citation in citations(application, "5.3"):
        citation.evidence_version.evidence.kind = "policy"


PLANTED = {
    "no-rating": set_in(of(OTHER), rating=None),
    "no-statement": set_in(of(OTHER), statement=" "),
    "no-evidence": without_citations("2.5", ""),
    "no-safeguarding-lead": lambda a: facts(a, 8, safeguarding_name=None),
    "no-website": lambda a: facts(a, 1, website=None),
    "section-incomplete": lambda a: facts(a, 2, organisation=None),
    "no-exam-place": no_place,
    "file-not-ready": set_in(version_of("Behaviour and anti"), check_state="checking"),
    "not-signed": set_in(lambda a: a.declarations[-1], fingerprint="of something else"),
    "short-statement": set_in(of(OTHER), statement="We have a policy and everybody keeps it."),
    "claim-without-evidence": without_citations("2.5", "The log is being printed."),
    "exceeds-on-little": without_citations("2.6", "", keep=1),
    "essential-without-plan": set_in(of(ESSENTIAL), rating="partly", statement="We are still at work on it. " * 8),
    "gap-without-plan": set_in(of(OTHER), rating="not", statement="We are still at work on it. " * 8),
    "one-kind-of-evidence": one_kind,
    "same-words-twice": copy_paragraph,
    "document-not-cited": name_document,
    "left-to-fill": lambda a: setattr(response(a, OTHER), "statement", response(a, OTHER).statement + " TODO: number."),
    "no-page": set_in(cited_for(OTHER), page_from=None, page_to=None),
    "page-beyond-end": set_in(cited_for(OTHER), page_from=900, page_to=901),
    "says-too-little": set_in(cited_for(OTHER), shows="See"),
    "older-version": newer_version("Language policy"),
    "not-described": set_in(titled("Language policy"), described=False),
    "expired": set_in(titled("Language policy"), valid_until=date(2026, 2, 19)),
    "expires-before-visit": set_in(titled("Language policy"), valid_until=date(2026, 5, 31)),
    "other-language": set_in(titled("Language policy"), language="Greek"),
    "personal-data": set_in(titled("Single central record"), redacted=False),
    "personal-data-unknown": set_in(titled("Language policy"), personal_data="unknown"),
    "scan": set_in(version_of("Language policy"), has_text=False, pages=9),
    "old-period": older_period,
    "cited-often": cite_everywhere,
    "cited-nowhere": add_item,
    "students-disagree": lambda a: first_row(a, 4, "territories", students=119),
    "teachers-disagree": lambda a: first_row(a, 3, "students", teachers=270),
    "no-law": lambda a: first_row(a, 4, "territories", legal_basis="As usual"),
    "no-esafety-law": lambda a: first_row(a, 4, "territories", esafety="None"),
    "series-in-the-past": lambda a: first_row(a, 6, "programmes", first_series="June 2025"),
    "place-not-begun": lambda a: first_row(a, 7, "exam_places", agreement="none"),
    "ages-out-of-order": lambda a: facts(a, 3, age_from=19),
}


def looked_at(application, signed=True):
    """What the page finds, with everything signed again: a change asks for a new signature."""
    db.session.flush()
    for relation in ("citations", "evidence"):
        db.session.expire(application, [relation])
    for each in application.evidence:
        db.session.expire(each, ["versions"])
    if signed:
        application.declarations[-1].fingerprint = signed_over(application)
    missing = engine.missing(application, BY_NAME["submit"])
    seen = mirror.seen_now(application, snapshot_of(application))
    return mirror.gaps_of(seen, missing)


def test_the_complete_case_has_no_gap(complete):
    assert [gap.says for gap in looked_at(complete)] == []


@pytest.mark.parametrize("code", PLANTED)
def test_each_planted_gap_is_found_and_no_other(complete, code):
    PLANTED[code](complete)

    gaps = looked_at(complete, signed=code != "not-signed")

    assert {gap.code for gap in gaps} == {code}
    assert all(gap.place and gap.why and "{" not in gap.says for gap in gaps)


def test_every_rule_has_its_planted_gap(complete):
    rules = advice(complete.standard).rules

    assert [rule.code for rule in rules] == list(PLANTED)
    assert len(PLANTED) >= 20


def test_every_condition_is_looked_for_and_used(complete):
    used = {rule.condition for rule in advice(complete.standard).rules}

    assert set(mirror.CONDITIONS) == set(CONDITIONS) == used


def test_hard_rules_tell_of_the_needs_of_the_move_and_of_no_other(complete):
    needs = {need.name for need in BY_NAME["submit"].needs} - {"every_criterion_confirmed"}  # of a reapproval alone

    assert {rule.need for rule in advice(complete.standard).rules if rule.hard} == needs


def test_a_need_that_no_rule_details_speaks_for_itself(complete):
    [gap] = mirror.gaps_of(
        mirror.seen_now(complete, snapshot_of(complete)),
        [need for need in BY_NAME["submit_again"].needs if need.name == "every_item_answered"],
    )

    assert gap.hard
    assert gap.says == "Answer every item you were asked about first."
    assert gap.page == "applications.answer_request"


def test_advice_holds_nobody_up(complete):
    PLANTED["expired"](complete)

    gaps = looked_at(complete)

    assert not any(gap.hard for gap in gaps)
    assert engine.missing(complete, BY_NAME["submit"]) == ()


def test_the_reading_time_is_the_sum_of_what_is_read(complete):
    reading = mirror.reading_of(mirror.seen_now(complete, snapshot_of(complete)))

    words = sum(len(r.statement.split()) for r in complete.responses)
    assert sum(area.words for area in reading.areas) == words
    assert reading.minutes == sum(area.minutes for area in reading.areas)
    assert reading.areas[0].minutes == -(
        -int(reading.areas[0].words * 60 / 238 + reading.areas[0].pages * 60 + reading.areas[0].recordings * 300) // 60
    )


def test_nobody_else_is_in_the_database(complete):
    """The fixture left one application: what was planted was taken back each time."""
    assert len(db.session.scalars(select(Evidence).where(Evidence.title.like("Minutes of the%"))).all()) == 0
