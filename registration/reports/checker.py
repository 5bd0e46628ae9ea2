"""The program that looks for our signature on a file somebody was given. It stands alone, and is given one certificate.

It reads the file from standard input, trusts nothing but `root.pem`, and asks nobody on the net. It writes JSON:
`ours` when a signature in it was made with our key, `whole` when the file is still, byte for byte, as it was signed.
A file that was damaged so that no reader opens it may still bear our signature, so that is looked for apart.
"""

import binascii
import json
import logging
import re
import sys
from pathlib import Path
from typing import IO

from asn1crypto import cms, x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

UNREADABLE = (PdfError, SignatureValidationError, SigningError, ValueError, LookupError, TypeError, AttributeError,
              NotImplementedError, RecursionError, OSError)  # fmt: skip
"""What libraries say of a file that is damaged, or made to confuse them."""

RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s{0,99}\]")
MOST = 8
"""So many signatures of a file are looked at."""


def is_whole(file: IO[bytes], root: certificates.Certificate) -> bool:
    """Our signature covers the whole file, and the file is what was signed."""
    above = x509.Certificate.load(root.public_bytes(serialization.Encoding.DER))
    trusted = ValidationContext(trust_roots=[above], allow_fetching=False)
    try:
        for found in PdfFileReader(file, strict=False).embedded_signatures[:MOST]:
            status = validate_pdf_signature(found, signer_validation_context=trusted)
            if status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
                return True
    except UNREADABLE:
        pass
    return False


def is_ours(content: bytes, root: certificates.Certificate) -> bool:
    """Somewhere in the file stands a signature that our key made, whatever became of the rest."""
    return any(made_by_us(content[int(a) + int(b) : int(c)], root) for a, b, c, _d in RANGE.findall(content)[:MOST])


def made_by_us(written: bytes, root: certificates.Certificate) -> bool:
    """A signature as a PDF holds it: in hexadecimal between angle brackets, and zeros to fill its place."""
    try:
        signed = cms.ContentInfo.load(binascii.unhexlify(written.strip(b"<> \r\n")))["content"]
        maker = signed["signer_infos"][0]
        for each in signed["certificates"]:
            holder = certificates.load_der_x509_certificate(each.chosen.dump())
            if holder.serial_number != maker["sid"].chosen["serial_number"].native:
                continue
            holder.verify_directly_issued_by(root)
            key = holder.public_key()
            said = maker["signed_attrs"].untag().dump()
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(maker["signature"].native, said, ec.ECDSA(hashes.SHA256()))
                return True
    except (*UNREADABLE, InvalidSignature):
        pass
    return False


def main() -> int:
    logging.disable()
    root = certificates.load_pem_x509_certificate(Path(sys.argv[1]).read_bytes())
    with open(0, "rb") as file:
        whole = is_whole(file, root)
        file.seek(0)
        ours = whole or is_ours(file.read(), root)
    json.dump({"ours": ours, "whole": whole}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
