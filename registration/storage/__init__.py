"""Storage: where files lie, in a folder or in an S3-compatible store.

The rest of the service sees one small interface and never a path. A file lies under a
random key that says nothing of its name, its school or its content, and is never
changed: a new version is a new key. Deleting marks a file, and `sweep` removes it after
a day of grace, so that a backup made in between is whole.

Nothing is opened until a file is first read or written.
"""

from registration.storage.errors import NotStored, StoredWrong, StoreError, StoreFull, StoreUnavailable
from registration.storage.store import Store, Stored, chunks_of, open_store

__all__ = [
    "NotStored",
    "Store",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "Stored",
    "StoredWrong",
    "chunks_of",
    "open_store",
]
