"""What a school sends about a criterion."""

from wtforms import HiddenField

from registration.fields import version_typed
from registration.forms import Form, choice, prose_field, radio_field
from registration.self_assessment.models import Response
from standards.model import Criterion, Standard

MOST_OF_A_REASON = 2_000


class ResponseForm(Form):
    """An answer, finished or not: nothing is required, so that half a thought can be saved."""

    rating = radio_field("How well do you meet this criterion?")
    statement = prose_field(
        "Say how you meet it",
        hint="Plain sentences about what you do, who is responsible, and how you know that it works. "
        "Without names of pupils or staff.",
    )
    no_evidence_reason = prose_field(
        "If you cite no evidence, say why",
        most=MOST_OF_A_REASON,
        hint="For example, because it begins with your first pupils. Leave it empty when you cite evidence.",
    )
    version = HiddenField(default="0")

    @classmethod
    def about(
        cls, criterion: Criterion, standard: Standard, response: Response | None = None
    ) -> "ResponseForm":
        form = cls(obj=response)
        form.rating.choices = [
            choice(r.code, r.label, criterion.not_applicable if r.restricted else r.description)
            for r in standard.ratings_for_school(criterion.code)
        ]
        return form

    @property
    def version_shown(self) -> int:
        return version_typed(self.version.data)
