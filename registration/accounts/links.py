"""Tokens of the links we send: worked out from the installation's secret, so that none is kept anywhere.

The table holds a hash of the token. The letter in the outbox holds the name of the row, and the
token is worked out when the letter leaves: nobody who can read the outbox can use the link.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from sqlalchemy import select

from registration.accounts.models import OneTimeLink
from registration.database import db, now

_secrets: list[bytes] = [b""]


def use(secrets: Sequence[str]) -> None:
    """The secrets of this installation, the present one first; set when the app is made."""
    _secrets[:] = [secret.encode() for secret in secrets]


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(link: OneTimeLink, secret: bytes | None = None) -> str:
    """The token of a link. Its purpose is part of it: an invitation can never set a password."""
    return worked_out(f"{link.purpose}:{link.public_id}:{link.email_key}", _secrets[0] if secret is None else secret)


def worked_out(about: str, secret: bytes) -> str:
    """A token of 256 bits that nobody without the secret can work out."""
    return urlsafe_b64encode(hmac.digest(secret, about.encode(), "sha256")).decode().rstrip("=")


def tokens_about(about: str) -> list[str]:
    """The token for something, by each secret, that of today first."""
    return [worked_out(about, secret) for secret in _secrets]


def token_of(link: OneTimeLink) -> str:
    """The token that was made for this link, also when the secret has been changed since."""
    tokens = [make_token(link, secret) for secret in _secrets]
    return next((token for token in tokens if hashed(token) == link.token_hash), tokens[0])


def usable(purpose: str, token: str) -> OneTimeLink | None:
    """The link a token belongs to, while it may still be used for this purpose."""
    link = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == hashed(token)))
    if link is None or link.purpose != purpose:
        return None
    if link.used_at or link.revoked_at or link.ends_at <= now():
        return None
    return link
