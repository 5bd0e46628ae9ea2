"""What a report takes from the application as it was sent: the school's facts, and its evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from registration.applications.models import Application
from registration.countries import country_name
from registration.evidence.models import EvidenceVersion
from registration.evidence.vocabulary import KIND_WORDS
from registration.reports.content import Considered, ExamArrangement, Fact, RegisteredEvidence, Table
from registration.schools import answers
from registration.schools.answers import Answer
from registration.schools.sections import BY_NUMBER, Field, Group

IN_CONTEXT = (
    (2, "organisation"), (2, "established"), (3, "school_type"), (3, "age_from"), (3, "age_to"), (5, "delivery"),
    (5, "live_hours"), (5, "independent_hours"), (5, "languages"),
)  # fmt: skip
"""Facts a report shows, by section and name. None of them is about a single person."""

TABLES = (
    (3, "students", ("stage", "students", "teachers")),
    (4, "territories", ("territory", "registered", "staff", "students")),
    (5, "platforms", ("name", "purpose", "students_use")),
    (6, "programmes", ("programme", "subjects", "first_series", "entries_1")),
)
"""Groups of facts a report shows as tables, by section and name, and which of their facts."""


class Sent:
    """The last submission of an application, read for its report."""

    def __init__(self, application: Application):
        submission = application.submission
        self.snapshot: Mapping[str, Any] = submission.snapshot if submission else {}
        self.school = str(self.snapshot.get("school", {}).get("name") or application.school.name)
        self.country = country_name(self.snapshot.get("school", {}).get("country") or application.school.country)
        self.items: list[Mapping[str, Any]] = list(self.snapshot.get("evidence", ()))
        self.numbers = {item["id"]: number for number, item in enumerate(self.items, 1)}
        self.named: dict[str, list[str]] = {}

    def name(self, comments: Iterable[tuple[str, EvidenceVersion]]) -> None:
        """Enter what comments on facts point to, by paragraph; a version that is not registered yet gets a row."""
        for paragraph, version in comments:
            if version.public_id not in {item.get("version") for item in self.items}:
                self.items.append(row_of(version))
            self.named.setdefault(version.public_id, []).append(paragraph)

    def entry(self, version: EvidenceVersion) -> tuple[int, str]:
        """The number and the title of a version in the register, once it is entered."""
        found = enumerate(self.items, 1)
        return next((n, item["title"]) for n, item in found if item.get("version") == version.public_id)

    def facts(self, section: int) -> Mapping[str, Any]:
        return dict(self.snapshot.get("profile", {}).get(str(section)) or {})

    def context(self) -> tuple[Fact, ...]:
        """The school in facts; what was not answered is left out."""
        found = (self.answered(section, name) for section, name in IN_CONTEXT)
        return tuple(Fact(answer.label, answer.text) for answer in found if answer.text)

    def tables(self) -> tuple[Table, ...]:
        """The school in tables; a group without rows is left out."""
        found = (self.table(section, name, shown) for section, name, shown in TABLES)
        return tuple(table for table in found if table.rows)

    def table(self, section: int, name: str, shown: tuple[str, ...]) -> Table:
        group = ask_of(section, name)
        names = [field.name for field in group.fields] if isinstance(group, Group) else []
        rows = [dict(zip(names, row, strict=True)) for row in self.answered(section, name).rows]
        columns = tuple(rows[0][one].label for one in shown) if rows else ()
        return Table(group.label, columns, tuple(tuple(row[one].text for one in shown) for row in rows))

    def answered(self, section: int, name: str) -> Answer:
        return answers.answer(ask_of(section, name), self.facts(section))

    def examinations(self) -> tuple[ExamArrangement, ...]:
        rows = self.answered(7, "exam_places").rows
        places = self.facts(7)["exam_places"] if rows else ()  # a reason may stand in their place
        return tuple(exam_place([a.text for a in row], place) for row, place in zip(rows, places, strict=True))

    def considered(self, code: str) -> tuple[Considered, ...]:
        """Where in the evidence the school pointed, for one criterion."""
        cited = self.snapshot.get("citations", {}).get(code, ())
        return tuple(
            Considered(self.numbers.get(c["evidence"], 0), c["title"], c.get("where") or "", c.get("shows") or "")
            for c in cited
        )

    def register(self) -> tuple[RegisteredEvidence, ...]:
        cited: dict[str, list[str]] = {}
        for code, citations in self.snapshot.get("citations", {}).items():
            for citation in citations:
                cited.setdefault(citation["evidence"], []).append(code)
        return tuple(
            RegisteredEvidence(
                number=number,
                title=item["title"],
                kind=KIND_WORDS.get(item["kind"], "Document") if item.get("kind") else "Document",
                version=f"version {item['number']}",
                cited_for=tuple(dict.fromkeys(cited.get(item["id"], ()))),
                fingerprint=item.get("sha256") or item.get("link") or "",
                named_on=tuple(self.named.get(item.get("version") or "", ())),
            )
            for number, item in enumerate(self.items, 1)
        )


def row_of(version: EvidenceVersion) -> Mapping[str, Any]:
    """A version the school sent in another round, as the register lists it. Criteria cite it under its own row."""
    item = version.evidence
    return {
        "id": "", "version": version.public_id, "number": version.number, "title": item.title, "kind": item.kind,
        "sha256": version.sha256, "link": version.link,
    }  # fmt: skip


def ask_of(section: int, name: str) -> Field | Group:
    return next(ask for ask in BY_NUMBER[section].asks if ask.name == name)


def exam_place(texts: list[str], place: Mapping[str, Any]) -> ExamArrangement:
    territory, _candidates, where, agreement, practicals, speaking = texts
    tests = "\n".join(dict.fromkeys(filter(None, (practicals, speaking))))
    candidates = place.get("candidates")
    return ExamArrangement(territory, candidates if isinstance(candidates, int) else None, where, agreement, tests)
