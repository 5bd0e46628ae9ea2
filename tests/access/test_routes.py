"""Every address of the service × every person × their own case, a foreign one, and none.

Generated from the map of addresses, so that a new page is tested before anybody thinks of it.
"""

import re

import pytest
from werkzeug.routing import Rule

from registration.access.guard import MARK
from registration.access.policy import Action, allowed, visible_applications
from registration.database import db
from registration.workflow.states import State
from tests import factories
from tests.browser import Browser
from tests.cast import EVERYONE

STRANGERS = ("olga", "ravi", "ada", "connor", "rhea")
STATES = (
    State.DRAFT, State.DESK_REVIEW, State.VISIT_PLANNING, State.FACTUAL_CHECK, State.DETERMINATION, State.REGISTERED,
)
pytestmark = pytest.mark.crawl

OWN_TO_ONE_REQUEST = re.compile(r"OSR-2026-\w{6}|\b[0-9a-f]{16}\b")


def case_rules(app) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "reference" in rule.arguments]


def address(app, rule: Rule, reference: str) -> str:
    """An address of this rule, with objects that do not exist behind the case."""
    values = {}
    for name, converter in rule._converters.items():
        values[name] = reference if name == "reference" else plain(converter)
    method = min(rule.methods - {"OPTIONS", "HEAD"})
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def plain(converter) -> object:
    kind = type(converter).__name__
    if kind == "AnyConverter":
        return min(converter.items)
    return 9 if kind in ("IntegerConverter", "FloatConverter") else "0" * 26


def same_for_all(text: str) -> str:
    """A page without the reference in it and the number of the request."""
    return OWN_TO_ONE_REQUEST.sub("", text)


def unlisted(app, person, application) -> bool:
    return application not in set(db.session.scalars(visible_applications(person)))


@pytest.mark.parametrize("name", STRANGERS)
def test_a_foreign_case_and_one_that_never_was_give_the_same_404(app, cast, name):
    application = factories.application(cast, State.DESK_REVIEW)
    person = getattr(cast, name)
    assert unlisted(app, person, application)
    browser = Browser(app).sign_in(person)

    for rule in case_rules(app):
        if "GET" in rule.methods:
            foreign = browser.send("GET", address(app, rule, application.reference))
            never = browser.send("GET", address(app, rule, "OSR-2026-ZZZZZZ"))

            assert (foreign.status, never.status) == (404, 404), rule
            assert same_for_all(foreign.text) == same_for_all(never.text), rule


@pytest.mark.parametrize("name", EVERYONE)
@pytest.mark.parametrize("state", STATES)
def test_on_every_case_page_the_policy_decides(app, cast, name, state):
    application = factories.application(cast, state)
    person = getattr(cast, name)
    browser = Browser(app).sign_in(person)
    seen = not unlisted(app, person, application)

    for rule in case_rules(app):
        action = getattr(app.view_functions[rule.endpoint], MARK)
        if "GET" not in rule.methods or not isinstance(action, Action):
            continue
        may = allowed(person, action, application)
        page = browser.send("GET", address(app, rule, application.reference))

        assert page.status < 500, rule
        if not seen:
            assert page.status == 404, rule
        elif not may:
            assert page.status == 403, rule
        else:
            assert page.status in (200, 302, 303, 404, 409), rule


def test_a_post_to_a_foreign_case_is_a_404_and_changes_nothing(app, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    browser = Browser(app).sign_in(cast.olga)
    token = browser.token()

    for rule in case_rules(app):
        if "POST" in rule.methods:
            page = browser.send("POST", address(app, rule, application.reference), {"csrf_token": token})

            assert page.status == 404, rule


def test_without_a_sign_in_every_page_but_the_public_ones_asks_for_one(app, cast):
    application = factories.application(cast, State.REGISTERED)
    browser = Browser(app)

    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in rule.methods:
            continue
        if getattr(app.view_functions[rule.endpoint], MARK) == "everybody":
            continue
        page = browser.send("GET", address(app, rule, application.reference))

        assert page.status == 302, rule
        assert page.location == "/sign-in", rule


def test_a_forged_post_is_refused_everywhere(app, cast):
    application = factories.application(cast, State.DESK_REVIEW)
    browser = Browser(app).sign_in(cast.leah)

    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            page = browser.send("POST", address(app, rule, application.reference), {"text": "forged"})

            assert page.status == 400, rule
