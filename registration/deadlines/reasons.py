"""THE TABLE of reasons for more time: what a school chooses from, and what each asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One row. `hint` says what helps the case officer to decide."""

    code: str
    label: str
    hint: str


TABLE = (
    Reason("illness", "Illness or absence of somebody we need", "Say who by duty, never by name, and until when."),
    Reason("holidays", "School holidays or public holidays where we are", "Give the dates."),
    Reason("third_party", "We wait for a document from somebody else", "Say from whom, and when they promised it."),
    Reason("translation", "A document has to be translated", "Say from which language, and how long it is."),
    Reason("technical", "A technical failure kept us from working", "Say what failed, and for how long."),
    Reason("emergency", "An emergency: weather, unrest, or a child at risk", "Say only what we need to know."),
    Reason("other", "Another reason", "Say which."),
)
BY_CODE = {reason.code: reason for reason in TABLE}
