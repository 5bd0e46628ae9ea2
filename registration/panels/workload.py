"""How much work a case is to somebody on its panel, in hours: estimates of this service, a row for each step.

The hours are those of the step a case stands at. Time that reviewers really spent is theirs alone to see, so it does
not come into this.
"""

from registration.workflow.states import BEFORE_REVIEW, JUDGED_APART, VISITING, State

HOURS: tuple[tuple[frozenset[State], int, int], ...] = (
    (BEFORE_REVIEW | JUDGED_APART, 18, 15),
    (frozenset({State.MODERATION}), 6, 4),
    (VISITING, 14, 10),
    (frozenset({State.REPORTING}), 12, 2),
    (frozenset({State.FACTUAL_CHECK, State.FINALISING}), 4, 1),
    (frozenset({State.APPROVED_WITH_CONDITIONS}), 2, 0),
)
"""States, hours of the lead reviewer, hours of another reviewer. A step that is not named takes none."""

USUAL_HOURS = 40
"""A month, for somebody who has not said how many hours they have."""


def hours_of(state: State, capacity: str) -> int:
    """Of one case at the step it stands at."""
    for states, lead, other in HOURS:
        if state in states:
            return lead if capacity == "lead_reviewer" else other
    return 0


def hours_of_a_review(capacity: str) -> int:
    """What a case takes somebody who begins with it now."""
    return hours_of(State.DESK_REVIEW, capacity)
