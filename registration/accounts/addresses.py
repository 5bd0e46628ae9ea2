"""E-mail addresses: how two spellings are known to be one, and which are likely to deceive."""

import unicodedata


def email_key(address: str) -> str:
    """The address for look-up: the same however it is composed, and in capitals or not."""
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def mixes_alphabets(address: str) -> bool:
    """Letters of more than one alphabet stand in one address, as in a look-alike of somebody else's."""
    alphabets = {unicodedata.name(letter, "?").split()[0] for letter in address if letter.isalpha()}
    return len(alphabets) > 1
