"""Inspection: what an uploaded file is, and whether we take it.

The browser's word for a file's type is never asked. A file is taken when its name and
its content agree on one of six types, when it is whole, opens without a password, holds
no program and unpacks to a sensible size. Every refusal is a sentence that says what to
do next. Nothing here knows the web or the database.
"""

from registration.evidence.inspection.doorway import inspect, look_at_name
from registration.evidence.inspection.names import clean_name, content_disposition
from registration.evidence.inspection.outcome import EXTENSIONS, Inspection, Limits
from registration.evidence.inspection.scanner import ScannerUnavailable, scan

__all__ = [
    "EXTENSIONS",
    "Inspection",
    "Limits",
    "ScannerUnavailable",
    "clean_name",
    "content_disposition",
    "inspect",
    "look_at_name",
    "scan",
]
