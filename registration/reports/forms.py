"""What people send about a report."""

from collections.abc import Container, Iterable

from wtforms import HiddenField

from registration.evidence.models import EvidenceVersion
from registration.forms import Form, choice, date_field, line_field, prose_field, radio_field, select_field
from registration.reports.facts import REPLIES
from registration.reports.models import FactualComment
from standards.model import Standard


class VersionedForm(Form):
    """A form that knows which version it was opened from."""

    version = HiddenField()

    @property
    def opened(self) -> int | None:
        """The version that was opened; None when there was none yet. Nonsense is a version that never was."""
        typed = self.version.data or ""
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


class ParagraphForm(VersionedForm):
    text = prose_field("Text", required="Write the paragraph, or remove it.")


class JudgementForm(VersionedForm):
    rating = radio_field("Judgement", required="Choose a judgement.")
    finding = prose_field(
        "Finding",
        required="Write the finding: what the judgement rests on.",
        hint="What the report says. Name people by their role, never by their name.",
    )
    strengths = prose_field("Strengths", hint="What the school does well here. It may stay empty.")
    action = prose_field(
        "Action", hint="What the school needs to do, in words it can act on. Needed for every judgement below Met."
    )

    def offer(self, standard: Standard, code: str) -> None:
        self.rating.choices = [choice(r.code, r.name, r.description) for r in standard.ratings_for(code)]


class CommentForm(Form):
    text = prose_field(
        "What is wrong in this paragraph?",
        required="Write what is wrong, or remove the comment.",
        hint="Say what the fact is and, where you can, where the panel finds it in what you sent.",
        most=5_000,
    )
    proof = select_field(
        "Evidence that shows it (optional)", hint="From what you sent. Nothing new can be added now."
    )
    pages = line_field("On which pages? (optional)", hint="For example, 3 or 12–14")

    @classmethod
    def about(cls, versions: Iterable[EvidenceVersion], said: FactualComment | None) -> "CommentForm":
        """The form with everything the school may point to, and what it wrote before."""
        shown = said.evidence_version.public_id if said and said.evidence_version else ""
        form = cls(data={"text": said.text, "proof": shown, "pages": said.pages} if said else None)
        form.proof.choices = [choice("", "None"), *(choice(v.public_id, v.evidence.title) for v in versions)]
        return form


class ReplyForm(Form):
    reply = radio_field(
        "Reply", [choice(code, words) for code, words in REPLIES.items()], required="Choose a reply."
    )
    reason = prose_field("Reason", required="Say why, so that the school understands the reply.", most=5_000)


class ConditionForm(VersionedForm):
    criterion = select_field("Criterion", required="Choose the criterion.")
    what = prose_field("What needs to be in place", required="Write what needs to be in place.", most=5_000)
    proof = prose_field("What will show it", required="Write what will show that it is done.", most=5_000)
    due = date_field("Due", required="Enter the day by which it is due.")
    owner = line_field("Who sees to it", hint="A role at the school, such as Principal. Never a name.")

    def offer(self, standard: Standard, codes: Container[str]) -> None:
        """The criteria to choose from: those on which this person writes."""
        rows = [choice(c.code, f"{c.code} {c.title}") for c in standard.criteria.values() if c.code in codes]
        self.criterion.choices = [choice("", "Choose a criterion"), *rows]

