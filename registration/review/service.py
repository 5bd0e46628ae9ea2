"""What reviewers do: record findings, say that one still holds, and ask the school for evidence."""

from collections.abc import Mapping, Sequence
from datetime import date

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application, InformationRequest, RequestItem, Submission
from registration.applications.requests import open_request
from registration.database import db
from registration.errors import Refused
from registration.history import refuse_if_overtaken
from registration.reapproval.standing import standing
from registration.review.models import Finding
from registration.review.queries import CONFIDENCE, LEAST_WORDS, SOURCES, finding_by, sent_since
from registration.workflow import engine


def record_finding(
    application: Application,
    code: str,
    *,
    reviewer: Person,
    rating: str,
    rationale: str,
    action: str = "",
    confidence: str,
    sources: Sequence[str],
    version: int = 0,
    unopened: str = "",
) -> Finding:
    """Keep one reviewer's finding on one criterion, with the fingerprint of what it judged.

    A reviewer may change their own finding until moderation opens. A rating below the standard must
    say why, and what the school should do. `version` is the one the page was opened with (0: none yet);
    when another tab saved in between, nothing is overwritten and both texts are given back. `unopened` says why
    cited evidence was not opened.
    """
    kept = {"Your finding": rationale, "Your action for the school": action}
    must_be_open(application, reviewer, kept)
    if code in standing(application):
        raise Refused(f"Criterion {code} stands as it was agreed last time. Ask for it to be judged anew first.", kept)
    must_say_why(application, code, rating, rationale, action)
    if confidence not in CONFIDENCE or not set(sources) <= set(SOURCES):
        raise Refused("Choose how confident you are, and the kinds of evidence, from those listed.", kept)
    finding = finding_by(reviewer, application, code)
    refuse_if_overtaken(finding, version)
    submission = last_submission(application)
    if finding is None:
        finding = Finding(application=application, criterion_code=code, reviewer=reviewer)
        db.session.add(finding)
    finding.submission = submission
    finding.fingerprint = submission.snapshot["fingerprints"][code]
    finding.rating, finding.rationale, finding.action = rating, rationale.strip(), action.strip()
    finding.confidence, finding.sources = confidence, [s for s in SOURCES if s in sources]
    finding.unopened = unopened.strip()
    finding.updated_by_id = reviewer.id
    return finding


def keep_finding(application: Application, code: str, *, reviewer: Person, unopened: str = "") -> Finding:
    """Say that a finding still holds for what the school has changed since.

    `unopened` says why evidence that came with the change was not opened; it joins what was said before.
    """
    must_be_open(application, reviewer, {})
    finding = finding_by(reviewer, application, code)
    if finding is None:
        raise Refused(f"You have no finding on {code} yet. Record one first.")
    submission = last_submission(application)
    finding.submission, finding.fingerprint = submission, submission.snapshot["fingerprints"][code]
    finding.unopened = " ".join(part for part in (finding.unopened, unopened.strip()) if part)
    finding.updated_by_id = reviewer.id
    return finding


def must_be_open(application: Application, reviewer: Person, kept: dict[str, str]) -> None:
    if not allowed(reviewer, Action.RECORD_FINDING, application):
        raise Refused(
            f"Findings can be recorded only during the desk review; this case stands at "
            f"“{application.state.label}”. Your text is below: nothing of it was saved.",
            kept,
        )


def must_have_read(application: Application, code: str, seen: int, kept: dict[str, str]) -> None:
    """A finding is about what its reviewer read: the submission of the round `seen`, and not one that came since."""
    if sent_since(application, code, seen):
        raise Refused(
            f"The school has sent something new on {code} since you opened this page, so nothing was saved. Open the "
            "criterion again, read what is new, and save once more.",
            kept,
        )


def must_say_why(application: Application, code: str, rating: str, rationale: str, action: str) -> None:
    """A rating below the standard needs reasons, and those that ask for one an action."""
    offered = {r.code: r for r in application.standard.ratings_for(code)}
    if rating not in offered:
        raise Refused(f"Choose one of the ratings listed for {code}.")
    if not rationale.strip():
        raise Refused(f"Write your finding on {code}: what you saw, and where.")
    step = offered[rating]
    if not step.meets and len(rationale.split()) < LEAST_WORDS:
        raise Refused(f"Say why {code} is “{step.label.lower()}” in at least {LEAST_WORDS} words.")
    if step.needs_action and not action.strip():
        raise Refused(f"Say what the school should do about {code}.")


def last_submission(application: Application) -> Submission:
    if application.submission is None:
        raise Refused("The school has not sent its application yet, so there is nothing to judge.")
    return application.submission


def request_evidence(
    application: Application, questions: Mapping[str, str], *, due_on: date, by: Person
) -> InformationRequest:
    """Ask the school about named criteria; only these open again. `questions` are by criterion."""
    items = [RequestItem(criterion_code=code, question=text) for code, text in questions.items()]
    request = open_request(application, "evidence", items, due_on=due_on, by=by)
    engine.perform(application, "request_evidence", by=by, due_on=due_on, facts={"items": len(items)})
    return request
