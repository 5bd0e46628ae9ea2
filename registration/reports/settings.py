"""What a report takes from the settings of this installation."""

from flask import current_app

from registration.reports.about import Names
from registration.reports.signing import Signer


def names() -> Names:
    settings = current_app.config["SETTINGS"]
    return Names(settings.body_name, settings.body_address, str(settings.body_time_zone))


def signer() -> Signer:
    settings = current_app.config["SETTINGS"]
    return Signer(settings.signer_folder, settings.body_name, may_make=settings.environment != "production")
