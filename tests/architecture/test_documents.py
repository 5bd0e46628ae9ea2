"""The printed tables are current."""

from pathlib import Path

import pytest
from flask import Flask

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["workflow", "policy", "notices"])
def test_a_printed_table_is_what_the_code_says(app: Flask, name):
    printed = app.test_cli_runner().invoke(args=[name, "table"]).output

    assert (DOCS / f"{name}.md").read_text() == printed, "./manage docs prints it again"
