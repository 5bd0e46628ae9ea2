"""The start of every program of ours: it takes the limits upon itself, then runs the program in its own place.

    python -I limited.py MEMORY SECONDS PROGRAM WORDS…

The limits hold before any library is loaded. The processor's time ends with a signal that tells it from a crash.
"""

import contextlib
import resource
import runpy
import sys


def hold_to(memory: int, seconds: int) -> None:
    """Bytes of address space, seconds of the processor, and no dump of what was in memory."""
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(limit, most)


if __name__ == "__main__":
    hold_to(int(sys.argv[1]), int(sys.argv[2]))
    del sys.argv[:3]
    runpy.run_path(sys.argv[0], run_name="__main__")
