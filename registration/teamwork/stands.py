"""How an answer stands between colleagues: not begun, being written, ready, accepted, returned."""

from registration.access.roles import Worded
from registration.self_assessment.models import Response
from registration.teamwork.models import Mark


class Stand(Worded):
    """A state of the working copy, with the words shown to people."""

    NOT_BEGUN = "not_begun", "Not begun"
    WRITING = "writing", "Being written"
    READY = "ready", "Ready for the principal"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned with a note"

    @property
    def tone(self) -> str:
        return TONES[self]


TONES = {
    Stand.NOT_BEGUN: "neutral", Stand.WRITING: "active", Stand.READY: "waiting", Stand.ACCEPTED: "good",
    Stand.RETURNED: "bad",
}
LOOKED_OVER = frozenset({Stand.READY, Stand.ACCEPTED})


def stand_of(response: Response | None, mark: Mark | None) -> Stand:
    """How an answer stands by its last mark. What was changed after it was marked is being written again."""
    if response is None or not (response.rating or response.statement.strip()):
        return Stand.NOT_BEGUN
    if mark is None:
        return Stand.WRITING
    if mark.kind == Stand.RETURNED:
        return Stand.RETURNED
    return Stand(mark.kind) if mark.version == response.version else Stand.WRITING


def changed_since(response: Response | None, mark: Mark | None) -> bool:
    """It was marked ready or accepted, and then changed."""
    return bool(response and mark and mark.kind != Stand.RETURNED and mark.version != response.version)
