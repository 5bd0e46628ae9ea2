"""Once a day: drafts that nobody went on with for ninety days end."""

from registration.drafts import service
from registration.jobs.service import every


@every(minutes=24 * 60)
def forget_old_drafts() -> None:
    service.forget_old()
