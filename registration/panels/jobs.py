"""Each day: ties between panels and schools that sent something, and how long reviews took. Each hour: late answers."""

from registration.jobs.service import every
from registration.panels import checking_service, late_service, measuring


@every(minutes=24 * 60)
def look_for_ties() -> None:
    checking_service.look_where_something_was_sent()


@every(minutes=24 * 60)
def measure_reviews() -> None:
    measuring.measure_reviews()


@every(minutes=60)
def remind_of_late_answers() -> None:
    late_service.remind_of_late_answers()
