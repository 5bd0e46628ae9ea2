"""The page of the suggestion, over random judgements: what it marks as deciding is the rule that decided."""

import lxml.html
from flask import render_template_string
from hypothesis import HealthCheck, given, settings

from standards.outcome import suggest
from tests.browser import words
from tests.standards.test_outcome import FIRES, THE_2023, complete, mostly_met

PAGE = "{% from 'decisions/_suggestion.html' import rules %}{{ rules(suggestion, standard) }}"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(complete | mostly_met)
def test_the_rules_marked_as_deciding_are_those_that_fired_for_the_outcome(app, ratings):
    suggestion = suggest(THE_2023, ratings)
    with app.test_request_context():
        page = lxml.html.fromstring(render_template_string(PAGE, suggestion=suggestion, standard=THE_2023))

    rows = [row for row in page.iter("tr") if row.find("td") is not None]
    shown = {words(row.find("th")): [words(cell) for cell in row.iter("td")] for row in rows}

    fired = {rule.statement for rule in THE_2023.outcomes if FIRES[rule.code](ratings)}
    deciding = {rule.statement for rule in THE_2023.outcomes if rule.outcome == suggestion.outcome} & fired
    assert {statement for statement, (_, mark, _) in shown.items() if mark != "No"} == fired
    assert {statement for statement, (_, mark, _) in shown.items() if mark == "Yes, it decides"} == deciding
    assert {shown[statement][0] for statement in deciding} == {suggestion.label}
    assert all(shown[statement][2] in suggestion.sentence for statement in deciding)
