"""How often one calendar may be asked for. Counted in this worker's memory: looking at something writes nothing."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from registration.database import now

WITHIN = timedelta(hours=1)
MOST_ASKED = 60  # calendars look a few times an hour; a guest of many workers may ask a few times as often
MOST_KEPT = 10_000

_asked: OrderedDict[str, deque[datetime]] = OrderedDict()
_lock = threading.Lock()


def too_often(key: str) -> bool:
    """Count one more, unless there were too many in the last hour."""
    with _lock:
        times = _asked.setdefault(key, deque(maxlen=MOST_ASKED))
        _asked.move_to_end(key)
        while len(_asked) > MOST_KEPT:
            _asked.popitem(last=False)
        if len(times) == MOST_ASKED and times[0] > now() - WITHIN:
            return True
        times.append(now())
        return False


def forget() -> None:
    with _lock:
        _asked.clear()
