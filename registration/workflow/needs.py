"""What must be true before a move, each with the sentence shown when it is not, and where to mend it."""

from collections.abc import Iterable
from datetime import datetime

from registration.access.standing import waits_for_release
from registration.applications.models import Application
from registration.applications.snapshot import signed_over
from registration.evidence.models import Citation
from registration.moderation.models import AgreedFinding
from registration.reapproval.standing import to_judge
from registration.review.models import Assignment, Finding
from registration.schools import exam_places
from registration.workflow import calendar
from registration.workflow.need import need
from registration.workflow.states import DECIDED

PROFILE_SECTIONS = range(1, 9)
"""Sections 1 to 8 are facts; section 9 is the declaration, with a need of its own."""


# --- the school ---


@need("Complete each section of the profile first: the profile page shows which are left.", "schools.profile")
def profile_complete(application: Application) -> bool:
    complete = {section.number for section in application.profile if section.complete}
    return complete.issuperset(PROFILE_SECTIONS)


@need(
    "Name an examination place for each territory with candidates: section 7 of the profile says which are left.",
    "schools.profile",
)
def every_candidate_placed(application: Application) -> bool:
    return not exam_places.without_place({section.number: section.facts for section in application.profile})


@need("Answer every criterion first: the self-assessment shows which are left.", "self_assessment.task_list")
def every_criterion_answered(application: Application) -> bool:
    answered = {r.criterion_code for r in application.responses if r.answered}
    return answered.issuperset(application.standard.criteria)


@need(
    "Cite evidence for every criterion, or say there why there is none: the page “What is still missing” shows which "
    "are left.",
    "evidence.coverage",
)
def every_criterion_evidenced(application: Application) -> bool:
    cited = {c.criterion_code for c in application.citations}
    explained = {r.criterion_code for r in application.responses if r.no_evidence_reason.strip()}
    return (cited | explained).issuperset(application.standard.criteria)


def ready(citation: Citation) -> bool:
    return citation.evidence_version.check_state == "ready"


@need("Wait until every file has been checked, and replace those that were refused.", "evidence.desk")
def every_file_checked(application: Application) -> bool:
    return all(ready(c) for c in application.citations) and not any(
        item.current.check_state == "checking" for item in application.evidence if item.removed_at is None
    )


@need(
    "Sign the declaration first, or sign it again because something changed since. Only the principal can.",
    "applications.declaration",
)
def declaration_signed(application: Application) -> bool:
    signed = application.declarations
    return bool(signed) and signed[-1].fingerprint == signed_over(application)


@need("Answer every item you were asked about first.", "applications.answer_request")
def every_item_answered(application: Application) -> bool:
    request = application.open_request
    return request is not None and all(item.answer.strip() for item in request.items)


# --- before and during the desk review ---


@need("Name at least one item first, each with what is missing.", "applications.ask_for_completion")
def items_named(application: Application) -> bool:
    return application.open_request is not None and bool(application.open_request.items)


def panel(application: Application) -> list[Assignment]:
    return [a for a in application.assignments if a.ended_at is None]


@need(
    "Assign one lead reviewer and at least one further reviewer first, and wait until they have accepted.",
    "review.panel",
)
def panel_complete(application: Application) -> bool:
    kinds = sorted(a.capacity for a in panel(application))
    return kinds.count("lead_reviewer") == 1 and "reviewer" in kinds


@need(
    "Propose the panel to the school first. The review can begin once the school agrees or its time to object is over,"
    " and every objection is decided.",
    "proposals.panel",
)
def panel_not_objected_to(application: Application) -> bool:
    """Everybody on the panel was proposed, the proposal is over, and nothing stands against them."""
    today = calendar.in_force.today()
    over = [proposal for proposal in application.proposals if proposal.over(today)]
    free = {member.assignment for proposal in over for member in proposal.members if member.accepted}
    return all(assignment in free for assignment in panel(application))


@need("Record first whether the fee has been paid or waived.", "applications.fee")
def fee_settled(application: Application) -> bool:
    return application.fee != "open"


@need("Wait until each reviewer has a finding that still holds for every criterion.", "review.progress")
def every_reviewer_has_finished(application: Application) -> bool:
    submission = application.submission
    if submission is None:
        return False
    wanted = submission.snapshot["fingerprints"]
    done = {(f.reviewer, f.criterion_code) for f in application.findings if f.fingerprint == wanted[f.criterion_code]}
    return all((a.person, code) in done for a in panel(application) for code in to_judge(application))


# --- moderation, visit, report ---


def agreed(application: Application, stage: str) -> set[str]:
    """Codes with an agreed rating at a stage. "Not enough evidence" agrees nothing.

    A desk agreement older than a finding it rests on, as after a deferral, must be agreed again; so must one whose
    set of findings changed, because somebody stood aside. A final judgement follows what was agreed at the desk.
    """
    scale = application.standard
    judging = {a.person_id for a in panel(application)}
    return {
        f.criterion_code
        for f in application.agreed_findings
        if f.stage == stage
        and not scale.rating(f.rating).blocks
        and not f.open_again
        and not (stage == "desk" and outdated(f, (o for o in application.findings if o.reviewer_id in judging)))
        and not (stage == "final" and judged_before(f, application.agreed_findings))
    }


