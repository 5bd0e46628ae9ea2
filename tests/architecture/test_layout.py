"""The shape of the house: sizes, names, one writer of the state, templates that escape."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from registration.workflow.transitions import TABLE

ROOT = Path(__file__).parents[2]
MODULES = [
    path
    for top in ("app.py", "config.py", "registration", "standards")
    for path in ([ROOT / top] if top.endswith(".py") else sorted((ROOT / top).rglob("*.py")))
    if "versions" not in path.parts
]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
VIEWS = [path for path in MODULES if path.stem.endswith("views")]
NO_JOB = {"utils", "util", "helpers", "common", "misc", "core", "base"}
LONGEST_VIEW = 25  # lines of one page's function; some fifteen are meant


def relative(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return len(path.read_text().splitlines())


def functions(path):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def test_a_module_fits_in_the_head():
    assert {relative(path): lines(path) for path in MODULES if lines(path) > 300} == {}


def test_a_template_fits_in_the_head():
    assert {relative(path): lines(path) for path in TEMPLATES if lines(path) > 150} == {}


def test_a_view_is_short():
    long = {
        f"{relative(path)}::{node.name}": node.end_lineno - node.lineno + 1
        for path in VIEWS
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > LONGEST_VIEW
    }

    assert long == {}


def test_every_module_has_a_name_that_says_its_job():
    assert [relative(path) for path in MODULES if path.stem in NO_JOB] == []


def test_every_module_says_what_it_is_for():
    assert [relative(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def ours(node):
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(name.split(".")[0] in ("registration", "standards", "config") for name in names)


def test_numbers_out_of_addresses_are_ones_a_column_can_hold():
    assert [relative(path) for path in VIEWS if re.search(r"type=int\b|, int\)", path.read_text())] == []


def test_no_cycle_hides_inside_a_function():
    hidden = {
        relative(path)
        for path in MODULES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and ours(node)
    }

    assert hidden == set()


def is_job(node):
    """A job has a state too, which is another thing."""
    return getattr(node, "attr", getattr(node, "id", "")) == "job"


def writes_state_of_an_application(node):
    """`application.state = …`, and `.values(state=…)` on its table."""
    if isinstance(node, ast.Assign):
        targets = [t for target in node.targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
        return any(isinstance(t, ast.Attribute) and t.attr == "state" and not is_job(t.value) for t in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
        return any(keyword.arg == "state" for keyword in node.keywords)
    return False


def test_only_the_engine_writes_the_state_of_an_application():
    writers = {
        relative(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if writes_state_of_an_application(node)
    }

    assert writers - {"registration/jobs/running.py"} == {"registration/workflow/engine.py"}  # and whole rows of jobs


def test_every_table_is_known_to_the_migrations():
    tables = (ROOT / "registration/tables.py").read_text()
    imported = set(re.findall(r"from (registration\.\w+\.models) import", tables))
    existing = {f"registration.{path.parent.name}.models" for path in MODULES if path.name == "models.py"}

    assert imported == existing


def test_every_page_has_a_template_of_its_own_name():
    """A view that shows a page shows `<feature>/<its name>.html`; it may show others beside it."""
    missing = {
        f"{relative(path)}: {name}"
        for path in VIEWS
        for name in re.findall(r'render_template\(\s*"([^"]+)"', path.read_text())
        if not (ROOT / "templates" / name).is_file()
    }

    assert missing == set()


def test_every_letter_that_a_move_sends_is_written():
    written = {path.stem for path in TEMPLATES if path.parent.name == "letters"}

    assert {tell.letter for move in TABLE for tell in move.tells} - written == set()


def test_templates_are_named_so_that_jinja_escapes_them(app: Flask):
    escapes = app.jinja_env.autoescape

    named_otherwise = [relative(path) for path in TEMPLATES if path.suffix not in (".html", ".txt")]
    unescaped = [relative(path) for path in PAGES if not (escapes(path.name) if callable(escapes) else escapes)]

    assert (named_otherwise, unescaped) == ([], [])


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_no_template_marks_text_as_safe(app: Flask, path):
    tree = app.jinja_env.parse(path.read_text())

    filters = {node.name for node in tree.find_all(nodes.Filter)}
    off = list(tree.find_all(nodes.ScopedEvalContextModifier))

    assert "safe" not in filters
    assert off == []


def test_no_module_marks_text_as_safe_but_the_ones_that_draw():
    """Charts and the frame's icons are drawn by us from numbers; nothing a person typed passes through them."""
    marking = {relative(path) for path in MODULES if re.search(r"\bMarkup\(", path.read_text())}

    assert marking <= {"registration/charts.py", "registration/forms.py"}


def test_no_page_is_made_from_a_string():
    made = {relative(path) for path in MODULES if re.search(r"render_template_string|from_string\(", path.read_text())}

    assert made <= {"registration/notifications/composing.py"}  # the two halves of a letter's own file
