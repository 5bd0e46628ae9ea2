"""What who runs the service is told of work that failed, and how it is tried again."""

import pytest

from registration.database import db
from registration.jobs.models import Job


@pytest.fixture
def failed(app):
    def make(key="letters:1", state="failed"):
        job = Job(kind="letters", key=key, state=state, attempts=5, message="The store does not answer.")
        db.session.add(job)
        db.session.commit()
        return job

    return make


def run(app, *words):
    return app.test_cli_runner().invoke(args=["jobs", *words])


def test_failed_jobs_are_listed_with_their_reason(app, failed):
    job = failed()
    failed("letters:2", "done")

    told = run(app, "list").output

    assert job.public_id in told
    assert "letters, tried 5: The store does not answer." in told
    assert told.endswith("1 failed.\n")


def test_nothing_failed_is_said(app):
    assert run(app, "list").output == "No job is failed.\n"


def test_a_failed_job_is_tried_again_by_its_name(app, failed):
    one, other = failed(), failed("letters:2")

    told = run(app, "retry", one.public_id).output
    db.session.expire_all()

    assert told == "1 jobs wait to be tried again.\n"
    assert (one.state, one.attempts, one.message) == ("waiting", 0, "")
    assert other.state == "failed"


def test_all_failed_jobs_are_tried_again_and_no_others(app, failed):
    jobs = [failed(), failed("letters:2"), failed("letters:3", "done")]

    run(app, "retry", "--all")
    db.session.expire_all()

    assert [job.state for job in jobs] == ["waiting", "waiting", "done"]


@pytest.mark.parametrize("words", [(), ("nobody",)])
def test_a_name_that_is_none_changes_nothing(app, failed, words):
    job = failed()

    told = run(app, "retry", *words)
    db.session.expire_all()

    assert told.exit_code == 1
    assert "flask jobs list" in told.output
    assert job.state == "failed"
