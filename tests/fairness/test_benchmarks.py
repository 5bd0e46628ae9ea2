"""Benchmarks: made from a finished case, agreed by two leads, scored alone, and never touching the case."""

from datetime import date

import pytest

from registration.access.roles import Role
from registration.database import db
from registration.errors import NotAllowed, Refused
from registration.evidence.models import EvidenceVersion, PageText
from registration.fairness import benchmark_queries as queries, benchmarks
from registration.fairness.models import Benchmark, BenchmarkScore
from registration.history import Overtaken
from registration.notifications.models import Letter
from registration.schools.models import Relation
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

CODES = ["1.1", "2.7", "5.1"]


@pytest.fixture
def case(cast):
    made = factories.application(cast, State.REGISTERED)
    factories.determination(made, cast.dana, released_by=cast.dirk, released_at=made.state_since)
    factories.assign(factories.application(cast, State.DESK_REVIEW, panel=False), cast.ravi, "lead_reviewer")
    factories.person("nadia", roles=[Role.REVIEWER])
    db.session.commit()
    return made


@pytest.fixture
def nadia(case):
    return db.session.query(type(case.started_by)).filter_by(email="nadia@example.org").one()


@pytest.fixture
def benchmark(cast, case):
    leads = [cast.leah.public_id, cast.ravi.public_id]
    made = benchmarks.mark(case, "Benchmark 1", CODES, leads, by=cast.carys)
    db.session.commit()
    return made


@pytest.fixture
def opened(cast, benchmark):
    for criterion in benchmark.criteria:
        judge(criterion, cast.leah)
        db.session.flush()
        benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)
    benchmarks.open_to_reviewers(benchmark, by=cast.carys)
    db.session.commit()
    return benchmark


def judge(criterion, by, rating="partly"):
    benchmarks.write_criterion(
        criterion, statement=criterion.statement, evidence=criterion.evidence, rating=rating,
        reason="No dates are given.", version=criterion.version, by=by,
    )  # fmt: skip


def ratings(benchmark, rating="met"):
    return {c.criterion_code: (rating, "Seen.") for c in benchmark.criteria}


def whole(case):
    """Every column of the case, its findings and its agreed findings."""
    rows = [case, *case.findings, *case.agreed_findings, *case.responses, *case.citations, *case.events]
    return [{c.key: getattr(row, c.key) for c in row.__mapper__.column_attrs} for row in rows]


def test_the_words_are_copied_without_the_name_of_the_school(cast, case):
    snapshot = case.submission.snapshot
    answer = {**snapshot["responses"]["2.7"], "statement": f"At {case.school.name} we check."}
    case.submission.snapshot = {**snapshot, "responses": {**snapshot["responses"], "2.7": answer}}
    version = db.session.query(EvidenceVersion).order_by(EvidenceVersion.id).first()
    db.session.add(PageText(application_id=case.id, evidence_version_id=version.id, page=3, text="Who checks, when.",
                            words="who checks when"))  # fmt: skip
    db.session.flush()

    made = benchmarks.mark(case, "One", CODES, [cast.leah.public_id, cast.ravi.public_id], by=cast.carys)

    copied = queries.criterion_of(made, "2.7")
    assert copied.statement == "At the school we check."
    assert "Who checks, when." in copied.evidence


@pytest.mark.parametrize("state", [State.DESK_REVIEW, State.MODERATION, State.DETERMINATION, State.APPEAL])
def test_a_case_that_is_not_finished_is_no_benchmark(browser, cast, state):
    application = factories.application(cast, state)

    assert browser.sign_in(cast.carys).open("fairness.mark", reference=application.reference).status == 403


def test_a_decision_that_waits_for_its_release_is_no_benchmark(cast):
    application = factories.application(cast, State.NOT_APPROVED)
    factories.determination(application, cast.dana, "do_not_approve")

    with pytest.raises(Refused, match="has not been released"):
        benchmarks.mark(application, "One", CODES, [], by=cast.carys)


def test_two_different_leads_are_needed(cast, case):
    with pytest.raises(Refused, match="two different leads"):
        benchmarks.mark(case, "One", CODES, [cast.leah.public_id], by=cast.carys)


def test_a_lead_cannot_agree_to_their_own_reference(cast, benchmark):
    judge(benchmark.criteria[0], cast.leah)
    db.session.flush()

    with pytest.raises(Refused, match="your own"):
        benchmarks.agree(benchmark.criteria[0], version=benchmark.criteria[0].version, by=cast.leah)


