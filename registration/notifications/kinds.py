"""THE TABLE of letters: what each is for, when it is written, and what it may say. `docs/notices.md` prints it.

A letter *needs me* when whoever gets it has something to do; it is *about my case* when they want to know
of it; else it is *for information*. A letter that must be sent leaves at once, whatever a person prefers:
an outcome, a link to get in, a deadline that binds.
"""

from dataclasses import dataclass
from typing import Any

from registration.access.roles import Worded


class Kind(Worded):
    """What a letter is to whoever gets it. The value is also its column in their preferences."""

    NEEDS_ME = "needs_me", "Needs me"
    ABOUT_CASE = "about_case", "About my case"
    INFORMATION = "information", "For information"


class Way(Worded):
    """How a letter reaches somebody."""

    AT_ONCE = "at_once", "By e-mail, at once"
    DAILY = "daily", "In one e-mail a day"
    HERE = "here", "Only here, no e-mail"


@dataclass(frozen=True)
class Fact:
    """Something a letter may say. One that is not `always` there has to be asked for before it is used."""

    name: str
    says: str
    example: Any
    always: bool = True


def fact(name: str, says: str, example: Any, *, always: bool = True) -> Fact:
    return Fact(name, says, example, always)


@dataclass(frozen=True)
class LetterKind:
    """One row: a letter, when it is written, what it is to its reader, and the facts of its own."""

    name: str
    when: str
    kind: Kind
    must: bool
    facts: tuple[Fact, ...]
    unasked: Way = Way.AT_ONCE
    """How it reaches somebody who has not said how they want their letters."""

    @property
    def names(self) -> frozenset[str]:
        """Every fact its words may use."""
        return frozenset(f.name for f in (*IN_EVERY_LETTER, *self.facts))


IN_EVERY_LETTER = (
    fact("name", "Name of whoever it is to", "Amina Example"),
    fact("school", "Name of the school", "Harbour Lights Online School"),
    fact("reference", "Reference of the application", "OSR-2026-K7QX4M"),
    fact("state", "How the application stands", "Desk review"),
    fact("note", "What the sender wrote; may be empty", "Please see page 3 of the policy."),
    fact("due_on", "The date by which something is due; may be empty", "2027-03-05"),
    fact("move", "What was done, as the button says it", "Request evidence"),
    fact("capacity", "What the reader is in the case", "principal"),
    fact("body_name", "Our name", "Demonstration Registration Body"),
    fact("body_address", "Our e-mail address", "registration@body.example"),
)
LINK = (
    fact("link_address", "The private link", "(the private link)"),
    fact("ends_at", "Until when the link works", "2027-03-05T12:00:00+00:00"),
)
OWN_LINK = fact("link_address", "The private link to what they sent", "(the private link)")
REASONS = fact("reasons", "The reasons given", "The report shows that every essential criterion is met.")
DRAFT = fact("draft", "Number of the draft", 2, always=False)
COMMENTS = fact("comments", "How many comments the school sent", 3, always=False)
CONDITIONS = fact(
    "conditions", "The conditions: code, what, proof and due_on of each",
    [{"code": "2.7", "what": "Name a deputy for safeguarding.", "proof": "The new policy.", "due_on": "2027-06-30"}],
)
ITEMS = fact(
    "items", "The letters listed: subject and address of each",
    [{"subject": "OSR-2026-K7QX4M: the desk review has begun", "address": "https://registration.example/letters/…"}],
)
DAYS_LEFT = fact("days_left", "Working days that are left", 5)
IDLE_DAYS = fact("idle_days", "Days since anything was changed", 30)
WHAT = fact("what", "The deadline it is about", "Answer what you were asked")
CHANGE = fact("what", "What changes, in a few words", "A new principal")
CRITERION = fact("criterion", "The criterion", "2.7 Child protection")
STARTS_AT = fact("starts_at", "When it begins", "2027-03-05T09:00:00+00:00")

MEMBER = fact("person", "The reviewer it is about", "Leah Example")
PART = fact("part", "Their part", "lead reviewer")
SENDER = fact("sender", "The colleague who did it", "Cora Example")
ADDRESS = fact("address", "The page it is about", "https://registration.example/applications/…")

NEEDS_ME, ABOUT_CASE, INFORMATION = Kind.NEEDS_ME, Kind.ABOUT_CASE, Kind.INFORMATION


