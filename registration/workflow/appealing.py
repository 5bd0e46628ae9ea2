"""What must be true before an appeal is made, decided, and its outcome let go; a part of `needs`."""

from registration.access.standing import appeal_waits
from registration.applications.models import Application
from registration.workflow import calendar, clocks
from registration.workflow.need import need


@need("The time to appeal has passed. The letter with the outcome said how long.", "decisions.appeal", for_good=True)
def within_time_to_appeal(application: Application) -> bool:
    made = application.determinations
    if not made or made[-1].released_at is None:
        return False
    days = calendar.in_force
    return days.today() <= days.after(days.day_of(made[-1].released_at), clocks.DAYS["appeal_window"])


@need("An appeal against this outcome was decided. It can be appealed against once.", "decisions.appeal", for_good=True)
def no_appeal_decided(application: Application) -> bool:
    """One that was withdrawn does not count: the school may think again while there is time."""
    last = application.determinations[-1] if application.determinations else None
    return not any(a.determination is last and a.outcome in ("upheld", "dismissed") for a in application.appeals)


@need("Write the grounds of the appeal first.", "decisions.appeal")
def appeal_made(application: Application) -> bool:
    return any(appeal.outcome is None for appeal in application.appeals)


@need("Record the outcome of the appeal with its reasons first.", "decisions.appeal")
def appeal_answered(application: Application) -> bool:
    return bool(application.appeals) and application.appeals[-1].outcome is not None


@need("The outcome of this appeal is recorded, and waits for a second person.", "decisions.appeal", for_good=True)
def appeal_not_decided(application: Application) -> bool:
    return not appeal_waits(application)


@need("No outcome of an appeal waits for its release.", "decisions.appeal", for_good=True)
def appeal_outcome_waits(application: Application) -> bool:
    """Decided, and not yet let go by a second person: until then the outcome can be taken back."""
    return appeal_waits(application)
