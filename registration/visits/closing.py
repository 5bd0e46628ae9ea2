"""The closing meeting: what the lead told the school there. Facts alone: judgements come later, and in the report."""

import hashlib
import re

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.history import Overtaken
from registration.visits.models import Visit
from registration.workflow import clocks

JUDGING = re.compile(
    r"""\b(?:
        (?:not|partly|fully|is|are|was|were)\ (?:yet\ )?met (?!\ by\b|\ with\b|\ the\b)
      | exceeds? | not\ enough\ evidence | meets?\ the\ (?:standards?|criteri\w+|requirements?)
      | excellent | outstanding | impress\w+ | good | very\ well | strengths? | strong | weak\w* | poor\w*
      | inadequate | insufficient | unsatisfactory | satisfactory | disappoint\w+ | failed | fails | pass(?:ed|es)
      | approved? | not\ approve | refuse[ds]? | recommend\w* | conditions?\ of\ registration
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that sound like a judgement; "was met by the principal" is none. Their writer is asked if they are facts."""


def judging_words(*texts: str) -> list[str]:
    """Every such word or phrase, as it was written, each once."""
    return list(dict.fromkeys(match.group(0) for text in texts for match in JUDGING.finditer(text)))


def proposed_summary(visit: Visit) -> str:
    """What the agenda and the records say was looked at, to be corrected by whoever was there."""
    items = [item for item in sorted(visit.agenda, key=lambda i: i.position) if item.criteria]
    roles = dict.fromkeys(line.strip() for item in items for line in item.meet.splitlines() if line.strip())
    lines = [f"The team looked at: {'; '.join(dict.fromkeys(item.title for item in items))}." if items else ""]
    lines += [f"It met: {'; '.join(roles)}." if roles else ""]
    lines += [f"Of {s.population:,} ({s.subject}) it drew {len(s.drawn)} by lot." for s in visit.samples]
    lines += [f"Lessons it observed: {len(visit.lessons)}." if visit.lessons else ""]
    return "\n".join(line for line in lines if line)


def proposed_next_steps() -> str:
    days = clocks.DAYS["factual_check"]
    return (
        f"The lead reviewer writes the report. The school gets the draft and has {days} working days to check its "
        "facts. A decision maker decides afterwards, and the letter says how. Nothing said at the visit decides it."
    )


def texts_of(visit: Visit) -> dict[str, str]:
    """What stands there, or is proposed where nothing does, by the names of the form's fields."""
    return {
        "summary": visit.summary or proposed_summary(visit),
        "next_steps": visit.next_steps or proposed_next_steps(),
    }


def opened_with(visit: Visit) -> str:
    """A print of what was written, for a page to say what it was opened with."""
    return hashlib.sha256(f"{visit.summary}\0{visit.next_steps}".encode()).hexdigest()[:16]


def write_summary(application: Application, summary: str, next_steps: str, *, opened: str, by: Person) -> None:
    """Keep what is told at the closing meeting. Raises Overtaken when it was changed since the page was opened."""
    visit = application.visit
    if visit is None:
        return
    if opened_with(visit) != opened:
        theirs = {"summary": visit.summary, "next_steps": visit.next_steps}
        raise Overtaken(theirs, opened_with(visit), visit.updated_by_id, visit.updated_at)
    visit.summary, visit.next_steps, visit.updated_by_id = summary, next_steps, by.id
