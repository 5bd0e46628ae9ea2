"""Wording that every report shares: what it is, and what follows. Nothing here is about one school."""

from dataclasses import dataclass

from registration.workflow import clocks
from standards.model import Standard


@dataclass(frozen=True)
class Names:
    """How the body is called, where people write to, and the zone of its desk."""

    body: str
    address: str
    zone: str


def paragraphs(standard: Standard, draft: bool) -> tuple[str, ...]:
    rests = (
        f"This report says how far the school meets each of the {len(standard.criteria)} criteria of the standard. It "
        "rests on the application the school sent, the evidence it cited, and the approval visit. Each reviewer judged "
        "every criterion apart from the others before the panel compared its findings and agreed them."
    )
    reading = (
        "A judgement below Met is not a reproach: it is followed by an action that says what will complete the "
        "criterion. Nothing is averaged. Criteria marked as essential must be met before a school can be approved. "
        "People who were met are named by their role only."
    )
    check = (
        "This is a draft. The school is asked to check its facts, and to say by the number of the paragraph where "
        "one is wrong. Judgements are the panel's own and are explained, not negotiated."
    )
    return (rests, reading, check) if draft else (rests, reading)


def next_steps(names: Names, draft: bool) -> tuple[str, ...]:
    days = clocks.DAYS
    if draft:
        return (
            f"The school has {days['factual_check']} working days to check the facts. The panel replies to every "
            "comment, and its replies become part of the final report.",
            "The final report then goes to a decision maker who has not judged the application.",
        )
    return (
        "A decision maker who has not judged the application decides on the basis of this report. The school learns "
        "the outcome, and any conditions, by letter.",
        f"The school may appeal within {days['appeal_window']} working days of that letter. It says which part of the "
        "decision it asks to be looked at again, and why. Somebody who did not decide hears the appeal.",
        f"Questions are answered by {names.body}, {names.address}.",
    )
