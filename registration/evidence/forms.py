"""What people send about evidence: files, links, descriptions, citations."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField
from wtforms.validators import ValidationError

from registration.evidence.inspection import EXTENSIONS
from registration.evidence.models import Citation, Evidence, EvidenceVersion
from registration.evidence.vocabulary import KINDS, PERSONAL_DATA
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    number_field,
    prose_field,
    radio_field,
    select_field,
    tick_field,
)

MOST_OF_A_LINK = 2_000
MOST_SHOWN = 200
MOST_FILES = 50
TIMESTAMP = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)")
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)

NOT_A_LINK = "Enter a full address that begins with https://, such as https://school.example/policy."


def https_address(_form: Any, field: Any) -> None:
    """An address people can open, without a name and password in it."""
    address = (field.data or "").strip()
    if not address:
        return
    try:
        parts = urlsplit(address)
        fine = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() for letter in address):
        raise ValidationError(NOT_A_LINK)


class DetailsForm(Form):
    """What an item is. Everything but its title has an answer already."""

    title = line_field("Title", required="Give the item a title.", hint="What reviewers will see in lists.")
    kind = select_field(
        "Kind",
        [choice(*row) for row in KINDS],
        required="Choose what kind of item this is.",
        default="document",
    )
    language = line_field("Language", most=60, required="Say in which language it is.", default="English")
    period_from = date_field("Covers the time from (optional)", hint="For example, 1 9 2025")
    period_to = date_field("Covers the time to (optional)", hint="For example, 31 8 2026")
    valid_until = date_field("Valid until (optional)", hint="For a certificate or policy that runs out")
    personal_data = radio_field(
        "Does it hold personal data?",
        [choice(*row) for row in PERSONAL_DATA],
        required="Say whether it holds personal data.",
        hint="Names, pictures or records of pupils or staff. Remove or black out what reviewers do not need.",
        default="no",
    )
    redacted = tick_field("Personal data has been removed or blacked out")
    note = prose_field("Note for reviewers (optional)", most=2_000)
    version = HiddenField()

    def validate_period_to(self, field: Any) -> None:
        if field.data and self.period_from.data and field.data < self.period_from.data:
            raise ValidationError("The last day must not lie before the first.")

    @property
    def facts(self) -> dict[str, Any]:
        """What goes into the record, by column."""
        names = Evidence.KEPT
        return {name: self[name].data if self[name].data is not None else EMPTY.get(name) for name in names}


EMPTY = {"note": "", "title": ""}


class AddForm(DetailsForm):
    """A new item: one or more files, or a link, and what they are."""

    title = line_field(
        "Title (optional for files)", hint="Without a title, a file keeps its own name. A link needs a title."
    )
    files = MultipleFileField("Files", render_kw={"accept": ACCEPT})
    link = line_field(
        "Link",
        most=MOST_OF_A_LINK,
        hint="For recordings and web pages. It must begin with https:// and open for reviewers without an account.",
        validators=[https_address],
    )

    def validate_files(self, field: Any) -> None:
        if field.data and self.link.data:
            raise ValidationError("Choose files or enter a link, but not both at once.")
        if not field.data and not self.link.data:
            raise ValidationError("Choose a file, or enter a link.")
        if len(field.data or ()) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at a time.")

    def validate_title(self, field: Any) -> None:
        if self.link.data and not field.data:
            raise ValidationError("Give the link a title.")

    def facts_of(self, count: int) -> dict[str, Any]:
        """For one of several files: the title is for a single one only."""
        return self.facts if count == 1 else {**self.facts, "title": ""}


class FileForm(Form):
    """A newer version of a file."""

    file = FileField("New file", render_kw={"accept": ACCEPT})

    def validate_file(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose the new file.")


class LinkForm(Form):
    """A newer address."""

    link = line_field(
        "New link", required="Enter the new link.", most=MOST_OF_A_LINK, validators=[https_address]
    )


class CiteForm(Form):
    """A citation: which item, where in it, and what that place shows."""

    item = select_field("Item", required="Choose an item.")
    page_from = number_field("From page", least=1, most=100_000)
    page_to = number_field("To page", least=1, most=100_000)
    timestamp = line_field(
        "Time in the recording", most=8, hint="Hours, minutes and seconds, such as 0:12:30"
    )
    shows = line_field(
        "What this shows",
        required="Say in one line what this shows.",
        most=MOST_SHOWN,
        hint="One line for the reviewer, such as “Names the safeguarding lead and the deputy”.",
    )

    @classmethod
    def over(cls, items: list[Evidence], citation: Citation | None = None, chosen: str = "") -> "CiteForm":
        """The form with the items that can be chosen; `citation` fills it in for a change."""
        form = cls(obj=citation)
        form.versions = {item.public_id: item.current for item in items}
        if citation is not None:
            version = citation.evidence_version
            form.versions = {version.evidence.public_id: version}
            items, chosen = [version.evidence], version.evidence.public_id
        form.item.choices = [choice("", "Choose an item")] + [
            choice(i.public_id, described(i)) for i in items
        ]
        if not form.is_submitted():
            form.item.data = chosen if chosen in form.versions else ""
        return form

    versions: dict[str, EvidenceVersion]

    @property
    def version(self) -> EvidenceVersion | None:
        """What is chosen just now."""
        return self.versions.get(self.item.data or "")

    def put(self, field: Any, number: int) -> None:
        """Fill in a page for the person who pointed at it."""
        field.data, field.raw_data = number, [str(number)]

    def validate_page_from(self, field: Any) -> None:
        version = self.version
        if field.data is None or version is None:
            return
        if version.link:
            raise ValidationError("A link has no pages: leave this empty, or give a time in the recording.")
        if version.pages is not None and field.data > version.pages:
            raise ValidationError(f"This file has {version.pages} pages.")

    def validate_page_to(self, field: Any) -> None:
        version = self.version
        if field.data is None:
            return
        if self.page_from.data is None:
            raise ValidationError("Enter the first page as well.")
        if field.data < self.page_from.data:
            raise ValidationError("The last page must not lie before the first.")
        if version is not None and version.pages is not None and field.data > version.pages:
            raise ValidationError(f"This file has {version.pages} pages.")

    def validate_timestamp(self, field: Any) -> None:
        version = self.version
        if not field.data:
            return
        if version is not None and not version.link:
            raise ValidationError("A file has pages and no time: leave this empty.")
        if not TIMESTAMP.fullmatch(field.data):
            raise ValidationError("Enter hours, minutes and seconds, such as 0:12:30.")

    @property
    def place(self) -> dict[str, Any]:
        return {
            "page_from": self.page_from.data,
            "page_to": self.page_to.data,
            "timestamp": self.timestamp.data or "",
            "shows": self.shows.data,
        }


def described(item: Evidence) -> str:
    """How an item stands in a list to choose from."""
    version = item.current
    length = (
        f", {version.pages} pages"
        if version.pages and version.pages > 1
        else ", 1 page"
        if version.pages
        else ""
    )
    return (
        f"{item.title} ({'link' if version.link else version.file_name.rpartition('.')[2].upper()}{length})"
    )
