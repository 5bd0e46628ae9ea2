"""Moderation: the order of differences, what is agreed, and that originals never change."""

import pytest
from sqlalchemy import select

from registration.database import db, now, today
from registration.moderation import queries
from registration.moderation.models import AgreedFinding, StandAside
from registration.reapproval.models import CarriedCriterion
from registration.review.models import Finding, WorkingNote
from registration.review.relations import declare_relation
from registration.workflow import needs
from registration.workflow.states import State
from tests import factories
from tests.queries import count_queries

SHOWN_TO = {"leah", "rafael", "carys", "nora", "audrey", "dana", "dirk"}


@pytest.fixture
def case(cast):
    return factories.application(cast, State.MODERATION)


def judge(case, cast, code, leah, rafael):
    factories.finding(case, cast.leah, code, leah, rationale=f"Leah on {code}.")
    factories.finding(case, cast.rafael, code, rafael, rationale=f"Rafael on {code}.")
    db.session.commit()


def agreed():
    return {a.criterion_code: a for a in db.session.scalars(select(AgreedFinding))}


@pytest.mark.parametrize(
    ("leah", "rafael", "differences"),
    [
        ("met", "met", []),
        ("met", "exceeds", ["near"]),
        ("not", "partly", ["near"]),
        ("met", "partly", ["across"]),
        ("exceeds", "partly", ["across", "far"]),
        ("exceeds", "not", ["across", "far"]),
        ("met", "nee", ["unclear"]),
        ("nee", "nee", ["unclear"]),
    ],
)
def test_each_way_of_differing_is_named(cast, case, leah, rafael, differences):
    judge(case, cast, "1.1", leah, rafael)

    row = queries.table(case).row("1.1")

    assert [d.code for d in row.differences] == differences


def test_the_weightiest_difference_comes_first(cast, case):
    judge(case, cast, "1.1", "met", "met")
    judge(case, cast, "1.2", "met", "exceeds")
    judge(case, cast, "1.3", "met", "nee")
    judge(case, cast, "5.1", "met", "partly")

    rows = queries.table(case).rows

    assert [row.criterion.code for row in rows][:4] == ["5.1", "1.3", "1.2", "1.1"]


def test_of_two_that_weigh_the_same_the_wider_and_then_the_essential_comes_first(cast, case):
    judge(case, cast, "1.1", "met", "partly")
    judge(case, cast, "2.7", "met", "partly")
    judge(case, cast, "3.1", "exceeds", "not")

    rows = queries.table(case).rows

    assert [row.criterion.code for row in rows][:3] == ["3.1", "2.7", "1.1"]


def test_the_table_can_show_only_what_needs_talk(browser, cast, case):
    factories.findings(case, cast.leah)
    for code in case.standard.criteria:
        changed = {"1.1": ("partly", {}), "1.2": ("met", {"unopened": "No time."})}.get(code, ("met", {}))
        factories.finding(case, cast.rafael, code, changed[0], **changed[1])
    db.session.commit()

    page = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference, show="talk")

    rows = [cell.text for cell in page.all("a") if "/moderation/" in cell.get("href") and cell.text[:1].isdigit()]
    assert [row[:3] for row in rows] == ["1.1", "1.2"]
    assert "To be talked about 2" in page.text
    assert "All criteria 26" in page.text


def test_an_unknown_part_of_the_table_is_the_whole_of_it(browser, cast, case):
    page = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference, show="nothing")

    assert page.status == 200
    assert "5.4" in page.text


def queried(case, cast):
    key = case.submission.snapshot["citations"]["2.7"][0]["id"]
    marks = {key: ["query", "Page 3 names nobody."], "gone": ["query", "Of a citation that was taken away."]}
    db.session.add(WorkingNote(application=case, criterion_code="2.7", reviewer=cast.rafael, marks=marks,
                               text="My own note."))  # fmt: skip
    judge(case, cast, "2.7", "met", "met")


def test_query_marks_stand_beside_the_finding_and_notes_stay_private(browser, cast, case):
    queried(case, cast)

    table = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference)
    page = browser.open("moderation.criterion", reference=case.reference, code="2.7")

    assert "1 query about the evidence" in table.text
    assert "Safeguarding policy, pages 3 to 4: Page 3 names nobody." in page.text
    assert "taken away" not in page.text
    assert "My own note." not in table.text + page.text


