"""One page in plain words for parents: what was looked at, how it ended, and what that means.

It says nothing before the outcome is released, nothing of single judgements, and nothing of any person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registration.access.policy import state_counted
from registration.applications.models import Application
from registration.decisions.models import Determination
from registration.workflow.states import DECIDED, REGISTRATION

BY = {"video": "They then visited the school by video", "on_site": "They then visited the school"}
MEETS = "People from outside the school looked closely at it, and found that it does what the standard asks."
MET = (
    "Before it was registered, people from outside the school looked closely at it, and found that it did what the "
    "standard asks."
)
ASKS = "People from outside the school looked closely at it, and named what is still to be done."
OUTCOMES = {
    "approve": ("The school meets the standard", MEETS),
    "approve_with_conditions": (
        "The school may be registered once it has finished some named tasks",
        f"{ASKS} The school has dates for each task.",
    ),
    "defer": (
        "The decision waits",
        f"{ASKS} The school can put this right, or send more evidence, and is then looked at again.",
    ),
    "do_not_approve": (
        "The school is not registered this time",
        f"{ASKS} The school knows what that is, and may apply again.",
    ),
}
AGAIN = "The outcome is being looked at again, so it may change."
LIMITS = (
    "It is not a promise about one teacher, one class, or the results of one child.",
    "It describes the school at the time when it was looked at.",
)


@dataclass(frozen=True)
class Area:
    """What one area of the standard is called, and how many things were asked in it."""

    title: str
    asked: int


@dataclass(frozen=True)
class Reading:
    """What the page says. `outcome` and `meaning` are as they were told by letter."""

    school: str
    areas: Sequence[Area]
    asked: int
    how: Sequence[str]
    outcome: str
    meaning: Sequence[str]
    again: str = ""
    limits: Sequence[str] = LIMITS


def reading_of(application: Application) -> Reading | None:
    """The page of an application; None as long as no outcome has been released."""
    told = last_told(application)
    if told is None:
        return None
    heading, meaning = OUTCOMES[told.outcome]
    open_again = state_counted(application) not in DECIDED | REGISTRATION
    return reading(application, heading, (meaning,), AGAIN if open_again else "")


def reading_of_registered(application: Application, status: str) -> Reading:
    """The page of a school in the public register: how it stands there, as `status` says, and no more than that."""
    return reading(application, status, (MET,))


def reading(application: Application, outcome: str, meaning: Sequence[str], again: str = "") -> Reading:
    standard = application.standard
    areas = tuple(Area(area.title, len(area.criteria)) for area in standard.areas)
    return Reading(application.school.name, areas, len(standard.criteria), how(application), outcome, meaning, again)


def how(application: Application) -> tuple[str, ...]:
    visit = application.visit
    seen = f"{BY[visit.mode]}, spoke with people there and watched what the school does." if visit and visit.held_from \
        else "They did not visit the school, because what it sent was enough to judge."  # fmt: skip
    first = "Reviewers who do not belong to the school read all of it. Each judged alone before they compared."
    again = (
        "The school was approved before. Reviewers who do not belong to it judged what had changed, and what is looked "
        "at each time; each judged alone before they compared. What was unchanged stood as it was agreed."
    )
    return (
        "The school described its work and sent documents that show it.",
        again if application.follows_id is not None else first,
        seen,
        "The school checked the facts of their report. Somebody who had not judged the school then decided.",
    )


def last_told(application: Application) -> Determination | None:
    """The last decision whose letter has been released. One that waits for its release is not known outside."""
    return next((d for d in reversed(application.determinations) if d.released_at), None)
