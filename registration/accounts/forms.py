"""What people send to get in: signing in, passwords, invitations, roles."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import PasswordField
from wtforms.validators import Email, InputRequired

from registration.access.roles import Role
from registration.accounts.passwords import SHORTEST
from registration.forms import Form, choice, choices_of, line_field, select_field, several_field

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ADDRESS_WANTED = "Enter an e-mail address, as in name@school.org."
GOOD_PASSWORD = (
    f"At least {SHORTEST} characters. A few words that do not belong together are easy to remember and hard to guess."
)
ZONES = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS)


def password_field(label: str, required: str, hint: str = "") -> PasswordField:
    """A password: kept just as typed, blanks and all, and never shown again."""
    return PasswordField(label, validators=[InputRequired(required)], description=hint)


class SignInForm(Form):
    email = line_field("E-mail address", required="Enter your e-mail address.")
    password = password_field("Password", "Enter your password.")


class ForgottenForm(Form):
    email = line_field("E-mail address", required="Enter your e-mail address.", validators=[Email(ADDRESS_WANTED)])


class NewPasswordForm(Form):
    password = password_field("New password", "Enter a new password.", GOOD_PASSWORD)


class InvitationForm(Form):
    name = line_field("Your name", required="Enter your name, as your colleagues know it.")
    password = password_field("Password", "Choose a password.", GOOD_PASSWORD)


class JoinForm(Form):
    """For somebody who has an account already."""

    password = password_field("Password of your account", "Enter the password of your account.")


class AccountForm(Form):
    name = line_field("Your name", required="Enter your name.")
    time_zone = select_field(
        "Your time zone",
        [choice("UTC", "The body’s own time"), *(choice(zone, zone.replace("_", " ")) for zone in ZONES)],
        hint="Times are shown to you in this zone.", required="Choose your time zone.",
    )


class ChangePasswordForm(Form):
    present = password_field("Present password", "Enter your present password.")
    password = password_field("New password", "Enter a new password.", GOOD_PASSWORD)


class RolesForm(Form):
    roles = several_field("Roles", choices_of(Role), hint="What this person does for the body, whatever the case.")


class InviteStaffForm(Form):
    name = line_field("Name", required="Enter the name of the person.")
    email = line_field("E-mail address", required=ADDRESS_WANTED, validators=[Email(ADDRESS_WANTED)])
    roles = several_field("Roles", choices_of(Role), required="Choose at least one role.")


def refuse(field: Any, sentence: str) -> None:
    """Put what the rules said beside the field it is about."""
    field.errors = [*field.errors, sentence]
