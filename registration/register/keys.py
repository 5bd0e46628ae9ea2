"""The key that signs certificates: from the settings, or one of our own where nothing is signed in earnest."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets

from config import INSTANCE, KEY_OF_TESTS, Settings
from registration.errors import Refused

HEAD = bytes.fromhex("302e020100300506032b657004220420")
"""What stands before the 32 bytes of an Ed25519 key (RFC 8410)."""

ED25519 = re.compile("-----BEGIN PRIVATE KEY-----\\sMC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43}\\s-----END PRIVATE KEY-----")
WRONG_KEY = (
    "Certificates cannot be signed, so no school can be registered: ask whoever runs this service to let "
    "SIGNING_KEY_FILE name a key as `openssl genpkey -algorithm ed25519` makes it."
)
NO_KEY = (
    "Certificates cannot be signed yet, so no school can be registered: ask whoever runs this service to set "
    "SIGNING_KEY_FILE, as its README says."
)


def signing_key(settings: Settings) -> str:
    """The private key as PEM. Raises `Refused` when another kind of key was set, and in production when none was."""
    if settings.signing_key:
        if not ED25519.fullmatch(settings.signing_key):
            raise Refused(WRONG_KEY)
        return settings.signing_key
    if settings.environment == "production":
        raise Refused(NO_KEY)
    if settings.environment == "test":
        return pem_of(hashlib.sha256(KEY_OF_TESTS.encode()).digest())
    return own_key()


def own_key() -> str:
    """A key made once and kept, also when two processes start together."""
    kept = INSTANCE / "signing_key.pem"
    if not kept.exists():
        INSTANCE.mkdir(exist_ok=True)
        made = INSTANCE / f"signing_key.{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_text(pem_of(secrets.token_bytes(32)), encoding="ascii")
        try:
            os.link(made, kept)
        except FileExistsError:
            pass  # the other process was first, and its key is as good
        finally:
            made.unlink()
    return kept.read_text(encoding="ascii")


def pem_of(seed: bytes) -> str:
    """A private key as `openssl genpkey -algorithm ed25519` writes it, from its 32 random bytes."""
    body = base64.b64encode(HEAD + seed).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"
