"""Sealing the log: every minute, what was added."""

from registration.audit import service
from registration.jobs.service import every


@every(minutes=1)
def seal_log() -> None:
    service.seal()
