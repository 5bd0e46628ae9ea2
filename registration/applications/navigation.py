"""The pages of one case: which of them the person who looks may open, in the words of their side.

Who may open a page is said once, at the page itself (`@allow`): the links ask the page.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from registration.access.guard import MARK
from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.workflow import engine
from registration.workflow.need import Need
from registration.workflow.transitions import TABLE, Transition


@dataclass(frozen=True)
class CasePage:
    """A page of a case, and what each side calls it; an empty name: not for that side.

    `within` are the pages below it that are not its whole feature. `again`: only in a reapproval.
    """

    endpoint: str
    school: str
    body: str
    within: tuple[str, ...] = ()
    again: bool = False


CASE_PAGES = (
    CasePage("applications.application", "Overview", "Overview"),
    CasePage("schools.profile", "Profile", ""),
    CasePage("self_assessment.task_list", "Self-assessment", "",
             ("teamwork.shares", "teamwork.share", "teamwork.colleagues", "teamwork.thread", "teamwork.give_back")),
    CasePage("reapproval.carried", "As last time", "As last time", again=True),
    CasePage("evidence.desk", "Evidence", ""),
    CasePage("applications.answer_request", "What we were asked", "", ("applications.answer_item",)),
    CasePage(
        "applications.submission", "What we sent", "Application",
        ("applications.pdf", "applications.receipt", "applications.archive", "applications.rounds"),
    ),
    CasePage("evidence.search", "", "Evidence"),
    CasePage("review.panel", "", "Panel"),
    CasePage("proposals.panel", "Panel", "Proposed panel"),
    CasePage("review.sheet", "", "My findings", ("review.criterion",)),
    CasePage("review.progress", "", "Progress", ("review.request_evidence",)),
    CasePage("moderation.table", "", "Moderation"),
    CasePage("visits.agenda", "Visit", ""),
    CasePage("visits.plan", "", "Visit"),
    CasePage(
        "visits.notebook", "", "Notebook",
        ("visits.note", "visits.lesson", "visits.sample", "visits.sample_outcome", "visits.repeat_draw", "visits.held"),
    ),
    CasePage("reports.school_report", "Report", "", ("reports.comment", "reports.answer_facts")),
    CasePage("reports.editor", "", "Report"),
    CasePage("reports.comments", "Comments", "Comments", ("reports.reply",)),
    CasePage(
        "decisions.determination", "Outcome", "Determination",
        ("decisions.decide", "decisions.suggestion", "decisions.take_back"),
    ),
    CasePage("decisions.conditions", "Conditions", "Conditions", ("decisions.condition",)),
    CasePage("decisions.appeal", "Appeal", "Appeal", ("decisions.appeal_outcome", "decisions.take_back_appeal")),
    CasePage("register.registration", "Registration", "Registration"),
    CasePage("register.upkeep", "Keeping it current", "Changes",
             ("register.declare_year", "register.tell_change", "register.change")),
    CasePage("fairness.mark", "", "Benchmark"),
    CasePage("deadlines.dates", "Dates", "Dates", ("applications.plan",)),
    CasePage("messages.thread", "Messages", "Messages"),
    CasePage("notifications.case_letters", "Letters", "Letters"),
    CasePage("applications.history", "History", "History"),
)
"""In the order of a case's life."""

BUTTONS = {
    "submit": "Check your answers and submit",
    "submit_again": "Answer, and submit again",
    "send_evidence": "Answer, and send the evidence",
    "release": "Read the letter, and release it",
    "release_appeal": "Read the letter, and release it",
}
"""Where the way to a move is longer than its name says."""


def links(application: Application, person: Person) -> list[dict[str, Any]]:
    """The pages of this case this person may open now, as links; the present one is marked."""
    ours = bool(capacities(person, application) & THE_SCHOOL)
    open_pages = [
        (page, name)
        for page in CASE_PAGES
        if (name := page.school if ours else page.body) and may_open(page.endpoint, application, person)
        and (application.follows_id is not None or not page.again)
    ]
    here = present([page for page, _name in open_pages])
    return [
        {"text": name, "href": address(page.endpoint, application), "active": page.endpoint == here}
        for page, name in open_pages
    ]


def may_open(endpoint: str, application: Application, person: Person) -> bool:
    """There is such a page, and its guard would let this person in."""
    action = getattr(current_app.view_functions.get(endpoint), MARK, None)
    return isinstance(action, Action) and allowed(person, action, application)


def address(endpoint: str, application: Application) -> str:
    return url_for(endpoint, reference=application.reference)


def present(pages: list[CasePage]) -> str:
    """The link to mark: the page itself, the one it lies within, or else the first of the same feature."""
    if any(page.endpoint == request.endpoint for page in pages):
        return request.endpoint or ""
    within = [page.endpoint for page in pages if request.endpoint in page.within]
    beside = [page.endpoint for page in pages if page.endpoint.partition(".")[0] == request.blueprint]
    return next(iter([*within, *beside]), "")


@dataclass(frozen=True)
class Step:
    """A move this person could make: the page that makes it, and what still stands in its way.

    A move with a page of its own is not asked what it needs: that page says so.
    """

    transition: Transition
    href: str
    missing: tuple[Need, ...]

    @property
    def label(self) -> str:
        return BUTTONS.get(self.transition.name, self.transition.label)

    @property
    def apart(self) -> bool:
        """Not a step forward: shown as a plain link."""
        return self.transition.name in {
            "withdraw", "hold", "appeal", "withdraw_appeal", "take_back", "take_back_appeal", "suspend",
            "end_registration",
        }


def steps(application: Application, person: Person) -> list[Step]:
    """The moves open to this person from here, in the order of the table."""
    held = capacities(person, application)
    found = []
    for transition in TABLE:
        if not held & transition.who or not engine.stands_at(application, transition, person):
            continue
        if transition.asks is None:
            href = url_for("applications.move", reference=application.reference, name=transition.name)
            found.append(Step(transition, href, engine.missing(application, transition)))
        elif may_open(transition.asks, application, person):
            found.append(Step(transition, address(transition.asks, application), ()))
    return found


def letters_told(transition: Transition) -> list[str]:
    """Who is told of a move by letter, in words."""
    return sorted({tell.who.label for tell in transition.tells})
