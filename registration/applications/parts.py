"""A long application in parts: what is read on one page, so that no page is more than a slow line can bring."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from registration.applications.dossier import AreaRead, CriterionRead, Dossier

LONGEST = 18_000
"""Characters of one part, as far as criteria can be divided: some eight kilobytes on their way."""


@dataclass(frozen=True)
class Part:
    """Some criteria of a dossier; the profile goes with the first, evidence and declaration with the last."""

    areas: tuple[AreaRead, ...]
    number: int
    pages: int
    total: int
    """Criteria in all parts."""
    begins: Mapping[int, int]
    """The part in which each area begins, by the area's number."""

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.pages


def part_of(dossier: Dossier, number: int) -> Part:
    """The part of this number; a number past the end gives the last."""
    parts = list(parts_of(dossier))
    number = min(max(1, number), len(parts))
    begins: dict[int, int] = {}
    for place, areas in enumerate(parts, start=1):
        for read in areas:
            begins.setdefault(read.area.number, place)
    total = sum(len(read.criteria) for read in dossier.areas)
    return Part(parts[number - 1], number, len(parts), total, begins)


def parts_of(dossier: Dossier) -> Iterator[tuple[AreaRead, ...]]:
    """All criteria in order, cut where a part would become too long."""
    part: list[AreaRead] = []
    length = 0
    for read in dossier.areas:
        part.append(replace(read, criteria=()))
        for criterion in read.criteria:
            if length and length + length_of(criterion) > LONGEST:
                yield tuple(area for area in part if area.criteria)
                part, length = [replace(read, criteria=())], 0
            part[-1] = replace(part[-1], criteria=(*part[-1].criteria, criterion))
            length += length_of(criterion)
    yield tuple(part)


def length_of(read: CriterionRead) -> int:
    said = (read.criterion.title, read.criterion.requirement, read.statement, read.no_evidence_reason)
    return sum(map(len, said)) + sum(len(c.title) + len(c.where) + len(c.shows) for c in read.cited)
