"""Expressing interest, and interests that are there already."""

from registration.database import db
from registration.interest.models import Interest

GOOD = {
    "delivers_online": "yes", "legally_registered": "yes", "named_principal": "yes", "year_planned": "yes",
    "school_name": "Tidewater Online School", "cambridge_reason": "", "country": "PT",
    "registration_number": "PT 507-221",
    "legal_status": "company", "website": "https://www.tidewater.example/home", "roll": "120",
    "stages": ["primary", "advanced"], "delivery": "live", "programmes": ["igcse"], "contact_name": "Teresa Lima",
    "contact_role": "Principal", "email": "teresa@tidewater.example",
}  # fmt: skip


def express(browser, **changes):
    browser.open("interest.express")
    return browser.press("Send", **{**GOOD, **changes})


def kept(**facts):
    found = Interest(**{"school_name": "Tidewater Online School", "country": "PT", "contact_name": "Teresa Lima",
                        "email": "teresa@tidewater.example", "details": {}, **facts})  # fmt: skip
    db.session.add(found)
    db.session.commit()
    return found
