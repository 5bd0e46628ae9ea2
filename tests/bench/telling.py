"""The result as a page of Markdown: ratios first, milliseconds only as their ground."""

from dataclasses import dataclass, field
from datetime import date

from tests.bench.measuring import Cost

FIELD = {"Review queue, as a case officer": 2_400, "One criterion, for a reviewer": 800, "Saving a finding": 560}
"""Milliseconds of CPU that a reviewing system in this field spends on the like page, at 10,000 submissions."""


@dataclass
class Found:
    """What one run found."""

    when: date
    machine: str
    kept: float = 0.0
    report: float = 0.0
    bare_report: float = 0.0
    costs: dict[tuple[str, int], Cost] = field(default_factory=dict)
    parts: dict[int, dict[str, float]] = field(default_factory=dict)
    rows: dict[int, dict[str, int]] = field(default_factory=dict)
    memory: dict[int, float] = field(default_factory=dict)
    first_view: dict[str, int] = field(default_factory=dict)


def page(found: Found) -> str:
    sizes = list(found.rows)
    names = list(dict.fromkeys(name for name, _ in found.costs))
    least, most = sizes[0], sizes[-1]
    heads = [f"{size:,}" for size in sizes]
    lines = [
        "# How fast, and how it grows", "",
        f"Written by `./manage bench` on {found.when:%d %B %Y} ({found.machine}). Only the ratios say something of"
        " another machine. CPU of both worker processes per request, SQLite, through gunicorn, signed in.",
        "",
        "## Pages", "",
        f"Beside each kind of request, a bare page of 40 rows is asked for as often: Flask and Jinja alone,"
        f" {least_bare(found):.1f} ms at best. Its template is compiled each time, as `render_template_string` does; a"
        f" bare page whose template is kept takes {found.kept:.1f} ms.",
        "",
        "Each figure is the best of three rounds. Growth is that of the ratio to the bare page of the same minutes:"
        " other work on a machine makes every request dearer, by up to half.",
        "",
        row("Request", *[f"ms at {head}" for head in heads], f"growth {heads[0]} to {heads[-1]}",
            *[f"bare pages at {head}" for head in heads],
            *[f"statements at {head}" for head in heads]),
        row(*["---"] * (2 + 3 * len(sizes))),
    ]
    for name in names:
        costs = [found.costs[name, size] for size in sizes]
        lines.append(row(
            name, *[f"{cost.cpu:.1f}" for cost in costs], ratio(costs[-1].bare_pages, costs[0].bare_pages),
            *[f"{cost.bare_pages:.2f}" for cost in costs], *[str(cost.statements or "–") for cost in costs],
        ))
    lines += ["", "Goals: the queue at most 3 bare pages, growth at most 1.2; the overview of the desk at most 50 ms;"
              " at most 8 statements at every size.", "",
              *beside(found, sizes), *inside(found), "## What was in the database", "",
              row("Applications", *[name.replace("_", " ") for name in found.rows[least]]),
              row(*["---"] * (1 + len(found.rows[least])))]
    lines += [row(f"{size:,}", *[f"{number:,}" for number in found.rows[size].values()]) for size in sizes]
    lines += [
        "", "## Memory, first view, report", "",
        f"- Largest worker after all requests, at {most:,} applications: {found.memory[most]:.0f} MB (goal: 100 MB).",
        f"- First view: {sum(found.first_view.values()) / 1000:.1f} kB compressed (goal: 60 kB): "
        + ", ".join(f"{name} {size / 1000:.1f}" for name, size in found.first_view.items()) + ".",
        f"- The report: {found.report:.2f} s of CPU; bare WeasyPrint on the same HTML and style"
        f" {found.bare_report:.2f} s; ratio {ratio(found.report, found.bare_report)} (goal: 1.2)."
        " One that was made is served from its stored bytes.",
    ]
    return "\n".join(lines) + "\n"


def least_bare(found: Found) -> float:
    return min(cost.bare for cost in found.costs.values())


def beside(found: Found, sizes: list[int]) -> list[str]:
    """The like pages of another reviewing system, where this run has its size."""
    if 10_000 not in sizes:
        return []
    lines = ["A reviewing system in this field, at 10,000 submissions, on the like pages:", ""]
    for name, milliseconds in FIELD.items():
        ours = found.costs[name, 10_000].cpu
        lines.append(f"- {name}: {milliseconds:,} ms there, {ours:.1f} ms here: {milliseconds / ours:.0f} times.")
    return [*lines, ""]


def inside(found: Found) -> list[str]:
    """Where the time of the queue goes, at the smallest and the largest size."""
    sizes = list(found.parts)
    least, most = found.parts[sizes[0]], found.parts[sizes[-1]]
    lines = ["## Inside the queue", "",
             "In one process, without a server, as a case officer. The rest of a request is Flask, its cookie, and"
             " the server.", "",
             row("Part", *[f"ms at {size:,}" for size in (sizes[0], sizes[-1])]), row("---", "---", "---")]
    lines += [row(part, f"{least[part]:.2f}", f"{most[part]:.2f}") for part in most]
    return [*lines, ""]


def row(*texts: str) -> str:
    return "| " + " | ".join(texts) + " |"


def ratio(part: float, whole: float) -> str:
    return f"{part / whole:.2f}"
