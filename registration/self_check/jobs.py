"""Once a day: self-checks whose thirty days are over are deleted."""

from registration.jobs.service import every
from registration.self_check import service


@every(minutes=24 * 60)
def forget_ended_checks() -> None:
    service.forget_ended()