def test_a_rating_without_opening_the_evidence_is_told_beside_it(browser, cast, case):
    judge(case, cast, "2.7", "met", "met")
    next(f for f in case.findings if f.reviewer == cast.rafael).unopened = "I know the policy."
    db.session.commit()

    table = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference)
    page = browser.open("moderation.criterion", reference=case.reference, code="2.7")

    assert "Not all evidence opened" in table.text
    assert "Did not open all the evidence: I know the policy." in page.text


def test_the_lead_agrees_a_difference_and_comes_to_the_next(browser, cast, case):
    judge(case, cast, "1.1", "met", "partly")
    judge(case, cast, "1.2", "met", "nee")
    browser.sign_in(cast.leah).open("moderation.criterion", reference=case.reference, code="1.1")

    page = browser.press("Save and go to the next difference", rating="met", reason="Page 4 answers it.",
                         discussion="Rafael had not seen page 4.")

    assert page.heading.startswith("1.2")
    assert (agreed()["1.1"].rating, agreed()["1.1"].stage, agreed()["1.1"].updated_by) == ("met", "desk", cast.leah)
    assert {f.rationale for f in db.session.scalars(select(Finding))} >= {"Leah on 1.1.", "Rafael on 1.1."}
    assert {f.rating for f in db.session.scalars(select(Finding)) if f.criterion_code == "1.1"} == {"met", "partly"}


@pytest.mark.parametrize(("leah", "rafael", "rating"), [("met", "partly", "met"), ("met", "met", "exceeds")])
def test_a_reason_is_asked_when_findings_differ_or_another_rating_is_agreed(browser, cast, case, leah, rafael, rating):
    judge(case, cast, "1.1", leah, rafael)
    browser.sign_in(cast.leah).open("moderation.criterion", reference=case.reference, code="1.1")

    page = browser.press("Save and stay", rating=rating, discussion="We talked for long.")

    assert page.status == 422
    assert "Say why this rating was agreed" in page.text
    assert page.value("discussion").strip() == "We talked for long."
    assert agreed() == {}


def test_not_enough_evidence_can_be_agreed_and_settles_nothing(browser, cast, case):
    factories.findings(case, cast.leah, cast.rafael)
    factories.agree(case, cast.leah, "desk", {"2.7": "nee"})
    db.session.commit()

    table = queries.table(case)

    assert table.settled == 25
    assert table.next_to_settle("1.1", cast.leah) == "2.7"
    assert not needs.every_desk_finding_agreed.holds(case)


def test_identical_findings_are_agreed_only_when_asked_and_only_where_nothing_blocks(browser, cast, case):
    judge(case, cast, "1.1", "met", "met")
    judge(case, cast, "1.2", "nee", "nee")
    judge(case, cast, "1.3", "met", "partly")
    page = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference)
    assert "On 1 criterion every member gave the same rating" in page.text
    assert agreed() == {}

    browser.press("Agree all identical ones")

    assert {code: a.rating for code, a in agreed().items()} == {"1.1": "met"}


def test_a_former_members_finding_is_shown_marked_and_not_counted(browser, cast, case):
    judge(case, cast, "1.1", "met", "met")
    factories.finding(case, cast.rhea, "1.1", "not", rationale="What Rhea had begun.")
    db.session.commit()

    page = browser.sign_in(cast.leah).open("moderation.criterion", reference=case.reference, code="1.1")

    assert "What Rhea had begun." in page.text
    assert "does not count" in page.text
    assert queries.table(case).row("1.1").differences == []


def test_a_save_from_an_older_page_overwrites_nothing(browser, cast, case):
    judge(case, cast, "1.1", "met", "partly")
    browser.sign_in(cast.leah).open("moderation.criterion", reference=case.reference, code="1.1")
    elsewhere = AgreedFinding(application=case, criterion_code="1.1", stage="desk", rating="partly", reason="First.")
    db.session.add(elsewhere)
    db.session.commit()

    page = browser.press("Save and stay", rating="met", reason="Second.")

    assert page.status == 409
    assert "First." in page.exact
    assert page.value("reason") == "Second."
    assert agreed()["1.1"].rating == "partly"