def row(
    name: str, kind: Kind, when: str, *facts: Fact, must: bool = False, unasked: Way = Way.AT_ONCE
) -> LetterKind:
    return LetterKind(name, when, kind, must, facts, unasked)


TABLE: tuple[LetterKind, ...] = (
    row("invitation", NEEDS_ME, "Somebody is invited to the service", *LINK,
        fact("place", "The school they are invited to; empty for our own desk", "Harbour Lights Online School"),
        fact("sender", "Who invites them; may be empty", "Cora Example"),
        fact("roles", "As what they are invited", "Contributor"), must=True),
    row("password", NEEDS_ME, "Somebody asks for a new password", *LINK, must=True),
    row("interest_received", INFORMATION, "A school has expressed its interest", OWN_LINK, must=True),
    row("interest_question", NEEDS_ME, "We ask a school about its expression of interest", OWN_LINK, must=True),
    row("interest_answered", NEEDS_ME, "A school has answered what we asked about its interest"),
    row("interest_declined", INFORMATION, "A school cannot be invited at present", must=True),
    row("application_received", ABOUT_CASE, "The school has sent its application"),
    row("application_to_check", NEEDS_ME, "An application has arrived, for the case officer"),
    row("returned_for_completion", NEEDS_ME, "The application comes back for completion", must=True),
    row("panel_proposed", NEEDS_ME, "The panel is proposed to the school",
        fact("people", "The people proposed, with their part", ["Leah Example, lead reviewer"]), must=True),
    row("panel_answered", NEEDS_ME, "The school has answered on the panel, for the case officer",
        fact("objections", "How many people it objects to", 1)),
    row("objection_decided", ABOUT_CASE, "An objection to somebody of the panel is decided",
        fact("person", "Whom the school objected to", "Leah Example"),
        fact("outcome", "How it was decided", "upheld"), must=True),
    row("panel_asked", NEEDS_ME, "A reviewer is asked to take a place on a panel", ADDRESS, PART, must=True),
    row("reminder_place", NEEDS_ME, "A reviewer has not said in time whether they take a place, once", ADDRESS, PART,
        must=True),
    row("panel_place_late", NEEDS_ME, "A reviewer has not answered in time, for the case officer", MEMBER, PART),
    row("panel_place_gone", ABOUT_CASE, "A reviewer was asked, and need not answer any more"),
    row("panel_place_answered", NEEDS_ME, "A reviewer has accepted, declined or given up a place, for the case officer",
        MEMBER, PART, fact("answer", "What they said: accepted, declined or given up", "accepted")),
    row("panel_left", ABOUT_CASE, "A reviewer is no longer on a panel, for them", must=True),
    row("panel_short", NEEDS_ME, "Somebody has left a panel, for the case officer", MEMBER, PART),
    row("tie_found", NEEDS_ME, "Something may tie a reviewer to the school, for the case officer", MEMBER),
    row("review_begun", ABOUT_CASE, "The desk review begins"),
    row("review_to_do", NEEDS_ME, "The desk review begins, for the panel"),
    row("evidence_requested", NEEDS_ME, "The lead reviewer asks for evidence", must=True),
    row("evidence_sent", ABOUT_CASE, "The school has sent what it was asked for"),
    row("evidence_received", NEEDS_ME, "The school has sent what it was asked for, for the panel"),
    row("moderation_opened", INFORMATION, "Every reviewer has finished"),
    row("criterion_reopened", NEEDS_ME, "A criterion that stood as agreed last time is judged anew, for the panel",
        CRITERION),
    row("no_visit_needed", ABOUT_CASE, "The review ends without a visit"),
    row("visit_coming", ABOUT_CASE, "A visit is going to be planned"),
    row("visit_to_plan", NEEDS_ME, "A visit is going to be planned, for the case officer"),
    row("visit_times", NEEDS_ME, "Times for the visit are proposed to the school"),
    row("visit_time_chosen", NEEDS_ME, "The school has chosen a time, for the case officer and the lead reviewer",
        STARTS_AT),
    row("visit_times_declined", NEEDS_ME, "None of the times suits the school, for the case officer"),
    row("visit_confirmed", ABOUT_CASE, "The visit is confirmed"),
    row("visit_changed", ABOUT_CASE, "The visit has to be planned again"),
    row("visit_held", INFORMATION, "The visit was held"),
    row("draft_to_check", NEEDS_ME, "The draft report goes to the school for a check of facts", DRAFT, must=True),
    row("facts_received", ABOUT_CASE, "The school has answered on the facts, or its time has passed", COMMENTS),
    row("facts_answered", NEEDS_ME, "The school has answered on the facts, for the lead reviewer", COMMENTS),
    row("report_finished", ABOUT_CASE, "The report goes to decision"),
    row("case_to_decide", NEEDS_ME, "The report goes to decision, for the decision makers"),
    row("report_returned", NEEDS_ME, "The decision maker returns the report"),
    row("determination", ABOUT_CASE, "The outcome of an application, released by a second person",
        fact("outcome_label", "The outcome in words", "Approved with conditions"),
        fact("outcome", "The outcome as the rules name it", "approve_with_conditions"),
        fact("meaning", "What the outcome means", "The school may be registered when the conditions are met."),
        REASONS, CONDITIONS, fact("appeal_days", "Working days within which to appeal", 20), must=True),
    row("determination_to_release", NEEDS_ME, "An outcome waits for its second person"),
    row("decision_taken_back", NEEDS_ME, "A decision is taken back before its release, for the decision makers and the "
        "case officer"),
    row("conditions_closed", ABOUT_CASE, "All conditions are closed", must=True),
    row("condition_answered", NEEDS_ME, "The school has answered a condition, for the case officer, the lead "
        "reviewer and the decision makers", CRITERION),
    row("condition_returned", NEEDS_ME, "The answer to a condition does not show it yet", CRITERION, must=True),
    row("condition_closed", ABOUT_CASE, "A condition is closed", CRITERION),
    row("condition_near", NEEDS_ME, "The date of a condition comes near", CONDITIONS, must=True),
    row("condition_due", NEEDS_ME, "The date of a condition has come, and it is still open", CONDITIONS,
        must=True),
    row("condition_late", NEEDS_ME, "A condition is well past its date, for the case officer and the decision makers",
        CONDITIONS),
    row("school_to_register", NEEDS_ME, "All conditions are closed, for the case officer"),
    row("deferral_ended", ABOUT_CASE, "A deferred case goes on"),
    row("appeal_received", ABOUT_CASE, "The school has appealed", must=True),
    row("appeal_to_handle", NEEDS_ME, "The school has appealed, for the case officer and the decision makers"),
    row("appeal_withdrawn", ABOUT_CASE, "The principal has withdrawn the appeal", must=True),
    row("appeal_upheld", ABOUT_CASE, "The appeal is upheld, released by a second person", REASONS, must=True),
    row("appeal_dismissed", ABOUT_CASE, "The appeal is dismissed, released by a second person", REASONS, must=True),
    row("appeal_to_release", NEEDS_ME, "The outcome of an appeal waits for its second person"),
    row("appeal_taken_back", NEEDS_ME, "The outcome of an appeal is taken back before its release, for the decision "
        "makers and the case officer"),
    row("withdrawal_received", ABOUT_CASE, "The school has withdrawn its application"),
    row("application_withdrawn", INFORMATION,
        "The school has withdrawn its application, for the case officer and the lead reviewer"),
    row("put_on_hold", ABOUT_CASE, "The case is put on hold"),
    row("hold_ended", ABOUT_CASE, "The case goes on after a hold"),
    row("registered", ABOUT_CASE, "The school is registered",
        fact("centre_number", "The centre number", "PT001"),
        fact("certificate_number", "The number of the certificate", "OSC-7Q2M4K8XJ3VN"),
        fact("valid_until", "Until when it is valid", "2029-12-24"), must=True),
    row("declaration_received", ABOUT_CASE, "A school has made its yearly declaration, for the case officer",
        fact("outcome", "What was declared: nothing has changed, or with changes", "nothing has changed")),
    row("change_told", NEEDS_ME, "A registered school tells of a change or answers about it, for the case officer",
        CHANGE),
    row("change_question", NEEDS_ME, "The case officer has a question about a change", CHANGE, must=True),
    row("change_noted", ABOUT_CASE, "The case officer has taken note of a change", CHANGE),
    row("registration_suspended", ABOUT_CASE, "A registration is suspended", must=True),
    row("registration_reinstated", ABOUT_CASE, "A registration is reinstated", must=True),
    row("registration_ended", ABOUT_CASE, "A registration ends", must=True),
    row("message_waiting", NEEDS_ME, "A message waits in the service, once until it has been read"),
    row("time_asked", NEEDS_ME, "The school asks for more time, for the case officer", WHAT),
    row("time_decided", ABOUT_CASE, "The case officer has decided on more time", WHAT,
        fact("outcome", "How it was decided: granted or refused", "granted"), must=True),
    row("pause_asked", NEEDS_ME, "The school asks for a pause, for the case officer"),
    row("pause_refused", ABOUT_CASE, "The case officer has refused a pause", must=True),
    row("reminder_panel", NEEDS_ME, "The last day to object to the panel comes near", DAYS_LEFT, must=True),
    row("reminder_request", NEEDS_ME, "A date to answer a request comes near", DAYS_LEFT, must=True),
    row("reminder_facts", NEEDS_ME, "The date to check the facts comes near", DAYS_LEFT, must=True),
    row("reminder_slots", NEEDS_ME, "The school has not yet chosen a time for the visit", DAYS_LEFT, STARTS_AT),
    row("visit_documents", NEEDS_ME, "The school is asked to get things ready for the visit"),
    row("reminder_documents", NEEDS_ME, "Something for the visit has no answer, and its date comes near", DAYS_LEFT),
    row("reminder_visit", ABOUT_CASE, "The visit comes near", DAYS_LEFT, STARTS_AT),
    row("reminder_declaration", NEEDS_ME, "The yearly declaration of a registered school comes near", DAYS_LEFT,
        must=True),
    row("reminder_reapproval", NEEDS_ME, "The last day of a certificate comes near, and no application was sent",
        DAYS_LEFT, fact("begun", "Reference of the application that is begun and not sent; may be empty",
                        "OSR-2026-K7QX4M"), must=True),
    row("declaration_due", NEEDS_ME, "The date of a yearly declaration has passed, and it is not made", must=True),
    row("declaration_late", NEEDS_ME, "A yearly declaration is well past its date, for the case officer"),
    row("certificate_ended", NEEDS_ME, "The last day of a certificate has passed, and it was not renewed", must=True),
    row("reminder_draft", NEEDS_ME, "Nothing was changed in a draft for a while", IDLE_DAYS),
    row("share_given", NEEDS_ME, "A colleague gives somebody areas or criteria", SENDER, ADDRESS,
        fact("given", "What was given: titles", ["2.7 Child protection", "Area 3, Teaching"])),
    row("answer_returned", NEEDS_ME, "The principal or coordinator returns an answer to a colleague", SENDER, ADDRESS,
        CRITERION),
    row("remark_written", INFORMATION, "A colleague writes a remark about a criterion that somebody has, or in a talk "
        "they take part in; once a day for each talk while unread", SENDER, ADDRESS, CRITERION, unasked=Way.DAILY),
    row("role_offered", NEEDS_ME, "The principal offers a colleague the role of principal", SENDER, ADDRESS, must=True),
    row("role_taken", ABOUT_CASE, "A colleague has answered the offer of the role of principal", SENDER, ADDRESS,
        fact("answer", "What they did", "accepted")),
    row("benchmark_opened", NEEDS_ME, "A benchmark is open to be scored, for each reviewer who may", ADDRESS,
        fact("title", "What the benchmark is called", "Benchmark 3, small school")),
    row("daily_letter", INFORMATION, "Once a day, for what was not sent at once", ITEMS, must=True),
)

BY_NAME = {letter.name: letter for letter in TABLE}
DAILY = "daily_letter"
AMONG_COLLEAGUES = frozenset(
    {"share_given", "answer_returned", "remark_written", "role_offered", "role_taken"}
)
"""Letters inside one school: nobody of the body reads them, not even that they were written."""
NEED_SOMEBODY = frozenset(letter.name for letter in TABLE if letter.kind is NEEDS_ME) - AMONG_COLLEAGUES
"""They wait for somebody until the case has gone on."""


def kind_of(name: str) -> LetterKind:
    """The row of a letter. One that has none is taken as important: it leaves at once."""
    return BY_NAME.get(name) or LetterKind(name, "", NEEDS_ME, True, ())
