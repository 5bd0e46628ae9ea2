"""Whether letters leave at all, and what to do where they do not."""

from flask import current_app

from registration.accounts.addresses import mixes_alphabets
from registration.accounts.models import OneTimeLink
from registration.notifications.composing import address_of_link


def letters_leave() -> bool:
    """There is a mail server, and this is no demonstration: there nothing is sent to anybody."""
    settings = current_app.config["SETTINGS"]
    return settings.mail_url is not None and not settings.is_demonstration


def told_how(link: OneTimeLink) -> str:
    """What to tell whoever invited somebody, once. Where no mail leaves, the link is theirs to hand over."""
    sentence = f"The invitation of {link.name} is on its way to {link.email}. It can be used for seven days."
    if not letters_leave():
        sentence = (
            f"No mail leaves this installation, so hand this link to {link.name} yourself. It is shown this once: "
            f"{address_of_link(link)}"
        )
    if mixes_alphabets(link.email):
        sentence += " The address mixes letters of different alphabets: check that it is the right one."
    return sentence
