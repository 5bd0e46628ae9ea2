"""The quality standard: what is asked of an online school, as data, and the code that reads it.

Each *edition* is a folder of TOML files. A published edition never changes;
a change is a new edition. An application stays on the edition it began with.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from standards import loader
from standards.loader import StandardError
from standards.model import Standard

_added: list[Path] = []

__all__ = ["Standard", "StandardError", "add_folder", "current", "editions", "load", "remove_folder"]


def load(edition: str) -> Standard:
    """The edition with this name. Raises `StandardError` when there is none, or when it has problems."""
    return _load(edition, tuple(_added))


def current(on: date) -> Standard:
    """The edition that applies to an application begun on this day.

    Of two that take effect on the same day, the one from an added folder
    applies: an operator adds it to be used.
    """
    begun = [standard for standard in editions() if standard.effective_from <= on]
    if not begun:
        raise StandardError([f"No edition of the standard applies on {on}: the first begins later."])
    return begun[-1]


def editions() -> tuple[Standard, ...]:
    """Every edition, the earliest first."""
    return _editions(tuple(_added))


def add_folder(path: Path | str) -> None:
    """Also use the editions in this folder, each in a folder of its own.

    Raises `StandardError` when the folder is not there, or holds an edition
    with problems or with the name of one that is already known.
    """
    folder = Path(path).resolve()
    if folder in _added:
        return
    if not folder.is_dir():
        raise StandardError(
            [f"{folder}: there is no such folder. Name a folder that holds editions, one folder each."]
        )
    _editions((*_added, folder))
    _added.append(folder)


def remove_folder(path: Path | str) -> None:
    """Stop using the editions of a folder that was added."""
    folder = Path(path).resolve()
    if folder in _added:
        _added.remove(folder)


def _folders(added: tuple[Path, ...]) -> dict[str, Path]:
    """Every edition's folder, by name."""
    found: dict[str, Path] = {}
    for home in (loader.HOME, *added):
        for file in sorted(home.glob("*/standard.toml")):
            name = file.parent.name
            if name in found:
                raise StandardError(
                    [f"{file.parent}: edition {name} is already in {found[name].parent}. Rename it."]
                )
            found[name] = file.parent
    return found


@lru_cache
def _load(edition: str, added: tuple[Path, ...]) -> Standard:
    folders = _folders(added)
    if edition not in folders:
        known = ", ".join(folders)
        raise StandardError([f"There is no edition {edition} of the standard. Those there are: {known}."])
    return loader.load(folders[edition])


@lru_cache
def _editions(added: tuple[Path, ...]) -> tuple[Standard, ...]:
    loaded = [_load(edition, added) for edition in _folders(added)]
    return tuple(sorted(loaded, key=lambda standard: standard.effective_from))
