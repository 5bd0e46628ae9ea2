"""The report: final judgements, paragraphs, the draft the school checks, its comments, and the frozen report."""

from datetime import timedelta

from registration.accounts.models import Person
from registration.database import db, now
from registration.demonstration.cases import Case
from registration.demonstration.material import read
from registration.reapproval import agreeing_service
from registration.reapproval.standing import standing
from registration.reports import conditions, drafting, editions, facts, service as reports
from registration.reports.models import FactualComment, Paragraph, Report, ReportEdition
from registration.reports.queries import present, report_of
from registration.reports.sections import (
    ARRANGEMENTS,
    CONTEXT,
    CRITERION,
    FINDING,
    KEY_FINDINGS,
    RECOMMENDATIONS,
)
from registration.workflow import engine

OWNERS = {
    "2": "Principal",
    "3": "Head of studies",
    "4": "Technology lead",
    "5": "Safeguarding lead",
    "1": "Principal",
}
DAYS_FOR_A_CONDITION = 120
COMMENTS = (
    (CONTEXT, "", "The number of students is that of the application. Eleven have joined since.", "accepted",
     "Thank you. The paragraph gives the figure of the application and now says so.", "",
     "The figures are those of the application."),
    (CRITERION, "1.2", "The second lesson was a revision lesson, which is why students spoke less.", "partly",
     "We thank you for the reason, which stands here. What was observed stays as it was.", "", ""),
)  # fmt: skip
"""Section, criterion, comment, reply, reason, the words of the draft that change, and the words that come instead."""


def judge(case: Case, number: int = 26) -> None:
    """The final judgement of the first `number` criteria, with the report begun."""
    if case.application.report is None:
        begun = drafting.begin_report(case.application, case.lead)
        for paragraph in begun.paragraphs:
            reports.keep_notes(paragraph, by=case.lead)
    agreeing_service.keep_judgements(case.application, by=case.lead)
    db.session.flush()
    kept = standing(case.application)
    for code in [code for code in case.standard.criteria if code not in kept][:number]:
        said = case.words.final(code)
        reports.judge(
            case.application, code, rating=said.rating, finding=said.text, strengths=said.strengths,
            action=said.action, version=None, by=case.lead,
        )  # fmt: skip
    db.session.flush()


def make_draft(case: Case) -> ReportEdition:
    judge(case)
    write(case)
    return editions.ask_for_edition(case.application, case.names, "draft", by=case.lead)


def write(case: Case) -> None:
    """The paragraphs that are not about one criterion, recommendations, and the conditions proposed."""
    report = report_of(case.application)
    for section, texts in paragraphs(case).items():
        there = present(report, section)
        for old in there[len(texts) :]:
            reports.remove_paragraph(old, by=case.lead)
        for place, text in enumerate(texts):
            if place < len(there):
                reports.edit_paragraph(there[place], text, version=there[place].version, by=case.lead)
            else:
                reports.add_paragraph(report, section, text, by=case.lead)
    for _section, _code, _text, _reply, _reason, draft, final in comments_of(case):
        if draft:
            said = saying(report, final)
            reports.edit_paragraph(said, said.text.replace(final, draft), version=said.version, by=case.lead)
    propose_conditions(case)
    db.session.flush()


def saying(report: Report, words: str) -> Paragraph:
    """The paragraph in which these words stand."""
    return next(p for p in report.paragraphs if p.removed_at is None and words in p.text)


def paragraphs(case: Case) -> dict[str, list[str]]:
    """Texts by section of the report."""
    if case.told.complete:
        written = read("complete/process.toml")["report"]
        found: dict[str, list[str]] = {CONTEXT: [], KEY_FINDINGS: [], ARRANGEMENTS: []}
        for each in written["paragraphs"]:
            found[each["section"]].append(each["text"])
        found[RECOMMENDATIONS] = [
            f"{each['text']} (Criterion {each['criterion']}.)" for each in written["recommendations"]
        ]
        return found
    school, below = case.school, case.words.below_met(iter(case.standard.criteria))
    context = (
        f"{school.name} opened in {school.established} and is registered in {school.country_name}. It teaches "
        f"{school.roll} students aged {school.ages[0]} to {school.ages[1]}, who live in "
        f"{len(school.students)} territories."
    )
    most = "The panel found a school that knows itself well. Most criteria are met; what follows names the exceptions."
    all_met = "The panel found a school that knows itself well. Every criterion is met."
    places = (
        "The table shows where candidates of each territory would sit. Without a place no course is offered."
    )
    return {
        CONTEXT: [context],
        KEY_FINDINGS: [most if below else all_met],
        ARRANGEMENTS: [places],
        RECOMMENDATIONS: [
            "Tell families each year, in one page, what has changed because of what they said."
        ],
    }


