"""How much work a case is to somebody on its panel, in hours: estimates of this service, a row for each step.

The hours are those of the step a case stands at. They are not measured: time that reviewers really spent is theirs
alone to see, so it does not come into this. The pages that show hours say so, and show this table.
"""

from dataclasses import dataclass

from registration.workflow.states import BEFORE_REVIEW, JUDGED_APART, VISITING, State


@dataclass(frozen=True)
class Step:
    """What one step takes the lead reviewer, and each other reviewer, in hours."""

    name: str
    states: frozenset[State]
    lead: int
    other: int

    def hours(self, capacity: str) -> int:
        return self.lead if capacity == "lead_reviewer" else self.other


STEPS = (
    Step("Desk review", BEFORE_REVIEW | JUDGED_APART, 18, 15),
    Step("Moderation", frozenset({State.MODERATION}), 6, 4),
    Step("Approval visit", VISITING, 14, 10),
    Step("Writing the report", frozenset({State.REPORTING}), 12, 2),
    Step("Check of facts and last version", frozenset({State.FACTUAL_CHECK, State.FINALISING}), 4, 1),
    Step("Conditions", frozenset({State.APPROVED_WITH_CONDITIONS}), 2, 0),
)
"""A state that is in none of them takes no hours. The desk review: half an hour for each of 26 criteria and two hours
to read in; whoever leads has three more for questions to the school and for the panel."""

USUAL_HOURS = 40
"""A month, for somebody who has not said how many hours they have."""


def hours_of(state: State, capacity: str) -> int:
    """Of one case at the step it stands at."""
    return next((step.hours(capacity) for step in STEPS if state in step.states), 0)


def hours_of_a_review(capacity: str) -> int:
    """What a case takes somebody who begins with it now."""
    return hours_of(State.DESK_REVIEW, capacity)
