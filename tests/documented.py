"""The commands of a page in docs/, as a reader would copy them, so that no page tells of commands that do not work."""

import re
import subprocess
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def commands(page: str, heading: str) -> str:
    """The block of commands below a heading of the page."""
    section = (DOCS / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[0]


def run(page: str, heading: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run them in a folder; the first that fails ends it."""
    script = commands(page, heading)
    return subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)
