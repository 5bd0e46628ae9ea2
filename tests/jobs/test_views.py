"""The page of somebody who waits."""

from registration.database import db
from registration.jobs.models import Job


def waiting(person, **values):
    job = Job(kind="paper", key="paper:1", person=person, **values)
    db.session.add(job)
    db.session.commit()
    return job


def test_a_waiting_person_sees_how_far_it_is_and_the_page_looks_again(browser, cast):
    job = waiting(cast.amina, state="running", progress=40, message="The pages are being laid out.")

    page = browser.sign_in(cast.amina).open("jobs.waiting", public_id=job.public_id)

    assert page.status == 200
    assert "The pages are being laid out." in page.text
    assert page.all("progress")[0].get("value") == "40"
    assert page.all("meta", content="2")


def test_when_it_is_done_there_is_a_link_and_no_more_looking(browser, cast):
    job = waiting(cast.amina, state="done", progress=100, result={"href": "/there", "text": "Download it"})

    page = browser.sign_in(cast.amina).open("jobs.waiting", public_id=job.public_id)

    assert page.links()["Download it"] == "/there"
    assert not page.all("meta", content="2")


def test_when_it_failed_the_reason_is_shown(browser, cast):
    job = waiting(cast.amina, state="failed", message="The text is too long. Shorten it.")

    page = browser.sign_in(cast.amina).open("jobs.waiting", public_id=job.public_id)

    assert "The text is too long. Shorten it." in page.text


def test_another_person_finds_no_such_job(browser, cast):
    job = waiting(cast.amina)

    page = browser.sign_in(cast.olga).open("jobs.waiting", public_id=job.public_id)

    assert page.status == 404
