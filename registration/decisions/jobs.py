"""What decisions leave to the worker: telling of conditions whose date comes near or has passed."""

from registration.decisions import overdue
from registration.jobs.service import every


@every(minutes=60)
def tell_of_dates() -> None:
    overdue.tell_of_dates()
