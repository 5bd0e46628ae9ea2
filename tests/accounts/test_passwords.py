"""What a good password is."""

import pytest

from registration.accounts.passwords import hash_password, problem_with, verify_password

KNOWN = ("Amina Example", "amina@harbourlights.example")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Passw0rd!2026",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "letmeinletmein",
        "Cambridge2026!",
        "welcome12345",
        "monkeymonkey1",
        "amina-example-1",
        "harbourlights12",
        "abababababab",
        "p@ssw0rdp@ssw0rd",
        "iloveyou2026!",
        "Summer2026!!!",
        "short",
    ],
)
def test_what_is_guessed_first_is_refused_with_a_reason(password):
    problem = problem_with(password, *KNOWN)

    assert problem is not None
    assert problem.endswith(".")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "seven violet tractors hum",
        "Ärger mit dem Fahrrad",
        "我们在海边读书写字唱歌跳舞",
        "x7#Lq0vT9!wz2",
    ],
)
def test_long_and_odd_is_enough_without_rules_about_kinds_of_letters(password):
    assert problem_with(password, *KNOWN) is None


def test_the_same_letters_composed_differently_are_one_password():
    kept = hash_password("café del mar azul")

    assert verify_password(kept, "cafe\u0301 del mar azul")


def test_a_longer_input_is_never_hashed():
    kept = hash_password("x" * 1024)

    assert not verify_password(kept, "x" * 1025)
