"""On an item for which the lead reviewer stands aside another member has the last word: on that item, and no other."""

import pytest
from sqlalchemy import select

from registration.audit.models import AuditEntry
from registration.database import db, now
from registration.moderation import queries, service
from registration.reports import facts
from registration.reports.drafting import begin_report
from registration.reports.queries import final_findings, present
from registration.reports.sections import CRITERION, FINDING
from registration.reports.writers import items_of
from registration.workflow.needs import every_final_judgement_given
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.cast import EVERYONE
from tests.reports import cases

ITEM = "3.3"
WORDS = {"rating": "met", "finding": "Seen in three lessons."}


def stand_aside(case, person, *codes):
    factories.stand_aside(case, person, *codes)
    db.session.expire_all()


@pytest.fixture
def case(cast):
    """The report is begun, nothing is judged yet, and Leah, who leads, stands aside for one item."""
    made = cases.reporting(cast)
    begin_report(made, cast.leah)
    stand_aside(made, cast.leah, ITEM)
    return made


def at(case, **more):
    return {"reference": case.reference, **more}


def paragraph(case, code):
    return next(iter(present(case.report, CRITERION, code, FINDING)))


def judged_from(page):
    """Codes of the criteria that a page leads to for judging."""
    return {link.rsplit("/", 1)[1] for link in page.links().values() if "/judgements/" in link}


def noted(action):
    wanted = select(AuditEntry).where(AuditEntry.action == action)
    return [(entry.person_id, entry.facts) for entry in db.session.scalars(wanted)]


def test_another_member_judges_the_item_and_it_is_in_the_log(browser, cast, case):
    page = browser.sign_in(cast.rafael).open("reports.judgement", **at(case, code=ITEM))

    browser.press("Save and stay", **WORDS)

    final = final_findings(case)[ITEM]
    assert "The lead reviewer stands aside for this criterion. You judge it in their place" in page.text
    assert (final.rating, final.finding, final.updated_by) == ("met", "Seen in three lessons.", cast.rafael)
    assert paragraph(case, ITEM).text == "Seen in three lessons."
    assert noted("criterion judged in the lead reviewer's place") == [(cast.rafael.id, {"criterion": ITEM})]


def test_the_lead_judges_every_item_but_that_one_and_is_told_who_does(browser, cast, case):
    browser.sign_in(cast.leah)

    shown = browser.open("reports.judgement", **at(case, code=ITEM))
    sent = browser.post("reports.judgement", WORDS, **at(case, code=ITEM))
    before = browser.open("reports.judgement", **at(case, code="3.2"))
    browser.press("Save and go to the next", **WORDS)

    said = "You stand aside for 3.3, so you do not write what the report says of it: Rafael Example does."
    assert [(page.status, said in page.text) for page in (shown, sent)] == [(403, True), (403, True)]
    assert "Next: 3.4" in before.text
    assert browser.path.endswith("/judgements/3.4")
    assert set(final_findings(case)) == {"3.2"}
    assert noted("criterion judged in the lead reviewer's place") == []


def test_who_stands_in_judges_no_other_item(browser, cast, case):
    browser.sign_in(cast.rafael)

    shown = browser.open("reports.judgement", **at(case, code="3.4"))
    sent = browser.post("reports.judgement", WORDS, **at(case, code="3.4"))

    assert (shown.status, sent.status) == (403, 403)
    assert "You do not write what the report says of 3.4: Leah Example does." in sent.text
    assert final_findings(case) == {}


def test_each_criterion_is_written_by_exactly_one_member_and_by_nobody_else(cast, case):
    stand_aside(case, cast.rafael, "5.1", "2.2")
    stand_aside(case, cast.leah, "2.7", "2.2")
    codes = set(case.standard.criteria)
    wanted = {"leah": codes - {ITEM, "2.7", "2.2"}, "rafael": {ITEM, "2.7"}}

    written = {name: items_of(getattr(cast, name), case) for name in EVERYONE}

    assert written == {name: wanted.get(name, set()) for name in EVERYONE}


@pytest.mark.parametrize("state", sorted(set(State) - {State.REPORTING, State.FINALISING}))
def test_nobody_writes_on_an_item_while_no_report_is_written(cast, case, state):
    case.state = state

    assert [items_of(getattr(cast, name), case) for name in EVERYONE] == [frozenset()] * len(EVERYONE)


def test_of_several_members_the_longest_on_the_panel_stands_in(cast, case):
    factories.assign(case, cast.ravi, "reviewer")
    db.session.commit()

    first = {name: items_of(getattr(cast, name), case) for name in ("rafael", "ravi")}
    stand_aside(case, cast.rafael, ITEM)
    then = {name: items_of(getattr(cast, name), case) for name in ("rafael", "ravi")}

    assert first == {"rafael": {ITEM}, "ravi": frozenset()}
    assert then == {"rafael": frozenset(), "ravi": {ITEM}}


@pytest.mark.parametrize("state", [State.MODERATION, State.REPORTING])
def test_nobody_stands_in_for_a_lead_who_left_the_panel(browser, cast, case, state):
    case.state = state
    lead = next(a for a in case.assignments if a.person == cast.leah)
    lead.ended_at = now()
    db.session.commit()

    found = queries.table(case)
    page = browser.sign_in(cast.rafael).open("moderation.criterion", **at(case, code=ITEM))

    assert items_of(cast.rafael, case) == frozenset()
    assert [code for code in case.standard.criteria if service.leads(case, found, found.row(code), cast.rafael)] == []
    assert "The panel has no lead reviewer now. The case officer has to assign one" in page.text


