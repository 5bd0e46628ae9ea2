"""The mirror's page: the application as the reviewer will read it, and beside it what to mend first."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications import queries, service
from registration.applications.dossier import dossier_of
from registration.applications.mirror import Gap, mirror_of
from registration.applications.mirror_seen import Place
from registration.applications.models import Application
from registration.applications.parts import part_of
from registration.applications.snapshot import snapshot_of
from registration.applications.views import bp
from registration.paging import whole
from registration.workflow import engine
from registration.workflow.transitions import BY_NAME

MENDED_AT: dict[str, Callable[[str, Place], str]] = {
    "criterion": lambda ref, place: url_for("self_assessment.criterion", reference=ref, code=place.key),
    "cite": lambda ref, place: url_for("evidence.cite", reference=ref, code=place.key),
    "citation": lambda ref, place: url_for("evidence.change_citation", reference=ref, citation_id=place.key),
    "item": lambda ref, place: url_for("evidence.item", reference=ref, item_id=place.key),
    "section": lambda ref, place: url_for("schools.section", reference=ref, number=int(place.key)),
    "declaration": lambda ref, _place: url_for("applications.declaration", reference=ref),
}
"""The page that mends a gap, by what it is about."""


@bp.route("/<reference>/mirror")
@allow(Action.READ_WORKING_COPY)
def mirror(application: Application) -> ResponseReturnValue:
    sending = service.SENDING.get(application.state)
    if sending is None:  # nothing can be mended now
        return redirect(url_for(".check_answers", reference=application.reference))
    queries.load_for_needs(application)
    missing = engine.missing(application, BY_NAME[sending])
    snapshot = snapshot_of(application)

    def address(gap: Gap) -> str:
        if gap.place is None:
            return url_for(gap.page, reference=application.reference)
        return MENDED_AT[gap.place.kind](application.reference, gap.place)

    dossier = dossier_of(snapshot)
    return render_template(
        "applications/mirror.html", application=application, address=address, dossier=dossier,
        found=mirror_of(application, snapshot, missing, signed_in()),
        part=part_of(dossier, request.args.get("page", 1, type=whole)),
    )  # fmt: skip
