"""The whole way through plain HTTP, without JavaScript: forms, links and redirects are enough."""

from tests.journeys import renewing
from tests.journeys.drivers import ByHttp
from tests.journeys.steps import STEPS, Case


def test_a_school_goes_from_first_interest_to_its_certificate_and_years_later_to_the_next(app, tmp_path):
    case = Case(ByHttp(app), tmp_path)

    for step in STEPS:
        step(case)

    first, number = case.reference, case.peek(lambda a: a.registration.certificate_number)
    assert case.state == "registered"

    for step in renewing.STEPS:
        step(case)

    assert case.state == "registered"
    case.driver.open(f"/applications/{first}/")
    assert f"Renewed by {case.reference}" in case.driver.text()
    case.driver.open(f"/verify?number={number}")
    assert "Replaced" in case.driver.text()
