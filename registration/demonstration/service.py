"""Loading the demonstration: people, then every case through its steps, by the service's own rules.

Nothing is written past the rules: each move is made by the person who may make it, with what it needs. Only the clock
is turned. Reports are printed two at a time, so cases take turns: each goes on until it waits for a report.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, text

from registration.accounts.models import Person
from registration.accounts.passwords import hash_password
from registration.applications.models import Application
from registration.database import db, now, writing
from registration.demonstration import again, deciding, drafting, judging, reporting, visiting
from registration.demonstration.calibrating import make_benchmark
from registration.demonstration.cases import Case, told
from registration.demonstration.choosing import begin_panels
from registration.demonstration.interests import came_by_interest, express_interests
from registration.demonstration.people import PASSWORD, make_colleagues, make_staff
from registration.demonstration.queueing import share_out
from registration.demonstration.turning import schedule, turned
from registration.demonstration.unfinished import IN_HAND
from registration.errors import Refused
from registration.fairness import sums as agreement
from registration.reports.about import Names
from registration.reports.frozen import restored
from registration.reports.models import ReportEdition
from registration.reports.page import html_of
from registration.reports.process import Busy, Paper, put_on_paper
from registration.reports.settings import signer
from registration.reports.signing import Signer, signed
from registration.schools.models import School
from registration.storage import Store

Step = Callable[[Case], ReportEdition | None]


@dataclass(frozen=True)
class Waiting:
    """A case that cannot go on before its report is printed."""

    case: Case
    story: Iterator[ReportEdition]
    edition: ReportEdition
    printed: Future[Paper]


STEPS: dict[str, Step] = {
    "start": drafting.start, "fill": drafting.fill, "submit": drafting.submit, "submit_again": drafting.submit_again,
    "send_evidence": drafting.send_evidence, "withdraw": drafting.withdraw, "hold": judging.hold,
    **again.STEPS, **judging.STEPS, **visiting.STEPS, **reporting.STEPS, **deciding.STEPS,
}  # fmt: skip


def is_empty() -> bool:
    """Nobody has an account yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def empty() -> None:
    """Remove every row of every table. Only for a demonstration; the caller has made sure of that."""
    tables = db.metadata.sorted_tables
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text(f"TRUNCATE {', '.join(table.name for table in tables)} RESTART IDENTITY CASCADE")
        )
    else:
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(tables):
            db.session.execute(table.delete())
    db.session.commit()
    db.session.expunge_all()


def load(store: Store, names: Names, public_page: str, only: Collection[str] = ()) -> list[Application]:
    """Fill the empty database: people, schools, cases in every state, or `only` some by their keys. Commits as it goes.

    `public_page` is the address of a certificate's public page, with `{number}` for its number. Raises
    Refused when somebody is there already.
    """
    with writing():
        if not is_empty():
            raise Refused("The database is not empty, so the demonstration was not loaded.")
        today, password = now(), hash_password(PASSWORD)
        with turned(today - timedelta(days=1500)):
            staff = make_staff()
        made: dict[str, Case] = {}
        for each in told():
            if only and (each.follows or each.key) not in only:
                continue
            when = schedule(each.steps, each.since, today, each.pace)
            case = Case(each, staff, store, names, public_page, when, today)
            made[each.key] = follow(case, made[each.follows]) if each.follows else join(case, password)
        db.session.commit()
        cases = list(made.values())
        run_together(cases, store)
        with turned(today - timedelta(days=3)):
            express_interests(staff["carys"])
            begin_panels(cases)
            share_out(cases)
            make_benchmark(cases)
        agreement.tell_next()
        db.session.commit()
        return [case.application for case in cases]


def join(case: Case, password: str) -> Case:
    """The school and its people, some days before the application begins."""
    invented = case.school
    with turned(case.when["start"] - timedelta(days=6)):
        school = School(
            name=invented.name, country=invented.country, town=invented.town, domain=f"{invented.domain}",
            website=f"https://www.{invented.domain}", registration_number=invented.registration_number,
            time_zone=invented.zone,
        )  # fmt: skip
        db.session.add(school)
        case.people = make_colleagues(school, invented.colleagues, invented.zone, password)
        came_by_interest(school, case.people[0], case.staff["carys"])
    return case


def follow(case: Case, before: Case) -> Case:
    """A later application of the same school, by the same people."""
    case.before, case.people = before, before.people
    return case


def life(case: Case) -> Iterator[ReportEdition]:
    """Every step of a case, in order. Yields a report that must be printed before the case can go on."""
    for name in case.told.steps:
        with turned(case.when[name]):
            waiting = STEPS[name](case)
            db.session.commit()
        if waiting is not None:
            yield waiting
    last = case.when[case.told.steps[-1]]
    if case.told.state in IN_HAND and case.before is None:
        with turned(last + (case.today - last) / 2):
            IN_HAND[case.told.state](case)
            db.session.commit()


def run_together(cases: list[Case], store: Store) -> None:
    """Let every case go on until it waits for a report, which is printed meanwhile; and again, until all have ended.

    A case that follows another begins when that one has ended, before anything else happens.
    """
    going = deque((case, life(case)) for case in cases if case.before is None)
    waiting = deque[Waiting]()
    with ThreadPoolExecutor(max_workers=2) as printers:
        while going or waiting:
            if going and not (waiting and waiting[0].printed.done()):
                case, story = going.popleft()
                if edition := next(story, None):
                    page = html_of(restored(edition.content))
                    final = signer() if edition.kind == "final" else None
                    waiting.append(Waiting(case, story, edition, printers.submit(on_paper, page, final)))
                else:
                    going.extendleft((later, life(later)) for later in cases if later.before is case)
            else:
                first = waiting.popleft()
                keep(first, store)
                going.append((first.case, first.story))
        db.session.commit()


def on_paper(page: str, final: Signer | None) -> Paper:
    """The printed report; a final one with its signature. Waits as long as others print: nobody waits for this one."""
    while True:
        try:
            paper = put_on_paper(page)
            break
        except Busy:
            continue
    return Paper(signed(paper.content, final), paper.pages) if final else paper


def keep(ready: Waiting, store: Store) -> None:
    """What the job of an edition does, and its row brought to an end. Waits for the printer."""
    paper, edition = ready.printed.result(), ready.edition
    stored = store.put([paper.content])
    edition.storage_key, edition.sha256, edition.size = stored.key, stored.sha256, stored.size
    edition.pages = paper.pages
    if edition.job is not None:
        asked = ready.case.when["make_draft" if edition.kind == "draft" else "freeze"]
        edition.job.state, edition.job.progress, edition.job.finished_at = (
            "done",
            100,
            asked + timedelta(seconds=9),
        )
    db.session.commit()
