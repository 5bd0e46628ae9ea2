"""The mirror's conditions about the self-assessment: ratings, statements, and what they rest on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from registration.applications.mirror_seen import Found, Holds, Place, Seen, among, at
from registration.evidence.vocabulary import KIND_WORDS
from standards.advice import Rule
from standards.model import Rating

DATE = re.compile(
    r"\b(20\d\d|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
SHORTEST_TITLE = 12
"""A title of fewer letters, or of one word, is found in statements that do not mean the document."""


def rating_missing(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (at(c) for c in among(seen, rule) if seen.rating(c.code) is None)


def statement_missing(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (at(c) for c in among(seen, rule) if not seen.statement(c.code).strip())


def nothing_cited(seen: Seen, rule: Rule) -> Iterator[Found]:
    return (at(c) for c in among(seen, rule) if not seen.cited(c.code) and not seen.reason(c.code))


def statement_shorter(seen: Seen, rule: Rule) -> Iterator[Found]:
    for criterion in among(seen, rule):
        count = len(seen.statement(criterion.code).split())
        if 0 < count < rule.number("words"):
            yield at(criterion, count=str(count), words=str(rule.number("words")))


def claimed_without_evidence(seen: Seen, rule: Rule) -> Iterator[Found]:
    """Rated as meeting the standard, with a reason in place of evidence. Without a reason a hard rule says so."""
    for criterion in among(seen, rule):
        rating = seen.rating(criterion.code)
        if rating and rating.meets and not seen.cited(criterion.code) and seen.reason(criterion.code):
            yield at(criterion, rating=rating.label)


def claimed_on_little(seen: Seen, rule: Rule) -> Iterator[Found]:
    for criterion in among(seen, rule):
        rating, count = seen.rating(criterion.code), len(seen.cited(criterion.code))
        if rating and rating.code == rule.word("rating") and 0 < count < rule.number("citations"):
            yield at(criterion, rating=rating.label)


def below_bar_without_date(seen: Seen, rule: Rule) -> Iterator[Found]:
    for criterion in among(seen, rule):
        rating = seen.rating(criterion.code)
        if rating and below_bar(seen, rating) and not DATE.search(seen.statement(criterion.code)):
            yield at(criterion, rating=rating.label)


def below_bar(seen: Seen, rating: Rating) -> bool:
    return rating.value is not None and rating.value < seen.standard.bar


def one_kind_of_evidence(seen: Seen, rule: Rule) -> Iterator[Found]:
    for criterion in among(seen, rule):
        cited = [seen.items[row["evidence"]] for row in seen.cited(criterion.code) if row["evidence"] in seen.items]
        kinds = {item["kind"] for item in cited}
        if len(kinds) == 1:
            kind = kinds.pop()
            yield at(criterion, kind=KIND_WORDS.get(kind, kind).lower())


def statement_repeated(seen: Seen, rule: Rule) -> Iterator[Found]:
    """A paragraph that stands in two criteria, told at the later of them; once for each pair."""
    stands: dict[str, list[str]] = defaultdict(list)
    for criterion in among(seen, rule):
        for paragraph in seen.statement(criterion.code).splitlines():
            words = paragraph.casefold().split()
            if len(words) >= rule.number("words"):
                stands[" ".join(words)].append(criterion.code)
    pairs = {(codes[0], other) for codes in stands.values() for other in codes[1:] if other != codes[0]}
    for criterion in among(seen, rule):
        yield from (at(criterion, other=first) for first, code in sorted(pairs) if code == criterion.code)


def document_not_cited(seen: Seen, rule: Rule) -> Iterator[Found]:
    """The statement has the title of an item, letter for letter, and no citation of one with this title."""
    titles = {row["title"] for row in seen.items.values()}
    for criterion in among(seen, rule):
        cited = {row["title"] for row in seen.cited(criterion.code)}
        for title in sorted(titles - cited):
            if len(title) >= SHORTEST_TITLE and " " in title and named(title, seen.statement(criterion.code)):
                place = Place("cite", criterion.code)
                yield Found(place, {"code": criterion.code, "title": criterion.title, "document": title})


def named(words: str, text: str) -> bool:
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def figure_to_be_filled(seen: Seen, rule: Rule) -> Iterator[Found]:
    """A mark in capital letters is looked for as it is, another in any letters."""
    for criterion in among(seen, rule):
        text = seen.statement(criterion.code)
        lower = text.casefold()
        for mark in rule.words("marks"):
            if named(mark, text) if mark.isupper() else named(mark, lower):
                yield at(criterion, words=mark)


CONDITIONS: Mapping[str, Holds] = {
    "rating_missing": rating_missing, "statement_missing": statement_missing, "nothing_cited": nothing_cited,
    "statement_shorter": statement_shorter, "claimed_without_evidence": claimed_without_evidence,
    "claimed_on_little": claimed_on_little, "below_bar_without_date": below_bar_without_date,
    "one_kind_of_evidence": one_kind_of_evidence, "statement_repeated": statement_repeated,
    "document_not_cited": document_not_cited, "figure_to_be_filled": figure_to_be_filled,
}  # fmt: skip
