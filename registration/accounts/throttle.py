"""The throttle: guessing is slowed, for each account and for each network, and nobody is locked out.

Attempts are rows, so the count holds over every worker. An attempt is noted before it is
judged, and at once: a page that refuses is rolled back, and would take the count with it.
"""

import hashlib
import ipaddress
from datetime import timedelta

from sqlalchemy import delete, func, select

from registration.accounts.models import Attempt
from registration.database import db, now

WITHIN = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(days=60)

FREE = {
    "sign_in": 5,          # one account, from one network
    "sign_in_account": 20,  # one account, from everywhere; networks it signed in from before are exempt
    "sign_in_network": 40,  # one network, any account: a school sits behind one address
    "forgotten": 3,
    "forgotten_network": 20,
    "invite": 30,
    "interest_email": 3,   # each sends a letter to an address that may be somebody else's
    "self_check": 60,      # a workshop of principals sits behind one address
}
"""How many attempts an hour cost no waiting, by purpose; 10 for any other."""


def key_of(purpose: str, key: str) -> str:
    """What the row holds: no address of a person or a network can be read from it."""
    return f"{purpose}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def network_of(address: str | None) -> str:
    """The network an address belongs to: itself, or for IPv6 the /64 that one household has."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if ip.version == 6 else str(ip)


def wait_for(purpose: str, key: str) -> timedelta:
    """How long until the next attempt is heard: nothing at first, then doubling from 15 seconds to 15 minutes."""
    kept = key_of(purpose, key)
    count, last = db.session.execute(
        select(func.count(), func.max(Attempt.at)).where(Attempt.key == kept, Attempt.at > now() - WITHIN)
    ).one()
    beyond = count - FREE.get(purpose, 10)
    if beyond < 0 or last is None:
        return timedelta()
    wait = min(timedelta(seconds=15) * 2 ** min(beyond, 10), LONGEST_WAIT)
    return max(last + wait - now(), timedelta())


def too_many(purpose: str, key: str) -> bool:
    """Whether this must wait before it is tried again. Look here first, then `note_attempt`."""
    return wait_for(purpose, key) > timedelta()


def note_attempt(purpose: str, key: str) -> None:
    """Count an attempt. Commits at once: call it before anything else is changed in the request."""
    note_attempts((purpose, key))


def note_attempts(*counted: tuple[str, str]) -> None:
    """Count one attempt under several keys, and forget those that no longer count. Commits at once."""
    is_old = (Attempt.at < now() - WITHIN) & Attempt.key.not_like("known:%")
    db.session.execute(delete(Attempt).where(is_old | (Attempt.at < now() - REMEMBERED)))
    db.session.add_all(Attempt(key=key_of(purpose, key)) for purpose, key in counted)
    db.session.commit()


def forget(purpose: str, key: str) -> None:
    """It succeeded: the failures before it no longer count."""
    db.session.execute(delete(Attempt).where(Attempt.key == key_of(purpose, key)))


def remember(key: str) -> None:
    """This account has signed in from this network: guesses from elsewhere do not slow it here."""
    forget("known", key)
    db.session.add(Attempt(key=key_of("known", key)))


def is_known(key: str) -> bool:
    found = select(Attempt.id).where(Attempt.key == key_of("known", key), Attempt.at > now() - REMEMBERED)
    return db.session.scalar(found.limit(1)) is not None
