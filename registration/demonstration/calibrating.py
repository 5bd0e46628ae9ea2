"""A benchmark in the demonstration: two leads have agreed its references, one reviewer has scored it, others may."""

from collections.abc import Sequence

from registration.database import db
from registration.demonstration.cases import Case
from registration.fairness import benchmarks
from registration.workflow.states import State

TITLE = "Benchmark 1, a registered school"
REFERENCES = {
    "2.3": ("met", "Targets are set each year and looked at each term, and the last review changed two of them."),
    "3.7": ("met", "The policy says how the level is checked and what follows. Its use is described for one subject."),
    "4.3": ("partly", "The school names the aim and no standard it tests against. A dated test is what is missing."),
}
SCORED = {
    "2.3": ("met", "There are targets with dates, and what became of those of last year."),
    "3.7": ("exceeds", "The check before joining is thorough, and each teacher gets its result."),
    "4.3": ("partly", "No test of accessibility is shown. The school should say by when it makes one."),
}


def make_benchmark(cases: Sequence[Case]) -> None:
    """From the first registered case of `cases`, if there is one."""
    case = next((case for case in cases if case.told.state is State.REGISTERED), None)
    if case is None:
        return
    first, second, scorer = case.staff["leah"], case.staff["mei"], case.staff["samira"]
    leads = (first.public_id, second.public_id)
    made = benchmarks.mark(case.application, TITLE, tuple(REFERENCES), leads, by=case.officer)
    for criterion in made.criteria:
        rating, reason = REFERENCES[criterion.criterion_code]
        benchmarks.write_criterion(
            criterion, statement=criterion.statement, evidence=criterion.evidence, rating=rating, reason=reason,
            version=criterion.version, by=first,
        )  # fmt: skip
        db.session.flush()
        benchmarks.agree(criterion, version=criterion.version, by=second)
    benchmarks.open_to_reviewers(made, by=case.officer)
    db.session.flush()
    benchmarks.score(made, SCORED, by=scorer)
    db.session.flush()
