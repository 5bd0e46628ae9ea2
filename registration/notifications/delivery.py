"""What to tell whoever invited somebody, where letters leave and where they do not."""

from registration.accounts.addresses import mixes_alphabets
from registration.accounts.models import OneTimeLink
from registration.notifications.composing import address_of_link
from registration.notifications.sending import letters_leave


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
