"""What the lead writes of the closing meeting, and when the visit was held."""

from datetime import datetime
from typing import Any

from wtforms import HiddenField

from registration.forms import Form, date_field, prose_field, tick_field
from registration.visits.closing import judging_words
from registration.visits.forms import comes_once, moment_of, time_field

SEEN = "What was seen, as told at the closing meeting"
NEXT = "What comes next, as told at the closing meeting"
ONLY_FACTS = "Facts only: what was looked at, and whom the team met. The school reads it once the visit is recorded."
SURE = "The words named above state facts"
SURE_HINT = "Needed only when words that sound like a judgement are named."


class ClosingForm(Form):
    version = HiddenField()
    summary = prose_field(SEEN, required="Write what was seen, or go back to the plan.", hint=ONLY_FACTS)
    next_steps = prose_field(NEXT, required="Write what comes next.")
    sure = tick_field(SURE, hint=SURE_HINT)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        words = judging_words(self.summary.data or "", self.next_steps.data or "")
        if fine and words and not self.sure.data:
            named = ", ".join(f"“{word}”" for word in words)
            self.sure.errors = [f"This sounds like a judgement: {named}. Change it, or say that it states facts."]
            return False
        return fine


class HeldForm(ClosingForm):
    began_on = date_field("Day it began", required="Enter the day it began.")
    began_at = time_field("Began at", "Enter when it began.")
    ended_on = date_field("Day it ended", required="Enter the day it ended.")
    ended_at = time_field("Ended at", "Enter when it ended.")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        began, ended = (self.began_on, self.began_at), (self.ended_on, self.ended_at)
        return fine and all(comes_once(day.data, at) for day, at in (began, ended))

    @property
    def held(self) -> tuple[datetime, datetime]:
        began = moment_of(self.began_on.data, self.began_at.data)
        return began, moment_of(self.ended_on.data, self.ended_at.data)
