"""Places for work that takes much: so many pieces at a time on a machine, whichever of our processes asks."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SHARED = Path(tempfile.gettempdir())
"""Where all processes of a machine meet."""


class Taken(Exception):
    """No place became free in time."""


@contextmanager
def one_of(work: str, at_once: int, *, patience: float = 0) -> Iterator[None]:
    """Hold one of the `at_once` places for this kind of work; wait for it at most `patience` seconds.

    Places are locked files: they hold for every process of this user, and end with it. Raises `Taken`.
    """
    folder = SHARED / f"registration-{work}-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    until = time.monotonic() + patience
    with ExitStack() as opened:
        places = [opened.enter_context(open(folder / f"place-{n}", "w")) for n in range(at_once)]
        while not any(taken(place.fileno()) for place in places):
            if time.monotonic() >= until:
                raise Taken
            time.sleep(0.05)
        yield


def taken(place: int) -> bool:
    """Take the place if it is free."""
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
