"""Each day: looking again for ties between panels and the schools that sent something lately."""

from registration.jobs.service import every
from registration.panels import checking_service


@every(minutes=24 * 60)
def look_for_ties() -> None:
    checking_service.look_where_something_was_sent()
