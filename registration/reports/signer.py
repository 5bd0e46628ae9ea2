"""The program that signs a final report: it alone opens the key.

A PDF comes in, and goes out with one signature more (PAdES, ETSI.CAdES.detached) that allows no change after it.
It stands alone, as `pdf` does. The folder of the signer holds `key.pem`, which nobody else may read,
`certificate.pem` for that key, and `root.pem`, which readers trust. Where we may, we make all three: the key of
such a root is thrown away, so that nothing else can ever be signed in its name.
"""

import datetime
import io
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

KEY, CERTIFICATE, ROOT = "key.pem", "certificate.pem", "root.pem"
YEARS = 20
PEM = serialization.Encoding.PEM
REFUSED = 3


class Unsigned(Exception):
    """This file cannot be signed. `str(error)` is a whole sentence."""


class Untold(IncrementalPdfFileWriter):
    """Adds a signature and no word of who wrote the file, nor with what; the file has said when it was made."""

    def _update_meta(self) -> None:
        pass


def signed(pdf: bytes, folder: Path, body: str) -> bytes:
    """The PDF with the body's signature. Its own bytes stay as they are, and stand first."""
    if not (folder / KEY).is_file():
        raise Unsigned(f"The folder of the signer holds no {KEY}.")
    if stat.S_IMODE((folder / KEY).stat().st_mode) & 0o077:
        raise Unsigned("The key may be read by others than its owner. Take that right away (chmod 600) first.")
    signer = signers.SimpleSigner.load(
        str(folder / KEY), str(folder / CERTIFICATE), ca_chain_files=(str(folder / ROOT),)
    )
    if signer is None:
        raise Unsigned("The key or the certificate of the signer cannot be read.")
    about = signers.PdfSignatureMetadata(
        field_name="Signature", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, name=body, reason="Final approval-visit report",
    )  # fmt: skip
    made = signers.PdfSigner(about, signer=signer).sign_pdf(Untold(io.BytesIO(pdf)))
    made.seek(0)
    return bytes(made.read())


def make(folder: Path, body: str) -> None:
    """A key with its certificate and a root of its own, unless they are there. Two may do so at once: one wins."""
    if (folder / KEY).exists():
        return
    made = folder.with_name(f"{folder.name}.{secrets.token_hex(8)}")
    made.mkdir(mode=0o700, parents=True)
    try:
        write_all(made, body)
        if folder.is_dir():
            folder.rmdir()  # only an empty one: what an operator put there stays
        made.rename(folder)
    except OSError:
        if not (folder / KEY).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_all(folder: Path, body: str) -> None:
    above, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    begins = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    top, here = called(f"{body}, root of reports"), called(f"{body}, reports")
    root = certificate(top, top, above, begins, authority=True).sign(above, hashes.SHA256())
    leaf = certificate(here, top, own, begins, authority=False).sign(above, hashes.SHA256())
    (folder / ROOT).write_bytes(root.public_bytes(PEM))
    (folder / CERTIFICATE).write_bytes(leaf.public_bytes(PEM))
    kept = own.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(kept)


def called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    begins: datetime.datetime,
    *,
    authority: bool,
) -> x509.CertificateBuilder:
    """One that may sign documents, or one that may sign certificates, and nothing else."""
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins).not_valid_after(begins + datetime.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )  # fmt: skip


def main() -> int:
    """Words: the folder, the name of the body, and `make` where a key may be made. Exit code 3: a sentence says why."""
    folder, body, *may_make = sys.argv[1:]
    try:
        if may_make:
            make(Path(folder), body)
        made = signed(sys.stdin.buffer.read(), Path(folder), body)
    except Unsigned as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
