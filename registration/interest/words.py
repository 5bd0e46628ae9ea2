"""The choices and questions of an expression of interest, in the words people are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question with one good answer: what it asks exactly, what a No means, and what to do then."""

    text: str
    hint: str
    means: str
    do: str

    @property
    def told(self) -> str:
        """What a school that answers No is told."""
        return f"{self.means} {self.do}"


STAGES = {
    "early_years": "Early years (up to 5)",
    "primary": "Primary (5 to 11)",
    "lower_secondary": "Lower secondary (11 to 14)",
    "upper_secondary": "Upper secondary (14 to 16)",
    "advanced": "Advanced (16 to 19)",
}

DELIVERY = {
    "live": "Mostly live lessons",
    "asynchronous": "Mostly work in the student’s own time",
    "blended": "A planned mix of both",
}

PROGRAMMES = {
    "primary": "Cambridge Primary",
    "lower_secondary": "Cambridge Lower Secondary",
    "igcse": "Cambridge IGCSE",
    "o_level": "Cambridge O Level",
    "as_a_level": "Cambridge International AS & A Level",
}

LEGAL_STATUS = {
    "company": "A company",
    "charity": "A charity, foundation or trust",
    "public": "A public body",
    "sole": "One person who trades under their own name",
    "other": "Something else",
}

ELIGIBILITY = {
    "delivers_online": Question(
        "Does the school teach online?",
        "Most lessons reach the students over the internet, live or in their own time.",
        "This service registers online schools only, so the school cannot apply here.",
        "If you teach in a building, write to us and we will tell you who can help.",
    ),
    "legally_registered": Question(
        "Is the school legally registered in at least one country?",
        "As a company, a charity or in another form, in any country. A licence to teach is not needed for this answer.",
        "We can only register a school that somebody answers for in law.",
        "Register the school where it is run from. Come back as soon as it is: nothing else is lost.",
    ),
    "named_principal": Question(
        "Does the school have a named principal?",
        "One person who leads teaching and learning, whatever the title is.",
        "Somebody must lead the school and sign the application.",
        "Appoint a principal, also for a time. Come back when you have.",
    ),
    "year_planned": Question(
        "Have you planned at least one full teaching year?",
        "Terms, subjects and who teaches them. It may be a year that has not begun.",
        "The review looks at a whole year of teaching, and there would be nothing to read.",
        "Plan one year. Come back when you have: the self-check can help you to see what belongs in it.",
    ),
}
"""The four questions that decide whether a school can apply, by name."""

STATUS = {
    "new": ("New", "active"),
    "asked": ("Question sent", "waiting"),
    "answered": ("Answer has come", "active"),
    "accepted": ("Accepted", "good"),
    "declined": ("Declined", "ended"),
}
"""Label and tone of each status, in the order of the desk's filter."""

KINDS = {"stages": STAGES, "programmes": PROGRAMMES}
SINGLE = {"delivery": DELIVERY, "legal_status": LEGAL_STATUS}


def in_words(details: dict[str, object]) -> dict[str, str]:
    """The details of an interest as people read them, label by name of the detail."""
    words = {"registration_number": "", "roll": "", "cambridge_reason": ""}
    words |= {name: str(value) for name, value in details.items() if isinstance(value, str | int)}
    for name, known in SINGLE.items():
        words[name] = known.get(str(details.get(name)), "")
    for name, known in KINDS.items():
        chosen = details.get(name)
        words[name] = (
            ", ".join(known.get(one, str(one)) for one in chosen) if isinstance(chosen, list) else ""
        )
    return words
