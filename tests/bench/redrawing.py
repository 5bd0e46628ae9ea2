"""Where the time of a report goes, and whether a changed finding could redraw the rest from a cache.

Run `python -m tests.bench.redrawing`; it writes its own section of docs/performance.md.
"""

import pickle
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from registration.reports import pdf
from registration.reports.comparing import comparison
from registration.reports.content import ReportContent
from registration.reports.frozen import plain, restored
from registration.reports.page import html_of
from tests.bench.result import put
from tests.reports import sample

HEADING = "## Redrawing a report after one finding changed"
ROUNDS = 3
GOAL = 0.5


@dataclass
class Parts:
    """CPU seconds of each step; pages that differ after a finding grew a little, and a lot; what a layout holds."""

    frozen: float
    html: float
    styles: float
    layout: float
    writing: float
    one_area: float
    pages: int
    moved: int
    moved_much: int
    held: float
    unkept: str

    @property
    def whole(self) -> float:
        return self.frozen + self.html + self.styles + self.layout + self.writing

    @property
    def saved(self) -> float:
        return self.whole * (1 - self.with_layout_kept)

    @property
    def with_layout_kept(self) -> float:
        """What would be left when the layout of the areas that did not change came from a cache."""
        return (self.whole - self.layout + self.one_area) / self.whole

    @property
    def with_html_kept(self) -> float:
        """What is left when the HTML of all but one area comes from a cache."""
        return (self.whole - self.html * 25 / 26) / self.whole


def main() -> None:
    made = section(measured())
    sys.stdout.write(made)
    put(HEADING, made)


def measured() -> Parts:
    content = sample.content()
    page = html_of(content)
    fonts = FontConfiguration()
    sheets, styles = least(lambda: style_sheets(fonts))
    document, layout = least(lambda: laid_out(page, sheets, fonts))
    _bytes, writing = least(lambda: document.write_pdf(pdf_variant="pdf/a-3a"))
    _frozen, frozen = least(lambda: restored(plain(content)))
    _html, html = least(lambda: html_of(content))
    _area, one_area = least(lambda: laid_out(html_of(one_area_of(content)), sheets, fonts))
    before = words(document)
    moved, moved_much = (
        differing(before, words(laid_out(html_of(longer(content, lines)), sheets, fonts))) for lines in (4, 60)
    )
    tracemalloc.start()
    _kept = laid_out(page, sheets, fonts)
    held = tracemalloc.get_traced_memory()[0] / 1_000_000
    tracemalloc.stop()
    return Parts(
        frozen, html, styles, layout, writing, one_area, len(before), moved, moved_much, held, why_unkept(document)
    )


def differing(before: list[str], after: list[str]) -> int:
    return sum(one != other for one, other in zip(before, after, strict=False)) + abs(len(before) - len(after))


def why_unkept(document) -> str:
    """What Python says when a layout is to be put into a file."""
    try:
        pickle.dumps(document.pages[10]._page_box)
    except (TypeError, AttributeError, pickle.PicklingError, RecursionError) as error:
        return str(error).splitlines()[0]
    return ""


def style_sheets(fonts: FontConfiguration) -> list[CSS]:
    faces = pdf.font_files()
    fetcher = pdf.OnlyOurFont(faces)
    return [
        CSS(string=pdf.font_faces(faces), url_fetcher=fetcher, font_config=fonts),
        CSS(string=pdf.STYLES["report"].read_text("utf-8"), url_fetcher=fetcher, font_config=fonts),
    ]


def laid_out(page, sheets, fonts):
    return HTML(string=pdf.with_known_characters(page, fonts)).render(stylesheets=sheets, font_config=fonts)


def one_area_of(content: ReportContent) -> ReportContent:
    """The area in which a finding changed, in a report that says nothing else."""
    return replace(sample.empty(), areas=content.areas[1:2])


def longer(content: ReportContent, lines: int) -> ReportContent:
    area = content.areas[0]
    finding = area.findings[0]
    more = " One more sentence was written here." * lines
    paragraph = replace(finding.seen[0], text=finding.seen[0].text + more)
    changed = replace(finding, seen=(paragraph, *finding.seen[1:]))
    new = replace(content, areas=(replace(area, findings=(changed, *area.findings[1:])), *content.areas[1:]))
    assert len(comparison(content, new).changes) == 1
    return new


def words(document) -> list[str]:
    """The text boxes of each page with their places: what would have to be drawn again."""
    return [repr(sorted(boxes(page._page_box))) for page in document.pages]


def boxes(box):
    if getattr(box, "text", None):
        yield (round(box.position_y, 1), round(box.position_x, 1), box.text)
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def least(work: Callable[[], object]) -> tuple[object, float]:
    times = []
    for _round in range(ROUNDS):
        before = time.process_time()
        with redirect_stdout(StringIO()):
            made = work()
        times.append(time.process_time() - before)
    return made, min(times)


def section(parts: Parts) -> str:
    rows = (
        ("the frozen content, read back", parts.frozen), ("the page as HTML", parts.html),
        ("the style sheets", parts.styles), ("the layout of the pages", parts.layout),
        ("writing the PDF with its tags", parts.writing), ("all of it", parts.whole),
    )  # fmt: skip
    table = "\n".join(f"| {name} | {spent:.3f} | {spent / parts.whole:.1%} |" for name, spent in rows)
    return f"""{HEADING}

Written by `python -m tests.bench.redrawing`. A report of {parts.pages} pages, CPU in seconds in one process, the least
of {ROUNDS} rounds.

| Step | seconds | share |
| --- | --- | --- |
{table}

The goal was that a change to one finding redraws the rest from a cache, in at most {GOAL} of the full time.

- HTML is not where the time goes. With the HTML of all but the changed finding kept, the report still takes
  {parts.with_html_kept:.3f} of the full time. Such a cache cannot pay, and is not built.
- Layout is. Four sentences more in the first finding change {parts.moved} of {parts.pages} pages, sixty change
  {parts.moved_much}: from there on page numbers and contents move. One area in a report that says nothing else takes
  {parts.one_area:.3f} s to lay out. With the layout of the other areas kept, and all of it written anew, a report would
  take {parts.with_layout_kept:.2f} of the full time.
- But a layout cannot be kept from one printing to the next. It cannot be put into a file
  ({parts.unkept or "it could"}): it points into the memory of Pango.
  It would have to stay in the memory of a program that lives on, {parts.held:.0f} MB
  for a report beside the libraries, where each document is now printed by a program that is limited, sees one school
  alone, and ends. That is worth more than {parts.saved:.1f} s of a job that nobody waits at the screen for.

What is kept instead is the whole: an edition that says the same as the last one is not printed again (its content has a
hash), and a printed one is served from its stored bytes. The editor and the preview are HTML alone, and need no layout.
"""


if __name__ == "__main__":
    main()