def test_what_was_agreed_in_the_leads_place_is_in_the_log(browser, cast, case):
    case.state = State.MODERATION
    db.session.commit()
    browser.sign_in(cast.rafael).open("moderation.criterion", **at(case, code=ITEM))

    browser.press("Save and stay", rating="met", reason="The panel saw it so.")

    assert noted("criterion agreed in the lead reviewer's place") == [(cast.rafael.id, {"criterion": ITEM})]


def test_paragraphs_of_the_item_are_changed_by_who_stands_in_and_no_others(browser, cast, case):
    item, other = paragraph(case, ITEM), paragraph(case, "3.4")
    first = case.report.paragraphs[0]
    ways = [(cast.leah, item), (cast.rafael, item), (cast.rafael, other), (cast.rafael, first), (cast.leah, other)]

    answers = []
    for person, about in ways:
        browser.sign_in(person)
        page = browser.open("reports.paragraph", **at(case, public_id=about.public_id))
        kept = browser.post("reports.keep_notes", {}, **at(case, public_id=about.public_id))
        moved = browser.post("reports.place", {"to": "later"}, **at(case, public_id=about.public_id))
        answers.append((page.status, kept.status == 403, moved.status == 403))

    refused, open_ = (403, True, True), (200, False, False)
    assert answers == [refused, open_, refused, refused, open_]


@pytest.mark.parametrize(("name", "code", "status"), [
    ("leah", ITEM, 403), ("leah", "3.4", 200), ("rafael", ITEM, 200), ("rafael", "3.4", 403), ("carys", ITEM, 403),
])  # fmt: skip
def test_a_paragraph_is_added_to_an_item_by_who_writes_on_it(browser, cast, case, name, code, status):
    browser.sign_in(getattr(cast, name))

    page = browser.open("reports.new_paragraph", **at(case, section=CRITERION, code=code))

    assert page.status == status


def test_the_editor_offers_each_part_to_who_writes_it_alone(browser, cast, case):
    def codes(person):
        browser.sign_in(person).open("reports.editor", **at(case))
        return judged_from(browser.page)

    assert codes(cast.rafael) == {ITEM}
    assert "There you judge, and write what the report says." in browser.page.text
    assert codes(cast.leah) == set(case.standard.criteria) - {ITEM}
    assert "The lead reviewer stands aside here. Rafael Example writes what is said." in browser.page.text


def test_the_list_of_judgements_says_who_judges_in_whose_place(browser, cast, case):
    theirs = browser.sign_in(cast.rafael).open("reports.judgements", **at(case))
    leads = browser.sign_in(cast.leah).open("reports.judgements", **at(case))

    assert "The lead reviewer stands aside for 3.3." in theirs.text
    assert "That is you for 3.3." in theirs.text
    assert "You stand aside for 3.3." in leads.text
    assert "Rafael Example judges it" in leads.text


def test_what_is_missing_leads_to_the_page_of_who_mends_it(browser, cast, case):
    theirs = browser.sign_in(cast.rafael).open("reports.gaps", **at(case))
    leads = browser.sign_in(cast.leah).open("reports.gaps", **at(case))

    assert judged_from(theirs) == {ITEM}
    assert judged_from(leads) == set(case.standard.criteria) - {ITEM}
    assert "Rafael Example writes on it." in leads.text


def test_both_together_complete_the_report(app, browser, cast, case):
    browser.sign_in(cast.leah)
    for code in items_of(cast.leah, case):
        browser.post("reports.judgement", {**WORDS, "action": "Adopt it."}, **at(case, code=code))
    before = every_final_judgement_given.holds(case)

    Browser(app).sign_in(cast.rafael).post("reports.judgement", WORDS, **at(case, code=ITEM))

    db.session.expire_all()
    assert not before
    assert every_final_judgement_given.holds(case)


def test_who_stands_in_replies_to_comments_on_the_item(browser, cast):
    made = cases.checking(cast)
    stand_aside(made, cast.leah, ITEM)
    for code in (ITEM, "3.4"):
        facts.keep_comment(made.report, paragraph(made, code), f"Wrong on {code}.", by=cast.amina)
    facts.answer_facts(made, by=cast.amina)
    db.session.commit()
    keys = {comment.text: comment.public_id for comment in made.report.comments}

    offered, opened = {}, {}
    for name in ("leah", "rafael"):
        page = browser.sign_in(getattr(cast, name)).open("reports.comments", **at(made))
        offered[name] = {text for text, key in keys.items() if any(key in link for link in page.links().values())}
        opened[name] = {text: browser.open("reports.reply", **at(made, public_id=key)).status
                        for text, key in keys.items()}  # fmt: skip

    assert offered == {"leah": {"Wrong on 3.4."}, "rafael": {"Wrong on 3.3."}}
    assert opened == {
        "leah": {"Wrong on 3.3.": 403, "Wrong on 3.4.": 200}, "rafael": {"Wrong on 3.3.": 200, "Wrong on 3.4.": 403},
    }


def test_conditions_on_the_item_are_proposed_by_who_stands_in(browser, cast, case):
    def offered(name):
        browser.sign_in(getattr(cast, name)).open("reports.new_condition", **at(case))
        return {option.get("value") for option in browser.page.all("option")} - {"", None}

    assert offered("rafael") == {ITEM}
    assert offered("leah") == set(case.standard.criteria) - {ITEM}


def test_a_reviewer_who_stands_in_for_nobody_proposes_no_condition(browser, cast):
    plain = cases.judged(cast)

    page = browser.sign_in(cast.rafael).open("reports.new_condition", **at(plain))

    assert (page.status, "You do not write this part: Leah Example does." in page.text) == (403, True)
