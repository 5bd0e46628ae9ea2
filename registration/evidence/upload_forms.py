"""What people send when they upload files first and describe them afterwards."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask_wtf.file import MultipleFileField
from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import ValidationError

from registration.evidence.forms import ACCEPT, MOST_FILES
from registration.evidence.models import Evidence
from registration.evidence.vocabulary import KINDS, PERSONAL_DATA
from registration.forms import Form, choice, line_field, select_field

SAID_ABOVE = ("kind", "language", "personal_data")
MISSING = {
    "kind": "Choose what kind of item this is.",
    "language": "Say in which language it is.",
    "personal_data": "Say whether it holds personal data.",
}
TITLES = {"title": "Title", "kind": "Kind", "language": "Language", "personal_data": "Personal data?"}


class FilesForm(Form):
    """Files, and nothing about them yet."""

    files = MultipleFileField("Choose files", render_kw={"accept": ACCEPT})

    def validate_files(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose at least one file.")
        if len(field.data) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at a time.")


def kind_field(label: str, empty: str) -> Any:
    return select_field(label, [choice("", empty), *(choice(*row) for row in KINDS)])


def personal_data_field(label: str, empty: str) -> Any:
    return select_field(label, [choice("", empty), *(choice(*row) for row in PERSONAL_DATA)])


class OneFile(wtforms.Form):
    """One file. What is left open is answered by what is said for all."""

    item = HiddenField()
    version = HiddenField()
    title = line_field(TITLES["title"], required="Give it a title.")
    kind = kind_field(TITLES["kind"], "Same for all")
    language = line_field(TITLES["language"], most=60)
    personal_data = personal_data_field(TITLES["personal_data"], "Same for all")


class DescribeForm(Form):
    """Many files at once: what holds for all of them, and each by itself."""

    kind = kind_field("Kind", "Different for each")
    language = line_field("Language", most=60, default="English")
    personal_data = personal_data_field("Do they hold personal data?", "Different for each")
    files = FieldList(FormField(OneFile), max_entries=100)

    @classmethod
    def over(cls, items: Iterable[Evidence]) -> "DescribeForm":
        return cls(data={"language": "English", "files": [beginning_of(item) for item in items]})

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the usual: each question has an answer, at the file or for all."""
        fine = super().validate(extra_validators)
        for entry in self.files.entries:
            for name in SAID_ABOVE:
                if not (entry.form[name].data or self[name].data):
                    entry.form[name].errors, fine = [MISSING[name]], False
        self.files.errors = [entry.errors for entry in self.files.entries if entry.errors]
        return fine

    def facts_of(self, entry: Any) -> dict[str, str]:
        said = {name: entry.form[name].data or self[name].data for name in SAID_ABOVE}
        return {"title": entry.form.title.data, **said}


def beginning_of(item: Evidence) -> dict[str, Any]:
    kind = item.kind if item.kind != "document" else ""
    return {"item": item.public_id, "version": str(item.version), "title": item.title, "kind": kind}
