"""Signing what a certificate says, so that anybody can check it without us and without a connection.

What is signed is a short text of the facts, not the PDF: it can be read, kept and typed. A signature says that we
issued the certificate. Whether it still holds is said by its public page alone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from registration import programs
from registration.database import db
from registration.errors import Unavailable
from registration.register.models import Certificate, SigningKey

PROGRAM = Path(__file__).with_name("signer.py")
BOUNDS = programs.Bounds(memory=512 * 1024 * 1024, work=20, wait=60)
FIRST_LINE = "Certificate of registration, signed text 1"
FACTS = (
    ("number", "number"), ("school", "school"), ("country", "country"), ("centre number", "centre_number"),
    ("standard", "standard"), ("edition", "edition"), ("valid from", "valid_from"), ("valid until", "valid_until"),
    ("issued by", "body"), ("standing", "address"),
)  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """A signature (base64), and the public key that proves it."""

    signature: str
    public_pem: str
    fingerprint: str


def text_of(content: Mapping[str, Any]) -> str:
    """The text that is signed: a fact a line, in UTF-8 (NFC), each line ended by a line feed. Same facts, same text."""
    return "".join(f"{line}\n" for line in lines_of(content))


def lines_of(content: Mapping[str, Any]) -> Iterator[str]:
    yield FIRST_LINE
    for name, key in FACTS:
        yield f"{name}: {in_one_line(content[key])}"
    for row in content["programmes"]:
        subjects = f" ({in_one_line(row['subjects'])})" if row["subjects"] else ""
        yield f"programme: {in_one_line(row['programme'])}{subjects}"
    for name in content["territories"]:
        yield f"territory: {in_one_line(name)}"


def in_one_line(value: object) -> str:
    """A value that can neither begin a line of its own nor hide anything: no breaks, no control characters."""
    text = unicodedata.normalize("NFC", " ".join(str(value).split()))
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs"))


def signed_by(key: str, text: str) -> Signed:
    """Sign in a program of our own. Raises `Unavailable` when it fails: the job tries again."""
    given = json.dumps({"key": key, "text": text}).encode()
    try:
        answer = programs.run(PROGRAM, [], BOUNDS, given=given)
    except programs.TooSlow:
        raise Unavailable("Signing the certificate took too long. It is tried again.") from None
    if answer.code != 0:
        raise Unavailable("The certificate could not be signed. Check SIGNING_KEY_FILE, then ask for it again.")
    return Signed(**json.loads(answer.made))


def keep(certificate: Certificate, text: str, signed: Signed) -> None:
    """Keep the signature with its text, and publish the key. A key that was published once stays published."""
    certificate.signed_text, certificate.signature = text, signed.signature
    certificate.signing_key = published(signed)


def published(signed: Signed) -> SigningKey:
    wanted = select(SigningKey).where(SigningKey.fingerprint == signed.fingerprint)
    found = db.session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    made = SigningKey(fingerprint=signed.fingerprint, public_pem=signed.public_pem)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # another worker published it at this moment
        return db.session.scalars(wanted).one()
    return made
