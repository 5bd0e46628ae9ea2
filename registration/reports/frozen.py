"""A report's content as plain JSON, and back: how an edition is frozen before it is printed."""

from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, get_args, get_origin

from registration.applications.snapshot import digest
from registration.reports.content import ReportContent

OF_THE_EDITION = ("version", "dated")
"""What differs between two editions that say the same."""


def plain(content: ReportContent) -> dict[str, Any]:
    """The content as JSON can hold it."""
    return {name: simple(value) for name, value in asdict(content).items()}


def simple(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: simple(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [simple(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def restored(frozen: dict[str, Any]) -> ReportContent:
    """The content again, equal to what was frozen.

    A field that was added since has its default, so that an edition stays readable for as long as it is kept.
    """
    content: ReportContent = built(ReportContent, frozen)
    return content


def built(kind: Any, value: Any) -> Any:
    """A value of this kind from its plain form."""
    if get_origin(kind) is UnionType:
        return None if value is None else built(next(k for k in get_args(kind) if k is not type(None)), value)
    if get_origin(kind) is Sequence:
        return tuple(built(get_args(kind)[0], inner) for inner in value)
    if is_dataclass(kind) and isinstance(kind, type):
        known = (field for field in fields(kind) if field.name in value)
        return kind(**{field.name: built(field.type, value[field.name]) for field in known})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return value


def substance(frozen: dict[str, Any]) -> str:
    """The hash of what an edition says, apart from its number and date."""
    return digest({name: value for name, value in frozen.items() if name not in OF_THE_EDITION})
