"""The mirror's conditions about evidence: where citations point, and what is known of each item."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from registration.applications.mirror_seen import Found, Holds, Place, Row, Seen
from standards.advice import Rule

TOLD_IN = "English"


def of_citation(code: str, row: Row, **words: str) -> Found:
    return Found(Place("citation", row["id"], code), {"code": code, "document": row["title"], **words})


def of_item(row: Row, **words: str) -> Found:
    return Found(Place("item", row["id"]), {"document": row["title"], **words})


def place_missing(seen: Seen, rule: Rule) -> Iterator[Found]:
    """Many pages and none named, or a recording without a time, unless the line itself says where to look."""
    for code, row in seen.citations:
        item = seen.items.get(row["evidence"], {})
        if row["link"]:
            lacks = item.get("kind") == "recording" and not row["timestamp"]
        else:
            lacks = row["page_from"] is None and (item.get("pages") or 0) > 1
        first = row["shows"].split(maxsplit=1)[:1]
        if lacks and not (first and first[0].casefold() in rule.words("unless")):
            yield of_citation(code, row)


def place_beyond_end(seen: Seen, rule: Rule) -> Iterator[Found]:
    """Known for the newest version only: the register holds no other."""
    for code, row in seen.citations:
        item = seen.items.get(row["evidence"], {})
        pages, last = item.get("pages"), row["page_to"] or row["page_from"]
        if pages and last and row["version"] == item.get("version") and last > pages:
            yield of_citation(code, row, where=row["where"], pages=counted(pages))


def counted(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def shows_shorter(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (of_citation(c, row) for c, row in seen.citations if len(row["shows"].split()) < rule.number("words"))


def older_version_cited(seen: Seen, rule: Rule) -> Iterator[Found]:
    for code, row in seen.citations:
        newest = seen.items.get(row["evidence"], {}).get("number", 0)
        if row["number"] < newest:
            yield of_citation(code, row, cited=str(row["number"]), newest=str(newest))


def file_not_ready(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (of_item(row) for row in seen.items.values() if row["id"] in seen.unready)


def not_described(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (of_item(row) for row in seen.items.values() if row.get("described") is False)


def expired(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row, last in valid(seen):
        if last < seen.today:
            yield of_item(row, day=in_words(last))


def expires_before_visit(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row, last in valid(seen):
        if seen.today <= last < seen.visit_on:
            yield of_item(row, day=in_words(last), visit=in_words(seen.visit_on))


def valid(seen: Seen) -> Iterator[tuple[Row, date]]:
    """Items with the last day on which they are valid."""
    return ((r, date.fromisoformat(r["valid_until"])) for r in seen.items.values() if r["valid_until"])


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def language_without_note(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row in seen.items.values():
        if row["language"].strip().casefold() != TOLD_IN.casefold() and not row.get("note", "").strip():
            yield of_item(row, language=row["language"])


def personal_data_shown(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row in seen.items.values():
        if row["personal_data"] == "yes" and not row["redacted"] and not row.get("note", "").strip():
            yield of_item(row)


def personal_data_unknown(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (of_item(r) for r in seen.items.values() if r["personal_data"] == "unknown" and r.get("described", True))


def scan_without_text(seen: Seen, rule: Rule) -> Iterator[Found]:
    for row in seen.items.values():
        if row.get("has_text") is False and (row["pages"] or 1) >= rule.number("pages"):
            yield of_item(row, pages=counted(row["pages"] or 1))


def period_older(seen: Seen, rule: Rule) -> Iterator[Found]:
    months = rule.number("months")
    for row in seen.items.values():
        ended = date.fromisoformat(row["period_to"]) if row.get("period_to") else None
        if ended and months_between(ended, seen.today) > months:
            yield of_item(row, day=in_words(ended), months=str(months))


def months_between(earlier: date, later: date) -> float:
    """In months, and days as parts of one."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month + (later.day - earlier.day) / 31


def cited_often(seen: Seen, rule: Rule) -> Iterator[Found]:
    codes = codes_by_item(seen)
    for key, row in seen.items.items():
        if len(codes[key]) > rule.number("criteria"):
            yield of_item(row, count=str(len(codes[key])))


def cited_nowhere(seen: Seen, rule: Rule) -> Iterator[Found]:
    codes = codes_by_item(seen)
    return (of_item(row) for key, row in seen.items.items() if not codes[key])


def codes_by_item(seen: Seen) -> Mapping[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, row in seen.citations:
        codes[row["evidence"]].add(code)
    return codes


CONDITIONS: Mapping[str, Holds] = {
    "place_missing": place_missing, "place_beyond_end": place_beyond_end, "shows_shorter": shows_shorter,
    "older_version_cited": older_version_cited, "file_not_ready": file_not_ready, "not_described": not_described,
    "expired": expired, "expires_before_visit": expires_before_visit, "language_without_note": language_without_note,
    "personal_data_shown": personal_data_shown, "personal_data_unknown": personal_data_unknown,
    "scan_without_text": scan_without_text, "period_older": period_older, "cited_often": cited_often,
    "cited_nowhere": cited_nowhere,
}  # fmt: skip
