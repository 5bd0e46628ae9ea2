"""The people in our tests. Everyone means the same person in every test.

    amina   principal of the applicant school      olga    principal of another school
    cora    its registration coordinator           rafael  reviews this application
    basil   a contributor there                    ravi    reviews, but not this one
    ezra    its exams officer                      leah    leads the review
    carys   case officer                           dana    decides
    dirk    decides too                            ada     administrator
    audrey  auditor                                connor  case officer with a conflict of interest here
    nora    case officer and reviewer, not here    rhea    was on the panel and left; may decide elsewhere
"""

from datetime import date
from types import SimpleNamespace

from registration.access.roles import Role, SchoolRole
from registration.database import db
from registration.schools.models import Relation
from tests import factories

SCHOOL = {
    "amina": SchoolRole.PRINCIPAL, "cora": SchoolRole.COORDINATOR, "basil": SchoolRole.CONTRIBUTOR,
    "ezra": SchoolRole.EXAMS_OFFICER,
}
BODY = {
    "rafael": {Role.REVIEWER}, "ravi": {Role.REVIEWER}, "leah": {Role.REVIEWER}, "carys": {Role.CASE_OFFICER},
    "dana": {Role.DECISION_MAKER}, "dirk": {Role.DECISION_MAKER}, "ada": {Role.ADMINISTRATOR},
    "audrey": {Role.AUDITOR}, "connor": {Role.CASE_OFFICER}, "nora": {Role.CASE_OFFICER, Role.REVIEWER},
    "rhea": {Role.REVIEWER, Role.DECISION_MAKER},
}
EVERYONE = (*SCHOOL, "olga", *BODY)


def gather() -> SimpleNamespace:
    """Everybody, with their schools, in the database."""
    school = factories.school("Harbour Lights Online School", country="PT", time_zone="Europe/Lisbon")
    other = factories.school("Cedar Tree Virtual Academy", country="KE", time_zone="Africa/Nairobi")
    people = {name: factories.unsaved_person(name, school=school, role=role) for name, role in SCHOOL.items()}
    people["olga"] = factories.unsaved_person("olga", school=other, role=SchoolRole.PRINCIPAL)
    people |= {name: factories.unsaved_person(name, roles=roles) for name, roles in BODY.items()}
    db.session.add(
        Relation(person=people["connor"], school=school, kind="adviser", since=date(2024, 1, 1), until=None)
    )
    db.session.commit()
    return SimpleNamespace(**people)
