"""Publishing an edition: its fingerprint is written down, and from then on its files may not change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from standards.reading import StandardError, read_table

HOME = Path(__file__).parent
PUBLISHED = "published.toml"


def digest(folder: Path) -> str:
    """The fingerprint of an edition: SHA-256 over the name and content of each of its TOML files.

    Line endings do not count, so that a checkout on another system is the same edition.
    """
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.toml"), key=lambda file: file.name):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{file.name}\n{len(content)}\n".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"


def published(home: Path = HOME) -> dict[str, str]:
    """The digest of each edition published in `home`, from its `published.toml`; empty without one."""
    if not (home / PUBLISHED).exists():
        return {}
    problems: list[str] = []
    table = read_table(home / PUBLISHED, problems)
    digests = {edition: table.text(edition) for edition in table.values} if table else {}
    if problems:
        raise StandardError(problems)
    return digests


def changed_since_published(folder: Path, now: str) -> list[str]:
    """What is wrong when a published edition no longer has the fingerprint it was published with."""
    try:
        then = published(folder.parent).get(folder.name)
    except StandardError as error:
        return error.problems
    if then in (None, now):
        return []
    return [
        f"{folder.name}: this edition is published and its files have changed since. "
        f"Put them back, and make the change in a new edition ({PUBLISHED} says {then}, the files give {now})."
    ]
