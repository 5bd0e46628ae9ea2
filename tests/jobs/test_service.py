"""Jobs: asked for once, done once, tried again, and given up in words."""

from datetime import timedelta

import pytest

from registration.access.policy import Action
from registration.database import db, now
from registration.errors import NotFound, Refused, Unavailable
from registration.jobs import running, service
from registration.jobs.models import Job
from registration.jobs.running import run_waiting
from registration.jobs.service import apart, ask_for, every, handles, job_for


@pytest.fixture(autouse=True)
def kinds(app, monkeypatch):
    """Kinds of this test's own, on an empty board."""
    monkeypatch.setattr(service, "KINDS", {})
    monkeypatch.setattr(running, "KINDS", service.KINDS)
    return service.KINDS


@pytest.fixture
def done():
    """What the jobs called "note" were given."""
    given = []

    @handles("note", attempts=3)
    def note(job):
        given.append(job.argument["text"])
        return {"href": "/there"}

    return given


def test_a_job_is_done_and_keeps_its_result(done):
    job = ask_for("note", {"text": "hello"}, "note:1")

    run_waiting()

    assert done == ["hello"]
    assert (job.state, job.progress, job.result, job.attempts) == ("done", 100, {"href": "/there"}, 1)
    assert job.finished_at is not None


def test_the_same_key_is_the_same_job(done):
    first, second = ask_for("note", {"text": "a"}, "note:1"), ask_for("note", {"text": "b"}, "note:1")

    run_waiting()

    assert first is second
    assert done == ["a"]


def test_a_job_asked_for_again_after_its_end_is_not_done_again(done):
    ask_for("note", {"text": "a"}, "note:1")
    run_waiting()

    ask_for("note", {"text": "a"}, "note:1")
    run_waiting()

    assert done == ["a"]


def test_nobody_may_ask_for_a_kind_that_nobody_does():
    with pytest.raises(RuntimeError, match="Nobody does"):
        ask_for("unknown", {}, "unknown:1")


def test_a_job_waits_for_its_time(done, clock):
    ask_for("note", {"text": "later"}, "note:1", not_before=now() + timedelta(hours=1))

    early = run_waiting()
    clock.at(now() + timedelta(hours=2))
    late = run_waiting()

    assert (early, late) == (0, 1)


def test_a_refusal_ends_the_job_with_its_sentence():
    @handles("never")
    def never(job):
        raise Refused("The text is too long. Shorten it.")

    job = ask_for("never", {}, "never:1")
    run_waiting()

    assert (job.state, job.message, job.attempts) == ("failed", "The text is too long. Shorten it.", 1)


@pytest.mark.parametrize("error", [RuntimeError("broken"), Unavailable("The store is full.")])
def test_what_fails_for_now_is_tried_again_after_a_pause_and_then_given_up(clock, error):
    @handles("shaky", attempts=3)
    def shaky(job):
        raise error

    job, start = ask_for("shaky", {}, "shaky:1"), now()
    states = []
    for minutes in (0, 0, 1, 10, 20):
        clock.at(start + timedelta(minutes=minutes))
        run_waiting()
        states.append((job.state, job.attempts))

    assert states == [("waiting", 1), ("waiting", 1), ("waiting", 2), ("failed", 3), ("failed", 3)]
    assert job.message.endswith("tell the administrator.")


def test_a_failed_job_asked_for_again_is_tried_afresh(done):
    job = ask_for("note", {"text": "a"}, "note:1")
    job.state, job.attempts, job.message = "failed", 3, "This could not be finished."

    ask_for("note", {"text": "a"}, "note:1")
    run_waiting()

    assert (job.state, job.message) == ("done", "")


def test_what_a_failing_job_wrote_is_not_kept(cast):
    @handles("half", attempts=1)
    def half(job):
        cast.amina.name = "Changed"
        db.session.flush()
        raise RuntimeError("broken")

    before = cast.amina.name
    ask_for("half", {}, "half:1")
    run_waiting()

    assert cast.amina.name == before


def test_a_job_whose_worker_died_is_taken_again(done, clock):
    job = ask_for("note", {"text": "a"}, "note:1")
    db.session.commit()
    assert running.claimed() is job

    at_once = run_waiting()
    clock.at(now() + running.LEASE + timedelta(seconds=1))
    later = run_waiting()

    assert (at_once, later) == (0, 1)
    assert (job.state, job.attempts) == ("done", 2)


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(done, clock):
    job = ask_for("note", {"text": "a"}, "note:1")
    for _ in range(3):
        assert running.claimed() is job
        clock.at(now() + running.LEASE + timedelta(seconds=1))

    run_waiting()

    assert job.state == "failed"
    assert done == []


def test_a_worker_that_lost_its_job_writes_nothing(cast, clock):
    @handles("slow")
    def slow(job):
        clock.at(now() + running.LEASE + timedelta(seconds=1))
        with apart(job, 50, "Half way."):
            assert running.claimed() is not None
        cast.amina.name = "Changed"
        return {"by": "the first"}

    before = cast.amina.name
    job = ask_for("slow", {}, "slow:1")
    running.run_next()

    assert (job.state, job.attempts, job.result) == ("running", 2, {})
    assert cast.amina.name == before


def test_slow_work_is_done_with_no_transaction_open_and_shows_how_far_it_is():
    seen = []

    @handles("slow")
    def slow(job):
        with apart(job, 40, "The pages are being laid out."):
            seen.append(db.session().in_transaction())
            with db.engine.connect() as other:
                seen.append(other.execute(db.select(Job.progress, Job.message)).one())

    ask_for("slow", {}, "slow:1")
    run_waiting()

    assert seen == [False, (40, "The pages are being laid out.")]


def test_a_periodic_task_runs_each_time_its_pause_is_over(clock):
    runs = []

    @every(minutes=10)
    def tidy():
        runs.append(now())

    start = now()
    for minutes in (0, 5, 11, 12, 25):
        clock.at(start + timedelta(minutes=minutes))
        running.plan_periodic()
        run_waiting()

    assert len(runs) == 3
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 1


def test_a_periodic_task_that_fails_runs_again_next_time(clock):
    runs = []

    @every(minutes=10)
    def tidy():
        runs.append(1)
        raise RuntimeError("broken")

    for _ in range(8):
        running.plan_periodic()
        run_waiting()
        clock.at(now() + timedelta(minutes=11))

    assert len(runs) == 8


def test_who_asked_may_watch_and_others_may_not(cast, done):
    job = ask_for("note", {"text": "a"}, "note:1", person=cast.amina)
    db.session.commit()

    assert job_for(cast.amina, job.public_id) is job
    with pytest.raises(NotFound):
        job_for(cast.olga, job.public_id)
    with pytest.raises(NotFound):
        job_for(cast.amina, "0" * 26)


def test_who_may_do_the_same_in_the_case_may_watch_too(cast, application):
    @handles("paper", watched_by=Action.VIEW_APPLICATION)
    def paper(job):
        pass

    job = ask_for("paper", {}, "paper:1", person=cast.amina, application=application)
    db.session.commit()

    assert job_for(cast.basil, job.public_id) is job
    with pytest.raises(NotFound):
        job_for(cast.olga, job.public_id)
