"""How long a reviewer reads an application, by area: an estimate, with the way it is worked out."""

from collections.abc import Iterable
from dataclasses import dataclass

from registration.applications.mirror_seen import Row, Seen
from standards.advice import Pace, advice


@dataclass(frozen=True)
class AreaReading:
    """Words of statements, pages of evidence and recordings cited in one area, and whole minutes for them."""

    title: str
    words: int
    pages: int
    recordings: int
    minutes: int


@dataclass(frozen=True)
class Reading:
    areas: tuple[AreaReading, ...]
    pace: Pace

    @property
    def minutes(self) -> int:
        """The sum of the rows, so that the table adds up."""
        return sum(area.minutes for area in self.areas)

    @property
    def in_words(self) -> str:
        """“2 hours 5 minutes”."""
        hours, minutes = divmod(self.minutes, 60)
        parts = [(hours, "hour"), (minutes, "minute")]
        return " ".join(f"{n} {word if n == 1 else word + 's'}" for n, word in parts if n) or "no time"


def reading_of(seen: Seen) -> Reading:
    """A page that is cited twice in an area is read once there."""
    pace = advice(seen.standard).pace
    areas = []
    for area in seen.standard.areas:
        codes = [criterion.code for criterion in area.criteria]
        words = sum(len(seen.statement(code).split()) for code in codes)
        pages, recordings = looked_at(seen, [row for code in codes for row in seen.cited(code)])
        seconds = words * 60 / pace.words_a_minute
        seconds += pages * pace.seconds_a_page + recordings * pace.seconds_a_recording
        areas.append(AreaReading(f"{area.number}. {area.title}", words, pages, recordings, -(-int(seconds) // 60)))
    return Reading(tuple(areas), pace)


def looked_at(seen: Seen, rows: Iterable[Row]) -> tuple[int, int]:
    """How many pages, and how many places in recordings. A file or page without pages counts as one."""
    pages: set[tuple[str, int]] = set()
    recordings: set[tuple[str, str]] = set()
    for row in rows:
        item = seen.items.get(row["evidence"], {})
        if row["timestamp"] or item.get("kind") == "recording":
            recordings.add((row["version"], row["timestamp"]))
            continue
        first = row["page_from"] or 1
        last = row["page_to"] or row["page_from"] or item.get("pages") or 1
        pages.update((row["version"], page) for page in range(first, last + 1))
    return len(pages), len(recordings)
