"""What either side writes to the other."""

from registration.forms import Form, prose_field
from registration.messages.service import MOST_CHARACTERS


class MessageForm(Form):
    text = prose_field(
        "Your message", required="Write your message first.", most=MOST_CHARACTERS,
        hint="A message cannot be changed or taken back. Leave out names of students and staff; files belong into the "
        "evidence.",
    )  # fmt: skip


class ReadForm(Form):
    """Nothing but the button: everything here is read."""