def test_agreement_ends_when_the_texts_change(cast, benchmark):
    criterion = benchmark.criteria[0]
    judge(criterion, cast.leah)
    db.session.flush()
    benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)
    db.session.flush()

    benchmarks.write_criterion(criterion, statement="Shorter.", evidence="", rating="", reason="",
                               version=criterion.version, by=cast.carys)  # fmt: skip

    assert criterion.agreed_by_id is None
    assert criterion.rating == "partly"


def test_agreeing_to_a_wording_that_was_replaced_meanwhile_is_refused(cast, benchmark):
    criterion = benchmark.criteria[0]
    judge(criterion, cast.leah)
    db.session.flush()
    seen = criterion.version
    judge(criterion, cast.leah, "met")
    db.session.flush()

    with pytest.raises(Overtaken):
        benchmarks.agree(criterion, version=seen, by=cast.ravi)


def test_a_case_officer_gives_no_reference(cast, benchmark):
    judge(benchmark.criteria[0], cast.carys)

    assert benchmark.criteria[0].rating == ""


def test_it_opens_only_when_every_reference_is_agreed(cast, benchmark):
    with pytest.raises(Refused, match=r"1\.1, 2\.7, 5\.1"):
        benchmarks.open_to_reviewers(benchmark, by=cast.carys)


def test_once_open_its_references_stand(cast, opened):
    with pytest.raises(Refused, match="stand as they are"):
        judge(opened.criteria[0], cast.leah)


def test_only_those_score_it_who_know_neither_case_nor_references(cast, opened, nadia):
    able = [p for p in (cast.leah, cast.ravi, cast.rafael, cast.rhea, cast.nora, cast.carys, nadia)
            if queries.may_score(p, opened)]  # fmt: skip

    assert able == [nadia]


def test_a_reviewer_tied_to_the_school_does_not_meet_it(browser, cast, opened, nadia):
    db.session.add(Relation(person=nadia, school_id=cast.amina.school_id, kind="adviser", since=date(2025, 1, 1)))

    assert browser.sign_in(nadia).open("fairness.exercise", public_id=opened.public_id).status == 404
    assert opened.title not in browser.open("fairness.own").text


def test_a_reviewer_scores_blind_and_sees_the_references_afterwards(browser, opened, nadia):
    browser.sign_in(nadia)
    before = browser.open("fairness.exercise", public_id=opened.public_id)

    after = browser.press(
        "Send my ratings and see the references", rating_1_1="met", reason_1_1="Seen.", rating_2_7="partly",
        reason_2_7="Undated.", rating_5_1="not", reason_5_1="Missing.",
    )  # fmt: skip

    assert "No dates are given." not in before.source
    assert "Reference" not in before.text.replace("see the references", "")
    assert "1 of 3 equal to the reference" in after.text
    assert "You are 1 step milder." in after.text
    assert "You are 1 step stricter." in after.text
    assert "No dates are given." in after.text


def test_one_answer_missing_keeps_all_that_was_typed(browser, opened, nadia):
    browser.sign_in(nadia).open("fairness.exercise", public_id=opened.public_id)

    page = browser.press("Send my ratings and see the references", rating_1_1="met", reason_1_1="Seen so.")

    assert page.status == 422
    assert page.value("reason_1_1") == "Seen so."
    assert "Rate 2.7" in page.text
    assert db.session.query(BenchmarkScore).count() == 0


def test_ratings_are_sent_once(opened, nadia):
    benchmarks.score(opened, ratings(opened), by=nadia)
    db.session.flush()

    with pytest.raises(Refused, match="already"):
        benchmarks.score(opened, ratings(opened, "not"), by=nadia)


def test_scoring_changes_nothing_of_the_case(case, opened, nadia):
    before = whole(case)

    benchmarks.score(opened, ratings(opened), by=nadia)
    db.session.commit()

    assert whole(case) == before


def test_who_prepares_cannot_score_and_a_stranger_cannot_prepare(cast, opened, nadia):
    with pytest.raises(NotAllowed):
        benchmarks.score(opened, ratings(opened), by=cast.leah)
    with pytest.raises(NotAllowed):
        benchmarks.close(opened, by=nadia)


def scored_by(opened, number):
    for n in range(number):
        someone = factories.person(f"scorer{n}", roles=[Role.REVIEWER])
        benchmarks.score(opened, ratings(opened, "partly" if n else "met"), by=someone)
    db.session.commit()


