"""The plainest valid thing of each kind, added to the session. Whatever a test does not say is plain."""

from collections.abc import Iterable
from itertools import count
from types import SimpleNamespace

from registration.access.roles import Role, SchoolRole
from registration.accounts.models import Person, PersonRole
from registration.accounts.passwords import hash_password
from registration.applications.models import Application, Declaration, Submission
from registration.applications.snapshot import digest, signed_over, snapshot_of
from registration.database import db, now, today
from registration.decisions.models import Appeal, Determination
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.moderation.models import AgreedFinding, StandAside
from registration.proposals.models import Proposal, ProposedMember
from registration.review.models import Assignment, Finding
from registration.schools.models import ProfileSection, School
from registration.self_assessment.models import Response
from registration.workflow.models import Event
from registration.workflow.states import State

PASSWORD = "correct horse battery staple"
number = count(1)
_hash: list[str] = []


def password_hash() -> str:
    """Made once: hashing is slow on purpose."""
    if not _hash:
        _hash.append(hash_password(PASSWORD))
    return _hash[0]


def school(name: str = "Plain Online School", **facts) -> School:
    made = School(**{"name": name, "country": "GB", "time_zone": "Europe/London", **facts})
    db.session.add(made)
    db.session.flush()
    return made


def person(
    name: str, *, school: School | None = None, role: SchoolRole | None = None, roles: Iterable[Role] = ()
) -> Person:
    made = unsaved_person(name, school=school, role=role, roles=roles)
    db.session.flush()
    return made


def unsaved_person(
    name: str, *, school: School | None = None, role: SchoolRole | None = None, roles: Iterable[Role] = ()
) -> Person:
    """For a whole cast at once: sixteen flushes cost a tenth of a second, and nearly every test has one."""
    made = Person(
        name=name.capitalize() + " Example", email=f"{name}@example.org", email_key=f"{name}@example.org",
        password_hash=password_hash(), school=school, school_role=role.value if role else None,
    )
    made.role_rows = [PersonRole(role=r.value) for r in sorted(roles)]
    db.session.add(made)
    return made


