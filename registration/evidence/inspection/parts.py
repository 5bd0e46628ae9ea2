"""Reading the two kinds of list inside an Office file: what its parts are, and what they refer to.

Called only after `members` has refused every document type declaration, so that no
entity can grow or fetch anything.
"""

from collections.abc import Iterator
from xml.etree import ElementTree

from registration.evidence.inspection.members import DAMAGED
from registration.evidence.inspection.outcome import Refusal


def types_of_parts(content: bytes) -> dict[str, str]:
    """From the name of a part, or the ending that parts share, to what it says it is."""
    return {
        (entry.get("PartName") or entry.get("Extension") or ""): (entry.get("ContentType") or "")
        .strip()
        .casefold()
        for entry in tree(content)
    }


def relationships(content: bytes) -> Iterator[tuple[str, str, bool]]:
    """For each: the last word of its kind, its target, and whether the target lies outside the file."""
    for entry in tree(content):
        kind = (entry.get("Type") or "").rstrip("/").rpartition("/")[2]
        yield kind, entry.get("Target") or "", (entry.get("TargetMode") or "").casefold() == "external"


def tree(content: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - no declaration is left, see above
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise Refusal(DAMAGED) from error
