"""Letters leave by this: every minute, what is due."""

from registration.jobs.service import every
from registration.notifications import sending


@every(minutes=1)
def send_letters() -> None:
    sending.send_due()
