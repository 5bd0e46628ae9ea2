"""A case with something in every place, and a word of its own in every text that not everybody may read."""

import re
from datetime import timedelta
from urllib.parse import urlencode

from registration.applications.models import Application, InformationRequest, RequestItem
from registration.database import db, now, today
from registration.decisions.models import Condition
from registration.notifications.models import Letter
from registration.panels.models import Concern, Place
from registration.register.models import Certificate, Registration
from registration.reports import editions
from registration.reports.drafting import begin_report
from registration.reports.models import FactualComment
from registration.reports.settings import names
from registration.teamwork.models import CriterionAssignment, Mark, Remark
from registration.teamwork.queries import shares
from registration.visits.models import (
    AgendaItem,
    LessonMark,
    LessonObservation,
    Sample,
    Visit,
    VisitDocument,
    VisitMember,
    VisitNote,
    VisitSlot,
)
from registration.workflow.models import Event
from registration.workflow.states import (
    BEFORE_REVIEW,
    JUDGED_APART,
    ONCE_DETERMINED,
    REGISTRATION,
    REPORT_WITH_SCHOOL,
    VISITING,
    State,
)
from registration.workflow.transitions import BY_NAME
from tests import factories
from tests.evidence import honest

FINDING, ACTION, LEADS = "Quillfinding", "Quillaction", "Leadfinding"
DISCUSSION, REASON, AGREED = "Quilldiscussion", "Quillgrounds", "Quillagreed"
WHY, NOTE, SEEN, OUTCOME_OF_SAMPLE, SUMMARY = "Quillwhy", "Quillnote", "Quillseen", "Quillsample", "Quillsummary"
UNSENT, REPLY = "Quillunsent", "Quillreply"
REASONS, RULE, DIFFERENT, CONDITION, MOVE_NOTE = "Quillreasons", "Quillrule", "Quilldifferent", "Quillset", "Quillmove"
STAFF_LETTER, HELD_LETTER, FEE, LEFT = "Quillstaffletter", "Quillheldletter", "Quillfee", "Quillleft"
DECLINED, TIE = "Quilldeclined", "Quilltie"

AMONG_COLLEAGUES = "Quillcolleagues confer"
"""What people of the school give and say to each other: never for the body."""

NEVER_FOR_THE_SCHOOL = (
    FINDING, ACTION, LEADS, DISCUSSION, REASON, WHY, NOTE, SEEN, OUTCOME_OF_SAMPLE, UNSENT, STAFF_LETTER, FEE, LEFT,
    DECLINED, TIE,
)
"""Whatever the state: what the panel said among itself, and what was not sent."""

BEFORE_RELEASE = (REASONS, RULE, DIFFERENT, CONDITION, MOVE_NOTE, HELD_LETTER, REPLY)
"""What the school learns with its letter, and not before."""

WORDED_LATE = {State.APPROVED, State.APPROVED_WITH_CONDITIONS, State.DEFERRED, State.NOT_APPROVED}
MOVE_TO = {
    State.APPROVED: ("approve", "approve"), State.DEFERRED: ("defer", "defer"),
    State.APPROVED_WITH_CONDITIONS: ("approve_with_conditions", "approve_with_conditions"),
    State.NOT_APPROVED: ("do_not_approve", "do_not_approve"),
}


def planted(app, cast, state: State, *, released: bool = False) -> Application:
    """Amina's application in `state`, with every record that a case can have by then."""
    case = factories.application(cast, state, answered=True)
    put_a_file(app, case)
    case.fee_note, case.assignments[-1].end_reason = FEE, LEFT
    ask(case, cast)
    if state is not State.DRAFT:
        choose_a_panel(case, cast)
    if state not in BEFORE_REVIEW:
        judge(case, cast)
    if state not in BEFORE_REVIEW | JUDGED_APART | {State.MODERATION}:
        visit(case, cast)
    if state not in BEFORE_REVIEW | JUDGED_APART | VISITING | {State.MODERATION}:
        report(app, case, cast)
    if state in ONCE_DETERMINED:
        decide(case, cast, released or state not in WORDED_LATE)
    if state in REGISTRATION:
        register(case)
    work_together(case, cast)
    write_letters(case, cast)
    db.session.commit()
    return case


def choose_a_panel(case: Application, cast) -> None:
    """Somebody declined, somebody is asked, and of somebody a tie was found: all of it for the desk alone."""
    place = {"application": case, "assigned_by": cast.carys, "capacity": "reviewer", "told_at": now()}
    db.session.add_all([
        Place(person=cast.rhea, answer="declined", answered_at=now(), reason=DECLINED, **place),
        Place(person=cast.ravi, answer_by=today() + timedelta(days=5), **place),
        Concern(application=case, person=cast.rafael, rule="mail", about="harbour.example", words=TIE),
    ])
    db.session.flush()


