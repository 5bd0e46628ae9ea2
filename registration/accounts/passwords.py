"""Passwords: argon2id with OWASP's parameters, and what a good password is."""

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 12
LONGEST_BYTES = 1024
"""Longer input is refused before it is hashed, so that nobody can keep the service busy with it."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_DUMMY = HASHER.hash("a password nobody has")

WORDS_GUESSED_FIRST = frozenset(
    re.findall(
        r"\S+",
        """
        password passwort passwd welcome letmein qwerty qwertz azerty asdfgh zxcvbn iloveyou admin administrator
        monkey dragon football baseball sunshine princess superman batman trustno master shadow login changeme
        secret default guest school teacher student principal cambridge registration online summer winter spring
        autumn january february march april june july august september october november december monday friday
        sunday test hello access whatever computer internet london liverpool arsenal chelsea
        """,
    )
)
YEARS = re.compile(r"(19|20)\d\d")
REPEATS = re.compile(r"(.)\1{2,}")
NO_LETTERS = re.compile(r"[\W_]+")
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


def normal(password: str) -> str:
    """The same password however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    return HASHER.hash(normal(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long when there is no account, so that nobody can tell."""
    if len(password.encode(errors="replace")) > LONGEST_BYTES:
        return False
    try:
        return HASHER.verify(kept or _DUMMY, normal(password)) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_new_hash(kept: str | None) -> bool:
    """The hash was made with weaker parameters than today's."""
    return kept is not None and HASHER.check_needs_rehash(kept)


def problem_with(password: str, *known: str) -> str | None:
    """Why a password would soon be guessed, as a sentence; None when it is good. `known` are name and address.

    Length counts, and what guessers try first; no rule about capitals or digits (NIST SP 800-63B, 3.1.1).
    """
    if len(password.encode(errors="replace")) > LONGEST_BYTES:
        return f"Use at most {LONGEST_BYTES:,} bytes."
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words you can remember make a good password."
    rest = left_to_guess(password.casefold(), known)
    if len(set(password)) < 5 or len(rest) < 5:
        return (
            "This password would be guessed early: it is made of common words, your own name, or letters in a row."
            " Use a few words that do not belong together."
        )
    return None


def left_to_guess(password: str, known: tuple[str, ...]) -> str:
    """What is left of a password without common words, runs, repeats, and what is known of the person."""
    parts = [part for text in known for part in re.split(r"[^\w]+", text.casefold()) if len(part) > 2]
    words = sorted({*WORDS_GUESSED_FIRST, *parts}, key=len, reverse=True)
    left = without_runs(YEARS.sub(" ", password))
    return min((bare(left, words), bare(left.translate(LOOKS_LIKE), words)), key=len)


def without_runs(text: str) -> str:
    """Letters, digits or keys in a row taken out, from three on."""
    for run in RUNS:
        for line in (run, run[::-1]):
            for length in range(len(line), 2, -1):
                for start in range(len(line) - length + 1):
                    text = text.replace(line[start : start + length], " ")
    return text


def bare(text: str, words: list[str]) -> str:
    """Letters and digits that are left without these words and without one sign again and again."""
    for word in words:
        text = text.replace(word, " ")
    return NO_LETTERS.sub("", REPEATS.sub(" ", text))
