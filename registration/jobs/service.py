"""Asking for work, and saying who does it. `running` does it.

What a handler writes is kept together with the job's end, or not at all. Handlers are written so that a
second run changes nothing, for a job is run again when its worker dies after the work and before its end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.database import db, now
from registration.errors import NotFound
from registration.jobs.models import Job

Handler = Callable[[Job], Mapping[str, Any] | None]
PERIODIC = "every:"


@dataclass(frozen=True)
class Kind:
    """One kind of job: who does it, how often it is tried, and who besides the asker may watch it."""

    handler: Handler
    attempts: int = 5
    watched_by: Action | None = None
    minutes: int = 0


KINDS: dict[str, Kind] = {}


def handles(
    kind: str, *, attempts: int = 5, watched_by: Action | None = None
) -> Callable[[Handler], Handler]:
    """This function does the jobs of this kind.

    It returns the job's result: `href` is the address the waiting person is offered, `text` the words of
    that link; a page in `then` is gone to at once. A `Refused` it raises ends the job with that sentence;
    `Unavailable` and every other error lets it be tried again, `attempts` times in all, each time after a
    longer pause.
    """

    def register(handler: Handler) -> Handler:
        add_kind(kind, Kind(handler, attempts, watched_by))
        return handler

    return register


def every(*, minutes: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """This function runs again and again, with this many minutes between, on one worker at a time.

    It runs in a transaction that is committed when it ends. When it does something slow in between, such
    as sending mail, it commits before that.
    """

    def register(task: Callable[[], None]) -> Callable[[], None]:
        add_kind(f"{PERIODIC}{task.__module__}.{task.__name__}", Kind(lambda _job: task(), minutes=minutes))
        return task

    return register


def add_kind(name: str, kind: Kind) -> None:
    if name in KINDS and KINDS[name].handler.__module__ != kind.handler.__module__:
        raise RuntimeError(f"Two modules do the jobs called {name}.")
    KINDS[name] = kind


def ask_for(
    kind: str,
    argument: Mapping[str, Any],
    key: str,
    *,
    person: Person | None = None,
    application: Application | None = None,
    not_before: datetime | None = None,
) -> Job:
    """The job with this key: a new one, or the one asked for before. A failed one is tried afresh.

    `key` names the effect, such as `report_edition:<public id>`, so that asking twice does it once.
    `argument` is what JSON can hold. Nothing runs before the transaction is committed.
    """
    if kind not in KINDS:
        raise RuntimeError(f"Nobody does the jobs called {kind}.")
    job = job_with(key)
    if job is None:
        return added(Job(kind=kind, key=key, argument=dict(argument), person=person, application=application,
                         not_before=not_before or now()))  # fmt: skip
    if job.state == "failed":
        begin_anew(job, not_before)
    return job


def begin_anew(job: Job, not_before: datetime | None = None) -> None:
    job.state, job.attempts, job.progress, job.message = "waiting", 0, 0, ""
    job.not_before, job.finished_at = not_before or now(), None


def jobs_in(state: str, most: int) -> list[Job]:
    """The latest jobs in one state, for who runs the service."""
    wanted = select(Job).where(Job.state == state).options(joinedload(Job.application))
    return list(db.session.scalars(wanted.order_by(Job.id.desc()).limit(most)))


def try_again(names: Sequence[str] | None) -> list[Job]:
    """Put failed jobs back into the queue, by public name; None means every one. Raises NotFound for any other name."""
    wanted = select(Job).where(Job.state == "failed").order_by(Job.id)
    found = list(db.session.scalars(wanted if names is None else wanted.where(Job.public_id.in_(names))))
    unknown = sorted(set(names or ()) - {job.public_id for job in found})
    if unknown:
        raise NotFound(f"No failed job is called {', '.join(unknown)}. `flask jobs list` shows their names.")
    for job in found:
        begin_anew(job)
    return found


def added(job: Job) -> Job:
    """The job, written; or the one somebody else wrote with the same key at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        there = job_with(job.key)
        if there is None:
            raise
        return there
    return job


def job_with(key: str) -> Job | None:
    return db.session.scalar(select(Job).where(Job.key == key))


def job_for(person: Person, public_id: str) -> Job:
    """A job by its public name, for the person who asked or one who may watch its kind. Else `NotFound`."""
    job = db.session.scalar(select(Job).where(Job.public_id == public_id))
    if job is None or not may_watch(person, job):
        raise NotFound
    return job


def may_watch(person: Person, job: Job) -> bool:
    kind = KINDS.get(job.kind)
    if job.application is not None and kind is not None and kind.watched_by is not None:
        return allowed(person, kind.watched_by, job.application)
    return job.person is not None and job.person == person


@contextmanager
def apart(job: Job, progress: int, message: str) -> Iterator[None]:
    """Do something slow with no transaction open, and show the waiting person how far it is (per cent).

    What was written so far is committed.
    """
    job.progress, job.message = progress, message
    db.session.commit()
    yield