def application(
    cast: SimpleNamespace, state: State = State.DRAFT, *, panel: bool = True, answered: bool = False
) -> Application:
    """An application of Amina's school. `answered` fills everything a submission needs."""
    made = Application(
        reference=f"OSR-2026-{next(number):06}", school=cast.amina.school, standard_edition="2023", state=state,
        started_by=cast.amina, submitted_at=None if state is State.DRAFT else now(),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(
        Event(application=made, move="start", from_state=None, to_state="draft", person=cast.amina,
              capacity="principal")
    )
    if panel:
        assign(made, cast.leah, "lead_reviewer")
        assign(made, cast.rafael, "reviewer")
        assign(made, cast.rhea, "reviewer").ended_at = now()
        agree_to_panel(made, cast.carys, cast.amina)
    if answered or state is not State.DRAFT:
        answer_everything(made, cast.amina)
    if state is not State.DRAFT:
        submit(made, cast.amina)
    db.session.commit()
    return made


def assign(application: Application, person: Person, capacity: str) -> Assignment:
    made = Assignment(application=application, person=person, capacity=capacity)
    db.session.add(made)
    return made


def agree_to_panel(application: Application, officer: Person, by: Person) -> Proposal:
    """The present panel as proposed to the school, which has agreed to it."""
    db.session.flush()
    present = [a for a in application.assignments if a.ended_at is None]
    made = Proposal(application=application, proposed_by=officer, until=today(), answered_at=now(), answered_by=by)
    made.members = [ProposedMember(assignment=assignment) for assignment in present]
    db.session.add(made)
    return made


def evidence(application: Application, by: Person, title: str = "Safeguarding policy", **version) -> EvidenceVersion:
    item = Evidence(application=application, title=title, added_by=by)
    made = EvidenceVersion(
        evidence=item, number=1,
        **{"storage_key": f"key-{next(number)}", "sha256": f"{next(number):064}", "size": 1000, "pages": 12,
           "file_name": "policy.pdf", "media_type": "application/pdf", "check_state": "ready", "uploaded_by": by,
           **version},
    )
    db.session.add_all([item, made])
    db.session.flush()
    return made


def answer_everything(application: Application, by: Person) -> None:
    """Profile complete, 26 criteria answered and evidenced, declaration signed."""
    version = evidence(application, by)
    for section in range(1, 10):
        db.session.add(
            ProfileSection(application=application, number=section, facts={}, complete=True, updated_by_id=by.id)
        )
    for code in application.standard.criteria:
        db.session.add(
            Response(application=application, criterion_code=code, rating="met", statement=f"How we meet {code}.",
                     updated_by_id=by.id)
        )
        db.session.add(
            Citation(application=application, criterion_code=code, evidence_version=version, page_from=3, page_to=4,
                     shows="Who is responsible", added_by_id=by.id)
        )
    db.session.flush()
    db.session.expire(application)
    db.session.add(
        Declaration(application=application, signed_by=by, typed_name=by.name, ai_statement="None was used.",
                    fingerprint=signed_over(application), signed_at=now())
    )
    db.session.flush()


def submit(application: Application, by: Person) -> Submission:
    """A frozen submission of the application as it stands; the state is not touched."""
    db.session.flush()
    db.session.expire(application)
    content = snapshot_of(application)
    made = Submission(application=application, round=len(application.submissions) + 1, snapshot=content,
                      sha256=digest(content), sent_by=by)
    db.session.add(made)
    db.session.flush()
    return made


def finding(application: Application, reviewer: Person, code: str, rating: str = "met", **facts) -> Finding:
    submission = application.submission
    made = Finding(
        application=application, reviewer=reviewer, criterion_code=code, submission=submission, rating=rating,
        **{"rationale": "Seen in the policy.", "confidence": "high", "sources": ["document"],
           "action": "" if rating in ("met", "exceeds") else "Write it down and publish it.",
           "fingerprint": submission.snapshot["fingerprints"][code], "updated_by_id": reviewer.id, **facts},
    )
    db.session.add(made)
    return made


def findings(application: Application, *reviewers: Person, rating: str = "met") -> None:
    """A finding of each reviewer for each criterion."""
    for reviewer in reviewers:
        for code in application.standard.criteria:
            finding(application, reviewer, code, rating)
    db.session.flush()


def agree(application: Application, by: Person, stage: str, ratings: dict[str, str] | None = None) -> None:
    """An agreed finding for every criterion: Met, unless `ratings` says otherwise."""
    for code in application.standard.criteria:
        rating = (ratings or {}).get(code, "met")
        db.session.add(
            AgreedFinding(application=application, criterion_code=code, stage=stage, rating=rating, reason="Agreed.",
                          finding="The school meets this.", updated_by_id=by.id,
                          action="" if rating in ("met", "exceeds") else "Write it down.")
        )
    db.session.flush()


def stand_aside(application: Application, person: Person, *codes: str) -> None:
    """Somebody of the panel stands aside for these criteria."""
    db.session.add_all(
        StandAside(application_id=application.id, criterion_code=code, person_id=person.id, reason="A tie.",
                   declared_by_id=person.id)
        for code in codes
    )  # fmt: skip
    db.session.commit()


def determination(application: Application, by: Person, outcome: str = "approve", **facts) -> Determination:
    made = Determination(application=application, decided_by=by, outcome=outcome, suggested=outcome,
                         rule="Every criterion is met.", reasons="The report shows it.", **facts)
    db.session.add(made)
    db.session.flush()
    return made


def appeal(application: Application, by: Person, **facts) -> Appeal:
    made = Appeal(application=application, determination=application.determinations[-1], made_by=by,
                  grounds="The report misread our policy.", **{"state_before": application.state.value, **facts})
    db.session.add(made)
    db.session.flush()
    return made