@pytest.mark.parametrize(("number", "closed", "told"), [(5, True, True), (4, True, False), (5, False, False)])
def test_what_reviewers_found_is_told_of_five_and_only_once_it_is_closed(cast, opened, number, closed, told):
    scored_by(opened, number)
    if closed:
        benchmarks.close(opened, by=cast.carys)

    outcome = queries.outcome(opened)

    assert outcome.reviewers == number
    assert dict(outcome.shares) == (dict.fromkeys(CODES, 0.8) if told else {})


def test_a_closed_benchmark_takes_no_more_ratings_and_shows_ones_own(browser, cast, opened, nadia):
    late = factories.person("late", roles=[Role.REVIEWER])
    benchmarks.score(opened, ratings(opened), by=nadia)
    benchmarks.close(opened, by=cast.carys)
    db.session.commit()

    assert browser.sign_in(nadia).open("fairness.exercise", public_id=opened.public_id).status == 200
    assert browser.sign_in(late).open("fairness.exercise", public_id=opened.public_id).status == 404


@pytest.mark.parametrize(
    ("name", "may"),
    [("carys", True), ("dana", True), ("leah", True), ("ravi", True), ("audrey", True), ("connor", False),
     ("rafael", False), ("ada", False), ("amina", False)],
)  # fmt: skip
def test_who_reads_references(browser, cast, opened, name, may):
    browser.sign_in(getattr(cast, name))

    assert (browser.open("fairness.benchmark", public_id=opened.public_id).status == 200) is may
    assert (browser.open("fairness.reference", public_id=opened.public_id, code="2.7").status == 200) is may


def test_the_way_from_the_case_to_an_open_benchmark(browser, cast, case):
    browser.sign_in(cast.carys).open("fairness.mark", reference=case.reference)
    browser.press("Copy these criteria", title="Benchmark 1", codes=CODES, first_lead=cast.leah.public_id,
                  second_lead=cast.ravi.public_id)  # fmt: skip
    public_id = db.session.query(Benchmark).one().public_id
    for code in CODES:
        browser.sign_in(cast.leah).open("fairness.reference", public_id=public_id, code=code)
        browser.press("Save", rating="met", reason="It is dated and used.")
        browser.sign_in(cast.ravi).open("fairness.reference", public_id=public_id, code=code)
        browser.press("Agree to this reference")
    browser.sign_in(cast.carys).open("fairness.benchmark", public_id=public_id)
    refused = browser.press("Open it to reviewers")
    page = browser.press("Open it to reviewers", read="y")

    assert refused.status == 422
    assert "Close the benchmark" in page.text


def test_marking_too_few_criteria_keeps_what_was_chosen(browser, cast, case):
    browser.sign_in(cast.carys).open("fairness.mark", reference=case.reference)

    page = browser.press("Copy these criteria", title="One", codes=["1.1"], first_lead=cast.leah.public_id,
                         second_lead=cast.leah.public_id)  # fmt: skip

    assert page.status == 422
    assert "Choose between 3 and 8 criteria" in page.text
    assert "Choose another person" in page.text


@pytest.mark.parametrize(
    ("name", "endpoint"), [("carys", "fairness.together"), ("nadia", "fairness.own"), ("carys", "fairness.benchmark")]
)
def test_pages_ask_as_much_for_two_benchmarks_as_for_one(browser, cast, case, opened, nadia, name, endpoint):
    browser.sign_in(nadia if name == "nadia" else getattr(cast, name))
    about = {"public_id": opened.public_id} if endpoint == "fairness.benchmark" else {}
    benchmarks.score(opened, ratings(opened), by=nadia)
    counted = []

    for more in (0, 1):
        for _ in range(more):
            another(cast)
        browser.open(endpoint, **about)
        with count_queries() as said:
            assert browser.open(endpoint, **about).status == 200
        counted.append(len(said))

    assert counted[0] == counted[1] <= 8


def another(cast):
    """One more open benchmark, of another case."""
    case = factories.application(cast, State.REGISTERED)
    factories.determination(case, cast.dana, released_by=cast.dirk, released_at=case.state_since)
    made = benchmarks.mark(case, "Benchmark 2", CODES, [cast.leah.public_id, cast.ravi.public_id], by=cast.carys)
    made.opened_at = made.marked_at
    for criterion in made.criteria:
        criterion.rating, criterion.reason = "met", "Seen."
    db.session.commit()


