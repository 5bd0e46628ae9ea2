"""THE TABLE of reasons to decline an expression of interest: what the desk chooses, and what the letter says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`label` is for the desk; `sentence` goes into the letter as it stands. Without one, own words are needed."""

    code: str
    label: str
    sentence: str


OTHER = "other"

TABLE: tuple[Reason, ...] = (
    Reason(
        "not_online", "It does not teach online",
        "This registration is for schools that teach online. From what you sent, most of the teaching takes place in a "
        "building. Please write to us, and we will tell you who can help.",
    ),
    Reason(
        "not_registered", "It is not legally registered anywhere",
        "A school must be legally registered in at least one country before it applies. We could not find that yours "
        "is. As soon as it is, please write to us again with the registration number.",
    ),
    Reason(
        "no_principal", "It has no named principal",
        "A named principal must lead the school and sign the application. Please write to us again when the principal "
        "has been appointed.",
    ),
    Reason(
        "no_year", "No teaching year is planned",
        "The review looks at a whole year of teaching. Please write to us again when at least one teaching year is "
        "planned.",
    ),
    Reason(
        "not_a_school", "It is not a school in the sense of the standard",
        "The standard is written for schools that answer for a whole programme of teaching. From what you sent, you "
        "teach single courses or support students of other schools.",
    ),
    Reason(
        "name", "“Cambridge” in the name without a geographical reason",
        "A school may have “Cambridge” in its name when it is in a place of that name. We could not find such a "
        "reason. Under another name you are welcome to write to us again.",
    ),
    Reason(
        "known", "The same school has written or applied already",
        "We have an earlier expression of interest, or an application, from the same school. Please go on with that "
        "one. If you cannot get to it, write to us and we will help.",
    ),
    Reason(
        "programmes", "What it wants to teach is not offered to online schools",
        "The programmes you named are not open to online schools at present. Please write to us, and we will tell "
        "you which are.",
    ),
    Reason(
        "no_answer", "It did not answer our question",
        "We asked you a question and have not heard from you. You are welcome to write to us again at any time.",
    ),
    Reason(OTHER, "Another reason, in your own words", ""),
)  # fmt: skip

BY_CODE = {reason.code: reason for reason in TABLE}


def letter_words(code: str, own_words: str) -> str:
    """What the letter says: the sentence of the reason, then the officer's own words."""
    return "\n\n".join(part for part in (BY_CODE[code].sentence, own_words.strip()) if part)
