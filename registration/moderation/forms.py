"""What is sent in moderation: what the panel agreed, and who leaves the meeting for an item."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from registration.accounts.models import Person
from registration.fields import version_typed
from registration.forms import Form, choice, line_field, prose_field, radio_field, several_field
from registration.moderation.queries import Row, Table
from registration.moderation.service import AGREED, DIVIDED, Meeting, needs_reason, standing
from standards.model import Standard


class AgreeForm(Form):
    """What the panel agreed on one criterion, and who was in the meeting for it."""

    rating = radio_field("Agreed rating", required="Choose the rating the panel agreed")
    accord = radio_field(
        "Is the panel of one mind?",
        [
            choice(AGREED, "Yes, the panel agrees"),
            choice(DIVIDED, "No", "Go on with the rating above. Whoever decides is told of it, with your reason."),
        ],
        required="Say whether the panel is of one mind",
    )
    reason = prose_field("Why this rating?", hint="Needed unless everybody found it.")
    discussion = prose_field("Note of the discussion", hint="Stays inside the registration body.")
    present = several_field(
        "Who was in the meeting for this item?", required="Tick who was in the meeting for this item",
        hint="Ticked as for the item before.",
    )  # fmt: skip
    also_present = line_field("Anybody else in the meeting", hint="Their part, such as “case officer, taking notes”.")
    version = HiddenField(default="0")
    row: Row

    @classmethod
    def about(cls, found: Table, row: Row, standard: Standard, **how: Any) -> AgreeForm:
        members = [m.person for m in found.taking_part(row)]
        before = standing(row.agreed)
        present = before.get("present") or found.last_present or [person.public_id for person in members]
        start = {"accord": AGREED, **before, "present": present, "version": row.agreed.version if row.agreed else 0}
        form: AgreeForm = cls(data=start, **how)
        form.row = row
        form.present.choices = [choice(person.public_id, person.name) for person in members]
        form.rating.choices = [
            choice(r.code, r.name, "Blocks the case until more is known" if r.blocks else "")
            for r in standard.ratings_for(row.criterion.code)
        ]
        return form

    @property
    def opened_with(self) -> int:
        """The version of the agreed finding this page was opened with; 0 when there was none."""
        return version_typed(self.version.data)

    @property
    def written(self) -> dict[str, str]:
        """What was typed, to be given back when it cannot be saved."""
        return {field.label.text: field.data for field in (self.reason, self.discussion) if field.data}

    @property
    def meeting(self) -> Meeting:
        return Meeting(self.present.data or (), self.also_present.data or "")

    @property
    def divided(self) -> bool:
        return bool(self.accord.data == DIVIDED)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        must_explain = bool(self.rating.data) and needs_reason(self.row, self.rating.data, self.divided)
        if must_explain and not (self.reason.data or "").strip():
            self.reason.errors = [
                "Say why this rating was agreed: not everybody found it, or the panel is not of one mind"
            ]
            return False
        return fine


class StandAsideForm(Form):
    """Somebody leaves the meeting for one item."""

    person = radio_field("Who leaves the meeting for this item?", required="Choose who leaves the meeting")
    tie = line_field(
        "What ties them to it?", required="Say in one line what the conflict is",
        hint="For example: wrote the school’s assessment policy. The panel reads this.",
    )  # fmt: skip

    @classmethod
    def about(cls, found: Table, row: Row, person: Person, *, anybody: bool, **how: Any) -> StandAsideForm:
        """`anybody`: of each member, as the lead reviewer can; else of oneself alone."""
        members = [m.person for m in found.taking_part(row) if anybody or m.person == person]
        form: StandAsideForm = cls(data={"person": "" if anybody else person.public_id}, **how)
        form.person.choices = [choice(one.public_id, "You" if one == person else one.name) for one in members]
        return form


class ComeBackForm(Form):
    """Somebody who stood aside takes part again."""

    whom = radio_field("Who takes part again?", required="Choose who takes part again")
    why_back = line_field("Why do they take part again?", required="Say in one line why they take part again")

    @classmethod
    def about(cls, found: Table, row: Row, **how: Any) -> ComeBackForm:
        form: ComeBackForm = cls(**how)
        form.whom.choices = [
            choice(row.asides[m.person_id].public_id, m.person.name) for m in found.members if m.person_id in row.asides
        ]
        return form