@pytest.fixture
def other_lead(cast):
    """Somebody who leads a panel, and is free to take over."""
    person = factories.person("liam", roles=[Role.REVIEWER])
    factories.assign(factories.application(cast, State.DESK_REVIEW, panel=False), person, "lead_reviewer")
    db.session.commit()
    return person


def replaced(benchmark, leaving, successor, by):
    benchmarks.replace_lead(benchmark, leaving.public_id, successor.public_id, by=by)
    db.session.commit()


def test_a_lead_who_wrote_a_reference_leaves_and_the_two_who_are_leads_then_agree(cast, benchmark, other_lead):
    criterion, alone = benchmark.criteria[:2]
    for each in (criterion, alone):
        judge(each, cast.leah)
    db.session.flush()
    benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)
    db.session.commit()

    replaced(benchmark, cast.leah, other_lead, cast.carys)

    assert (criterion.rating, criterion.judged_by_id, criterion.agreed_by_id) == ("partly", cast.ravi.id, None)
    assert (alone.rating, alone.judged_by_id, alone.agreed_by_id) == ("partly", None, None)
    with pytest.raises(Refused, match="your own"):
        benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)
    benchmarks.agree(alone, version=alone.version, by=cast.ravi)
    db.session.flush()
    assert alone.agreed_by_id is None
    for each in (criterion, alone):
        benchmarks.agree(each, version=each.version, by=other_lead)
    assert [each.agreed_by_id for each in (criterion, alone)] == [other_lead.id, other_lead.id]
    with pytest.raises(NotAllowed):
        benchmarks.agree(alone, version=alone.version, by=cast.leah)


def test_a_lead_who_only_agreed_leaves_and_the_new_one_has_to_agree(cast, benchmark, other_lead):
    criterion = benchmark.criteria[0]
    judge(criterion, cast.leah)
    db.session.flush()
    benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)
    db.session.commit()

    replaced(benchmark, cast.ravi, other_lead, cast.carys)

    assert (criterion.judged_by_id, criterion.agreed_by_id) == (cast.leah.id, None)


def test_who_was_a_lead_never_scores_it_and_is_not_told_of_it(browser, cast, benchmark, other_lead, nadia):
    replaced(benchmark, cast.ravi, other_lead, cast.carys)
    for criterion in benchmark.criteria:
        judge(criterion, cast.leah)
        db.session.flush()
        benchmarks.agree(criterion, version=criterion.version, by=other_lead)

    benchmarks.open_to_reviewers(benchmark, by=cast.carys)
    db.session.commit()

    assert not queries.may_score(cast.ravi, benchmark)
    assert benchmark not in queries.open_to(cast.ravi)
    assert browser.sign_in(cast.ravi).open("fairness.exercise", public_id=benchmark.public_id).status == 404
    assert {letter.person.name for letter in opening_letters()} == {nadia.name}


def test_no_lead_is_replaced_by_the_leads_themselves_nor_once_it_is_open(cast, benchmark, other_lead):
    with pytest.raises(NotAllowed, match="replace a lead"):
        benchmarks.replace_lead(benchmark, cast.ravi.public_id, other_lead.public_id, by=cast.leah)
    benchmark.opened_at = benchmark.marked_at
    with pytest.raises(Refused, match="stand as they are"):
        benchmarks.replace_lead(benchmark, cast.ravi.public_id, other_lead.public_id, by=cast.carys)


def test_only_somebody_who_could_be_a_lead_takes_over(cast, benchmark, nadia):
    with pytest.raises(Refused, match="from the list"):
        benchmarks.replace_lead(benchmark, cast.ravi.public_id, nadia.public_id, by=cast.carys)


def test_the_way_from_a_benchmark_to_another_lead(browser, cast, benchmark, other_lead):
    page = browser.sign_in(cast.carys).open("fairness.benchmark", public_id=benchmark.public_id)
    browser.open(page.links()["Replace a lead"])
    refused = browser.press("Replace the lead", leaving=cast.ravi.public_id)

    page = browser.press("Replace the lead", leaving=cast.ravi.public_id, successor=other_lead.public_id)

    assert refused.status == 422
    assert f"{cast.leah.name} and {other_lead.name}" in page.text


def opening_letters():
    return db.session.query(Letter).filter_by(template="benchmark_opened").order_by(Letter.id).all()


