"""The program that signs: it alone loads what signing needs, and is told the key on its standard input.

Takes JSON with `key` (PEM) and `text`; writes JSON with the signature (base64), the public key (PEM) and its
fingerprint, the SHA-256 of the key in the form that certificates of the web use (SubjectPublicKeyInfo).
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key


def main() -> int:
    given = json.load(sys.stdin)
    key = load_pem_private_key(given["key"].encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        return 3
    public = key.public_key()
    known = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    json.dump(
        {
            "signature": base64.b64encode(key.sign(given["text"].encode())).decode(),
            "public_pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
            "fingerprint": hashlib.sha256(known).hexdigest(),
        },
        sys.stdout,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
