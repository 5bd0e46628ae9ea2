"""Places for heavy work: no more are taken than there are, and one is free again when its holder ends."""

import threading
import time

import pytest

from registration.programs import places


def test_a_place_becomes_free_again():
    inside, most = [], []

    def use() -> None:
        with places.one_of("trying", 2, patience=60):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 6
    assert max(most) <= 2


def test_who_will_not_wait_is_told_so():
    with places.one_of("trying", 1), pytest.raises(places.Taken), places.one_of("trying", 1):
        pass


def test_one_kind_of_work_leaves_the_places_of_another():
    with places.one_of("trying", 1), places.one_of("another", 1):
        pass
