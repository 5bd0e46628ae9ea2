"""What a school sends about its application as a whole: a signature, an answer, a reason."""

from wtforms.validators import Optional

from registration.forms import Form, line_field, prose_field, tick_field


class StartForm(Form):
    """Nothing but the button: the draft is begun."""


class DeclarationForm(Form):
    true = tick_field(
        "Everything in this application is true and complete, as far as I know",
        required="Confirm that everything is true and complete.",
    )
    changes = tick_field(
        "We will tell the registration body when something important changes",
        required="Confirm that you will tell of important changes.",
    )
    ai_statement = prose_field(
        "How was artificial intelligence used in preparing this application?",
        required="Say how artificial intelligence was used. If it was not, say so.",
        most=4000,
        hint="Name the tools, and what for: drafting, translating, checking. Say who read and answers for the result. "
        "It is no disadvantage to have used them.",
    )
    typed_name = line_field("Your full name, as a signature", required="Type your full name to sign.")


class SendForm(Form):
    """Nothing but the button: everything is sent."""


class AnswerForm(Form):
    answer = prose_field("Your answer", required="Write your answer.")


class MoveForm(Form):
    """A reason, where the move wants or takes one."""

    note = prose_field("Reason", most=4000, required="Give the reason. The other side can read it.")
    public_reason = prose_field(
        "Reason for the public (optional)",
        most=600,
        hint="Everybody can read this beside the school in the public register. Leave it empty to say nothing there. "
        "Name no people.",
    )

    def ask_reason(self, kind: str, public: bool = False) -> None:
        """Fit the fields to the row: no reason, an optional or a required one; and whether the public is told too."""
        if not public:
            del self.public_reason
        if kind == "none":
            del self.note
        elif kind == "optional":
            self.note.label.text = "Reason (optional)"
            self.note.validators = [Optional(), *self.note.validators[1:]]

    @property
    def reasons(self) -> dict[str, str]:
        """What was written, by the name of each field that was asked."""
        return {field.name: field.data or "" for field in (self.note, self.public_reason) if field}
