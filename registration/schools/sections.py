"""THE TABLE of the profile: every fact a school is asked for, by section.

Forms, the read view, the completeness rule and the printed application are made from these
rows. A fact is kept under its name in `ProfileSection.facts`; a group is a list of such facts.
Where `not_applicable` says so, a reason may stand instead: {"not_applicable": "why"}.
"""

from dataclasses import dataclass
from typing import Literal

from registration.countries import COUNTRIES

Kind = Literal["line", "prose", "number", "email", "phone", "web", "country", "zone", "choice", "several"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One fact. `most` is characters for text, and the value itself for a number."""

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    required: bool = True
    not_applicable: bool = False
    choices: Choices = ()
    least: int = 0
    most: int = 0
    width: str = ""


@dataclass(frozen=True)
class Group:
    """Facts that come several times: owners, territories, programmes. `one` is what a single one is called."""

    name: str
    label: str
    one: str
    fields: tuple[Field, ...]
    hint: str = ""
    not_applicable: bool = False
    most: int = 40


@dataclass(frozen=True)
class Section:
    number: int
    title: str
    purpose: str
    asks: tuple[Field | Group, ...]


DELIVERY: Choices = (
    ("live", "Live: lessons at set times, taught in real time"),
    ("asynchronous", "Asynchronous: students work through prepared lessons in their own time"),
    ("blended", "Blended: both, or online with some teaching in a place"),
)
SCHOOL_TYPE: Choices = (
    ("independent", "Independent"), ("state", "State or publicly funded"), ("charity", "Charity or foundation"),
    ("group", "Part of a group of schools"),
)
STAGE: Choices = (
    ("primary", "Primary, about 5 to 11"), ("lower_secondary", "Lower secondary, about 11 to 14"),
    ("upper_secondary", "Upper secondary, about 14 to 16"), ("advanced", "Advanced, about 16 to 19"),
)
PROGRAMME: Choices = (
    ("primary", "Primary"), ("lower_secondary", "Lower Secondary"), ("igcse", "IGCSE"),
    ("as_a_level", "AS and A Level"), ("other", "Another qualification"),
)
AGREEMENT: Choices = (("signed", "Signed"), ("being_agreed", "Being agreed"), ("none", "Not begun"))
OWNER: Choices = (("person", "A person"), ("organisation", "An organisation"))
YES_NO: Choices = (("yes", "Yes"), ("no", "No"))
COUNTRY_CHOICES: Choices = tuple(COUNTRIES.items())


def lead(prefix: str, who: str, proof: str) -> tuple[Field, ...]:
    """A named person for one duty."""
    return (
        Field(f"{prefix}_name", f"{who}: name"),
        Field(f"{prefix}_email", f"{who}: e-mail address", "email"),
        Field(f"{prefix}_training", f"{who}: {proof}", "prose", most=2000),
    )


SECTIONS: tuple[Section, ...] = (
    Section(1, "School and contacts", "Who you are and how we reach you.", (
        Field("school_name", "Name of the school", hint="As it is registered"),
        Field("address", "Address of the registered office", "prose", most=500),
        Field("town", "Town or city"),
        Field("state", "State, county or region", not_applicable=True),
        Field("postcode", "Postcode", not_applicable=True, width="10"),
        Field("country", "Country of registration", "country"),
        Field("phone", "Telephone", "phone", "With the country code, as in +44 20 7946 0000", width="20"),
        Field("email", "E-mail address of the school", "email"),
        Field("website", "Website", "web", "As in https://school.example"),
        Field("time_zone", "Time zone the school works in", "zone"),
        Field("principal_title", "Principal: title", required=False, width="10"),
        Field("principal_given_name", "Principal: given name"),
        Field("principal_family_name", "Principal: family name"),
        Field("principal_role", "Principal: role", hint="As in Head of School"),
        Field("principal_email", "Principal: e-mail address", "email"),
        Field("principal_phone", "Principal: telephone", "phone", width="20"),
    )),
    Section(2, "Legal and financial", "Who is responsible for the school, and since when.", (
        Field("organisation", "Organisation responsible for the school"),
        Field("registration_number", "Registration number of the organisation", width="20"),
        Field("tax_id", "Tax number", not_applicable=True, width="20"),
        Field("vat_id", "VAT number", hint="In the European Union only", not_applicable=True, width="20"),
        Field("eori", "EORI number", hint="If you have one", required=False, width="20"),
        Field("established", "Year the school was established", "number", least=1700, most=2100, width="4"),
        Group("owners", "Owners", "owner", (
            Field("name", "Name"),
            Field("kind", "The owner is", "choice", choices=OWNER),
            Field("share", "Share in per cent", "number", most=100, width="4"),
        ), hint="Every person or organisation that owns a tenth of the school or more."),
        Group("related_schools", "Related schools", "related school", (
            Field("name", "Name"),
            Field("country", "Country", "country"),
            Field("relation", "How it is related", hint="As in same owner, partner, predecessor"),
        ), not_applicable=True),
        Group("refusals", "Earlier refusals and withdrawals", "refusal or withdrawal", (
            Field("body", "Which body"),
            Field("when", "When", hint="As in March 2023", width="20"),
            Field("why", "What happened and why", "prose", most=2000),
        ), hint="By any body that registers, inspects or accredits schools.", not_applicable=True),
    )),
    Section(3, "About the school", "What the school is for, and whom it teaches.", (
        Field("mission", "Mission", "prose", most=3000),
        Field("values", "Educational values", "prose", most=3000),
        Field("selection", "How students are admitted", "prose", "Your selection policy in short", most=3000),
        Field("why", "Why you wish to be registered", "prose", most=3000),
        Field("age_from", "Youngest age taught", "number", least=2, most=19, width="2"),
        Field("age_to", "Oldest age taught", "number", least=3, most=25, width="2"),
        Field("school_type", "Type of school", "choice", choices=SCHOOL_TYPE),
        Group("students", "Students by stage", "stage", (
            Field("stage", "Stage", "choice", choices=STAGE),
            Field("students", "Students on roll", "number", most=100_000, width="5"),
            Field("teachers", "Teachers", "number", most=100_000, width="5"),
        )),
    )),
    Section(4, "Territories", "Where the school, its staff and its students are, and the law that holds there.", (
        Group("territories", "Territories", "territory", (
            Field("territory", "Country or territory", "country"),
            Field("registered", "Is the school registered there?", "choice", choices=YES_NO),
            Field("staff", "Staff there", "number", most=100_000, width="5"),
            Field("students", "Students there", "number", most=100_000, width="5"),
            Field("legal_basis", "Legal basis for teaching there", "prose", most=3000),
            Field("esafety", "Law on the safety of children online, and how you keep it", "prose", most=3000),
        )),
    )),
    Section(5, "Delivery", "How teaching reaches students.", (
        Field("delivery", "How do you teach?", "choice", choices=DELIVERY),
        Field("live_hours", "Hours of live teaching a week", "number", most=60, width="2",
              hint="For one full-time student"),
        Field("independent_hours", "Hours of set independent work a week", "number", most=60, width="2"),
        Field("languages", "Languages of teaching", hint="As in English, with support in Portuguese"),
        Group("platforms", "Platforms", "platform", (
            Field("name", "Name"),
            Field("purpose", "Used for", hint="As in live lessons, assignments, records"),
            Field("students_use", "Do students sign in to it?", "choice", choices=YES_NO),
        )),
    )),
    Section(6, "Programmes", "What you wish to teach, from when, and how many examination entries you expect.", (
        Group("programmes", "Programmes", "programme", (
            Field("programme", "Programme", "choice", choices=PROGRAMME),
            Field("subjects", "Subjects", "prose", most=2000),
            Field("first_series", "First examination series", hint="As in June 2028", not_applicable=True, width="20"),
            Field("entries_1", "Expected entries in the first series", "number", most=100_000, width="5"),
            Field("entries_2", "In the second series", "number", most=100_000, width="5"),
            Field("entries_3", "In the third series", "number", most=100_000, width="5"),
        )),
    )),
    Section(7, "Examination places", "Where candidates sit their examinations, in each territory with candidates.", (
        Group("exam_places", "Examination places", "examination place", (
            Field("territory", "Country or territory", "country"),
            Field("candidates", "Candidates expected", "number", most=100_000, width="5"),
            Field("place", "Where they sit", hint="Name and town of the centre"),
            Field("agreement", "Agreement with the centre", "choice", choices=AGREEMENT),
            Field("practicals", "Practical examinations", "prose", most=2000, not_applicable=True),
            Field("speaking", "Speaking tests", "prose", most=2000, not_applicable=True),
        ), not_applicable=True),
    )),
    Section(8, "People with a named duty", "Who answers for safety, data, technology and examinations.", (
        *lead("safeguarding", "Safeguarding lead", "training, with dates"),
        *lead("data_protection", "Data-protection lead", "training or experience"),
        *lead("technology", "Education-technology lead", "training or experience"),
        *lead("exams", "Exams officer", "training or experience"),
    )),
)  # fmt: skip

BY_NUMBER = {section.number: section for section in SECTIONS}
DECLARATION = 9
"""The ninth section is the declaration: a signature, with a page of its own."""
