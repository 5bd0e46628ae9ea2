"""What anybody needs to check a certificate without us: the signed text, its signature, and our public keys."""

import base64

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from registration.access.guard import public
from registration.errors import NotFound
from registration.register import queries
from registration.register.models import Certificate
from registration.register.views import bp

UNSIGNED = "This certificate has no signature: it is being made, or was issued before certificates were signed."


@bp.get("/register/keys")
@public
def signing_keys() -> ResponseReturnValue:
    return render_template("register/signing_keys.html", keys=queries.signing_keys())


@bp.get("/register/keys/<fingerprint>.pem")
@public
def signing_key(fingerprint: str) -> ResponseReturnValue:
    found = queries.signing_key(fingerprint[:64])
    return file(found.public_pem.encode(), f"key-{found.fingerprint[:16]}.pem", "application/x-pem-file")


@bp.get("/register/<number>/certificate.txt")
@public
def signed_text(number: str) -> ResponseReturnValue:
    found = signed_certificate(number)
    return file((found.signed_text or "").encode(), "certificate.txt", "text/plain; charset=utf-8")


@bp.get("/register/<number>/certificate.sig")
@public
def signature(number: str) -> ResponseReturnValue:
    found = signed_certificate(number)
    return file(base64.b64decode(found.signature or ""), "certificate.sig", "application/octet-stream")


def signed_certificate(number: str) -> Certificate:
    found = queries.signed_certificate(number[:60])
    if found is None:
        raise NotFound(UNSIGNED)
    return found


def file(content: bytes, name: str, media_type: str) -> Response:
    """The exact bytes, to be kept and not shown: a browser that showed them could change them."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(len(content))}
    return Response(content, content_type=media_type, headers=headers)
