"""Texts made to take long: each is dealt with in a moment, and in bounded memory."""

import time

import pytest

from registration.drafts.comparing import compared
from registration.evidence import text

MADE_TO_TAKE_LONG = (
    ("a\n" * 999, "a\nb\n" * 5_000), ("a " * 500, "a b " * 500), ("a " * 999, "a b " * 999),
    ("\n".join(map(str, range(2_000, 5_400))), "\n".join(map(str, range(5_400, 2_000, -1)))),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), MADE_TO_TAKE_LONG)
def test_two_wordings_made_to_take_long_are_compared_in_a_moment(old, new):
    begun = time.process_time()
    left, right = compared(old, new)

    assert time.process_time() - begun < 3
    assert "".join(text for text, _ in left) == old
    assert "".join(text for text, _ in right) == new


def test_pages_without_a_blank_are_not_remembered():
    text.divided_before.cache_clear()
    text.known_word.cache_clear()

    for page in range(3):
        text.folded("".join(chr(0x4E00 + page + number % 5_000) for number in range(20_000)))
        text.folded("é" * 20_000 + str(page))

    held = text.divided_before.cache_info().currsize + text.known_word.cache_info().currsize
    assert held <= 5_002  # single letters only
    assert text.folded("é" * 60_000) == f" {'e' * 40} "
