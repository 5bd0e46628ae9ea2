"""What fairness leaves to the worker: telling the next sum when enough cases have come together."""

from registration.fairness import sums
from registration.jobs.service import every


@every(minutes=12 * 60)
def tell_sums() -> None:
    sums.tell_next()
