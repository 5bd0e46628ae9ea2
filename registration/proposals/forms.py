"""What the school says to a proposed panel, and what the desk decides on it."""

from registration.forms import Form, choice, prose_field, radio_field
from registration.proposals.models import Proposal
from registration.proposals.service import OUTCOMES

MOST_CHARACTERS = 4_000


class ProposeForm(Form):
    """Nothing but the button: the panel is named to the school."""


class DecideForm(Form):
    outcome = radio_field(
        "What do you decide?",
        [
            choice("upheld", OUTCOMES["upheld"], "The person leaves the panel and stays away from this school."),
            choice("dismissed", OUTCOMES["dismissed"], "The person stays on the panel."),
        ],
        required="Choose whether the objection is upheld or dismissed.",
    )  # fmt: skip
    reason = prose_field("Why?", required="Say why. The school reads it.", most=MOST_CHARACTERS)


class AnswerForm(Form):
    """For each person a box for a reason. Which button was pressed says whether there are any."""

    @classmethod
    def about(cls, proposal: Proposal) -> "AnswerForm":
        """A form with a box for each person proposed."""
        boxes = {
            f"against_{member.public_id}": prose_field(
                f"Your reason against {member.assignment.person.name}", most=MOST_CHARACTERS,
                hint="Leave it empty if you do not object to this person.",
            )
            for member in proposal.members
        }  # fmt: skip
        form: AnswerForm = type("AnswerForm", (cls,), boxes)()
        return form

    @property
    def boxes(self) -> list[str]:
        return [field.name for field in self if field.name.startswith("against_")]

    @property
    def objections(self) -> dict[str, str]:
        return {name.removeprefix("against_"): self[name].data or "" for name in self.boxes}