def propose_conditions(case: Case) -> None:
    day = now().date()
    if case.told.complete:
        for each in read("complete/process.toml")["report"]["conditions"]:
            conditions.propose(
                case.application, code=each["criterion"], what=each["text"], proof=each["proof"],
                due_on=day + timedelta(days=each["days"]), owner=each["owner"], by=case.lead,
            )  # fmt: skip
        return
    if case.told.outcome not in ("", "approve_with_conditions"):
        return
    for code in case.words.below_met(iter(case.standard.criteria)):
        conditions.propose(
            case.application, code=code, what=case.words.final(code).action, owner=OWNERS[code[0]],
            proof="A dated document that shows it, and one example of its use.",
            due_on=day + timedelta(days=DAYS_FOR_A_CONDITION), by=case.lead,
        )  # fmt: skip


def send_draft(case: Case) -> None:
    editions.send_draft(case.application, case.names, by=case.lead)
    db.session.flush()


def comment(case: Case) -> list[tuple[FactualComment, str, str]]:
    """The school's comments, kept and not yet sent, each with the reply it will have."""
    report, made = report_of(case.application), []
    for section, code, text, reply, reason, draft, _final in comments_of(case):
        about = saying(report, draft) if draft else commented(report, section, code)
        kept = facts.keep_comment(report, about, text, by=case.coordinator)
        made.append((kept, reply, reason))
    return made


def comments_of(case: Case) -> list[tuple[str, str, str, str, str, str, str]]:
    if not case.told.complete:
        return list(COMMENTS)
    return [
        (each["section"], each.get("criterion", ""), each["comment"], each["reply"], each["reason"],
         each.get("draft", ""), each.get("final", ""))
        for each in read("complete/process.toml")["report"]["comments"]
    ]  # fmt: skip


def commented(report: Report, section: str, code: str) -> Paragraph:
    return present(report, section, code or None, FINDING if section == CRITERION else None)[0]


def answer_facts(case: Case) -> None:
    comment(case)
    facts.answer_facts(case.application, by=case.principal)
    db.session.flush()


def reply(case: Case, *, by: Person, most: int = 100) -> None:
    """Reply to the first `most` comments of the school."""
    replies = {text: (answer, reason) for _, _, text, answer, reason, *_words in comments_of(case)}
    for each in report_of(case.application).comments[:most]:
        answer, reason = replies[each.text]
        facts.reply_to(each, reply=answer, reason=reason, by=by)
    db.session.flush()


def mend(case: Case) -> None:
    """Change the paragraphs whose comments were accepted, as the replies say."""
    report = report_of(case.application)
    finals = {text: (draft, final) for _, _, text, _, _, draft, final in comments_of(case) if final}
    for each in report.comments:
        draft, final = finals.get(each.text, ("", ""))
        about = each.paragraph
        if final:
            text = about.text.replace(draft, final) if draft else f"{about.text} {final}"
            reports.edit_paragraph(about, text, version=about.version, by=case.lead)
    db.session.flush()


def freeze(case: Case) -> ReportEdition:
    reply(case, by=case.lead)
    mend(case)
    return editions.ask_for_edition(case.application, case.names, "final", by=case.lead)


def send_to_decision(case: Case) -> None:
    engine.perform(case.application, "send_to_decision", by=case.lead)
    db.session.flush()


STEPS = {
    "make_draft": make_draft, "send_draft": send_draft, "answer_facts": answer_facts, "freeze": freeze,
    "send_to_decision": send_to_decision,
}  # fmt: skip
