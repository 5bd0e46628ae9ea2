"""The page of results: each benchmark puts its own section there, and leaves the others as they are."""

import re
from pathlib import Path

RESULT = Path(__file__).parents[2] / "docs/performance.md"


def put(heading: str, made: str) -> None:
    """Put a section, heading included, in the place of the one there, or at the end."""
    page = RESULT.read_text()
    there = re.compile(rf"^{re.escape(heading)}$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    page = there.sub(lambda _match: f"{made}\n", page) if there.search(page) else f"{page.rstrip()}\n\n{made}"
    RESULT.write_text(page.rstrip() + "\n")