def work_together(case: Application, cast) -> None:
    """What colleagues of the school give and say to each other: nobody else ever reads it."""
    answer = next(r for r in case.responses if r.criterion_code == "2.7")
    db.session.add_all([
        CriterionAssignment(application_id=case.id, criterion_code="2.7", person=cast.ezra, note=AMONG_COLLEAGUES),
        Remark(application_id=case.id, criterion_code="2.7", person=cast.amina, text=AMONG_COLLEAGUES),
        Mark(response=answer, version=answer.version, kind="returned", person=cast.amina, note=AMONG_COLLEAGUES),
        Letter(template="share_given", email=cast.ezra.email, person=cast.ezra, application=case,
               capacity="exams_officer", subject=AMONG_COLLEAGUES, body=AMONG_COLLEAGUES, facts={}, sent_at=now()),
    ])
    db.session.flush()


def put_a_file(app, case: Application) -> None:
    stored = app.extensions["store"].put([honest.pdf()])
    version = case.evidence[0].current
    version.storage_key, version.sha256, version.size, version.pages = stored.key, stored.sha256, stored.size, 2
    if case.submissions:
        case.submissions[-1].snapshot = factories.snapshot_of(case)
    db.session.flush()


def ask(case: Application, cast) -> None:
    if case.state in (State.COMPLETING, State.EVIDENCE_REQUESTED):
        kind = "completion" if case.state is State.COMPLETING else "evidence"
        asked = InformationRequest(application=case, kind=kind, due_on=today() + timedelta(days=9),
                                   asked_by=cast.carys)
        asked.items = [RequestItem(criterion_code="2.7", question="Which policy is in force?")]
        db.session.add(asked)
        db.session.flush()


def judge(case: Application, cast) -> None:
    for code in case.standard.criteria:
        if case.state in JUDGED_APART and code != "2.7":
            continue
        factories.finding(case, cast.rafael, code, "not", rationale=FINDING, action=ACTION, confidence="low")
        if case.state not in JUDGED_APART:
            factories.finding(case, cast.leah, code, "met", rationale=LEADS)
    if case.state in JUDGED_APART:
        factories.finding(case, cast.leah, "1.1", "met", rationale=LEADS)
    elif case.state is not State.MODERATION:
        factories.agree(case, cast.leah, "desk")
    db.session.flush()
    db.session.refresh(case)
    for agreed in case.agreed_findings:
        agreed.discussion, agreed.reason, agreed.finding = DISCUSSION, REASON, AGREED


def visit(case: Application, cast) -> None:
    start, answered_by = now() - timedelta(days=3), cast.amina.id
    held = case.state not in VISITING
    made = Visit(
        application=case, mode="video", confirmed_at=start, agenda_shared_at=start, updated_by_id=cast.leah.id,
        held_from=start if held else None, held_until=start + timedelta(hours=6) if held else None,
        summary=SUMMARY if held else "", documents_asked_at=start, documents_due_on=start.date(),
    )
    made.slots = [VisitSlot(starts_at=start, ends_at=start + timedelta(hours=6),
                            accepted_at=None if case.state is State.VISIT_PLANNING else start)]
    made.team = [VisitMember(person=cast.leah, part="leads"), VisitMember(person=cast.rafael, part="takes part")]
    made.agenda = [
        AgendaItem(position=n, starts_at=start, minutes=30, title=f"Session {n}", meet="Principal", observe="A lesson",
                   criteria=["5.3"], why=WHY)
        for n in (1, 2)
    ]
    made.documents = [VisitDocument(position=1, title="Staff list", answer="note", note="In the folder.",
                                    answered_by_id=answered_by, answered_at=start)]
    made.notes = [VisitNote(criterion_code="5.3", author_id=cast.leah.id, text=NOTE)]
    made.samples = [Sample(subject="staff files", population=9, drawn=["3"], seed="abc", outcome=OUTCOME_OF_SAMPLE,
                           drawn_by_id=cast.leah.id)]
    made.lessons = [LessonObservation(observer_id=cast.leah.id, subject="Science", stage="Year 9", minutes=40,
                                      starts_at=start, seen=SEEN, marks=[LessonMark(minute=3, text=SEEN)])]
    db.session.add(made)
    db.session.flush()


