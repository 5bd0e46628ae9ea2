"""Letters leave by this: every minute, what is due. Daily letters and reminders are written when it is time."""

from registration.jobs.service import every
from registration.notifications import daily, reminders, sending


@every(minutes=1)
def send_letters() -> None:
    sending.send_due()


@every(minutes=10)
def write_daily_letters() -> None:
    if sending.letters_leave():
        daily.write_daily_letters()


@every(minutes=60)
def write_reminders() -> None:
    reminders.write_reminders()
