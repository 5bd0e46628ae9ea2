"""What reviewers say of themselves and answer, and what the case officer decides on a tie that was found."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, Form as PlainForm, FormField, HiddenField
from wtforms.validators import ValidationError

from registration.database import today
from registration.forms import Form, choice, line_field, number_field, prose_field, radio_field, tick_field
from registration.panels import languages, profile_service
from registration.panels.checking_service import OUTCOMES
from registration.panels.profile_service import MOST_ORGANISATIONS, Profile
from registration.review.relations import KINDS

MOST_CHARACTERS = 2_000
DECIDE_KINDS = [choice(code, words) for code, words in KINDS.items() if code != "objection"]


class OrganisationForm(PlainForm):
    """One organisation. A row left empty is none."""

    name = line_field("Name", most=150)
    website = line_field("Website (optional)", most=150, hint="As in school.example")
    until = number_field("Until which year? (optional)", least=1950, most=2100, hint="Leave it empty if it still holds")

    def validate_name(self, field: Any) -> None:
        if not field.data and (self.website.data or self.until.data):
            raise ValidationError("Give the name of the organisation, or empty the row.")

    def validate_until(self, field: Any) -> None:
        if field.data and field.data > today().year:
            raise ValidationError("This year is still to come. Leave it empty if it still holds.")


class ProfileForm(Form):
    version = HiddenField(default="0")
    hours = number_field(
        "How many hours a month do you have for reviews?", least=0, most=200,
        required="Say how many hours a month you have; 0 means that you take no case for now.",
        hint="No case is proposed to you that does not fit into them.",
    )
    languages = line_field("Languages you read well", hint="With commas between, as in English, Portuguese", most=300)
    territories = line_field(
        "Countries and territories you know", most=600,
        hint="Where you lived, taught or reviewed; with commas between, as in Portugal, Brazil",
    )
    organisations = FieldList(
        FormField(OrganisationForm, "Organisation"),
        "Where you worked, what you owned and whom you advised in the last six years",
        min_entries=2, max_entries=MOST_ORGANISATIONS,
        description="Schools, and those who own or inspect schools. We look for ties with the schools you would judge.",
    )

    @classmethod
    def of(cls, profile: Profile) -> ProfileForm:
        """The form with what is kept, and one more empty row for an organisation."""
        rows = [{"name": o.name, "website": o.website, "until": o.until} for o in profile.organisations]
        given = {
            "version": str(profile.version), "hours": profile.hours, "languages": ", ".join(profile.languages),
            "territories": ", ".join(profile_service.names_of(profile.territories)),
        }
        return cls(data={**given, "organisations": [*rows, {}][:MOST_ORGANISATIONS]})

    def validate_territories(self, field: Any) -> None:
        _known, unknown = profile_service.territories_in(field.data or "")
        if unknown:
            raise ValidationError(
                f"We do not know “{unknown[0]}” as a country or territory. Write its usual English name."
            )

    @property
    def profile(self) -> Profile:
        """What was typed, as it is kept."""
        known, _unknown = profile_service.territories_in(self.territories.data or "")
        rows = [(row.form.name.data, row.form.website.data, row.form.until.data) for row in self.organisations]
        return Profile(
            tuple(languages.as_written(self.languages.data or "")), tuple(known), self.hours.data,
            tuple(profile_service.organisation(name, website or "", until) for name, website, until in rows if name),
            int(self.version.data) if (self.version.data or "").isdigit() else 0,
        )


class AcceptForm(Form):
    free = tick_field(
        "Nothing ties me to this school: no employment, ownership, advice, family or inspection in the last six years",
        required="Tick this if nothing ties you to the school. If something does, decline, and declare it.",
    )


class DeclineForm(Form):
    reason = prose_field(
        "Why do you decline?", required="Say why you decline. Only the desk reads it.", most=MOST_CHARACTERS,
        hint="Only the desk reads it.",
    )


class ConcernForm(Form):
    outcome = radio_field(
        "What is it?",
        [
            choice("no_conflict", OUTCOMES["no_conflict"], "The person stays. The same tie is not shown again."),
            choice("conflict", OUTCOMES["conflict"], "The person leaves at once. Their work is kept and not counted."),
        ],
        required="Choose whether this is a conflict of interest.",
    )  # fmt: skip
    kind = radio_field("If it is one: what is the relation?", DECIDE_KINDS)
    reason = prose_field("Why?", required="Say why. It stays on record.", most=MOST_CHARACTERS)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.outcome.data == "conflict" and not self.kind.data:
            self.kind.errors = ["Choose what the relation is."]
            return False
        return fine
