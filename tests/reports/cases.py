"""Cases that stand where reports are written, checked and frozen."""

from datetime import UTC, datetime, time, timedelta

from registration.database import db, now
from registration.jobs.running import run_waiting
from registration.reports import editions, facts, jobs, service
from registration.reports.drafting import begin_report
from registration.reports.service import judge, keep_notes
from registration.reports.settings import names
from registration.visits.models import AgendaItem, Sample, Visit, VisitMember, VisitNote
from registration.workflow import engine
from registration.workflow.states import State
from tests import factories

__all__ = ["facts", "service"]

RATINGS = {"1.2": "exceeds", "2.3": "partly", "2.5": "partly", "3.7": "not", "2.7": "met"}


def reporting(cast):
    """A case whose visit was held and whose report is to be written."""
    application = factories.application(cast, State.REPORTING)
    factories.findings(application, cast.leah, cast.rafael)
    factories.agree(application, cast.leah, "desk", RATINGS)
    hold_visit(application, cast)
    db.session.commit()
    return application


def hold_visit(application, cast):
    start = now() - timedelta(days=3)
    visit = Visit(
        application=application,
        mode="video",
        held_from=start,
        held_until=start + timedelta(hours=6),
        confirmed_at=start,
        summary="The school was open and well prepared.",
        updated_by_id=cast.leah.id,
    )
    visit.team = [
        VisitMember(person=cast.leah, part="leads"),
        VisitMember(person=cast.rafael, part="takes part"),
    ]
    visit.agenda = [
        AgendaItem(position=1, starts_at=start, minutes=60, title="Opening", meet="Principal\nCoordinator",
                   criteria=["1.1", "1.2"], updated_by_id=cast.leah.id),
        AgendaItem(position=2, starts_at=start + timedelta(hours=1), minutes=45, title="Safeguarding",
                   meet="Safeguarding lead", criteria=["5.3"], updated_by_id=cast.leah.id),
    ]  # fmt: skip
    visit.notes = [
        VisitNote(criterion_code=code, author_id=author.id, text=f"At the visit we saw {code} at work.",
                  updated_by_id=author.id)
        for code, author in (("1.1", cast.leah), ("1.1", cast.rafael), ("5.3", cast.leah))
    ]  # fmt: skip
    visit.samples = [Sample(subject="staff files", population=49, drawn=["3", "17", "40"], seed="abc",
                            outcome="All checks were in date.", drawn_by_id=cast.leah.id)]  # fmt: skip
    db.session.add(visit)
    db.session.flush()


def judged(cast):
    """The report is begun and every criterion judged."""
    application = reporting(cast)
    for paragraph in begin_report(application, cast.leah).paragraphs:
        keep_notes(paragraph, by=cast.leah)
    for code in application.standard.criteria:
        rating = RATINGS.get(code, "met")
        judge(
            application,
            code,
            rating=rating,
            finding=f"The school shows {code} in its work.",
            strengths="",
            action="Adopt and publish it." if rating in ("partly", "not") else "",
            version=None,
            by=cast.leah,
        )
    db.session.commit()
    return application


def made(application, cast, kind="draft"):
    """An edition, printed."""
    edition = editions.ask_for_edition(application, names(), kind, by=cast.leah)
    db.session.commit()
    run_waiting()
    assert edition.storage_key, edition.job.message
    return edition


def unprinted(application, cast, kind="draft"):
    """An edition whose bytes are a stand-in, for tests that are not about printing."""
    edition = editions.ask_for_edition(application, names(), kind, by=cast.leah)
    edition.storage_key, edition.sha256, edition.size, edition.pages = "0" * 32, "0" * 64, 8, 1
    edition.job.state = "done"
    db.session.commit()
    return edition


def checking(cast):
    """The school has the draft."""
    application = judged(cast)
    unprinted(application, cast)
    editions.send_draft(application, names(), by=cast.leah)
    db.session.commit()
    return application


def finalising(cast, *comments):
    """The school has answered, with these comments on the first paragraphs."""
    application = checking(cast)
    report = application.report
    for paragraph, text in zip(report.paragraphs, comments, strict=False):
        facts.keep_comment(report, paragraph, text, by=cast.amina)
    facts.answer_facts(application, by=cast.amina)
    db.session.commit()
    return application


def release(application, cast):
    """The case is decided and its letter let go."""
    engine.perform(application, "send_to_decision", by=cast.leah)
    factories.determination(application, cast.dana, released_at=now(), released_by=cast.dirk)
    db.session.commit()
    engine.perform(application, "approve", by=cast.dana)
    db.session.commit()


def long_after(day):
    return datetime.combine(day + timedelta(days=10), time(12), tzinfo=UTC)


def tick():
    """What the worker does every ten minutes."""
    jobs.let_time_pass()
    db.session.commit()
