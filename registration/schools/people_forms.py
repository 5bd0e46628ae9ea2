"""What a school sends about its people."""

from collections.abc import Iterable

from wtforms.validators import Email

from registration.access.roles import SchoolRole
from registration.accounts.models import Person
from registration.forms import Form, choice, line_field, radio_field

ADDRESS_WANTED = "Enter an e-mail address, as in name@school.org."
WHAT_THEY_DO = {
    SchoolRole.PRINCIPAL: "Does everything for the school, and alone signs, submits and answers the report",
    SchoolRole.COORDINATOR: "Edits everything, invites colleagues, and gives them areas and criteria",
    SchoolRole.CONTRIBUTOR: "Edits the areas and criteria given to them, and adds evidence",
    SchoolRole.EXAMS_OFFICER: "Contributes, and after registration prepares the examinations",
}


class ColleagueForm(Form):
    role = radio_field("What do they do?", required="Choose what this person does.")

    def offer(self, roles: list[SchoolRole]) -> "ColleagueForm":
        """Offer these roles and no other."""
        self.role.choices = [choice(role.value, role.label, WHAT_THEY_DO[role]) for role in roles]
        return self


class InviteColleagueForm(ColleagueForm):
    name = line_field("Name", required="Enter the name of your colleague.")
    email = line_field("E-mail address", required=ADDRESS_WANTED, validators=[Email(ADDRESS_WANTED)])


class HandoverForm(Form):
    """To whom the principal offers the role."""

    person = radio_field("Who could be principal?", required="Choose a colleague.")

    @classmethod
    def to_one_of(cls, people: Iterable[Person], chosen: str = "") -> "HandoverForm":
        form = cls(data={"person": chosen})
        form.person.choices = [
            choice(p.public_id, p.name, p.role_in_school.label if p.role_in_school else "") for p in people
        ]
        return form
