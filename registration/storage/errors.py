"""What can go wrong with stored files, each with a sentence for people and its web status."""


class StoreError(Exception):
    """A file could not be stored or read. `str()` is a sentence that a person can act on."""

    status = 503
    sentence = "Files cannot be reached just now. Nothing you typed is lost: try again in a few minutes."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class StoreUnavailable(StoreError):
    """The folder or the bucket does not answer."""


class StoreFull(StoreError):
    """There is little room left, and what is left is kept for text."""

    status = 507
    sentence = (
        "There is no room for more files at the moment. What you type is still saved. "
        "We have been told: try the upload again later today."
    )


class NotStored(StoreError):
    """No file lies under this key."""

    status = 404
    sentence = "This file is not here. It may have been removed: ask the person who uploaded it."


class StoredWrong(StoreError):
    """The bytes under this key are not those that were stored."""

    status = 500
    sentence = (
        "This file is damaged in our store, so we do not hand it out. Please tell us its name, and upload it again."
    )
