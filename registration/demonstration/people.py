"""Who can sign in to the demonstration: the people of the body, and those of each school."""

from dataclasses import dataclass

from registration.access.roles import Role, SchoolRole
from registration.accounts.addresses import email_key
from registration.accounts.models import Person, PersonRole
from registration.accounts.passwords import hash_password
from registration.database import db
from registration.demonstration.material import read
from registration.demonstration.schools import Colleague, schools
from registration.panels.models import ReviewerProfile
from registration.schools.models import School

PASSWORD = "an invented school by the sea"  # noqa: S105  shown to everybody, and only in the demonstration
BODY_DOMAIN = "body.example"
BODY = "The registration body"
FIRST_SHOWN = ("tamarisk-lane", "bursztynowa", "aurora-del-plata")
"""Schools whose people are listed first: the complete case, a draft ready to be sent, and one asked for more."""


@dataclass(frozen=True)
class Listed:
    """One person as the sign-in page of the demonstration lists them."""

    email: str
    name: str
    role: str
    school: str


def listed() -> list[Listed]:
    """Everybody who can sign in: the body first, then the schools. From the material; no database is asked."""
    staff = [
        Listed(
            staff_email(facts["name"]),
            facts["name"],
            ", ".join(Role(role).label for role in facts["roles"]),
            BODY,
        )
        for facts in read("staff.toml").values()
    ]
    keys = [*FIRST_SHOWN, *(key for key in schools() if key not in FIRST_SHOWN)]
    return staff + [
        Listed(each.email, each.name, SchoolRole(each.role).label, schools()[key].name)
        for key in keys
        for each in schools()[key].colleagues
    ]


def staff_email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{BODY_DOMAIN}"


def make_staff() -> dict[str, Person]:
    """The people of the body, by their key in `texts/staff.toml`."""
    password, made = hash_password(PASSWORD), {}
    for key, facts in read("staff.toml").items():
        email = staff_email(facts["name"])
        person = Person(
            name=facts["name"], email=email, email_key=email_key(email), password_hash=password,
            time_zone=facts["zone"],
        )  # fmt: skip
        person.role_rows = [PersonRole(role=role) for role in facts["roles"]]
        db.session.add(person)
        if "hours" in facts:
            about = {name: facts[name] for name in ("hours", "languages", "territories")}
            named = [{"name": o["name"], "website": o["website"], "until": o["until"]} for o in facts["organisations"]]
            db.session.add(ReviewerProfile(person=person, organisations=named, **about))
        made[key] = person
    db.session.flush()
    return made


def make_colleagues(school: School, colleagues: list[Colleague], zone: str, password: str) -> list[Person]:
    """The people of one school, the principal first. `password` is a hash: making one takes a while, on purpose."""
    made = []
    for colleague in colleagues:
        person = Person(
            name=colleague.name, email=colleague.email, email_key=email_key(colleague.email), password_hash=password,
            school=school, school_role=colleague.role, time_zone=zone,
        )  # fmt: skip
        db.session.add(person)
        made.append(person)
    db.session.flush()
    return made
