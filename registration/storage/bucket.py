"""Files in an S3-compatible store, through obstore.

Keys and address of the service come from the usual variables (`AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, `AWS_REGION`). obstore hangs in a process
that was forked after its first use, so a bucket is opened by the process that uses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from registration.storage.errors import NotStored, StoreUnavailable

CHUNK = 256 * 1024
PATIENCE = timedelta(seconds=4)


class Bucket:
    """Paths are relative to the address, built by the store alone."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def _store(self) -> S3Store:
        return S3Store.from_url(
            self.url,
            client_options={"connect_timeout": timedelta(seconds=2), "timeout": PATIENCE, "allow_http": True},
            retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        )

    def write(self, path: str, chunks: Iterator[bytes]) -> None:
        """All or nothing. The bytes pass through memory: the largest file is 30 MB, and only
        a put in one piece can be refused by the store when the key is taken.
        """
        with speaking_of_keys():
            obstore.put(self._store, path, b"".join(chunks), mode="create", use_multipart=False)

    def read(self, path: str) -> Iterator[bytes]:
        with speaking_of_keys():
            for chunk in obstore.get(self._store, path).stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def size(self, path: str) -> int | None:
        with speaking_of_keys():
            try:
                return obstore.head(self._store, path)["size"]
            except (NotFoundError, FileNotFoundError):
                return None

    def remove(self, path: str) -> None:
        with speaking_of_keys():
            try:
                obstore.delete(self._store, path)
            except (NotFoundError, FileNotFoundError):
                return

    def entries(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        """The path of every file, with the moment it was written."""
        with speaking_of_keys():
            for page in obstore.list(self._store, prefix=folder or None):
                for entry in page:
                    yield entry["path"], entry["last_modified"]

    def free(self) -> int | None:
        """A bucket does not say how much room it has."""
        return None

    def drop_unfinished(self, before: datetime) -> int:
        """A put in one piece leaves nothing behind."""
        return 0


@contextmanager
def speaking_of_keys() -> Iterator[None]:
    """Turn what the store says into errors of ours."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NotStored from error
    except AlreadyExistsError as error:
        raise StoreUnavailable("Another file has this key already. Upload the file again.") from error
    except (BaseError, OSError) as error:
        raise StoreUnavailable from error