def test_only_the_lead_agrees(browser, cast, case):
    judge(case, cast, "1.1", "met", "met")

    for name in sorted(SHOWN_TO - {"leah"}):
        browser.sign_in(getattr(cast, name))
        fields = {"rating": "met", "version": "0"}
        one = browser.post("moderation.criterion", fields, reference=case.reference, code="1.1")
        every = browser.post("moderation.agree_identical", reference=case.reference)
        assert (one.status, every.status) == (409, 403), name

    assert agreed() == {}


def test_a_post_after_moderation_is_refused_and_given_back(browser, cast, case):
    judge(case, cast, "1.1", "met", "partly")
    browser.sign_in(cast.leah).open("moderation.criterion", reference=case.reference, code="1.1")
    case.state = State.VISIT_PLANNING

    page = browser.press("Save and stay", rating="met", reason="Too late.")

    assert page.status == 409
    assert "Too late." in page.text
    assert agreed() == {}


@pytest.mark.parametrize("state", [State.DESK_REVIEW, State.EVIDENCE_REQUESTED])
def test_nobody_sees_moderation_while_reviewers_judge_apart(browser, cast, case, state):
    judge(case, cast, "1.1", "met", "partly")
    case.state = state

    for name in sorted(SHOWN_TO):
        browser.sign_in(getattr(cast, name))
        for endpoint, more in (("moderation.table", {}), ("moderation.criterion", {"code": "1.1"})):
            page = browser.open(endpoint, reference=case.reference, **more)
            assert page.status == 403, name
            assert "on 1.1." not in page.text


def test_strangers_and_the_school_never_see_moderation(browser, cast, case):
    judge(case, cast, "1.1", "met", "partly")

    for name, status in {"amina": 403, "olga": 404, "ravi": 404, "connor": 404, "ada": 404, "rhea": 404}.items():
        browser.sign_in(getattr(cast, name))
        page = browser.open("moderation.criterion", reference=case.reference, code="1.1")
        assert page.status == status, name
        assert "on 1.1." not in page.text


def test_the_table_of_26_criteria_and_four_reviewers_asks_no_more_than_that_of_one_and_two(browser, cast, case):
    judge(case, cast, "1.1", "met", "partly")
    browser.sign_in(cast.leah)
    with count_queries() as few:
        browser.open("moderation.table", reference=case.reference)
    for person in (cast.ravi, cast.nora):
        factories.assign(case, person, "reviewer")
        factories.findings(case, person)
    for code in list(case.standard.criteria)[1:]:
        judge(case, cast, code, "met", "exceeds")

    with count_queries() as many:
        browser.open("moderation.table", reference=case.reference)

    assert len(many) == len(few) <= 8, many


def test_one_criterion_asks_no_more_when_somebody_leaves_for_it_and_others_have_left_the_panel(browser, cast, case):
    judge(case, cast, "2.7", "met", "partly")
    browser.sign_in(cast.leah)
    with count_queries() as few:
        browser.open("moderation.criterion", reference=case.reference, code="2.7")
    factories.finding(case, cast.rhea, "2.7", "not")
    db.session.add(StandAside(application_id=case.id, criterion_code="2.7", person_id=cast.rafael.id, reason="A tie.",
                              declared_by_id=cast.leah.id))  # fmt: skip
    db.session.commit()

    with count_queries() as many:
        browser.open("moderation.criterion", reference=case.reference, code="2.7")

    assert len(many) == len(few) <= 8, many


@pytest.mark.parametrize("endpoint", ["moderation.table", "moderation.criterion"])
def test_a_reapproval_asks_two_things_more_however_much_was_carried_over(browser, cast, case, endpoint):
    """What was carried over, and what was sent last, which tells whether it still stands: ten at most, not eight."""
    case.follows_id = factories.application(cast, State.REGISTERED).id
    factories.findings(case, cast.leah, cast.rafael)
    marks, counted = case.submission.snapshot["fingerprints"], []
    address = {"reference": case.reference} | ({"code": "2.7"} if endpoint.endswith("criterion") else {})
    for codes in (["2.7"], sorted(marks.keys() - {"2.7"})):
        for code in codes:
            anew = {"reopened_at": now(), "reopened_by_id": cast.rafael.id, "reopen_reason": "The law changed."}
            facts = {"fingerprint": marks[code], "rating": "met", "since": today()} | (anew if code == "1.1" else {})
            db.session.add(CarriedCriterion(application=case, criterion_code=code, **facts))
        db.session.commit()
        browser.sign_in(cast.leah)
        with count_queries() as said:
            browser.open(endpoint, **address)
        counted.append(len(said))

    assert counted[0] == counted[1] <= 10


