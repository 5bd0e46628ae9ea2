"""The whole way in a real browser, at the running service with its own worker."""

import pytest

from tests.journeys.drivers import InChromium
from tests.journeys.steps import STEPS, Case

pytestmark = pytest.mark.browser


def test_a_school_goes_from_first_interest_to_its_certificate(service, chromium, tmp_path):
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    with service.inside() as app:
        case = Case(InChromium(app, page, service.url), tmp_path)

        for step in STEPS:
            step(case)

        assert case.state == "registered"
