"""What no page asks for: bytes no database holds, numbers past every column, fields sent twice. Never a 500."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from registration.workflow.states import State
from tests.browser import Browser
from tests.security.planted import addresses, planted
from tests.security.test_reading_only import honest_bodies

HUGE = 2**63
ODD_QUERIES = (
    f"page={HUGE}&number={HUGE}&area={HUGE}&longer={HUGE}", "page=-1&number=-1&area=-1&longer=-5",
    "page=%00&number=%00&q=%00&name=%00&sort=%00&state=%00&country=%00&standing=sent%00&person=%00&kind=%00",
    "q=%ED%A0%80&name=%ED%A0%80&number=%ED%A0%80&reviewer=%ED%A0%80&sought=%ED%A0%80&school=%ED%A0%80&country=%ED%A0",
    "sort=state;drop&order=1%20desc&q=%25&name=%25&page=1e309&number=NaN&state=%27%20OR%201=1",
)
ODD_TEXTS = ("a\x00b", "\ud800", str(HUGE), "9" * 5000, "-1", "NaN", "Ⅷ", "\u202e\ufeff", "²")
WHOLE_SITE = ("/", "/standards/", "/register/", "/verify", "/queue", "/letters/", "/outbox/", "/log/", "/people/",
              "/school/people/", "/conflicts", "/desk/interest/", "/home", "/sign-in", "/account", "/interest/")


@pytest.mark.parametrize("name", ["carys", "amina", "ada"])
def test_odd_queries_are_no_fault_of_ours(app, cast, store, name):
    case = planted(app, cast, State.REGISTERED)
    browser = Browser(app).sign_in(getattr(cast, name))
    pages = [*WHOLE_SITE, *(addresses(app, case, "GET") if name != "ada" else ())]

    for path in pages:
        for query in ODD_QUERIES if path in WHOLE_SITE else ODD_QUERIES[:1]:
            assert browser.send("GET", f"{path}?{query}").status < 500, (path, query)


def test_odd_places_are_not_found(app, cast, store):
    case = planted(app, cast, State.REGISTERED)
    browser = Browser(app).sign_in(cast.carys)

    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        for odd in (str(HUGE), "%00", "%ED%A0%80", "%F0%9F%92%A9", "a" * 3000):
            path = re.sub("<[^>]+>", odd, rule.rule.replace("<reference>", case.reference))

            assert browser.send("GET", path).status < 500, path


@pytest.mark.parametrize(("name", "state"), [
    ("amina", State.DRAFT), ("leah", State.VISIT_ARRANGED), ("leah", State.REPORTING), ("carys", State.SUBMITTED),
    ("dana", State.DETERMINATION), ("rafael", State.DESK_REVIEW), ("cora", State.EVIDENCE_REQUESTED),
])  # fmt: skip
def test_odd_fields_are_refused_in_words(app, cast, store, name, state):
    case = planted(app, cast, state)
    person = getattr(cast, name)
    bodies = honest_bodies(app, case, [person])
    browser = Browser(app).sign_in(person)
    token = browser.token()

    for number, (path, body) in enumerate(sorted(bodies.items())):
        if path == "/sign-out":
            continue
        for text in (ODD_TEXTS[number % 2], ODD_TEXTS[2 + number % 7]):
            odd = MultiDict({field: text.encode("utf-8", "surrogatepass") for field in body})
            odd["csrf_token"] = token
            assert browser.send("POST", path, odd).status < 500, (path, text)
        twice = MultiDict([(field, value) for field in body for value in ("1", "2")] + [("csrf_token", token)])
        assert browser.send("POST", path, twice).status < 500, path
