"""What a registration leaves to the worker: making the certificate as a PDF, and telling of what is overdue."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy import select

from registration.access.policy import Action
from registration.database import db
from registration.errors import Refused, Unavailable
from registration.jobs.models import Job
from registration.jobs.service import apart, every, handles
from registration.register import overdue, signing
from registration.register.certificate import STYLE, html_of
from registration.register.keys import signing_key
from registration.register.models import Certificate
from registration.register.service import KIND
from registration.reports.process import Busy, NotPrinted, printed


@handles(KIND, watched_by=Action.SEE_REGISTRATION)
def make_certificate(job: Job) -> Mapping[str, str]:
    """Sign its facts, print it, store the bytes, and keep their hash, by which the public page knows the file."""
    wanted = job.argument["certificate"]
    certificate = db.session.scalars(select(Certificate).where(Certificate.public_id == wanted)).one()
    reference = certificate.registration.application.reference
    if certificate.storage_key is None:
        content = certificate.content  # to read it later would open a transaction, for as long as printing takes
        text = signing.text_of(content)
        with apart(job, 30, "The certificate is being signed and printed."):
            signed = signing.signed_by(signing_key(current_app.config["SETTINGS"]), text)
            try:
                made = printed(html_of(content, signed), STYLE)
            except Busy as error:
                raise Unavailable(str(error)) from error
            except NotPrinted as error:
                raise Refused(str(error)) from error
            stored = current_app.extensions["store"].put([made])
        signing.keep(certificate, text, signed)
        certificate.storage_key, certificate.sha256, certificate.size = stored.key, stored.sha256, stored.size
    return {"then": f"/applications/{reference}/registration/", "text": "To the registration"}


@every(minutes=60)
def tell_of_overdue() -> None:
    overdue.tell_of_overdue()
