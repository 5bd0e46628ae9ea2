"""What the case officer is asked before the visit is confirmed."""

from collections.abc import Sequence

from wtforms import HiddenField

from registration.fields import version_typed
from registration.forms import Form, tick_field
from registration.visits.clashes import Clash

SURE = "I have looked at what clashes, and the visit is held as it stands"
LOOK = "Say that you have looked at what clashes, or go back to the plan and mend it."


class ConfirmForm(Form):
    edition = HiddenField()
    sure = tick_field(SURE, required=LOOK)

    @classmethod
    def about(cls, found: Sequence[Clash], edition: int) -> "ConfirmForm":
        """The form for an agenda as it stands; nothing is asked where nothing clashes."""
        form = cls(data={"edition": str(edition)})
        if all(clash.to_know for clash in found):
            del form.sure
        return form

    @property
    def opened(self) -> int:
        """The edition of the agenda that the page showed."""
        return version_typed(self.edition.data)
