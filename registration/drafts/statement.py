"""The one statement that keeps a draft. Putting it together takes longer than sending it, so each is made once."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite

from registration.access.visibility import Kind, seen_by
from registration.accounts.models import OnceKey
from registration.applications.models import Application
from registration.drafts.models import Draft

TABLE: Any = Draft.__table__
WRITTEN = ("public_id", "person_id", "application_id", "place", "key", "view", "title", "answers", "after_session",
           "saved_at")  # fmt: skip


@cache
def upsert(dialect: str, kind: Kind | None) -> Any:
    """Write a draft, or write over it; its parameters are the columns as `new_…`, `seen`, and those of the kind.

    Nothing is written when the form was saved meanwhile, when a reader of this kind does not see the case
    (None: it is not asked), and when another window wrote to the draft after it was `seen`.
    """
    values = [bindparam(f"new_{name}", type_=TABLE.c[name].type) for name in WRITTEN]
    view, case = bindparam("new_view", type_=String), bindparam("new_application_id", type_=Integer)
    sent = exists(select(OnceKey.id).where(OnceKey.key >= view + ":", OnceKey.key < view + ";"))
    seen = true() if kind is None else visible(kind, case)
    made: Any = postgresql.insert(TABLE) if dialect == "postgresql" else sqlite.insert(TABLE)
    made = made.from_select(list(WRITTEN), select(*values).where(and_(~sent, seen)))
    changed = {name: made.excluded[name] for name in ("view", "answers", "after_session", "saved_at")}
    changed["title"] = func.coalesce(func.nullif(made.excluded.title, ""), TABLE.c.title)
    own = or_(TABLE.c.view == made.excluded.view, TABLE.c.saved_at == bindparam("seen", type_=TABLE.c.saved_at.type))
    return made.on_conflict_do_update(index_elements=["person_id", "place", "key"], set_=changed, where=own)


def visible(kind: Kind, case: Any) -> Any:
    """The case is one that a reader of this kind sees."""
    return exists(select(Application.id).where(Application.id == case, seen_by(kind.reader())))


@cache
def sight(kind: Kind) -> Any:
    """Asks whether a reader of this kind sees the case `new_application_id`."""
    return select(visible(kind, bindparam("new_application_id", type_=Integer)))
