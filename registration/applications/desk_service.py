"""What the desk does with an application that has come in: ask for what is missing, and record the fee."""

from collections.abc import Iterable
from datetime import date

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application, InformationRequest, RequestItem
from registration.applications.requests import open_request
from registration.audit import service as audit
from registration.errors import Refused
from registration.workflow import engine
from registration.workflow.states import State

FEES = {"open": "Not settled yet", "paid": "Paid", "waived": "Waived"}


def ask_for_completion(
    application: Application, items: Iterable[RequestItem], *, due_on: date, by: Person
) -> InformationRequest:
    """Return an application to the school for named items only; from a deferral, as the way to resume it."""
    deferred = application.state is State.DEFERRED
    request = open_request(application, "deferral" if deferred else "completion", list(items), due_on=due_on, by=by)
    move = "resume_with_completion" if deferred else "return_for_completion"
    engine.perform(application, move, by=by, due_on=due_on, facts={"items": len(request.items)})
    return request


def record_fee(application: Application, fee: str, *, note: str, by: Person) -> None:
    """Keep whether the fee is paid or waived, and why. No amount is ever kept."""
    if fee not in FEES:
        raise Refused("Choose how the fee stands from the answers listed.")
    if not allowed(by, Action.RECORD_FEE, application):
        sentence = f"The fee can no longer be changed: this case stands at “{application.state.label}”."
        raise Refused(sentence, {"Note": note})
    if fee == "waived" and not note.strip():
        raise Refused("Say why the fee is waived.", {"Note": note})
    audit.note("fee recorded", by, application, before=application.fee, after=fee)
    application.fee, application.fee_note = fee, note.strip()