def test_each_reviewer_who_may_score_it_is_told_once_and_nothing_of_the_case(cast, opened):
    letters = opening_letters()
    people = [cast.amina, cast.leah, cast.ravi, cast.rafael, cast.rhea, cast.nora, cast.carys, cast.audrey]
    nadia = next(letter.person for letter in letters)

    assert [letter.person for letter in letters] == [nadia]
    assert [queries.may_score(person, opened) for person in (nadia, *people)] == [True] + [False] * len(people)
    assert letters[0].application is None
    assert "school" not in letters[0].facts
    assert opened.application.reference not in str(letters[0].facts)


def test_a_reviewer_tied_to_the_school_is_not_told(cast, benchmark, nadia):
    db.session.add(Relation(person=nadia, school=benchmark.application.school, kind="adviser", since=date(2025, 1, 1)))
    for criterion in benchmark.criteria:
        judge(criterion, cast.leah)
        db.session.flush()
        benchmarks.agree(criterion, version=criterion.version, by=cast.ravi)

    benchmarks.open_to_reviewers(benchmark, by=cast.carys)

    assert opening_letters() == []


def test_a_discarded_benchmark_is_seen_by_no_reviewer_counts_nowhere_and_loses_nothing(browser, cast, opened, nadia):
    benchmarks.score(opened, ratings(opened), by=nadia)
    benchmarks.close(opened, by=cast.carys)
    db.session.commit()
    browser.sign_in(cast.carys).open("fairness.discard", public_id=opened.public_id)
    empty = browser.press("Discard the benchmark")

    page = browser.press("Discard the benchmark", reason="A name was left in 2.7.")

    assert empty.status == 422
    assert "A name was left in 2.7." in page.text
    assert "Replace a lead" not in page.text
    assert browser.sign_in(nadia).open("fairness.exercise", public_id=opened.public_id).status == 404
    assert opened.title not in browser.open("fairness.own").text
    assert queries.exercises(nadia).leniency.cases == 0
    assert db.session.query(BenchmarkScore).count() == len(CODES)
    assert [criterion.rating for criterion in opened.criteria] == ["partly"] * len(CODES)


def test_what_five_found_is_not_told_of_a_discarded_benchmark(cast, opened):
    scored_by(opened, 5)
    benchmarks.close(opened, by=cast.carys)

    benchmarks.discard(opened, "Too easy.", by=cast.dana)

    assert dict(queries.outcome(opened).shares) == {}


def test_nothing_is_done_with_a_discarded_benchmark(cast, benchmark):
    benchmarks.discard(benchmark, "Too easy.", by=cast.carys)

    for do in (
        lambda: benchmarks.discard(benchmark, "Twice.", by=cast.carys),
        lambda: benchmarks.open_to_reviewers(benchmark, by=cast.carys),
        lambda: judge(benchmark.criteria[0], cast.leah),
        lambda: benchmarks.replace_lead(benchmark, cast.leah.public_id, cast.ravi.public_id, by=cast.carys),
    ):
        with pytest.raises(Refused, match="was discarded"):
            do()


def test_a_lead_cannot_discard_it_and_a_reason_is_needed(cast, benchmark):
    with pytest.raises(NotAllowed):
        benchmarks.discard(benchmark, "No.", by=cast.leah)
    with pytest.raises(Refused, match="Say why"):
        benchmarks.discard(benchmark, "  ", by=cast.carys)


def test_the_case_of_a_discarded_benchmark_can_be_made_one_anew(cast, case, benchmark):
    benchmarks.discard(benchmark, "Too easy.", by=cast.carys)
    db.session.commit()

    made = benchmarks.mark(case, "Benchmark 2", CODES, [cast.leah.public_id, cast.ravi.public_id], by=cast.carys)
    db.session.commit()

    assert queries.benchmark_of(case) is made


def test_who_is_scoring_when_it_is_closed_gets_one_sentence_and_their_text_back(browser, cast, opened, nadia):
    browser.sign_in(nadia).open("fairness.exercise", public_id=opened.public_id)
    benchmarks.close(opened, by=cast.carys)
    db.session.commit()

    page = browser.press("Send my ratings and see the references", rating_1_1="met", reason_1_1="Seen on page 3.")

    assert page.status == 404
    assert "takes no more ratings" in page.text
    assert "Seen on page 3." in page.text
    assert db.session.query(BenchmarkScore).count() == 0


def test_the_name_of_a_benchmark_does_not_name_the_school(cast, case):
    made = benchmarks.mark(case, f"{case.school.name}, small", CODES, [cast.leah.public_id, cast.ravi.public_id],
                           by=cast.carys)  # fmt: skip

    assert made.title == "the school, small"
