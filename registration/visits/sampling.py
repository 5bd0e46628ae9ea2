"""The sampling picker: which of the school's numbered files, incidents or lessons are looked at.

A draw is made by lot from a seed that is recorded, so that anybody can make it again, with this service or without.
Every draw is kept; none can be changed or taken back, so a second one until the lot pleases would be seen.
"""

import hashlib
import random
import secrets

from sqlalchemy import update

from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, rows_met
from registration.errors import NotFound, Refused
from registration.history import Overtaken
from registration.visits.models import Sample

MOST = 100_000
METHODS = {
    "sha-256": "By the SHA-256 of seed and number: the lowest are drawn",
    "mersenne": "By the earlier way of this service",
}
"""How a seed makes a draw, as people read it. Each draw names its own."""


def draw(seed: str, population: int, size: int, method: str = "sha-256") -> list[str]:
    """The draw a seed makes, lowest number first: the same one each time it is repeated."""
    numbers = range(1, population + 1)
    if method == "mersenne":  # the order is promised by one programming language alone, so nothing new is drawn by it
        chosen = random.Random(seed).sample(numbers, size)  # noqa: S311  fairness, not secrecy
    else:
        chosen = sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}:{n}".encode()).digest())[:size]
    return [str(number) for number in sorted(chosen)]


def draw_sample(application: Application, *, subject: str, population: int, size: int, by: Person) -> Sample:
    """Draw numbers 1 to `population` by a new seed that nobody chose. Raises Refused for more than there are."""
    if application.visit is None:
        raise NotFound
    if size > population:
        raise Refused("Draw at most as many as there are.")
    seed = secrets.token_hex(8)
    sample = Sample(
        visit=application.visit, subject=subject, population=population, seed=seed, drawn_by_id=by.id,
        drawn=draw(seed, population, size),
    )
    db.session.add(sample)
    return sample


def sample_numbered(application: Application, number: int) -> Sample:
    """The first, second … draw of this visit. Raises NotFound for any other."""
    drawn = application.visit.samples if application.visit else []
    if not 1 <= number <= len(drawn):
        raise NotFound
    return drawn[number - 1]


def repeated(sample: Sample) -> list[str]:
    """The same draw, made once more from what was recorded."""
    return draw(sample.seed, sample.population, len(sample.drawn), sample.method)


def print_of(outcome: str) -> str:
    return hashlib.sha256(outcome.encode()).hexdigest()[:16]


NOTHING_FOUND = print_of("")


def opened_with(sample: Sample) -> str:
    """A print of what was found, for a page to say what it was opened with."""
    return print_of(sample.outcome)


def record_outcome(sample: Sample, outcome: str, *, opened: str) -> None:
    """What was found in the sample. Raises Overtaken when somebody wrote since the page was `opened` with it."""
    same = opened_with(sample) == opened
    unchanged = update(Sample).where(Sample.id == sample.id, Sample.outcome == sample.outcome).values(outcome=outcome)
    if not same or not rows_met(unchanged):
        db.session.refresh(sample)
        raise Overtaken({"outcome": sample.outcome}, opened_with(sample), None, None)