@pytest.mark.parametrize(
    ("anew", "sentence"),
    [
        ({}, "Nobody judged this criterion: it stands as it was agreed on"),
        ({"reopened_at": now(), "reopen_reason": "The law changed."}, "asked to have it judged anew: The law changed."),
    ],
)
def test_what_was_carried_over_in_a_reapproval_says_so(browser, cast, case, anew, sentence):
    case.follows_id = factories.application(cast, State.REGISTERED).id
    mark = case.submission.snapshot["fingerprints"]["2.7"]
    by = {"reopened_by_id": cast.rafael.id} if anew else {}
    facts = {"fingerprint": mark, "rating": "met", "since": today(), **anew, **by}
    db.session.add(CarriedCriterion(application=case, criterion_code="2.7", **facts))
    db.session.commit()

    table = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference)
    page = browser.open("moderation.criterion", reference=case.reference, code="2.7")

    assert sentence in page.text
    assert ("Stands as last time" in table.text) == (not anew)


def test_the_chart_says_its_numbers_in_a_table(browser, cast, case):
    factories.findings(case, cast.leah, cast.rafael)
    db.session.commit()

    page = browser.sign_in(cast.leah).open("moderation.table", reference=case.reference)

    assert "1 Mission and educational values: 8 3 met" in page.text
    assert [e for e in page.html.iter() if str(e.tag).endswith("}svg") and e.get("role") == "img"]


def test_a_reviewer_who_left_counts_no_longer(cast, case):
    judge(case, cast, "1.1", "met", "partly")
    next(a for a in case.assignments if a.person == cast.rafael).ended_at = now()
    db.session.commit()

    table = queries.table(case)

    assert [m.person for m in table.members] == [cast.leah]
    assert table.row("1.1").differences == []


def test_an_agreement_older_than_its_findings_is_agreed_again(browser, cast):
    application = factories.application(cast, State.MODERATION)
    factories.findings(application, cast.leah, cast.rafael)
    factories.agree(application, cast.leah, "desk")
    db.session.commit()
    changed = next(f for f in application.findings if f.criterion_code == "2.7" and f.reviewer == cast.rafael)
    changed.rationale = "Seen again after the deferral, with the new policy."
    db.session.commit()

    page = browser.sign_in(cast.leah).open("moderation.table", reference=application.reference)
    before = needs.every_desk_finding_agreed.holds(application)
    browser.press("Agree all identical ones")

    assert "a finding changed since: agree it again" in page.text
    assert not before
    assert needs.every_desk_finding_agreed.holds(application)


def test_a_conflict_declared_after_the_panel_agreed_opens_what_rests_on_it_again(browser, cast):
    application = factories.application(cast, State.MODERATION)
    factories.findings(application, cast.leah, cast.rafael)
    for code in ("1.1", "1.2"):
        theirs = next(f for f in application.findings if f.criterion_code == code and f.reviewer == cast.rafael)
        theirs.rating = "partly"
    db.session.commit()
    factories.agree(application, cast.leah, "desk", {"1.1": "partly"})
    db.session.commit()
    before = needs.every_desk_finding_agreed.holds(application)

    declare_relation(cast.rafael, application.school, kind="adviser", since=None, until=None, note="", by=cast.carys)
    db.session.commit()
    db.session.expire_all()

    found = queries.table(application)
    page = browser.sign_in(cast.leah).open("moderation.criterion", reference=application.reference, code="1.1")
    assert before
    assert not needs.every_desk_finding_agreed.holds(application)
    assert [row.criterion.code for row in found.rows if row.to_agree_again] == ["1.1"]
    assert "Agreed before, but whose finding counts has changed since. Agree it again." in page.text
    assert "Rafael Example, former member" in page.text
