"""What a report takes from the application as it was sent: the school's facts, and its evidence."""

from collections.abc import Mapping
from typing import Any

from registration.applications.models import Application
from registration.countries import country_name
from registration.evidence.vocabulary import KIND_WORDS
from registration.reports.content import Considered, ExamArrangement, Fact, RegisteredEvidence
from registration.schools import answers
from registration.schools.answers import Answer
from registration.schools.sections import BY_NUMBER

IN_CONTEXT = (
    (2, "organisation"), (2, "established"), (3, "school_type"), (3, "age_from"), (3, "age_to"), (3, "students"),
    (4, "territories"), (5, "delivery"), (5, "live_hours"), (5, "independent_hours"), (5, "languages"),
    (5, "platforms"), (6, "programmes"),
)  # fmt: skip
"""Facts a report shows, by section and name. None of them is about a single person."""

SHOWN_OF_A_ROW = 3


class Sent:
    """The last submission of an application, read for its report."""

    def __init__(self, application: Application):
        submission = application.submission
        self.snapshot: Mapping[str, Any] = submission.snapshot if submission else {}
        self.school = str(self.snapshot.get("school", {}).get("name") or application.school.name)
        self.country = country_name(self.snapshot.get("school", {}).get("country") or application.school.country)
        self.items: list[Mapping[str, Any]] = list(self.snapshot.get("evidence", ()))
        self.numbers = {item["id"]: number for number, item in enumerate(self.items, 1)}

    def facts(self, section: int) -> Mapping[str, Any]:
        return dict(self.snapshot.get("profile", {}).get(str(section)) or {})

    def context(self) -> tuple[Fact, ...]:
        """The school in facts; what was not answered is left out."""
        found = ((self.answered(section, name)) for section, name in IN_CONTEXT)
        return tuple(Fact(answer.label, words) for answer in found if (words := in_words(answer)))

    def answered(self, section: int, name: str) -> Answer:
        ask = next(a for a in BY_NUMBER[section].asks if a.name == name)
        return answers.answer(ask, self.facts(section))

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
            )
            for number, item in enumerate(self.items, 1)
        )


def in_words(answer: Answer) -> str:
    """An answer on a line; the rows of a group on a line each, with the first of their facts."""
    if answer.rows:
        return "\n".join(row_in_words(row) for row in answer.rows)
    return answer.text


def row_in_words(row: tuple[Answer, ...]) -> str:
    first, *others = [a for a in row[: SHOWN_OF_A_ROW + 1] if a.text and len(a.text) <= 120]
    details = ", ".join(f"{a.label.lower()} {a.text.lower() if a.text in ('Yes', 'No') else a.text}" for a in others)
    return f"{first.text}: {details}" if details else first.text


def exam_place(texts: list[str], place: Mapping[str, Any]) -> ExamArrangement:
    territory, _candidates, where, agreement, practicals, speaking = texts
    tests = "\n".join(filter(None, (practicals, speaking)))
    candidates = place.get("candidates")
    return ExamArrangement(territory, candidates if isinstance(candidates, int) else None, where, agreement, tests)
