"""Some words around what was found, so that people see whether it is what they look for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registration.evidence.search_index import Term
from registration.evidence.text import words_in

AROUND = 14
MOST_IN_SNIPPET = 34
NEAR = 260
"""Characters on either side of a word that hold enough for a snippet."""


@dataclass(frozen=True)
class Piece:
    """Some words of a snippet; `marked`: they are what was looked for."""

    text: str
    marked: bool = False


def snippet(text: str, terms: Sequence[Term]) -> Iterator[Piece]:
    """Some words around the first place where most is found, with blanks made single."""
    start, end = likely_part(text, terms)
    words = list(words_in(text[start:end]))
    marked = found_at([word for _start, _end, word in words], terms)
    if len(set(marked.values())) < len(terms) and (start, end) != (0, len(text)):
        start, end = 0, len(text)
        words = list(words_in(text))
        marked = found_at([word for _start, _end, word in words], terms)
    yield from pieces(text[start:end], words, marked, before=start > 0, after=end < len(text))


def likely_part(text: str, terms: Sequence[Term]) -> tuple[int, int]:
    """A stretch that seems to hold all terms, between blanks. Cutting a whole page into words takes far longer."""
    plain = text.lower()
    spots = [plain.find(term.words[0].removesuffix("i")) for term in terms]  # “policy” is folded to `polici`
    if len(plain) != len(text) or min(spots) < 0 or max(spots) - min(spots) > NEAR:
        return 0, len(text)
    start = text.rfind(" ", 0, max(0, min(spots) - NEAR)) + 1
    end = text.find(" ", max(spots) + NEAR)
    return start, end if end >= 0 else len(text)


def pieces(
    text: str, words: list[tuple[int, int, str]], marked: dict[int, int], *, before: bool, after: bool
) -> Iterator[Piece]:
    first = best_place(marked)
    begin, end = max(0, first - AROUND), min(len(words), max(0, first - AROUND) + MOST_IN_SNIPPET)
    if begin or before:
        yield Piece("… ")
    at = words[begin][0] if begin else 0
    for spot in range(begin, end):
        start, stop, _word = words[spot]
        if spot in marked:
            yield Piece(single_blanks(text[at:start]))
            yield Piece(text[start:stop], marked=True)
            at = stop
    if end < len(words) or after:
        yield Piece(single_blanks(text[at : words[end - 1][1]] if words else text))
        yield Piece(" …")
    else:
        yield Piece(single_blanks(text[at:]).rstrip())


def found_at(words: list[str], terms: Sequence[Term]) -> dict[int, int]:
    """Places of words that belong to a term, each with the number of its term."""
    found: dict[int, int] = {}
    for which, term in enumerate(terms):
        length = len(term.words)
        first, last = term.words[0], term.words[-1]
        for spot in range(len(words) - length + 1):
            if length > 1 and words[spot] != first:
                continue
            ending = words[spot + length - 1]
            fits = ending.startswith(last) if term.open_ended else ending == last
            if fits and tuple(words[spot : spot + length - 1]) == term.words[:-1]:
                found.update(dict.fromkeys(range(spot, spot + length), which))
    return found


def best_place(marked: dict[int, int]) -> int:
    """The first marked word of the stretch with the most different terms."""
    spots = sorted(marked)
    if not spots:
        return 0
    reach = MOST_IN_SNIPPET - AROUND
    variety = {spot: len({marked[s] for s in spots if spot <= s < spot + reach}) for spot in spots[:200]}
    return max(variety, key=lambda spot: (variety[spot], -spot))


def single_blanks(text: str) -> str:
    """Without the line ends of the page, so that a snippet reads as one line."""
    inner = " ".join(text.split())
    lead = " " if text[:1].isspace() and inner else ""
    trail = " " if text[-1:].isspace() else ""
    return f"{lead}{inner}{trail}"