def report(app, case: Application, cast) -> None:
    state = case.state
    made = begin_report(case, cast.leah)
    factories.agree(case, cast.leah, "final")
    db.session.flush()
    for agreed in case.agreed_findings:
        agreed.discussion, agreed.reason = DISCUSSION, REASON
    for paragraph in made.paragraphs:  # drafted from the notes; the lead words it before anything is sent
        paragraph.text = paragraph.text.replace(NOTE, "We saw it at work.")
    written = next(p for p in made.paragraphs if p.removed_at is None)
    if state in REPORT_WITH_SCHOOL:
        print_edition(app, case, cast, sent=True)
        made.comments.append(FactualComment(paragraph=written, text="We have nine teachers.", author=cast.amina,
                                            sent_at=None if state is State.FACTUAL_CHECK else now()))
        if state not in (State.FACTUAL_CHECK, State.FINALISING):
            made.comments[0].reply, made.comments[0].reply_reason = "not", REPLY
    written.text = f"{written.text} {UNSENT}"
    db.session.flush()
    print_edition(app, case, cast, sent=False)


def print_edition(app, case: Application, cast, *, sent: bool) -> None:
    """An edition whose bytes are a stand-in: what it shows on pages is its content."""
    edition = editions.ask_for_edition(case, names(), "draft", by=cast.leah)
    made = app.extensions["store"].put([honest.pdf()])
    edition.storage_key, edition.sha256, edition.size, edition.pages = made.key, made.sha256, made.size, 2
    edition.job.state = "done"
    if sent:
        edition.sent_to_school_at = edition.report.sent_for_facts_at = now()
    db.session.flush()


def decide(case: Application, cast, released: bool) -> None:
    move, outcome = MOVE_TO.get(case.state, ("approve", "approve"))
    at = {"released_at": now(), "released_by": cast.dirk} if released else {}
    made = factories.determination(case, cast.dana, outcome, why_different=DIFFERENT, **at)
    made.reasons, made.rule = REASONS, RULE
    if case.state is State.APPROVED_WITH_CONDITIONS:
        db.session.add(Condition(application=case, criterion_code="2.7", what=CONDITION, proof="The policy",
                                 due_on=today() + timedelta(days=40), owner="Principal", status="open"))
    if case.state is State.APPEAL:
        factories.appeal(case, cast.amina)
    db.session.add(Event(application=case, move=move, from_state="determination", to_state=case.state.value,
                         person=cast.dana, capacity="decision_maker", note=MOVE_NOTE))
    letter(case, cast.amina, "principal", HELD_LETTER, needs_release=True, released_at=at.get("released_at"))
    db.session.flush()


def register(case: Application) -> None:
    made = Registration(application=case, agreement_on=today(), centre_number="PT123", valid_from=today(),
                        certificate_number=f"OSC-{case.id:06}", valid_until=today() + timedelta(days=900),
                        scope={"programmes": [], "territories": []})
    made.certificates = [Certificate(content={}, storage_key=None)]
    db.session.add(made)
    db.session.flush()


def write_letters(case: Application, cast) -> None:
    if case.submitted_at:
        letter(case, cast.carys, "case_officer", STAFF_LETTER)
    letter(case, cast.amina, "principal", "We have your application.")
    db.session.flush()


def letter(case: Application, person, capacity: str, body: str, **facts) -> None:
    db.session.add(Letter(template="application_received", email=person.email, person=person, application=case,
                          capacity=capacity, subject=body, body=body, sent_at=now(),
                          facts={"name": person.name, "school": case.school.name, "reference": case.reference,
                                 "state": "", "note": body, "move": "", "due_on": ""}, **facts))


# Addresses ---------------------------------------------------------------------------------------------------------

TOKENS = re.compile(
    r'(name="(?:csrf_token|_once)"[^>]*value|nonce)="[^"]*"|value="[^"]*"(?= name="(?:csrf_token|_once)")'
    r"|\b[0-9a-f]{16}\b"
)


PLAIN: dict[tuple[str, ...], list[dict]] = {
    (): [{}],
    ("code",): [{"code": "2.7"}],
    ("code", "section"): [{"code": "2.7", "section": "criterion"}],
    ("section",): [{"section": "context"}],
    ("name",): [{"name": name} for name, move in BY_NAME.items() if move.asks is None and name != "start"],
}
NONE_SUCH: dict[str, tuple] = {"number": (1,)}


def without_tokens(text: str) -> str:
    """A page without what is new at each look: tokens, nonces and request numbers."""
    return TOKENS.sub("", text)


