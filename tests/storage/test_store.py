"""Both kinds of store keep the same promises."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from registration.storage import NotStored, StoredWrong, StoreUnavailable, open_store
from tests.storage import bucket_server

LETTER = b"A letter of agreement. " * 40_000
FAR_FUTURE = datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture
def bucket(monkeypatch):
    with bucket_server.running() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_REGION", "eu-west-2")
        yield server


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        return open_store(f"file://{tmp_path}/files", least_free=0)
    request.getfixturevalue("bucket")
    return open_store("s3://bucket/evidence")


def pieces(content):
    return (content[start : start + 65_536] for start in range(0, len(content), 65_536))


def test_what_is_put_comes_back(store):
    stored = store.put(pieces(LETTER))

    assert b"".join(store.stream(stored.key)) == LETTER
    assert (stored.size, stored.sha256) == (len(LETTER), hashlib.sha256(LETTER).hexdigest())


def test_an_empty_file_is_a_file(store):
    stored = store.put([])

    assert store.exists(stored.key)
    assert store.size(stored.key) == 0


def test_keys_are_random_and_say_nothing(store):
    first, second = store.put([b"the same"]), store.put([b"the same"])

    assert first.key != second.key
    assert first.sha256 == second.sha256
    assert len(first.key) == 32
    assert first.key not in first.sha256


def test_the_hash_is_verified(store):
    stored = store.put([b"as it was"])

    assert store.verify(stored.key, stored.sha256)
    assert not store.verify(stored.key, hashlib.sha256(b"as it is").hexdigest())
    assert not store.verify("0" * 32, stored.sha256)


def test_a_verified_stream_hands_out_the_file(store):
    stored = store.put(pieces(LETTER))

    assert b"".join(store.verified(stored.key, stored.sha256)) == LETTER


def test_a_changed_file_is_not_handed_out(store):
    stored = store.put([b"as it was"])

    with pytest.raises(StoredWrong, match="damaged in our store"):
        store.verified(stored.key, hashlib.sha256(b"as it is").hexdigest())


@pytest.mark.parametrize(
    "key", ["0" * 32, "", "../../etc/passwd", "A" * 32, "0" * 33, "leaving/" + "0" * 32, "\0" * 32, "0" * 31 + "\n"]
)
def test_an_unknown_or_odd_key_is_not_here(store, key):
    with pytest.raises(NotStored, match="not here"):
        b"".join(store.stream(key))
    assert not store.exists(key)


def test_a_deleted_file_stays_for_a_day(store):
    stored = store.put([b"kept for a day"])
    store.delete(stored.key)

    removed = store.sweep(now=datetime(2026, 3, 1, tzinfo=UTC))

    assert removed == []
    assert b"".join(store.stream(stored.key)) == b"kept for a day"


def test_a_deleted_file_goes_after_a_day(store):
    kept, deleted = store.put([b"kept"]), store.put([b"deleted"])
    store.delete(deleted.key)

    removed = store.sweep(now=FAR_FUTURE)

    assert removed == [deleted.key]
    assert not store.exists(deleted.key)
    assert store.exists(kept.key)
    assert store.sweep(now=FAR_FUTURE) == []


def test_a_restored_file_does_not_go(store):
    stored = store.put([b"wanted after all"])
    store.delete(stored.key)
    store.restore(stored.key)

    removed = store.sweep(now=FAR_FUTURE)

    assert removed == []
    assert store.exists(stored.key)


def test_keys_lists_files_and_no_marks(store):
    first, second = store.put([b"1"]), store.put([b"2"])
    store.delete(second.key)

    assert sorted(store.keys()) == sorted([first.key, second.key])
    assert list(store.keys(written_before=datetime(2000, 1, 1, tzinfo=UTC))) == []


def test_a_source_that_fails_leaves_nothing(store):
    def cut_off():
        yield b"the first half"
        raise ConnectionResetError("the browser went away")

    with pytest.raises((ConnectionResetError, StoreUnavailable)):
        store.put(cut_off())

    assert list(store.keys()) == []


@pytest.mark.parametrize("url", ["", "files", "file://host/folder", "file:relative", "http://bucket", "s3://"])
def test_an_address_that_is_no_store_is_named(url):
    with pytest.raises(ValueError, match=r"file:///folder or s3://bucket/prefix"):
        open_store(url)


def test_a_bucket_refuses_a_key_that_is_taken(bucket, monkeypatch):
    monkeypatch.setattr("secrets.token_hex", lambda _bytes: "ab" * 16)
    store = open_store("s3://bucket/evidence")
    store.put([b"first"])

    with pytest.raises(StoreUnavailable, match="Another file has this key"):
        store.put([b"second"])

    assert b"".join(store.stream("ab" * 16)) == b"first"


def test_a_bucket_that_answers_half_is_unavailable(bucket):
    store = open_store("s3://bucket/evidence")
    stored = store.put(pieces(LETTER))
    bucket.answers_cut_short = True

    with pytest.raises(StoreUnavailable, match="try again"):
        store.verified(stored.key, stored.sha256)


def test_a_bucket_that_is_down_is_unavailable_soon(monkeypatch):
    with bucket_server.running() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    store = open_store("s3://bucket/evidence")
    begun = datetime.now(UTC)

    with pytest.raises(StoreUnavailable, match="Nothing you typed is lost"):
        store.put([b"a file"])

    assert datetime.now(UTC) - begun < timedelta(seconds=10)
