"""Run the benchmark: `python -m tests.bench [SIZES…]`, by `./manage bench`."""

import os
import platform
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from registration import create_app
from tests.bench import building, measuring, parts, printing, telling
from tests.bench.result import RESULT
from tests.bench.serving import Server, serving

SIZES = (100, 10_000, 100_000)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    found = telling.Found(
        when=datetime.now(UTC).date(), machine=f"{os.cpu_count()} cores, Python {platform.python_version()}"
    )
    with serving("tests.bench.bare:app", {}) as beside:
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                at_size(size, Path(folder), found, beside)
        found.kept = min(measuring.bare_page(beside, "/kept") for _ in range(measuring.ROUNDS))
    found.report, found.bare_report = printing.report_and_bare()
    text = telling.page(found)
    print(text)
    if tuple(sizes) == SIZES:
        RESULT.write_text(text + others(text))


def others(text: str) -> str:
    """The sections of the result that other benchmarks wrote: they stay as they are."""
    sections = ("\n" + RESULT.read_text()).split("\n## ")[1:]
    return "".join(f"\n## {s.strip()}\n" for s in sections if f"\n## {s.splitlines()[0]}\n" not in text)


def at_size(size: int, folder: Path, found: telling.Found, beside: Server) -> None:
    env = {
        "REGISTRATION_ENV": "demonstration", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "STORAGE_URL": (folder / "files").as_uri(), "SECRET_KEY": secrets.token_hex(32),
    }
    app = create_app(env)
    with app.app_context():
        began = time.monotonic()
        cast = building.build(size)
        print(f"==> {size:,} applications made in {time.monotonic() - began:.0f} s", file=sys.stderr)
        found.rows[size] = building.rows()
        with serving("app:app", env) as server:
            for visit in measuring.visits(app, cast):
                cost = found.costs[visit.name, size] = measuring.cost(app, server, beside, visit)
                print(f"    {visit.name}: {cost.cpu:.1f} ms, {cost.bare_pages:.2f} bare pages", file=sys.stderr)
            found.memory[size] = server.memory()
            found.first_view = measuring.first_view(server)
        found.parts[size] = parts.of_the_queue(app, cast.carys)


main()
