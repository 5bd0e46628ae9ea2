"""What somebody typed into the search box, as terms. Whatever it is, it is words and phrases, never a command.

- `fire drill`: pages with both words, in any order
- `"fire drill"`: one after the other
- `safeguard*`: words that begin so
- `消防演习`: letters of a script without blanks, one after the other
"""

import re
from dataclasses import dataclass

from registration.evidence.search_index import Term
from registration.evidence.text import words_of

MOST_CHARACTERS = 1_000
MOST_WORDS = 12
LEAST_OF_A_BEGINNING = 3

PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)|([^\s"“”„«»]+)')


@dataclass(frozen=True)
class Sought:
    """The terms looked for, and whether some of what was typed was left out."""

    typed: str
    terms: tuple[Term, ...]
    shortened: bool = False

    @property
    def loosened(self) -> "Sought":
        """The same words, each also as the beginning of a longer one. A phrase stays as it was typed."""
        terms = (term if len(term.words) > 1 else Term(term.words, worth_leaving_open(term)) for term in self.terms)
        return Sought(self.typed, tuple(terms), self.shortened)


def sought(typed: str) -> Sought:
    """Read what was typed. Of a very long text only the first words are looked for."""
    kept = typed[:MOST_CHARACTERS].replace("\0", " ").strip()
    terms: list[Term] = []
    left, shortened = MOST_WORDS, len(typed.strip()) > MOST_CHARACTERS
    for piece in PIECE.finditer(kept):
        quoted, word = piece[1], piece[2]
        words = words_of(quoted if quoted is not None else word)
        if len(words) > left:
            words, shortened = words[:left], True
        if not words:
            continue
        term = Term(words)
        if (quoted or word or "").endswith("*"):
            term = Term(words, worth_leaving_open(term))
        if term not in terms:
            terms.append(term)
            left -= len(words)
    return Sought(" ".join(kept.split()), tuple(terms), shortened)


def worth_leaving_open(term: Term) -> bool:
    """One or two letters begin too many words; a letter of a script without blanks is a word by itself."""
    last = term.words[-1]
    return len(last) >= LEAST_OF_A_BEGINNING
