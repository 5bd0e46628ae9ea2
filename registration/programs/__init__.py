"""Programs: what is done outside the service, each time in a small Python program of our own.

Files from outside can break the libraries that read them, and drawing takes much memory. So neither a worker of
the web nor one of jobs loads such a library: `run` starts a program that stands alone, is given no secrets, may use
so much memory and so much time, and is ended with all it started.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

STARTER = Path(__file__).with_name("limited.py")
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR")
"""The only settings a program is given, but for those that its caller names."""


class TooSlow(Exception):
    """The program was ended because its time was up."""


@dataclass(frozen=True)
class Bounds:
    """Bytes of address space, seconds of processor time, and seconds on the clock."""

    memory: int
    work: int
    wait: float


@dataclass(frozen=True)
class Answer:
    """How a program ended (a negative code is the signal that ended it), what it made, and what it said of it."""

    code: int
    made: bytes
    said: bytes = b""

    @property
    def worked_too_long(self) -> bool:
        return self.code in {-signal.SIGXCPU, -signal.SIGKILL}


def run(
    program: Path,
    words: Iterable[object],
    bounds: Bounds,
    *,
    given: bytes | IO[bytes] = b"",
    into: IO[bytes] | None = None,
    settings: Iterable[str] = (),
) -> Answer:
    """Start `program` with these words, give it bytes or an open file, and take what it writes, or have it put `into`.

    Raises `TooSlow` when it has not ended in time; what stands in `into` by then is kept.
    """
    limits = (bounds.memory, bounds.work)
    command = [sys.executable, "-I", str(STARTER), *map(str, limits), str(program), *map(str, words)]
    with subprocess.Popen(  # noqa: S603 - no shell, our own file, and words that we made: numbers, kinds, paths
        command,
        stdin=subprocess.PIPE if isinstance(given, bytes) else given,
        stdout=into or subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in (*KEPT, *settings) if name in os.environ},
        start_new_session=True,
    ) as started:
        try:
            made, said = started.communicate(given if isinstance(given, bytes) else None, timeout=bounds.wait)
        except subprocess.TimeoutExpired:
            raise TooSlow from None
        finally:
            end(started)
    return Answer(started.returncode, made or b"", said)


def end(started: subprocess.Popen[bytes]) -> None:
    """End the program and all it started, if it still runs, however this one was interrupted."""
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
