"""What a need is: a question about an application, what to say when the answer is no, and the page that mends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registration.applications.models import Application


@dataclass(frozen=True)
class Need:
    """A condition of a move: what to ask, what to say when it fails, and the page that mends it."""

    name: str
    holds: Callable[["Application"], bool]
    otherwise: str
    page: str
    for_good: bool


def need(otherwise: str, page: str, for_good: bool = False) -> Callable[[Callable[["Application"], bool]], Need]:
    """Make a need of a question about an application. `page` is an endpoint that takes the reference.

    One that is lost `for_good` cannot be mended from where the case stands: its move is then not offered.
    """

    def made(holds: Callable[["Application"], bool]) -> Need:
        return Need(holds.__name__, holds, otherwise, page, for_good)

    return made
