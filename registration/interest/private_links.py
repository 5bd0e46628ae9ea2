"""The private link of whoever sent an expression of interest: it opens their own page, without an account.

Its token is worked out from the installation's secret, so it is kept nowhere: a letter in the outbox names the
interest, and the link is made when the letter leaves. It lives as long as there is something to say.
"""

import hmac
from datetime import datetime, timedelta

from registration.accounts import links
from registration.database import now
from registration.interest.models import Interest

LIVES = timedelta(days=90)


def tokens_of(public_id: str) -> list[str]:
    """The token by each secret, that of today first."""
    return links.tokens_about(f"interest:{public_id}")


def opens(public_id: str, token: str) -> bool:
    """Whether this token is the one of this interest."""
    return any(hmac.compare_digest(known.encode(), token.encode()) for known in tokens_of(public_id))


def still_lives(interest: Interest) -> bool:
    return ends_at(interest) > now()


def ends_at(interest: Interest) -> datetime:
    """Ninety days after anybody last wrote."""
    written = [interest.sent_at, *(message.sent_at for message in interest.messages)]
    return max([*written, interest.answered_at or interest.sent_at]) + LIVES
