"""Several workers at once, on the database at hand: each job is done once."""

import threading

from registration.database import db
from registration.jobs import running, service
from registration.jobs.models import Job
from registration.jobs.running import run_next
from registration.jobs.service import ask_for, handles


def test_workers_at_once_do_each_job_once(app, monkeypatch):
    monkeypatch.setattr(service, "KINDS", {})
    monkeypatch.setattr(running, "KINDS", service.KINDS)
    done, lock = [], threading.Lock()

    @handles("note")
    def note(job):
        with lock:
            done.append(job.argument["number"])

    for number in range(20):
        ask_for("note", {"number": number}, f"note:{number}")
    db.session.commit()

    def work():
        with app.app_context():
            while run_next():
                pass
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == list(range(20))
    db.session.expire_all()
    assert {(job.state, job.attempts) for job in db.session.scalars(db.select(Job))} == {("done", 1)}


def test_a_worker_ends_after_the_job_in_hand(app, monkeypatch):
    monkeypatch.setattr(service, "KINDS", {})
    monkeypatch.setattr(running, "KINDS", service.KINDS)
    stop = threading.Event()

    @handles("note")
    def note(job):
        stop.set()

    for number in range(2):
        ask_for("note", {"number": number}, f"note:{number}")
    db.session.commit()

    running.work(stop)

    assert sorted(job.state for job in db.session.scalars(db.select(Job))) == ["done", "waiting"]
