"""What only a folder promises: on the disk, for this account alone, nothing half-written."""

import errno
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registration.storage import StoreFull, StoreUnavailable, chunks_of, open_store


@pytest.fixture
def store(tmp_path):
    return open_store(f"file://{tmp_path}/my%20files", least_free=0)


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_opening_touches_nothing(store, tmp_path):
    assert list(tmp_path.iterdir()) == []


def test_files_and_folders_are_for_this_account_only(store, tmp_path):
    before = os.umask(0)
    try:
        store.put([b"private"])
    finally:
        os.umask(before)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "my files").rglob("*")}
    assert modes == {0o600, 0o700}


def test_nothing_is_left_in_incoming(store, tmp_path):
    store.put([b"whole"])

    assert files_in(tmp_path / "my files" / "incoming") == []
    assert len(files_in(tmp_path)) == 1


def test_the_file_is_on_the_disk_before_it_has_its_name(store, monkeypatch):
    told = []
    fsync, rename = os.fsync, os.rename

    monkeypatch.setattr(os, "fsync", lambda d: (told.append("fsync"), fsync(d)))
    monkeypatch.setattr(os, "rename", lambda *a: (told.append("rename"), rename(*a)))
    store.put([b"whole"])

    place = told.index("rename")
    assert "fsync" in told[:place]
    assert "fsync" in told[place + 1 :]


def test_below_the_low_water_mark_uploads_are_refused(tmp_path):
    store = open_store(f"file://{tmp_path}/files", least_free=10**18)

    with pytest.raises(StoreFull, match="What you type is still saved") as refused:
        store.put([b"one more"])

    assert refused.value.status == 507
    assert files_in(tmp_path) == []


def test_a_disk_that_fills_up_half_way_leaves_no_temporary_file(store, tmp_path):
    def fills_up():
        yield b"the first half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreFull, match="no room"):
        store.put(fills_up())

    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "files").write_text("a file where the folder belongs")
    store = open_store(f"file://{tmp_path}/files/here", least_free=0)

    with pytest.raises(StoreUnavailable, match="try again in a few minutes"):
        store.put([b"a file"])


def test_what_a_killed_upload_left_is_swept(store, tmp_path):
    store.put([b"whole"])
    left = tmp_path / "my files" / "incoming" / "half"
    left.write_bytes(b"half")

    store.sweep(now=datetime.now(UTC) + timedelta(minutes=1))
    assert left.exists()

    store.sweep(now=datetime.now(UTC) + timedelta(minutes=11))
    assert not left.exists()


def test_a_forked_process_can_read(store):
    stored = store.put([b"from the parent"])
    child = os.fork()
    if child == 0:
        os._exit(0 if b"".join(store.stream(stored.key)) == b"from the parent" else 1)

    _pid, status = os.waitpid(child, 0)

    assert status == 0


def test_chunks_of_reads_a_file_in_pieces(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 600_000)

    assert [len(chunk) for chunk in chunks_of(path)] == [262_144, 262_144, 75_712]
