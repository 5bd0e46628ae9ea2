"""What is said of an upload, the same whether it came in one piece or in many."""

from typing import Any

from registration.evidence.inspection import clean_name
from registration.evidence.models import EvidenceVersion, PartialUpload
from registration.evidence.vocabulary import size_in_words

FORMATS = {
    "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG",
}  # fmt: skip


def of(upload: PartialUpload, arrived: int) -> dict[str, Any]:
    """For the page's script: how far it is, what became of it, and the sentences to show."""
    found = {"arrived": arrived, "size": upload.size, "outcome": upload.outcome, "sentences": sentences(upload)}
    if upload.version is not None:
        found["item"] = upload.version.evidence.public_id
    return found


def sentences(upload: PartialUpload) -> list[str]:
    if upload.version is not None:
        return said_of(upload.version)
    if upload.outcome == "refused":
        return [refused(clean_name(upload.file_name), upload.told)]
    return []


def said_of(version: EvidenceVersion) -> list[str]:
    """What the person should know of a file that was taken."""
    return [f"It was added: {short(version)}.", *version.told.splitlines()]


def short(version: EvidenceVersion) -> str:
    """“PDF, 12 pages, 1.5 MB”, and whether it is still being checked."""
    ending = version.file_name.rpartition(".")[2].lower()
    facts = [FORMATS.get(ending, ending), pages(version), size_in_words(version.size)]
    if version.check_state == "checking":
        facts.append("being checked for viruses")
    return ", ".join(fact for fact in facts if fact)


def pages(version: EvidenceVersion) -> str:
    if not version.pages:
        return ""
    word = "slide" if version.file_name.lower().endswith(".pptx") else "page"
    return f"{version.pages:,} {word}{'' if version.pages == 1 else 's'}"


def refused(name: str, why: str) -> str:
    return f"“{name}” was not added. {why}"
