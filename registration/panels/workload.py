"""How much work a case is to somebody on its panel, in hours: a row for each step.

The hours are those of the step a case stands at. They are estimates of this service, but for those of the desk review
once enough finished cases have been measured (see `measuring`). The pages that show hours say which of the two each is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from registration.workflow.states import BEFORE_REVIEW, JUDGED_APART, VISITING, State


@dataclass(frozen=True)
class Step:
    """What one step is estimated to take the lead reviewer, and each other reviewer, in hours."""

    name: str
    states: frozenset[State]
    lead: int
    other: int

    def hours(self, capacity: str) -> int:
        return self.lead if capacity == "lead_reviewer" else self.other


REVIEW = Step("Desk review", BEFORE_REVIEW | JUDGED_APART, 18, 15)
STEPS = (
    REVIEW,
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


@dataclass(frozen=True)
class Measured:
    """What a step took in finished cases: half of them no longer than `hours`, four in five between the other two."""

    hours: int
    shortest: int
    longest: int
    cases: int

    @property
    def words(self) -> str:
        between = f"{self.shortest}" if self.shortest == self.longest else f"{self.shortest} to {self.longest}"
        return f"measured: {between} in four of five reviews of {self.cases} finished cases"


@dataclass(frozen=True)
class Hours:
    """The hours in force: what a desk review took, by capacity, where that is measured; else the estimates."""

    measured: Mapping[str, Measured]
    finished: int = 0
    """Cases that were measured so far, of which too few give nothing."""
    steps: tuple[Step, ...] = STEPS

    def of(self, state: State, capacity: str) -> int:
        """Of one case at the step it stands at."""
        step = self.step_of(state)
        return self.at(step, capacity) if step else 0

    def step_of(self, state: State) -> Step | None:
        return next((each for each in self.steps if state in each.states), None)

    def at(self, step: Step, capacity: str) -> int:
        found = self.measured_at(step, capacity)
        return found.hours if found else step.hours(capacity)

    def measured_at(self, step: Step, capacity: str) -> Measured | None:
        return self.measured.get(capacity) if step is REVIEW else None

    def in_words(self, state: State, capacity: str) -> str:
        """The same as a sentence, which says whether it was measured."""
        step = self.step_of(state)
        found = self.measured_at(step, capacity) if step else None
        what = "This case" if step in (None, REVIEW) else f"The present step of this case, {step.name.lower()},"
        return f"{what} takes about {self.of(state, capacity)} hours ({found.words if found else 'an estimate'})."


ESTIMATES = Hours({})
