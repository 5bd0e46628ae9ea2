"""Each half hour pauses that are over end; each night it is counted how long steps usually take."""

from registration.deadlines import service
from registration.jobs.service import every
from registration.workflow import usual


@every(minutes=30)
def end_pauses() -> None:
    service.end_pauses()


@every(minutes=24 * 60)
def count_usual_times() -> None:
    usual.count_usual_times()
