"""The desk: all items of an application, 25 at a time, as many statements for one as for five hundred."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from registration.applications.models import Application
from registration.database import db
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.evidence.queries import in_order
from registration.evidence.vocabulary import KIND_WORDS
from registration.paging import Page, page_of

MOST_AT_ONCE = 50
"""Files described on one page."""


@dataclass(frozen=True)
class Row:
    """One item on the desk. `cited` are codes; `older` those that still cite a version before the newest."""

    item: Evidence
    version: EvidenceVersion
    cited: tuple[str, ...]
    older: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """All that an application holds: the bytes of every version, items, and items not yet described."""

    used: int
    count: int
    undescribed: int


@dataclass(frozen=True)
class Filters:
    """Which items are shown: cited for an area, of a kind, cited ("yes") or not ("no"). Empty: all."""

    area: str = ""
    kind: str = ""
    cited: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str], application: Application) -> "Filters":
        """What the address says; what it cannot mean is left out."""
        areas = {str(area.number) for area in application.standard.areas}
        allowed = {"area": areas, "kind": set(KIND_WORDS), "cited": {"yes", "no"}}
        return cls(**{name: sent.get(name, "") for name, values in allowed.items() if sent.get(name) in values})

    @property
    def any(self) -> bool:
        return bool(self.area or self.kind or self.cited)


def desk(application: Application, number: int = 1, filters: Filters = Filters()) -> Page[Row]:
    """The items of an application, newest first."""
    wanted = present(application)
    if filters.kind:
        wanted = wanted.where(Evidence.kind == filters.kind)
    if filters.area:
        codes = [c.code for c in application.standard.criteria.values() if str(c.area) == filters.area]
        wanted = wanted.where(is_cited(Citation.criterion_code.in_(codes)))
    if filters.cited:
        wanted = wanted.where(is_cited() if filters.cited == "yes" else ~is_cited())
    page = page_of(wanted.order_by(Evidence.id.desc()).options(joinedload(Evidence.versions)), number)
    return Page(rows(page.items), page.number, page.total, page.rows)


def present(application: Application) -> Select[Evidence]:
    return select(Evidence).where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))


def is_cited(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some version of the item is cited in the working copy."""
    return exists().where(
        EvidenceVersion.evidence_id == Evidence.id, Citation.evidence_version_id == EvidenceVersion.id, *more
    )


def rows(items: Iterable[Evidence]) -> list[Row]:
    """Each item with where it is cited; one query for all of them."""
    items = [item for item in items if item.versions]
    ids = [version.id for item in items for version in item.versions]
    cited: dict[int, list[str]] = defaultdict(list)
    for version_id, code in db.session.execute(
        select(Citation.evidence_version_id, Citation.criterion_code).where(
            Citation.evidence_version_id.in_(ids)
        )
    ):
        cited[version_id].append(code)
    return [
        Row(
            item,
            item.current,
            in_order(code for version in item.versions for code in cited[version.id]),
            in_order(code for version in item.versions[:-1] for code in cited[version.id]),
        )
        for item in items
    ]


def held(application: Application) -> Held:
    """What the head of the desk counts, in one statement."""
    here = Evidence.application_id == application.id
    used = select(func.sum(EvidenceVersion.size)).join(Evidence).where(here).scalar_subquery()
    waiting = func.sum(case((~Evidence.described, 1), else_=0))
    wanted = select(used, func.count(), waiting).where(here, Evidence.removed_at.is_(None))
    return Held(*(int(number or 0) for number in db.session.execute(wanted).one()))


def undescribed(application: Application) -> list[Evidence]:
    """Files that were uploaded and not yet described, as many as one page takes, in the order they came."""
    wanted = present(application).where(~Evidence.described).order_by(Evidence.id).limit(MOST_AT_ONCE)
    return list(db.session.scalars(wanted.options(joinedload(Evidence.versions))).unique())


def count_undescribed(application: Application) -> int:
    wanted = present(application).where(~Evidence.described)
    return db.session.scalar(wanted.with_only_columns(func.count())) or 0
