"""Who stands aside for an item does so after moderation, too: at the visit and in the report."""

import pytest

from registration.database import db
from registration.reports.builder import relied_on
from registration.reports.drafting import begin_report
from registration.visits import doubt
from registration.visits.service import begin_visit
from registration.workflow.states import State
from tests import factories

DOUBT = "3.3: low confidence"


def case(cast, state, aside):
    """Leah and Rafael judged everything, and Rafael is not sure of 3.3; one of them stands aside for it."""
    made = factories.application(cast, state)
    for code in made.standard.criteria:
        confidence = "low" if code == "3.3" else "high"
        factories.finding(made, cast.leah, code, sources=["document", "observation"], rationale=f"Leah on {code}.")
        factories.finding(made, cast.rafael, code, sources=["document", "interview"], confidence=confidence)
    factories.agree(made, cast.leah, "desk")
    for agreed in made.agreed_findings:
        agreed.finding = ""
    factories.stand_aside(made, aside, "3.3")
    return made


def cell(page, code):
    """What a table says of the desk's agreement on a criterion."""
    (row,) = [r for r in page.all("tr") if "".join(r.itertext()).split()[:1] == [code]]
    return next("".join(td.itertext()) for td in row.iter("td") if td.get("data-label") == "At the desk")


def test_what_somebody_found_who_stands_aside_raises_no_doubt(cast):
    counted = doubt.doubts(case(cast, State.VISIT_PLANNING, aside=cast.leah))
    not_counted = doubt.doubts(case(cast, State.VISIT_PLANNING, aside=cast.rafael))

    assert "3.3" in [d.criterion.code for d in counted]
    assert "3.3" not in [d.criterion.code for d in not_counted]


@pytest.mark.parametrize("endpoint", ["visits.plan", "visits.propose"])
def test_why_the_visit_looks_at_an_item_is_not_told_to_who_stands_aside_for_it(browser, cast, endpoint):
    planned = case(cast, State.VISIT_PLANNING, aside=cast.leah)
    begin_visit(planned, cast.carys)
    db.session.commit()

    theirs = browser.sign_in(cast.leah).open(endpoint, reference=planned.reference)
    at_the_desk = browser.sign_in(cast.carys).open(endpoint, reference=planned.reference)

    assert DOUBT in at_the_desk.text
    assert "low confidence" not in theirs.text
    assert ": essential" in theirs.text


def test_the_report_is_not_drafted_from_the_finding_of_who_stands_aside(cast):
    reported = case(cast, State.REPORTING, aside=cast.leah)

    texts = {p.criterion_code: p.text for p in begin_report(reported, cast.leah).paragraphs}

    assert texts["3.3"] == "Agreed."
    assert texts["3.4"] == "Leah on 3.4."
    assert relied_on(reported, "3.3") == ("document", "interview")
    assert "observation" in relied_on(reported, "3.4")


def test_what_was_agreed_at_the_desk_is_not_shown_to_who_stands_aside(browser, cast):
    reported = case(cast, State.REPORTING, aside=cast.rafael)
    factories.stand_aside(reported, cast.leah, "3.4")

    read = browser.sign_in(cast.rafael).open("reports.judgements", reference=reported.reference)
    written = browser.sign_in(cast.leah).open("reports.judgements", reference=reported.reference)

    assert [cell(read, code) for code in ("3.3", "3.4")] == ["Not shown to you", "3 Met"]
    assert [cell(written, code) for code in ("3.3", "3.4")] == ["3 Met", "Not shown to you"]
