"""The one script and the lists of packages: what they promise to people who set the service up."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", re.MULTILINE)


def manage(*words):
    return subprocess.run([ROOT / "manage", *words], capture_output=True, text=True, timeout=20)


def commands_of_the_script():
    choices = (ROOT / "manage").read_text().rpartition('case ${1:-help} in')[2]
    branches = re.findall(r"^    ([a-z |-]+)\)$", choices, re.MULTILINE)
    return {name for branch in branches for name in branch.split(" | ") if not name.startswith("-")}


def packages(name):
    return dict(NAMED.findall((ROOT / name).read_text()))


def test_alone_it_lists_every_command_it_knows():
    answer = manage()

    listed = set(re.findall(r"^\./manage (\w+)", answer.stdout, re.MULTILINE))
    assert answer.returncode == 0
    assert listed == commands_of_the_script()
    assert {"run", "test"} <= listed


def test_help_says_the_same():
    assert manage("help").stdout == manage().stdout == manage("--help").stdout


def test_an_unknown_command_is_refused_with_the_list():
    answer = manage("destroy")

    assert answer.returncode == 2
    assert 'There is no command "destroy"' in answer.stderr
    assert "./manage run" in answer.stderr


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-theme"])
def test_every_package_we_name_is_pinned_and_installed_at_that_version(name):
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-"))]

    pinned = packages(f"{name}.in")

    assert len(pinned) == len(named)
    assert pinned.items() <= packages(f"{name}.txt").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-theme.txt"])
def test_every_package_comes_with_its_hash_and_names_no_place_to_fetch_it_from(name):
    text = (ROOT / name).read_text()

    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) == len(packages(name))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_production_installs_no_tool_of_the_tests():
    tools = packages("requirements-dev.in").keys()

    assert not tools & packages("requirements.txt").keys()


def test_developers_have_the_very_packages_of_production():
    assert packages("requirements.txt").items() <= packages("requirements-dev.txt").items()


def test_npm_packages_are_pinned_with_hashes_and_without_addresses():
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    asked = wanted["dependencies"] | wanted["devDependencies"]
    locked.pop("")

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert all(locked[f"node_modules/{name}"]["version"] == version for name, version in asked.items())
    assert all("integrity" in package and "resolved" not in package for package in locked.values())


def test_the_oldest_python_is_the_same_wherever_it_is_named():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]

    assert tools["ruff"]["target-version"] == "py311"
    assert tools["mypy"]["python_version"] == "3.11"
    assert "sys.version_info < (3, 11)" in (ROOT / "manage").read_text()
