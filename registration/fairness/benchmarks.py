"""Preparing benchmarks and scoring them. Nothing here writes to the case a benchmark was copied from."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from registration.access.policy import released
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.database import db, now
from registration.errors import NotAllowed, Refused
from registration.evidence.models import EvidenceVersion, PageText
from registration.fairness.benchmark_queries import (
    at_desk,
    benchmark_of,
    leads_for,
    may_judge,
    may_prepare,
    may_score,
    scorers_of,
    scores_of,
)
from registration.fairness.models import Benchmark, BenchmarkCriterion, BenchmarkScore
from registration.history import refuse_if_overtaken
from registration.notifications.composing import page_address
from registration.notifications.models import Letter
from registration.review.queries import Claim, citation_words, claim

FEWEST, MOST = 3, 8
PAGES_SHOWN = 2
LONGEST_PAGE = 2_000


def mark(
    application: Application, title: str, codes: Sequence[str], leads: Sequence[str], *, by: Person
) -> Benchmark:
    """Copy these criteria of a finished case as a benchmark, its school's name taken out.

    Names of people stay until somebody has read the texts. `leads` are the public ids of the two who agree references.
    """
    if not released(application):
        raise Refused("The decision on this case has not been released yet. Make it a benchmark after that.")
    if benchmark_of(application) is not None:
        raise Refused("This case is a benchmark already. Its page is linked from here.")
    if not FEWEST <= len(codes) <= MOST or not set(codes) <= set(application.standard.criteria):
        raise Refused(f"Choose between {FEWEST} and {MOST} criteria.")
    chosen = [person for person in leads_for(application) if person.public_id in leads]
    if len(chosen) != 2:
        raise Refused("Choose two different leads from those listed: each agrees to what the other writes.")
    made = Benchmark(
        application=application, title=unnamed(title.strip(), application), marked_by_id=by.id,
        first_lead=chosen[0], second_lead=chosen[1],
    )  # fmt: skip
    for code in application.standard.criteria:
        if code in codes:
            sent = claim(application, code)
            made.criteria.append(
                BenchmarkCriterion(
                    criterion_code=code, statement=unnamed(sent.statement, application),
                    evidence=unnamed(evidence_in_words(sent), application), updated_by_id=by.id,
                )
            )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("benchmark marked", by, criteria=len(made.criteria))
    return made


def unnamed(text: str, application: Application) -> str:
    return text.replace(application.school.name, "the school")


def evidence_in_words(sent: Claim) -> str:
    """What was cited: each item in a line, and below it the words of the first pages that were cited."""
    parts = []
    for row in sent.citations:
        pages = range(row.get("page_from") or 1, (row.get("page_from") or 1) + PAGES_SHOWN)
        wanted = (
            select(PageText.text)
            .join(EvidenceVersion, EvidenceVersion.id == PageText.evidence_version_id)
            .where(EvidenceVersion.public_id == row["version"], PageText.page.in_(pages))
            .order_by(PageText.page)
        )
        texts = [text[:LONGEST_PAGE] for text in db.session.scalars(wanted)]
        parts.append("\n\n".join([citation_words(row), *texts]))
    return "\n\n".join(parts) or sent.no_evidence_reason


def must_be_prepared(benchmark: Benchmark, by: Person) -> None:
    if not may_prepare(by, benchmark):
        raise NotAllowed("Only case officers, decision makers and its two leads prepare a benchmark.")
    refuse_discarded(benchmark)
    if benchmark.opened_at is not None:
        raise Refused("This benchmark is open to reviewers, so its texts and references stand as they are.")


def refuse_discarded(benchmark: Benchmark) -> None:
    if benchmark.discarded_at is not None:
        raise Refused("This benchmark was discarded. If you need one, make the case a benchmark anew.")


def replace_lead(benchmark: Benchmark, leaving: str, successor: str, *, by: Person) -> None:
    """Another lead takes the place of one; both by their public ids.

    Every reference stays as it is written, and those that the leaving lead had a part in have to be agreed anew, by the
    two who are leads now. Whoever leaves knows references, so they never score this benchmark.
    """
    must_be_prepared(benchmark, by)
    if not at_desk(by, benchmark):
        raise NotAllowed("Only case officers and decision makers replace a lead of a benchmark.")
    old = next((lead for lead in (benchmark.first_lead, benchmark.second_lead) if lead.public_id == leaving), None)
    new = next((person for person in successors(benchmark) if person.public_id == successor), None)
    if old is None or new is None:
        raise Refused("Choose which lead leaves, and somebody from the list who takes over.")
    if benchmark.first_lead == old:
        benchmark.first_lead = new
    else:
        benchmark.second_lead = new
    benchmark.former_leads = [*benchmark.former_leads, old.id]
    for criterion in benchmark.criteria:
        if old.id in (criterion.judged_by_id, criterion.agreed_by_id):
            stays = {criterion.judged_by_id, criterion.agreed_by_id} - {old.id, None}
            criterion.judged_by_id, criterion.agreed_by_id = next(iter(stays), None), None
            criterion.updated_by_id = by.id
    audit.note("benchmark lead replaced", by, title=benchmark.title, whom=old.name, successor=new.name)


def successors(benchmark: Benchmark) -> list[Person]:
    """Who could take the place of a lead; nobody who was one before."""
    there = {benchmark.first_lead_id, benchmark.second_lead_id, *benchmark.former_leads}
    return [person for person in leads_for(benchmark.application) if person.id not in there]


def discard(benchmark: Benchmark, reason: str, *, by: Person) -> None:
    """It is shown to no reviewer any more and counts nowhere; its texts, references and ratings are kept."""
    if not at_desk(by, benchmark):
        raise NotAllowed("Only case officers and decision makers discard a benchmark.")
    refuse_discarded(benchmark)
    if not reason.strip():
        raise Refused("Say why this benchmark is discarded.")
    benchmark.discarded_at, benchmark.discarded_by_id, benchmark.discard_reason = now(), by.id, reason.strip()
    audit.note("benchmark discarded", by, title=benchmark.title)


def write_criterion(
    criterion: BenchmarkCriterion, *, statement: str, evidence: str, rating: str, reason: str, version: int, by: Person
) -> None:
    """Keep the texts, and of a lead the reference. Another lead has to agree again."""
    must_be_prepared(criterion.benchmark, by)
    refuse_if_overtaken(criterion, version)
    criterion.statement, criterion.evidence = statement.strip(), evidence.strip()
    if rating and may_judge(by, criterion.benchmark):
        offered = criterion.benchmark.application.standard.ratings_for(criterion.criterion_code)
        if rating not in {r.code for r in offered} or not reason.strip():
            raise Refused("Choose a rating that is listed, and say why it is the right one.")
        criterion.rating, criterion.reason, criterion.judged_by_id = rating, reason.strip(), by.id
    criterion.agreed_by_id = None
    criterion.updated_by_id = by.id


def agree(criterion: BenchmarkCriterion, *, version: int, by: Person) -> None:
    """A second lead agrees to the reference as it stands."""
    must_be_prepared(criterion.benchmark, by)
    refuse_if_overtaken(criterion, version)
    if not may_judge(by, criterion.benchmark):
        raise NotAllowed("Only the two leads of this benchmark agree to its references.")
    if not criterion.rating:
        raise Refused(f"{criterion.criterion_code} has no reference yet. Write one first.")
    if criterion.judged_by_id == by.id:
        raise Refused("This reference is your own. Another lead has to agree to it.")
    if criterion.judged_by_id is None:  # whoever wrote it is no lead any more: it is yours now
        criterion.judged_by_id = by.id
    else:
        criterion.agreed_by_id = by.id


def open_to_reviewers(benchmark: Benchmark, *, by: Person) -> None:
    """From now on reviewers score it; each who may is sent a letter."""
    must_be_prepared(benchmark, by)
    missing = [c.criterion_code for c in benchmark.criteria if c.agreed_by_id is None]
    if missing:
        raise Refused(f"Two leads have not agreed on {', '.join(missing)} yet. Open it when they have.")
    benchmark.opened_at = now()
    tell_scorers(benchmark)
    audit.note("benchmark opened", by, title=benchmark.title)


def tell_scorers(benchmark: Benchmark) -> None:
    """The letter belongs to no case: which one this was copied from is not for those who score it."""
    address = page_address("fairness.exercise", public_id=benchmark.public_id)
    for person in scorers_of(benchmark):
        facts = {"name": person.name, "title": benchmark.title, "address": address}
        once = f"benchmark_opened:{benchmark.public_id}:{person.public_id}"
        db.session.add(Letter(template="benchmark_opened", facts=facts, email=person.email, person=person, once=once))


def close(benchmark: Benchmark, *, by: Person) -> None:
    """Nobody scores it any more, and its sum may be told."""
    if not may_prepare(by, benchmark) or benchmark.opened_at is None:
        raise NotAllowed("Only a benchmark that is open can be closed, by those who prepare benchmarks.")
    refuse_discarded(benchmark)
    if benchmark.closed_at is None:
        benchmark.closed_at = now()
        audit.note("benchmark closed", by, title=benchmark.title)


def score(benchmark: Benchmark, given: Mapping[str, tuple[str, str]], *, by: Person) -> None:
    """Keep one reviewer's ratings and reasons by criterion, all at once, for good."""
    if not may_score(by, benchmark):
        raise NotAllowed("This benchmark is not open to you.")
    if scores_of(by, [benchmark]):
        raise Refused("You have scored this benchmark already. Your ratings stand as you sent them.")
    standard = benchmark.application.standard
    for criterion in benchmark.criteria:
        rating, reason = given.get(criterion.criterion_code, ("", ""))
        if rating not in {r.code for r in standard.ratings_for(criterion.criterion_code)} or not reason.strip():
            raise Refused(f"Choose a rating for {criterion.criterion_code} and say why.")
        db.session.add(
            BenchmarkScore(criterion_id=criterion.id, reviewer_id=by.id, rating=rating, reason=reason.strip())
        )