def outdated(agreement: AgreedFinding, findings: Iterable[Finding]) -> bool:
    """A finding on this criterion was changed after the panel agreed on it."""
    return any(
        f.updated_at is not None and f.updated_at > agreement.agreed_at
        for f in findings
        if f.criterion_code == agreement.criterion_code
    )


def judged_before(final: AgreedFinding, findings: Iterable[AgreedFinding]) -> bool:
    """The panel agreed on this criterion at the desk after it was judged for good, in an earlier round."""
    return any(
        f.stage == "desk" and f.criterion_code == final.criterion_code and f.agreed_at > final.agreed_at
        for f in findings
    )


@need("Agree a finding for every criterion first.", "moderation.table")
def every_desk_finding_agreed(application: Application) -> bool:
    return agreed(application, "desk").issuperset(application.standard.criteria)


@need("Wait until the school has accepted one of the proposed times.", "visits.plan")
def slot_accepted(application: Application) -> bool:
    return application.visit is not None and application.visit.accepted_slot is not None


@need("Put at least one item on the agenda and name the team first.", "visits.plan")
def agenda_and_team_set(application: Application) -> bool:
    visit = application.visit
    return visit is not None and bool(visit.agenda) and bool(visit.team)


@need("Write what was seen for every criterion on the agenda first.", "visits.notebook")
def visit_recorded(application: Application) -> bool:
    visit = application.visit
    if visit is None:
        return False
    planned = {code for item in visit.agenda for code in item.criteria}
    return planned <= {note.criterion_code for note in visit.notes if note.text.strip()}


@need("Give a final judgement and a finding for every criterion first.", "reports.judgements")
def every_final_judgement_given(application: Application) -> bool:
    written = {f.criterion_code for f in application.agreed_findings if f.stage == "final" and f.finding.strip()}
    return (written & agreed(application, "final")).issuperset(application.standard.criteria)


@need("Name an action for every judgement below Met first.", "reports.judgements")
def every_gap_has_an_action(application: Application) -> bool:
    scale = application.standard
    return all(
        f.action.strip()
        for f in application.agreed_findings
        if f.stage == "final" and scale.rating(f.rating).needs_action
    )


@need("Make a draft of the report first, and wait until its PDF is ready.", "reports.editor")
def draft_made(application: Application) -> bool:
    return application.report is not None and any(e.storage_key for e in application.report.editions)


@need(
    "Edit each paragraph that stands as in the notes of the visit first, or say that you have read and kept it.",
    "reports.editor",
)
def no_raw_notes(application: Application) -> bool:
    report = application.report
    return report is None or not any(p.from_notes and p.removed_at is None for p in report.paragraphs)


@need("Reply to every comment of the school first: accepted, partly or not, with a reason.", "reports.comments")
def every_comment_answered(application: Application) -> bool:
    report = application.report
    return report is not None and all(c.reply for c in report.comments if c.sent_at)


@need(
    "Freeze the final report first, again if it changed since, and wait until its PDF is ready.", "reports.editor"
)
def report_frozen(application: Application) -> bool:
    report = application.report
    if report is None or not report.editions:
        return False
    last = report.editions[-1]
    return last.kind == "final" and last.storage_key is not None and last_edit(application) <= last.made_at


def last_edit(application: Application) -> datetime:
    """When anything the final report says was last changed."""
    report = application.report
    written = [*(report.paragraphs if report else ()), *application.agreed_findings, *application.conditions]
    replies = [c.replied_at for c in (report.comments if report else ()) if c.replied_at]
    return max([record.updated_at for record in written if record.updated_at] + replies, default=application.started_at)


# --- decision and afterwards ---


@need("Record the determination with its reasons first.", "decisions.determination")
def determination_recorded(application: Application) -> bool:
    """One that belongs to this round: made since the case came to determination."""
    made = application.determinations
    return bool(made) and made[-1].recalled_at is None and made[-1].decided_at >= application.state_since


@need("Wait until a second person has released the determination letter.", "decisions.determination")
def determination_released(application: Application) -> bool:
    made = application.determinations
    return bool(made) and made[-1].released_at is not None


@need("The letter of this decision has been released already.", "decisions.determination", for_good=True)
def letter_waits(application: Application) -> bool:
    """Decided, and not yet let go by a second person: until then the decision can be taken back."""
    return waits_for_release(application)


@need(
    "The outcome of this application has been sent, so it can no longer be withdrawn.", "decisions.determination",
    for_good=True,
)
def no_outcome_released(application: Application) -> bool:
    """Nothing is decided yet, or nobody outside the body knows of it: such a decision can still be recalled."""
    return application.state not in DECIDED or not determination_released.holds(application)


@need("Close every condition by its evidence first.", "decisions.conditions")
def every_condition_closed(application: Application) -> bool:
    return not any(c.status in ("open", "answered") for c in application.conditions)
