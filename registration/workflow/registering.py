"""What must be true before a school is registered, and again; a part of `needs`."""

from registration.applications.models import Application
from registration.reapproval.standing import unconfirmed
from registration.workflow.need import need


@need(
    "Confirm each criterion that is as last time, or change it: the page “As last time” shows which are left.",
    "reapproval.carried",
)
def every_criterion_confirmed(application: Application) -> bool:
    """Of a reapproval; any other application has nothing to confirm."""
    return not unconfirmed(application)


@need("Enter the agreement date and the centre number first.", "register.registration")
def registration_entered(application: Application) -> bool:
    return application.registration is not None


@need("A registration is renewed by registering the school again.", "register.registration")
def renewed(application: Application) -> bool:
    """Another registration of the school has taken its place."""
    return application.registration is not None and application.registration.renewed_by is not None
