"""The answers of a form as they travel: pairs of name and text, cut to what may be kept as a draft."""

import re
from collections.abc import Iterable
from typing import Any

MOST_OF_A_FIELD = 50_000
"""Characters. More than a form takes, so that somebody can paste a long text and shorten it in peace."""
MOST = 1_000_000
MOST_FIELDS = 1_000

SECRET = re.compile(r"csrf_token|_.*|.*password.*|.*token.*", re.IGNORECASE)
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

NOT_WRITTEN = frozenset({"version", "then", "go", "stay", "to", "from"})
"""Names of buttons and of what a form says of itself."""

Answers = list[list[str]]


class TooMuch(Exception):
    """More than a draft may hold. `str()` is a sentence for the writer."""


def answers_of(sent: Iterable[Any]) -> Answers:
    """What may be kept of what was sent: no token, no password; letters that nothing can carry as \ufffd.

    Raises TooMuch, and ValueError for what is no list of pairs.
    """
    kept: Answers = []
    size = 0
    for name, text in sent:
        if not isinstance(name, str) or not isinstance(text, str) or len(name) > 200:
            raise ValueError("An answer is a name and a text.")
        if SECRET.fullmatch(name):
            continue
        if len(text) > MOST_OF_A_FIELD:
            raise TooMuch(f"This is too long to be kept as a draft: it is longer than {MOST_OF_A_FIELD:,} characters.")
        size += len(name) + len(text)
        kept.append([plain(name), plain(text)])
    if size > MOST or len(kept) > MOST_FIELDS:
        raise TooMuch("This form holds too much to be kept as a draft. Save it now.")
    return kept


def plain(text: str) -> str:
    return UNKEEPABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def words_of(answers: Answers) -> dict[str, str]:
    """What a person wrote, by label: choices and short codes are left out."""
    found: dict[str, str] = {}
    for name, text in answers:
        if len(text) > 2 and name not in NOT_WRITTEN:
            label = name.replace("_", " ").replace("-", " ").strip().capitalize()
            found[label] = f"{found[label]}\n{text}" if label in found else text
    return found
