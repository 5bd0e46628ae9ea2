"""The whole way through plain HTTP, without JavaScript: forms, links and redirects are enough."""

from tests.journeys.drivers import ByHttp
from tests.journeys.steps import STEPS, Case


def test_a_school_goes_from_first_interest_to_its_certificate(app, tmp_path):
    case = Case(ByHttp(app), tmp_path)

    for step in STEPS:
        step(case)

    assert case.state == "registered"
