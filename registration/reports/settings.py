"""What a report takes from the settings of this installation."""

from flask import current_app

from registration.reports.about import Names


def names() -> Names:
    settings = current_app.config["SETTINGS"]
    return Names(settings.body_name, settings.body_address, str(settings.body_time_zone))
