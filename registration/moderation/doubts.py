"""What casts doubt on a finding: query marks on the evidence it rests on, and evidence rated without being opened."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from registration.applications.models import Application
from registration.database import db
from registration.review.models import WorkingNote
from registration.review.queries import claim

Key = tuple[int, str]
"""A reviewer and a criterion."""


@dataclass(frozen=True)
class QueryMark:
    """What a reviewer would ask about one citation."""

    title: str
    reason: str


def query_marks(application: Application) -> Mapping[Key, tuple[QueryMark, ...]]:
    """The query marks of the desk review, on what the school still cites. One statement.

    The private notes that lie in the same rows stay their writer's own: they are not read here.
    """
    wanted = select(WorkingNote.reviewer_id, WorkingNote.criterion_code, WorkingNote.marks).where(
        WorkingNote.application_id == application.id
    )
    found: dict[Key, tuple[QueryMark, ...]] = {}
    for reviewer_id, code, marks in db.session.execute(wanted):
        if queried := {key: reason for key, (mark, reason) in marks.items() if mark == "query"}:
            cited = claim(application, code).citations
            found[reviewer_id, code] = tuple(
                QueryMark(f"{row['title']}, {row['where']}", queried[row["id"]])
                for row in cited
                if row["id"] in queried
            )
    return found
