"""The written material of the demonstration: TOML files in the folder `texts` beside this module."""

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


@cache
def read(path: str) -> dict[str, Any]:
    """One file of the material, such as "complete/evidence.toml". Not to be changed by who reads it."""
    return tomllib.loads((FOLDER / path).read_text(encoding="utf-8"))


def read_all(pattern: str) -> dict[str, Any]:
    """Several files as one, in the order of their names: "complete/findings-*.toml"."""
    together: dict[str, Any] = {}
    for path in sorted(FOLDER.glob(pattern)):
        together |= read(str(path.relative_to(FOLDER)))
    return together


def chance_for(seed: str) -> random.Random:
    """Chance that falls the same way each time for the same words: nothing here needs to be a secret."""
    return random.Random(seed)  # noqa: S311  the same every time, and no secret
