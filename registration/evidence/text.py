"""Text as it is searched: words without case and accents, the same for every script and every database.

Both databases are given words that were cut here, so that they find the same. What is
typed into the search box goes the same way.

- An English word and its plural are one: “policies” is found by `policy`.
- Case, accents, vowel signs and widths do not count: “Élève” is `eleve`, “مُدَرِّس” is `مدرس`.
- The Arabic article does not count, nor do the spellings of alef, yeh and teh marbuta.
- Chinese, Japanese, Thai, Lao, Khmer and Burmese put no blank between words. Each letter is
  a word of its own there, and letters typed together are looked for as a phrase.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40
LONGEST_KNOWN = 100
"""Letters of a run that is remembered, so that nobody fills the memory with pages that have no blank."""
LEAST_WITH_PLURAL = 4
OFTEN, OFTEN_TIMES = "³", 3
"""Folding leaves no such mark in a word."""

WITHOUT_BLANKS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
)
ALONE = re.compile(f"[{WITHOUT_BLANKS}]")
MARKS = "".join(c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c) in ("Mn", "Mc"))
UNSEEN = "\u00ad\u200c\u200d"  # a soft hyphen and the joiners of letters do not end a word
RUN = re.compile(f"[\\w{MARKS}{UNSEEN}]+")
ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": None, "ک": "ك", "ی": "ي"})
ARTICLE = re.compile(r"^(?:وال|بال|ال)+(?=.{3})")
"""Again and again: without hamza some words begin like the article, and are the same words after it."""


def folded(text: str) -> str:
    """The words of a text, each with a blank before it and after it; empty when there is none."""
    found = [word for _start, _end, word in words_in(text)]
    return f" {' '.join(found)} " if found else ""


def frequent(words: str) -> str:
    """Of folded words those that come at least three times, each with a mark, and a blank before and after."""
    counted = Counter(words.split())
    found = [f"{word}{OFTEN}" for word, times in counted.items() if times >= OFTEN_TIMES]
    return f" {' '.join(found)} " if found else ""


def words_of(text: str) -> tuple[str, ...]:
    return tuple(word for _start, _end, word in words_in(text))


def words_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word with its place in the text as it stands: where it starts, where it ends, and the word folded."""
    for run in RUN.finditer(text):
        raw = run[0]
        if raw.isascii():
            plain = raw.replace("_", " ").lower()
            if " " not in plain:
                yield run.start(), run.end(), singular(plain[:LONGEST_WORD])
                continue
        yield from pieces_of(raw, run.start())


def pieces_of(raw: str, start: int) -> Iterator[tuple[int, int, str]]:
    """A run of letters, divided where the script has no blanks and at underscores."""
    at = 0
    for part in divided(raw):
        word = plain_word(part)
        if word:
            yield start + at, start + at + len(part), word
        at += len(part)


def divided(raw: str) -> tuple[str, ...]:
    """The parts of a run, nothing left out. Marks stay with the letter they stand on."""
    return divided_before(raw) if len(raw) <= LONGEST_KNOWN else tuple(parts_in(raw))


def parts_in(raw: str) -> list[str]:
    parts: list[str] = []
    joins = False
    for letter in raw:
        alone = bool(ALONE.match(letter)) or letter == "_"
        unseen = letter in UNSEEN or unicodedata.category(letter) in ("Mn", "Mc")
        if parts and (unseen or (joins and not alone)):
            parts[-1] += letter
        else:
            parts.append(letter)
            joins = not alone
    return parts


def plain_word(part: str) -> str:
    """One word folded: at most so many letters and digits, and nothing else; perhaps nothing at all."""
    return known_word(part) if len(part) <= LONGEST_KNOWN else word_in(part)


def word_in(part: str) -> str:
    spread = unicodedata.normalize("NFKD", part).casefold().translate(ARABIC)
    letters = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in spread
        if letter.isalnum()
    )
    return singular(ARTICLE.sub("", letters)[:LONGEST_WORD])


known_word = lru_cache(maxsize=20_000)(word_in)
divided_before = lru_cache(maxsize=20_000)(lambda raw: tuple(parts_in(raw)))


def singular(word: str) -> str:
    """Without the ending of an English plural: `policies` and `policy` are `polici`. Other words keep their letters."""
    if len(word) < LEAST_WITH_PLURAL or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-2]
    if word.endswith("s") and word[-2] not in "sui":
        return singular(word[:-1])
    return f"{word[:-1]}i" if word.endswith("y") and word[-2] not in "aeiou" else word