def addresses(app, case: Application, method: str) -> dict[str, str]:
    """Every address of this case for one method, with objects that do exist: endpoint by path."""
    found: dict[str, str] = {}
    known = objects(case)
    bound = app.url_map.bind("127.0.0.1")
    for rule in app.url_map.iter_rules():
        if "reference" not in rule.arguments or method not in rule.methods:
            continue
        for values in arguments(rule, known):
            path = bound.build(rule.endpoint, {"reference": case.reference, **values}, method=method)
            found[path] = rule.endpoint
    return found


def arguments(rule, known: dict[tuple[str, str], tuple]) -> list[dict]:
    """What may stand in the variable places of this rule, where these objects are."""
    wanted = tuple(sorted(rule.arguments - {"reference"} - set(rule.defaults or ())))
    feature = rule.endpoint.partition(".")[0]
    if wanted == ("how", "item_id"):
        return [{"item_id": key, "how": how} for key in known[feature, "item_id"] for how in ("up", "remove")]
    if wanted[:2] == ("code", "public_id"):
        remarks = [{"code": "2.7", "public_id": key} for key in known[feature, "public_id"]]
        changes = [{"what": what} for what in ("settle", "open-again", "take-back")] if "what" in wanted else [{}]
        return [remark | change for remark in remarks for change in changes]
    if wanted in PLAIN or len(wanted) != 1:
        return PLAIN[wanted]
    name = wanted[0]
    keys = known.get((rule.endpoint, name)) or known.get((feature, name)) or NONE_SUCH.get(name, ("0" * 26,))
    return [{name: key} for key in keys]


def objects(case: Application) -> dict[tuple[str, str], tuple]:
    """Public ids of what lies in this case, by feature or page and by the argument's name."""
    held, told = case.visit, case.report
    paragraphs = [p for p in told.paragraphs if p.removed_at is None][:1] if told else []
    conditions = tuple(c.public_id for c in case.conditions)
    letters = db.session.scalars(db.select(Letter.public_id).where(Letter.application_id == case.id))
    remarks = db.session.scalars(db.select(Remark.public_id).where(Remark.application_id == case.id))
    return {
        ("applications.answer_item", "item"): tuple(i.public_id for r in case.requests for i in r.items),
        ("schools.section", "number"): (1, 9),
        ("teamwork", "public_id"): tuple(remarks),
        ("teamwork", "cell"): tuple(share.cell for share in shares(case)),
        ("reports.comment", "number"): tuple(p.number for p in paragraphs) or (1,),
        ("decisions", "public_id"): conditions,
        ("reports.condition", "public_id"): conditions,
        ("reports.remove_condition", "public_id"): conditions,
        ("evidence", "item_id"): tuple(i.public_id for i in case.evidence),
        ("evidence", "version"): tuple(v.public_id for i in case.evidence for v in i.versions),
        ("evidence", "citation_id"): tuple(c.public_id for c in case.citations[:1]),
        ("notifications", "public_id"): tuple(letters),
        ("register", "public_id"): tuple(c.public_id for c in case.registration.changes) if case.registration else (),
        ("reports.paragraph", "public_id"): tuple(p.public_id for p in paragraphs),
        ("reports.keep_notes", "public_id"): tuple(p.public_id for p in paragraphs),
        ("reports.place", "public_id"): tuple(p.public_id for p in paragraphs),
        ("reports.download", "public_id"): tuple(e.public_id for e in told.editions) if told else (),
        ("reports.reply", "public_id"): tuple(c.public_id for c in told.comments) if told else (),
        ("panels", "place"): tuple(db.session.scalars(db.select(Place.public_id).where(Place.application == case))),
        ("panels", "tie"): tuple(db.session.scalars(db.select(Concern.public_id).where(Concern.application == case))),
        ("review", "assignment"): tuple(a.public_id for a in case.assignments[:2]),
        ("visits", "item_id"): tuple(i.public_id for i in held.agenda) if held else ("0" * 26,),
        ("visits", "slot_id"): tuple(s.public_id for s in held.slots) if held else (),
        ("visits", "document_id"): tuple(d.public_id for d in held.documents) if held else (),
        ("visits", "number"): (1,),
        ("visits", "lesson_id"): tuple(o.public_id for o in held.lessons) if held else (),
        ("visits", "mark_id"): tuple(m.public_id for o in held.lessons for m in o.marks) if held else (),
    }


OUTSIDE_THE_CASE = ("/home", "/queue", "/letters/", "/outbox/", "/account", "/log/", "/school/people/", "/people/")
"""Pages about more than one case, which may show something of this one."""


def with_query(path: str, **values: str) -> str:
    return f"{path}?{urlencode(values)}"
