"""Passwords: argon2id with OWASP's parameters, and what a good password is."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 12
LONGEST_BYTES = 1024
"""Longer input is refused before it is hashed, so that nobody can keep the service busy with it."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_DUMMY = HASHER.hash("a password nobody has")


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def verify_password(kept: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long when there is no account, so that nobody can tell."""
    if len(password.encode()) > LONGEST_BYTES:
        return False
    try:
        return HASHER.verify(kept or _DUMMY, password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
