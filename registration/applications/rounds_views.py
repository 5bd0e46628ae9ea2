"""The page that shows what changed between two rounds, or since the last one."""

from itertools import pairwise

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.applications import queries
from registration.applications.dossier import hidden_ratings
from registration.applications.models import Application
from registration.applications.rounds import Row, differences
from registration.applications.snapshot import snapshot_of
from registration.applications.views import bp
from registration.errors import NotFound
from registration.paging import whole

NOW = "now"


@bp.route("/<reference>/rounds")
@allow(Action.READ_SUBMISSION)
def rounds(application: Application) -> ResponseReturnValue:
    """`old` and `new` are rounds; the school may compare with what it has not sent yet, `new=now`."""
    sent = queries.rounds_of(application)
    numbers = [number for number, _at, _by in sent]
    working = request.args.get("new") == NOW
    new = numbers[-1] + 1 if working and numbers else request.args.get("new", numbers[-1] if numbers else 0, type=whole)
    old = request.args.get("old", new - 1, type=whole)
    if old not in numbers or old >= new:
        raise NotFound
    newer = working_copy(application) if working else queries.submission_of(application, new).snapshot
    hidden = hidden_ratings(application, signed_in())
    return render_template(
        "applications/rounds.html", application=application, old=old, new=new, working=working,
        sent={number: at for number, at, _by in sent}, pairs=pairs_of(numbers), hidden=hidden,
        found=differences(queries.submission_of(application, old).snapshot, newer, hidden),
    )  # fmt: skip


def working_copy(application: Application) -> Row:
    if not allowed(signed_in(), Action.READ_WORKING_COPY, application):
        raise NotFound
    queries.load_for_needs(application)
    return snapshot_of(application)


def pairs_of(numbers: list[int]) -> list[tuple[int, int]]:
    """Each round with the one before; of three or more also the last with the first."""
    pairs = list(pairwise(numbers))
    return [*pairs, (numbers[0], numbers[-1])] if len(numbers) > 2 else pairs
