"""From first interest to the certificate, step by step, as the people in it do it; see `drivers.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from registration.access.roles import Role
from registration.accounts import links
from registration.accounts.models import OneTimeLink
from registration.applications.models import Application
from registration.database import db, now, writing
from registration.demonstration.files import complete_file
from registration.schools.sections import SECTIONS, Field, Group
from registration.workflow import calendar
from standards import load
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.drivers import Driver, sign_in

STAFF = {
    "carys": {Role.CASE_OFFICER}, "leah": {Role.REVIEWER}, "rafael": {Role.REVIEWER}, "dana": {Role.DECISION_MAKER},
}
PRINCIPAL = "principal@harbour.example"
CODES = list(load("2023").criteria)
BELOW = "3.6"
"""Both reviewers find this one only partly met, so that there is a condition to set."""
DIFFERENT = "4.3"
PLACES = "exam_places"
"""There are candidates, so the places where they sit cannot be left out."""
ANSWERS: dict[str, Any] = {
    "country": "PT", "territory": "PT", "time_zone": "Europe/Lisbon", "email": "office@harbour.example",
    "principal_email": PRINCIPAL, "website": "https://harbour.example", "school_name": "Harbour Lights Online School",
    "established": 2019, "age_from": 5, "age_to": 18, "share": 100, "first_series": "June 2028", "registered": "yes",
}


@dataclass
class Case:
    """One case on its way, and who goes with it."""

    driver: Driver
    folder: Path
    reference: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def open(self, endpoint: str, **values: Any) -> None:
        self.driver.open(endpoint, reference=self.reference, **values)

    def peek(self, question: Callable[[Application], Any]) -> Any:
        """Ask the database, as somebody who looks over the shoulder."""
        with self.driver.app.app_context():
            wanted = select(Application).where(Application.reference == self.reference)
            return question(db.session.scalars(wanted).one())

    @property
    def state(self) -> str:
        return self.peek(lambda a: a.state.value)


def hire_staff(case: Case) -> None:
    with writing(), case.driver.app.app_context():
        people = {name: factories.person(name, roles=roles) for name, roles in STAFF.items()}
        db.session.commit()
        case.ids = {name: person.public_id for name, person in people.items()}


def express_interest(case: Case) -> None:
    driver = case.driver
    driver.open("/interest/")
    driver.press(
        "Send", delivers_online="yes", legally_registered="yes", named_principal="yes", year_planned="yes",
        school_name="Harbour Lights Online School", country="PT", registration_number="PT-5550",
        legal_status="company", website="https://harbour.example", roll=240, stages=["lower_secondary"],
        delivery="live", programmes=["igcse"], contact_name="Amina Reis", contact_role="Principal", email=PRINCIPAL,
    )
    sign_in(driver, "carys@example.org")
    driver.open("/desk/interest/")
    driver.follow("Harbour Lights Online School")
    driver.press("Accept and invite to apply")


def accept_invitation(case: Case) -> None:
    with case.driver.app.app_context():
        link = db.session.scalars(select(OneTimeLink).where(OneTimeLink.email == PRINCIPAL)).one()
        token = links.token_of(link)
    case.driver.press("Sign out")
    case.driver.open(f"/invitation/{token}")
    case.driver.press("Accept the invitation", name="Amina Reis", password=PASSWORD)
    case.driver.open("/applications/start")
    case.driver.press("Begin the application")
    with case.driver.app.app_context():
        case.reference = db.session.scalars(select(Application.reference)).one()


def fill_profile(case: Case) -> None:
    for section in SECTIONS:
        case.open("schools.section", number=section.number)
        answers: dict[str, Any] = {}
        for ask in section.asks:
            if isinstance(ask, Group) and ask.not_applicable and ask.name != PLACES:
                answers[f"{ask.name}__na"] = "There is none."
            elif isinstance(ask, Group):
                answers |= {f"{ask.name}-0-{f.name}": answer(f) for f in ask.fields}
            else:
                answers[ask.name] = answer(ask)
        case.driver.press("Save and go to the list", **answers)


def answer(asked: Field) -> Any:
    """A plain answer of the right kind."""
    if asked.name in ANSWERS:
        return ANSWERS[asked.name]
    if asked.choices:
        return asked.choices[0][0]
    plain = {"number": 12, "email": "lead@harbour.example", "phone": "+351 21 555 0100", "country": "PT", "zone": "UTC"}
    return plain.get(asked.kind, f"{asked.label} of the school.")


def date_of(name: str, day: date) -> dict[str, int]:
    """A date in its three boxes."""
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def upload_evidence(case: Case) -> None:
    for key in ("safeguarding", "territories"):
        made = complete_file(key)
        path = case.folder / made.name
        path.write_bytes(made.data)
        case.open("evidence.add")
        case.driver.press("Add evidence", title=f"Paper on {key}", files=path)


def assess_itself(case: Case) -> None:
    item = case.peek(lambda a: next(e.public_id for e in a.evidence if e.title == "Paper on safeguarding"))
    for code in CODES:
        case.open("self_assessment.criterion", code=code)
        case.driver.press(
            "Save and cite evidence", rating="met", statement=f"This is how our school meets {code}, and who does it."
        )
        case.driver.press("Cite it", item=item, page_from=2, page_to=3, shows=f"What we do about {code}")


def sign_and_submit(case: Case) -> None:
    case.open("applications.declaration")
    case.driver.press(
        "Sign the declaration", true="y", changes="y", typed_name="Amina Reis",
        ai_statement="A translation tool helped with one letter; a teacher checked it.",
    )
    case.open("applications.check_answers")
    assert "Everything is there" in case.driver.text(), case.driver.text()[:2000]
    case.driver.press("Submit the application")
    assert case.state == "submitted"


def begin_review(case: Case, despite: str = "") -> None:
    """`despite` says why who has judged this school before can judge it all the same."""
    sign_in(case.driver, "carys@example.org")
    reason = {"despite": despite} if despite else {}
    for name, capacity in (("leah", "lead_reviewer"), ("rafael", "reviewer")):
        case.open("review.assign")
        case.driver.press("Assign", person=case.ids[name], capacity=capacity, **reason)
    case.open("review.panel")
    case.driver.press("Tell them")
    for name in ("leah", "rafael"):
        sign_in(case.driver, f"{name}@example.org")
        case.driver.open("panels.reviewing")
        case.driver.follow("Accept or decline the place for Harbour Lights Online School")
        case.driver.press("Accept the place", free="y")
    sign_in(case.driver, "carys@example.org")
    case.open("proposals.panel")
    case.driver.press("Propose to the school")
    sign_in(case.driver, PRINCIPAL)
    case.open("proposals.answer")
    case.driver.press("We object to nobody")
    sign_in(case.driver, "carys@example.org")
    case.open("applications.fee")
    case.driver.press("Save", fee="paid", note="Receipt seen.")
    move(case, "begin_desk_review", "Begin the desk review")
    assert case.state == "desk_review"


def move(case: Case, name: str, label: str, **fields: Any) -> None:
    case.open("applications.move", name=name)
    case.driver.press(label, **fields)


def score_apart(case: Case) -> None:
    for name in ("leah", "rafael"):
        sign_in(case.driver, f"{name}@example.org")
        for code in CODES:
            case.open("review.criterion", code=code)
            if code == CODES[0]:  # every criterion cites the same paper
                case.driver.press_here("Show Paper on safeguarding, pages 2 to 3", "Paper on safeguarding: page 2 of")
            case.driver.press("Save and go to the next", **finding(name, code))
        assert case.driver.text().count("Partly met") < 60


def finding(name: str, code: str) -> dict[str, Any]:
    rating = "partly" if code == BELOW or (code == DIFFERENT and name == "rafael") else "met"
    return {
        "rating": rating, "rationale": f"The pages cited for {code} show most of what is asked of the school.",
        "action": "Publish the plan for the year." if rating == "partly" else "", "confidence": "medium",
        "sources": ["document"],
    }


def moderate(case: Case) -> None:
    sign_in(case.driver, "leah@example.org")
    move(case, "open_moderation", "Open moderation")
    case.open("moderation.table")
    case.driver.press("Agree all identical ones")
    case.open("moderation.criterion", code=DIFFERENT)
    case.driver.press("Save and go to the next difference", rating="met", reason="Both saw the audit in the end.")
    move(case, "plan_visit", "Plan the visit")
    assert case.state == "visit_planning"


def plan_visit(case: Case) -> None:
    case.open("visits.plan")
    case.driver.press("Begin planning")
    case.open("visits.slot")
    day = calendar.in_force.today() + timedelta(days=20)
    case.driver.press(
        "Propose this time", **date_of("day", day), starts="09:00", ends="16:30"
    )
    case.open("visits.plan")
    case.driver.press("Share the agenda with the school")
    sign_in(case.driver, PRINCIPAL)
    case.open("visits.slots")
    case.driver.press("Send our choice", slot=case.peek(lambda a: a.visit.slots[0].public_id))
    sign_in(case.driver, "carys@example.org")
    move(case, "confirm_visit", "Confirm the visit", sure="y")  # the day is shorter than what doubt proposes
    assert case.state == "visit_arranged"


def hold_visit(case: Case) -> None:
    sign_in(case.driver, "leah@example.org")
    for code in case.peek(lambda a: sorted({c for item in a.visit.agenda for c in item.criteria})):
        case.open("visits.note", code=code)
        case.driver.press("Save the note", text=f"The lead for {code} showed the record, and students spoke of it.")
    case.open("visits.held")
    day = (now() - timedelta(days=1)).date()
    case.driver.press(
        "Record the visit and go on to the report", **date_of("began_on", day), began_at="09:00",
        **date_of("ended_on", day), ended_at="15:30", summary="Thank you for an open day.",
    )
    assert case.state == "reporting"


def write_report(case: Case) -> None:
    for code in CODES:
        case.open("reports.judgement", code=code)
        rating = "partly" if code == BELOW else "met"
        case.driver.press(
            "Save and go to the next", rating=rating, finding=f"The visit bore out what was read about {code}.",
            strengths="Staff know what to do.", action="Publish the plan for the year." if rating == "partly" else "",
        )
    case.open("reports.editor")
    case.driver.press("Begin the report")
    case.open("reports.editor")
    for number in case.peek(lambda a: [p.number for p in a.report.paragraphs if p.from_notes]):
        case.open("reports.editor")
        case.driver.press(f"Read and kept paragraph {number}")
    send_draft(case)


def send_draft(case: Case) -> None:
    case.open("reports.editor")
    case.driver.press("Make a draft")
    case.driver.wait_for(lambda: case.peek(lambda a: a.report.editions[-1].storage_key is not None))
    case.open("reports.send_draft")
    case.driver.press("Send draft 1")
    assert case.state == "factual_check"


def check_facts(case: Case) -> None:
    sign_in(case.driver, PRINCIPAL)
    case.open("reports.school_report")
    number = case.peek(lambda a: next(p.number for p in a.report.paragraphs if p.removed_at is None))
    case.open("reports.comment", number=number)
    case.driver.press("Keep the comment", text="We have 240 students, not 204.")
    case.open("reports.answer_facts")
    case.driver.press("Send these comments")
    assert case.state == "finalising"


def finish_report(case: Case) -> None:
    sign_in(case.driver, "leah@example.org")
    comment = case.peek(lambda a: a.report.comments[0].public_id)
    case.open("reports.reply", public_id=comment)
    case.driver.press("Save the reply", reply="accepted", reason="The roll you sent says so.")
    case.open("reports.editor")
    case.driver.press("Freeze the final report")
    case.driver.wait_for(lambda: case.peek(lambda a: a.report.editions[-1].storage_key is not None))
    move(case, "send_to_decision", "Send to decision")
    assert case.state == "determination"


def decide(case: Case) -> None:
    sign_in(case.driver, "dana@example.org")
    case.open("decisions.decide")
    case.driver.press(
        "Record the decision", outcome="approve", reasons="The report bears it out.",
        why_different="The one action is small and already under way.",
    )
    assert case.state == "approved"


def take_back_and_decide_again(case: Case) -> None:
    """The second person finds a word missing, and the decision maker puts it right."""
    sign_in(case.driver, "carys@example.org")
    case.open("decisions.determination")
    case.driver.follow("Take the decision back")
    case.driver.press("Take back the decision", why="Say which action is small.")
    assert case.state == "determination"
    sign_in(case.driver, "dana@example.org")
    case.open("decisions.decide")
    assert "Say which action is small." in case.driver.text()
    case.driver.press("Record the decision", reasons=f"The report bears it out. The action on {BELOW} is small.")
    assert case.state == "approved"


def release(case: Case) -> None:
    sign_in(case.driver, PRINCIPAL)
    case.open("applications.application")
    assert "Approved" not in case.driver.text()
    sign_in(case.driver, "carys@example.org")
    case.open("decisions.determination")
    case.driver.press("Release the letter")
    sign_in(case.driver, PRINCIPAL)
    case.open("applications.application")
    assert "Approved" in case.driver.text()


def register(case: Case) -> None:
    sign_in(case.driver, "carys@example.org")
    case.open("register.registration")
    day = calendar.in_force.today()
    case.driver.press(
        "Register the school", **date_of("agreement_on", day), centre_number="PT042",
    )
    assert case.state == "registered"
    case.driver.wait_for(lambda: case.peek(lambda a: a.registration.certificates[-1].storage_key is not None))


def download_certificate(case: Case) -> None:
    sign_in(case.driver, PRINCIPAL)
    case.open("register.registration")
    certificate = case.driver.download("register.certificate", reference=case.reference)
    number = case.peek(lambda a: a.registration.certificate_number)
    final_id = case.peek(lambda a: a.report.editions[-1].public_id)
    final = case.driver.download("reports.download", reference=case.reference, public_id=final_id)

    assert certificate.startswith(b"%PDF-")
    assert final.startswith(b"%PDF-")
    case.driver.open("/register/")
    assert "Harbour Lights Online School" in case.driver.text()
    case.driver.open(f"/verify?number={number}")
    assert "Genuine" in case.driver.text()
    for name, document in (("certificate.pdf", certificate), ("report.pdf", final)):
        (case.folder / name).write_bytes(document)
        case.driver.open("/verify")
        case.driver.press("Check the file", file=case.folder / name)
        assert "Genuine" in case.driver.text()


STEPS = (
    hire_staff, express_interest, accept_invitation, fill_profile, upload_evidence, assess_itself, sign_and_submit,
    begin_review, score_apart, moderate, plan_visit, hold_visit, write_report, check_facts, finish_report, decide,
    take_back_and_decide_again, release, register, download_certificate,
)

