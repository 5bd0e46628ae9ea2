"""What a school does: begins, fills its profile, answers, adds evidence, signs and sends."""

from registration.applications import service as applications
from registration.database import db
from registration.demonstration import files
from registration.demonstration.cases import Case
from registration.demonstration.files import MadeFile
from registration.demonstration.material import chance_for, read
from registration.demonstration.own_files import take_in
from registration.demonstration.profiles import profile_of
from registration.demonstration.words import Cited
from registration.evidence import citing, service as evidence
from registration.evidence.models import Evidence
from registration.schools import service as profile
from registration.schools.sections import BY_NUMBER
from registration.self_assessment.models import AreaAssignment, Response
from registration.workflow.states import State

WHY_NO_EVIDENCE = (
    "The document is being revised and will be ready before the visit; we would rather show the new one."
)
HOW_AI_WAS_USED = (
    "A language model was used to check spelling and to shorten three statements. Everything it changed was read and "
    "approved by the person who is responsible for the area. No names of students or staff were given to it."
)
KINDS = {
    "screenshot": "picture", "curriculum": "plan", "report": "document", "legal": "certificate", "other": "document",
}  # fmt: skip
LANGUAGES = {"zh": "Chinese", "ar": "Arabic"}
AREAS_OF = {
    "Designated safeguarding lead": (4, 5),
    "Education technology lead": (4,),
    "Safeguarding lead": (5,),
}


def start(case: Case) -> None:
    """The principal begins the draft."""
    school = case.principal.school
    if school is None:
        raise RuntimeError("A principal belongs to a school.")
    case.record = applications.start_application(school, case.principal)
    case.record.reference = case.told.reference
    db.session.flush()


def fill(case: Case) -> None:
    """The draft is filled, weeks later: wholly, unless it is the one that stays a beginning."""
    whole = case.told.state is not State.DRAFT or case.told.ready
    give_areas(case)
    fill_profile(case, sections=8 if whole else 3)
    add_evidence(case, late=False)
    codes = list(case.standard.criteria)
    with db.session.no_autoflush:
        for code in codes if whole else codes[:9]:
            respond(case, code)
    db.session.flush()


def give_areas(case: Case) -> None:
    posts = {
        person.email: colleague.post
        for person, colleague in zip(case.people, case.school.colleagues, strict=True)
    }
    for person in case.people:
        for area in AREAS_OF.get(posts[person.email], ()):
            db.session.add(AreaAssignment(application_id=case.application.id, area=area, person_id=person.id))


def fill_profile(case: Case, sections: int) -> None:
    for number, facts in list(profile_of(case.school).items())[:sections]:
        left = profile.save_section(
            case.application, BY_NUMBER[number], facts, by=case.coordinator, version=0
        )
        if left:
            raise RuntimeError(f"Section {number} of {case.told.key} lacks {', '.join(left)}.")


def respond(case: Case, code: str) -> None:
    """Rating, statement and citations of one criterion; a reason where nothing is cited."""
    rating, statement = case.words.statement(code)
    citations = [each for each in case.words.citations(code) if each.evidence in case.items]
    db.session.add(
        Response(
            application=case.application, criterion_code=code, rating=rating, statement=statement,
            no_evidence_reason="" if citations else WHY_NO_EVIDENCE, updated_by_id=case.coordinator.id,
        )
    )  # fmt: skip
    for each in citations:
        cite(case, code, each)


def cite(case: Case, code: str, each: Cited) -> None:
    citing.cite(
        case.application, code, case.items[each.evidence], by=case.coordinator, shows=each.shows,
        page_from=each.page_from, page_to=each.page_to, timestamp=each.timestamp,
    )  # fmt: skip


def add_evidence(case: Case, *, late: bool) -> None:
    """The items of the case. Those that are `late` came with the answer to the panel's request."""
    if not case.told.complete:
        papers = list(read("papers.toml"))
        chosen = chance_for(f"{case.told.key} papers").sample(papers, 5) if not late else []
        for key in [paper for paper in papers if paper in chosen]:
            made, item = files.short_file(case.told.key, key), read("papers.toml")[key]
            title = item["title"].format(school=case.school.plain_name)
            case.items[key] = add_file(case, made, {"title": title, "kind": item["kind"]})
        return
    for key, item in read("complete/evidence.toml").items():
        if item.get("late", False) is not late:
            continue
        facts = {
            "title": item["title"], "kind": item["kind"],
            "language": LANGUAGES.get(item.get("language", ""), "English"),
            "valid_until": item.get("valid_until"), "personal_data": "yes" if item.get("personal") else "no",
            "redacted": item.get("redacted", False), "note": item.get("note", ""),
        }  # fmt: skip
        if "address" in item:
            facts["kind"] = KINDS.get(item["kind"], item["kind"])
            case.items[key] = evidence.add_link(
                case.application, item["address"], by=case.coordinator, facts=facts
            ).evidence
        else:
            case.items[key] = add_file(case, files.complete_file(key), facts)


def add_file(case: Case, made: MadeFile, facts: dict[str, object]) -> Evidence:
    taken = take_in(made, case.store)
    facts = {**facts, "kind": KINDS.get(str(facts["kind"]), facts["kind"])}
    version = evidence.add_file(case.application, taken, by=case.coordinator, scanning=False, facts=facts)
    return version.evidence


def submit(case: Case) -> None:
    """Sign and send; also again after a completion, and when evidence was asked for."""
    db.session.flush()
    if case.application.state is not State.EVIDENCE_REQUESTED:
        applications.sign_declaration(
            case.application, by=case.principal, typed_name=case.principal.name, ai_statement=HOW_AI_WAS_USED
        )
        db.session.flush()
    applications.submit_application(case.application, case.principal)
    db.session.flush()


def answer(case: Case, answers: dict[str, str]) -> None:
    """Answer what was asked, by criterion; "" stands for a section of the profile."""
    request = case.application.open_request
    for item in request.items if request else ():
        said = answers[item.criterion_code or ""]
        applications.answer_item(case.application, item.public_id, answer=said, by=case.coordinator)


def submit_again(case: Case) -> None:
    asked = case.application.open_request
    codes = [item.criterion_code or "" for item in asked.items] if asked else []
    for response in case.application.responses:
        if response.criterion_code in codes:
            response.statement += (
                " The plan was approved last week and is dated; we have added its owner and its first step."
            )
            response.updated_by_id = case.coordinator.id
    answer(case, dict.fromkeys(codes, "We have added what was missing, and thank you for saying so clearly."))
    submit(case)


def send_evidence(case: Case) -> None:
    """What the panel asked for: new evidence in the complete case, a fuller statement in the others."""
    if case.told.complete:
        add_evidence(case, late=True)
        asked = read("complete/process.toml")["request"]["questions"]
        for question in asked:
            shows = f"{case.items[question['evidence']].title}, as asked for."
            cite(case, question["criterion"], Cited(question["evidence"], shows, 2, 3))
        answer(case, {question["criterion"]: question["answer"] for question in asked})
    else:
        for response in case.application.responses:
            if response.criterion_code in case.told.request:
                response.statement += (
                    " Since your question we have written down who does this, when, and how we know."
                )
                response.updated_by_id = case.coordinator.id
        answer(
            case,
            dict.fromkeys(case.told.request, "Please see the last sentence of our statement, which is new."),
        )
    submit(case)


def withdraw(case: Case) -> None:
    applications.make_move(
        case.application, "withdraw", by=case.principal,
        note="Two of our senior teachers leave this summer. We would like to build the team again "
        "first, and then return.",
    )  # fmt: skip
