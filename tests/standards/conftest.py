import shutil

import pytest

import standards
from standards import loader


@pytest.fixture
def folder(tmp_path):
    """A copy of the 2023 edition to change, as edition 2027 in a home of its own."""
    copy = tmp_path / "home" / "2027"
    shutil.copytree(loader.HOME / "2023", copy)
    yield copy
    standards.remove_folder(copy.parent)


@pytest.fixture
def change(folder):
    """Replace some text in one of the copy's files. The text must be there."""

    def replace(name, old, new):
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
