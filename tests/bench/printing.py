"""The report against bare WeasyPrint on the same page: CPU seconds, each in a process of its own."""

import resource
import subprocess
import sys
from collections.abc import Callable

from registration.reports import page, pdf, process
from tests.reports import sample

BARE = """
import sys
from weasyprint import CSS, HTML
HTML(string=sys.stdin.read()).write_pdf(sys.argv[1], stylesheets=[CSS(filename=sys.argv[2])], pdf_variant="pdf/ua-1")
"""


def report_and_bare(times: int = 3) -> tuple[float, float]:
    """The least CPU seconds of some runs: our report, and the same HTML and style by WeasyPrint alone."""
    html = page.html_of(sample.content())
    process.printed(html)

    def bare() -> None:
        command = [sys.executable, "-c", BARE, "/dev/null", str(pdf.STYLES["report"])]
        subprocess.run(command, input=html.encode(), check=True)

    return least(lambda: process.printed(html), times), least(bare, times)


def least(work: Callable[[], object], times: int) -> float:
    return min(children_cpu(work) for _ in range(times))


def children_cpu(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
