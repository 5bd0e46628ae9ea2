"""Reading evidence outside requests, so that it can be searched and criteria can be suggested."""

from typing import Any

from flask import current_app

from registration.access.policy import Action
from registration.errors import Unavailable
from registration.evidence import text_service
from registration.evidence.jobs import version_named
from registration.evidence.showing import can_be_shown
from registration.evidence.text_reading import texts_of
from registration.jobs.models import Job
from registration.jobs.service import apart, every, handles
from registration.storage import StoreError


@handles(text_service.READ, attempts=4, watched_by=Action.ADD_EVIDENCE)
def read_text(job: Job) -> dict[str, Any]:
    """Read one version. A second reading gives the same pages, and takes the place of the first."""
    version = version_named(job)
    if version is None or version.storage_key is None or not can_be_shown(version):
        return {}
    key, sha256, media_type = version.storage_key, version.sha256, version.media_type
    edition = version.evidence.application.standard_edition
    with apart(job, 20, "The text of the file is being read, so that it can be found."):
        try:
            texts = texts_of(current_app.extensions["store"].verified(key, sha256), media_type)
        except StoreError as error:
            raise Unavailable(str(error)) from error
        read = text_service.prepared(texts, edition)
    version = version_named(job)
    if version is not None:
        text_service.keep_text(version, read)
    return {}


@every(minutes=15)
def read_what_is_left() -> None:
    """Ask for the text of files that came before their text was read, some at a time."""
    for version in text_service.unread_versions():
        text_service.ask_for_text(version, version.uploaded_by)
