"""The choices and questions of an expression of interest, in the words people are shown."""

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
    "delivers_online": (
        "Does the school teach online?",
        "This service registers online schools only. "
        "If you teach in a building, write to us and we will tell you who can help.",
    ),
    "legally_registered": (
        "Is the school legally registered in at least one country?",
        "A school must be registered somewhere before it can apply. Come back as soon as it is: nothing else is lost.",
    ),
    "named_principal": (
        "Does the school have a named principal?",
        "Somebody must lead the school and sign the application. Come back when the principal has been appointed.",
    ),
    "year_planned": (
        "Have you planned at least one full teaching year?",
        "We ask about your plans for a whole year. Come back when at least one teaching year is planned.",
    ),
}
"""Question by name, and what a school that answers No is told."""

STATUS = {
    "new": ("New", "active"),
    "asked": ("Question sent", "waiting"),
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
