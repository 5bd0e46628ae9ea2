"""Doing the work: taking the rows that are due, one at a time, and bringing each to an end.

A job is taken by a conditional UPDATE, so two workers never take the same one. While it runs a thread
renews its heartbeat; when the heartbeat has stopped for a while the job is taken again. Its end is written
only by the worker that still holds it.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from registration.database import db, now, rows_met, writing
from registration.errors import Refused, Unavailable
from registration.jobs.models import Job
from registration.jobs.service import KINDS, PERIODIC, Kind, added, job_with

LEASE = timedelta(seconds=60)
BEAT = 10
PAUSE = 0.5
LONGEST_PAUSE = timedelta(hours=1)

log = logging.getLogger(__name__)


def work(stop: threading.Event) -> None:
    """Do what is due, look again every half second, and end after the present job once `stop` is set."""
    plan_periodic()
    while not stop.is_set():
        try:
            done = run_next()
        except SQLAlchemyError:
            log.exception("the database did not answer the worker")
            db.session.rollback()
            done = False
        finally:
            db.session.remove()
        if not done:
            stop.wait(PAUSE)


def run_waiting(most: int = 1000) -> int:
    """Do everything that is due now, and say how many jobs that was."""
    done = 0
    while done < most and run_next():
        done += 1
    return done


def run_next() -> bool:
    """Take one job that is due and do it. False when there is none."""
    with writing():
        job = claimed()
        if job is not None:
            run(job)
    return job is not None


def plan_periodic() -> None:
    """A row for each periodic task that has none."""
    with writing():
        for name, kind in KINDS.items():
            if kind.minutes and job_with(name) is None:
                added(Job(kind=name, key=name))
        db.session.commit()


def claimed() -> Job | None:
    """The next job that is due, now ours; jobs of kinds that this version does not know are left alone."""
    db.session.commit()
    due = select(Job.id).where(is_due(now()), Job.kind.in_(KINDS)).order_by(Job.not_before, Job.id).limit(5)
    for number in db.session.scalars(due).all():
        at = now()
        taken = rows_met(
            update(Job)
            .where(Job.id == number, is_due(at))
            .values(state="running", attempts=Job.attempts + 1, started_at=at, heartbeat_at=at)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()
        if taken:
            return db.session.get(Job, number, populate_existing=True)
    return None


def is_due(at: datetime) -> ColumnElement[bool]:
    left = and_(Job.state == "running", Job.heartbeat_at < at - LEASE)
    return or_(and_(Job.state == "waiting", Job.not_before <= at), left)


def run(job: Job) -> None:
    """Do one job that is ours, and write how it ended."""
    kind, number, attempt = KINDS[job.kind], job.id, job.attempts
    if attempt > kind.attempts:
        end(
            number,
            attempt,
            **failure("This could not be finished. Ask for it again, or tell the administrator."),
        )
        return
    try:
        with heartbeat(db.engine, number, attempt):
            result = dict(kind.handler(job) or {})
            end(number, attempt, **success(kind, result))
    except Exception as error:  # noqa: BLE001  whatever goes wrong with one job, the worker goes on
        db.session.rollback()
        end(number, attempt, **after_error(kind, attempt, error, number))


def end(number: int, attempt: int, **values: object) -> None:
    """Write how the job ended, together with what its handler wrote; nothing when it is no longer ours."""
    db.session.flush()
    ours = and_(Job.id == number, Job.attempts == attempt, Job.state == "running")
    if rows_met(update(Job).where(ours).values(**values).execution_options(synchronize_session=False)):
        db.session.commit()
    else:
        log.warning("job %s was taken by another worker; what this one did is dropped", number)
        db.session.rollback()
    db.session.expire_all()


def success(kind: Kind, result: dict[str, object]) -> dict[str, object]:
    if kind.minutes:
        return {"state": "waiting", "attempts": 0, "not_before": now() + timedelta(minutes=kind.minutes)}
    return {"state": "done", "progress": 100, "message": "", "result": result, "finished_at": now()}


def after_error(kind: Kind, attempt: int, error: Exception, number: int) -> dict[str, object]:
    """A refusal is final, anything else is tried again later until the attempts are used up."""
    if isinstance(error, Refused) and not isinstance(error, Unavailable):
        return failure(str(error))
    log.error("job %s failed at attempt %s", number, attempt, exc_info=error)
    if kind.minutes:
        return {**success(kind, {}), "message": "The last run failed; the log says why."}
    if attempt >= kind.attempts:
        return failure("This could not be finished. Ask for it again, or tell the administrator.")
    return {
        "state": "waiting",
        "not_before": now() + min(timedelta(seconds=5 * 4 ** (attempt - 1)), LONGEST_PAUSE),
        "message": "This did not work at once. It is being tried again.",
    }


def failure(sentence: str) -> dict[str, object]:
    return {"state": "failed", "message": sentence, "finished_at": now()}


@contextmanager
def heartbeat(engine: Engine, number: int, attempt: int) -> Iterator[None]:
    """Renew the job's lease every ten seconds for as long as it runs."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT):
            try:
                with engine.begin() as connection:
                    ours = and_(Job.id == number, Job.attempts == attempt)
                    connection.execute(update(Job).where(ours).values(heartbeat_at=now()))
            except SQLAlchemyError:
                log.warning("the heartbeat of job %s could not be written", number)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


__all__ = ["PERIODIC", "plan_periodic", "run_next", "run_waiting", "work"]
