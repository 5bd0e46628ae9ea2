"""Why somebody on a case may not do something there: because of its state, or because it is another's part."""

from collections.abc import Iterable

from registration.access.policy import POLICY, Action, state_shown
from registration.access.roles import THE_BODY, THE_SCHOOL, Capacity
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.workflow.states import State

MOST_NAMED = 3
"""So many states are named where something can be done; more would tell a reader nothing."""


def why_not(person: Person, action: Action, application: Application) -> str:
    """What keeps this person from it, and whom to ask. It says nothing that the person may not know."""
    held = capacities(person, application)
    if any(held & rule.who for rule in POLICY[action]):
        state = state_shown(person, application)
        return f"{because_of_the_state(action, held, state)} {whom_to_ask(held, state)}"
    return because_of_the_part(action, held)


def because_of_the_state(action: Action, held: frozenset[Capacity], state: State) -> str:
    """They may do it, but at another step."""
    sentence = f"You cannot {action.label} while the application stands at “{state.label}”."
    when = {step for rule in POLICY[action] if held & rule.who for step in rule.when}
    if len(when) > MOST_NAMED:
        return sentence
    steps = either([f"“{step.label}”" for step in State if step in when])
    return f"{sentence} You can do it at the step {steps}."


def whom_to_ask(held: frozenset[Capacity], state: State) -> str:
    """A draft has no case officer to be asked: what is not open in it comes once it is sent."""
    if Capacity.CASE_OFFICER in held:
        return "The history of the case shows how it came there."
    if state is State.DRAFT:
        return (
            "That can come only once your principal has submitted it. "
            "The page “Your application” says whom to ask now."
        )
    return "Ask the case officer if you think it is time for it."


def because_of_the_part(action: Action, held: frozenset[Capacity]) -> str:
    """Others may do it: those of the same side are named, for they can be asked."""
    whole = frozenset(capacity for rule in POLICY[action] for capacity in rule.who)
    at_school = bool(held & THE_SCHOOL)
    near = whole & (THE_SCHOOL if at_school else THE_BODY)
    if not near and at_school:
        return f"You cannot {action.label}: the registration body does. If you have a question, ask the case officer."
    if not near:
        return f"You cannot {action.label}: only the school can. Ask its principal to do it."
    if Capacity.DECIDER in held:
        return f"You cannot {action.label}: you decided, and somebody else must look at it. Ask a colleague to do it."
    if Capacity.FORMER_DECIDER in held and Capacity.DECISION_MAKER in near:
        return f"You cannot {action.label}: the appeal is against your decision. Ask another decision maker to do it."
    named = near - {Capacity.DECIDER, Capacity.FORMER_DECIDER}
    names = either([f"the {capacity.label}" for capacity in Capacity if capacity in named])
    return f"You cannot {action.label}: that is the part of {names}. {who_gives_it(held)}"


def who_gives_it(held: frozenset[Capacity]) -> str:
    if held & THE_SCHOOL:
        return "Ask them to do it, or ask your principal if it should be your part."
    if Capacity.CASE_OFFICER in held:
        return "Ask them to do it."
    return "Ask them to do it, or ask the case officer if it should be your part."


def either(names: Iterable[str]) -> str:
    """One, two or more, as one says them: a, b or c."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
