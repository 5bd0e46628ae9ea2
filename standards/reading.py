"""Reading one TOML table with care: every problem is noted with its file and key, and reading goes on.

A person who writes an edition then sees all that is wrong at once. What stands
in for a wrong value is never used: an edition with problems is not loaded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path


class StandardError(Exception):
    """An edition cannot be used. `problems` lists what is wrong, each with its file and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Table:
    """A TOML table, its file, its place in the file, and the list its problems go to."""

    def __init__(self, values: dict[str, object], where: str, problems: list[str]) -> None:
        self.values = values
        self.where = where
        self.problems = problems
        self.asked: set[str] = set()

    def problem(self, sentence: str) -> None:
        """Note what is wrong here, as a sentence that names the key."""
        self.problems.append(f"{self.where}: {sentence}")

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str) -> str:
        """Text that is not blank."""
        value = self._value(key, "text in quotes")
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, "text in quotes")
            return ""
        if not value.strip():
            self.problem(f"'{key}' is blank. Write its text, or take the key away.")
        return value

    def optional_text(self, key: str) -> str:
        self.asked.add(key)
        return self.text(key) if self.has(key) else ""

    def whole(self, key: str) -> int:
        """A whole number that is not negative."""
        value = self._value(key, "a whole number")
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._wrong(key, "a whole number, 0 or more")
            return 0
        return value

    def optional_whole(self, key: str) -> int | None:
        self.asked.add(key)
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        value = self._value(key, "true or false")
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value is True

    def optional_flag(self, key: str) -> bool:
        self.asked.add(key)
        return self.flag(key) if self.has(key) else False

    def day(self, key: str) -> date:
        value = self._value(key, "a date such as 2027-09-01")
        if value is None:
            return date.min
        if not isinstance(value, date) or isinstance(value, datetime):
            self._wrong(key, "a date such as 2027-09-01, without quotes or time")
            return date.min
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of at least one text, none of them blank."""
        value = self._value(key, "a list of texts")
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self._wrong(key, "a list of at least one text in quotes")
            return ()
        if any(not item.strip() for item in value):
            self.problem(f"'{key}' has a blank line. Write its text, or take the line away.")
        return tuple(value)

    def table(self, key: str) -> Table:
        value = self._value(key, f"a table, [{key}]")
        if value is not None and not isinstance(value, dict):
            self._wrong(key, f"a table, [{key}]")
        inner = value if isinstance(value, dict) else {}
        # Of a table that is not there, only that is said, and not that each of its keys is missing too.
        return Table(inner, f"{self.where}, {key}", self.problems if isinstance(value, dict) else [])

    def tables(self, key: str, *, named_by: str = "code") -> Iterator[Table]:
        """The tables of a list such as `[[criterion]]`; each is called by its code, or else by its place."""
        value = self._value(key, f"a list of tables, [[{key}]]")
        if value is None:
            return
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self._wrong(key, f"a list of at least one table, [[{key}]]")
            return
        for place, item in enumerate(value, start=1):
            name = item.get(named_by)
            yield Table(item, f"{self.where}, {key} {name if name else f'number {place}'}", self.problems)

    def mapping(self, key: str) -> dict[str, str]:
        """A table of texts by text; empty when it is not there."""
        if not self.has(key):
            self.asked.add(key)
            return {}
        inner = self.table(key)
        return {name: inner.text(name) for name in inner.values}

    def done(self) -> None:
        """Say of every key nobody asked for that it is unknown: it is likely to be a slip of the pen."""
        for key in self.values:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                self.problem(f"'{key}' is not a key that belongs here. Known keys are: {known}.")

    def _value(self, key: str, kind: str) -> object:
        self.asked.add(key)
        if key not in self.values:
            self.problem(f"'{key}' is missing. Add it as {kind}.")
        return self.values.get(key)

    def _wrong(self, key: str, kind: str) -> None:
        self.problem(f"'{key}' is {self.values[key]!r}. Write {kind}.")


def read_table(file: Path, problems: list[str]) -> Table | None:
    """The whole of one TOML file, or nothing when it cannot be read; the problem names the line."""
    where = f"{file.parent.name}/{file.name}"
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), where, problems)
    except FileNotFoundError:
        problems.append(f"{where}: this file is missing. Add it to the folder.")
    except UnicodeDecodeError as error:
        problems.append(f"{where}: the file is not UTF-8 text (at byte {error.start}). Save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{where}: the file is not valid TOML: {error}. Put that line right.")
    except OSError as error:
        problems.append(f"{where}: the file cannot be read: {error.strerror}.")
    return None
