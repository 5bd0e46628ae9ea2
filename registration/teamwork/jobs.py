"""Each quarter of an hour: who was on which page is forgotten."""

from registration.jobs.service import every
from registration.teamwork import presence_service


@every(minutes=15)
def forget_presence() -> None:
    presence_service.forget_old()
