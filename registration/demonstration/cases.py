"""The cases of the demonstration: what each is, which steps it has taken, and the records it has become."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from registration.access.roles import SchoolRole
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.demonstration import schools
from registration.demonstration.material import read
from registration.demonstration.schools import School
from registration.demonstration.words import Words
from registration.evidence.models import Evidence
from registration.reports.about import Names
from registration.storage import Store
from registration.workflow.states import State
from standards.model import Standard

MAIN_LINE = (
    "begin_desk_review", "request_evidence", "send_evidence", "open_moderation", "plan_visit", "confirm_visit",
    "record_visit", "make_draft", "send_draft", "answer_facts", "freeze", "send_to_decision", "decide", "release",
)  # fmt: skip
LAST_STEP = {
    State.DESK_REVIEW: "send_evidence", State.EVIDENCE_REQUESTED: "request_evidence",
    State.MODERATION: "open_moderation",
    State.VISIT_PLANNING: "plan_visit", State.VISIT_ARRANGED: "confirm_visit", State.REPORTING: "record_visit",
    State.FACTUAL_CHECK: "send_draft", State.FINALISING: "answer_facts", State.DETERMINATION: "send_to_decision",
}  # fmt: skip
"""How far along the main line a case in this state has come. Later states have taken all of it."""

AFTERWARDS = {
    State.APPEAL: ["appeal"],
    State.REGISTERED: ["register"],
    State.SUSPENDED: ["register", "suspend"],
    State.RENEWED: ["register"],
    State.ENDED: ["register", "end_registration"],
}
LIVES_THAT_END_EARLY = {
    State.DRAFT: [],
    State.SUBMITTED: ["submit"],
    State.COMPLETING: ["submit", "return_for_completion"],
    State.WITHDRAWN: ["submit", "begin_desk_review", "withdraw"],
}


@dataclass(frozen=True)
class Told:
    """One case as the material tells it. `follows` is the key of the case of the same school that it renews."""

    key: str
    reference: str
    state: State
    since: int
    officer: str
    panel: tuple[str, ...]
    decider: str = "dana"
    outcome: str = ""
    request: tuple[str, ...] = ()
    exceeds: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    nee: tuple[str, ...] = ()
    held: str = ""
    pace: float = 1
    conflict: str = ""
    ready: bool = False
    returned: bool = False
    complete: bool = False
    unreleased: bool = False
    without_visit: bool = False
    follows: str = ""

    @property
    def agreed(self) -> dict[str, str]:
        """Ratings that are not Met, by criterion."""
        named = {"exceeds": self.exceeds, "partly": self.partly, "not": self.not_met, "nee": self.nee}
        return {code: rating for rating, codes in named.items() for code in codes}

    @property
    def steps(self) -> list[str]:
        """The steps of this case's life so far, in order."""
        if self.state in LIVES_THAT_END_EARLY:
            return ["start", "fill", *LIVES_THAT_END_EARLY[self.state], *(["hold"] if self.held else [])]
        line = list(MAIN_LINE)
        if self.state in LAST_STEP:
            line = line[: line.index(LAST_STEP[self.state]) + 1]
        if not self.request:
            line = [step for step in line if step not in ("request_evidence", "send_evidence")]
        if self.without_visit:
            line = [
                "conclude" if s == "plan_visit" else s
                for s in line
                if s not in ("confirm_visit", "record_visit")
            ]
        if self.unreleased:
            line[line.index("release") :] = ["take_back", "decide_anew"]
        if self.outcome == "approve_with_conditions" and self.state in (State.REGISTERED, State.RENEWED):
            line.append("close_conditions")
        completion = ["return_for_completion", "submit_again"] if self.returned else []
        begun = ["apply_again", "confirm"] if self.follows else ["start", "fill"]
        return [*begun, "submit", *completion, *line, *AFTERWARDS.get(self.state, [])]


@dataclass
class Case:
    """A case while its records are made. `when` holds the moment of each step; `names` are the body's, for its reports.

    `public_page` is the address that says how a certificate stands, with `{number}` for its number.
    """

    told: Told
    staff: dict[str, Person]
    store: Store
    names: Names
    public_page: str
    when: dict[str, datetime]
    today: datetime
    people: list[Person] = field(default_factory=list)
    items: dict[str, Evidence] = field(default_factory=dict)
    record: Application | None = None
    before: "Case | None" = None

    @property
    def application(self) -> Application:
        if self.record is None:
            raise RuntimeError(f"{self.told.key} has not been started yet.")
        return self.record

    @property
    def standard(self) -> Standard:
        return self.application.standard

    @property
    def school(self) -> School:
        return schools.school(self.told.follows or self.told.key)

    @cached_property
    def words(self) -> Words:
        return Words(self.school, self.told.agreed, self.told.complete)

    @property
    def principal(self) -> Person:
        return self.people[0]

    @property
    def coordinator(self) -> Person:
        return next(p for p in self.people if p.role_in_school is SchoolRole.COORDINATOR)

    @property
    def officer(self) -> Person:
        return self.staff[self.told.officer]

    @property
    def lead(self) -> Person:
        return self.staff[self.told.panel[0]]

    @property
    def decider(self) -> Person:
        return self.staff[self.told.decider]

    @property
    def panel(self) -> dict[str, Person]:
        return {key: self.staff[key] for key in self.told.panel}


def told() -> list[Told]:
    """Every case, in the order of the material, which is the order of the states."""
    return [told_of(key, facts) for key, facts in read("cases.toml").items()]


def told_of(key: str, facts: dict[str, Any]) -> Told:
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
    }
    plain["state"] = State(facts["state"])
    return Told(key=key, **plain)
