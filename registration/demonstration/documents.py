"""What stands in each paper, workbook and slide show of the complete case.

Most is written out in `texts/complete/`. Four long documents are made from lists: the curriculum
of sixty pages, the single central record of 81 lines, and the lists of staff and of teachers.
"""

from functools import cache
from typing import Any

from registration.demonstration.material import chance_for, read
from registration.demonstration.papers import Page

Rows = tuple[tuple[str, ...], ...]
PHASE_NOTES = (
    "live",
    "live",
    "recorded, then live",
    "live",
    "guided",
    "live",
    "live",
    "live",
    "live",
    "live and guided",
)
COUNTRIES = ("Cyprus", "Greece", "United Kingdom", "United Arab Emirates", "Kenya", "Serbia", "Egypt")
IN_COUNTRY = (21, 16, 11, 6, 4, 3, 2)
TEACHERS = {
    "English": 7, "Mathematics": 7, "Science": 9, "Global Perspectives": 2, "Computing": 3, "History": 3,
    "Geography": 3, "Languages": 7, "Art and design": 2, "Economics": 3,
}  # fmt: skip
OTHERS = {"Leadership": 5, "Education technology": 4, "Help desk": 3, "Admissions, finance": 5}
FURTHER = {"Volunteer, languages": 9, "Governor in lessons": 4, "Invigilator": 4, "Owner": 1}


def pages_of(key: str) -> list[Page]:
    """The pages of one document after its cover, in order."""
    if key == "curriculum":
        return curriculum()
    if key == "central-record":
        return central_record()
    return [page(each) for each in _written()[key]["pages"]]


def sheets_of(key: str) -> dict[str, Rows]:
    """The sheets of one workbook: the name, then the rows, the heading row first."""
    made = {"staffing": {"Staff": staff_list()}, "teachers": {"Teachers by subject": teachers()}}.get(key, {})
    written = _written().get(key, {}).get("sheets", {})
    return made | {name: tuple(tuple(row) for row in rows) for name, rows in written.items()}


def notes_of(key: str) -> str:
    """The lines at the foot of a cover: who approved it, when, and when it is next looked at."""
    made = {
        "curriculum": "Agreed by the academic leaders in May 2025 for the year 2025-26",
        "central-record": "Names removed for this copy. The full record is shown at the visit and is not copied",
    }
    return made.get(key) or str(_written()[key].get("notes", ""))


def page(written: dict[str, Any]) -> Page:
    table = tuple(tuple(row) for row in written.get("table", ()))
    return Page(written["heading"], written.get("text", ""), table, tuple(written.get("columns", ())))


def curriculum() -> list[Page]:
    """Pages 2 to 60: the map, global themes, shared products, fifty schemes of a page each, four closing pages."""
    material = read("complete/curriculum.toml")
    units: dict[str, list[list[str]]] = material["units"]
    subjects = list(units)
    heads = ("Subject", "Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer")
    pages = []
    for half in (subjects[:5], subjects[5:]):
        rows = tuple((subject, *(unit[0] for unit in units[subject])) for subject in half)
        pages.append(
            Page(
                "Curriculum map, Year 8",
                "What is taught when. The maps of Years 7 and 9 have the same form.",
                (heads, *rows),
            )
        )
    for half in (subjects[:5], subjects[5:]):
        rows = tuple((subject, units[subject][1][1], units[subject][4][1]) for subject in half)
        text = (
            "Two units a year in each subject look at a question from more than one national or cultural "
            "standpoint."
        )
        pages.append(
            Page(
                "Global themes by subject",
                text,
                (("Subject", "First unit asks", "Second unit asks"), *rows),
                (2, 4, 4),
            )
        )
    rows = tuple((subject, units[subject][0][2], units[subject][3][2]) for subject in subjects)
    pages.append(Page("What students make together", "", (("Subject", "Autumn", "Spring"), *rows), (2, 4, 4)))
    for subject in subjects:
        pages += [
            scheme(subject, number, unit, material["lessons"]["phases"])
            for number, unit in enumerate(units[subject], start=1)
        ]
    return pages + [page(each) for each in read("complete/curriculum-end.toml")["pages"]]


def scheme(subject: str, number: int, unit: list[str], phases: list[str]) -> Page:
    """One unit on one page, with the comparison to framework objectives in the last column."""
    title, question, product, words = unit
    chance = chance_for(f"{subject} {number}")
    matches = (*["same year"] * 4, "year before", "year after", "not yet taught")
    table = tuple(
        (str(place), phase, note, chance.choice(matches))
        for place, (phase, note) in enumerate(zip(phases, PHASE_NOTES, strict=True), start=1)
    )
    text = (
        f"Question of the unit: {question}\n\nShared product: {product}. Roles are given, and exchanged "
        "in lesson 8; the mark scheme has "
        f"a line for how the group worked.\n\nTwelve words to be taught first: {words}.\n\n"
        "The sail stands at lesson 4, where the path divides: a choice of task, a second explanation in "
        "a room, or a faster way. "
        "Assessment in lesson 10 is marked to the criteria shared in lesson 1."
    )
    return Page(
        f"{subject}, Year 8, unit {number}: {title}",
        text,
        (("Lesson", "Content", "Form", "Framework"), *table),
        (1, 6, 3, 2),
    )


def central_record() -> list[Page]:
    """Pages 2 to 4: 27 lines each. Every check is dated before the first contact."""
    heads = ("No", "Role", "Identity", "Degree", "Refs", "Police", "Lists", "Training", "Contact", "By")
    chance = chance_for("central record")
    roles = [f"Teacher, {subject}" for subject, number in TEACHERS.items() for _ in range(number)]
    roles += [role for role, number in (OTHERS | FURTHER).items() for _ in range(number)]
    rows = []
    for number, role in enumerate(roles, start=1):
        month, year = chance.randint(1, 12), chance.choice((22, 23, 24, 25))
        checked = f"{month:02}/{year}"
        taught = f"{month % 12 + 1:02}/{year + month // 12}"
        police = "sworn" if number in (11, 24, 39, 58, 70) else f"{checked} ({chance.choice('1112')})"
        degree = checked if role.startswith(("Teacher", "Leadership")) else "n/a"
        initials = chance.choice(("PL+SL", "PL+S2", "P2+SL"))
        short = role.replace("Teacher,", "T,")
        rows.append((str(number), short, checked, degree, "2", police, checked, "09/25", taught, initials))
    text = (
        "Month and year of each check. Identity includes the right to work; Police is the "
        "criminal-record check, with the number of countries; "
        "Contact is the first contact with students. PL people lead, P2 deputy; SL safeguarding lead, S2 "
        "deputy."
    )
    columns = (2, 13, 4, 4, 2, 5, 4, 4, 4, 5)
    parts = (rows[:27], rows[27:54], rows[54:])
    return [
        Page(f"Single central record ({place} of 3)", text, (heads, *part), columns)
        for place, part in enumerate(parts, start=1)
    ]


def staff_list() -> Rows:
    """Sixty-three people by number: role, subject, hours, country and contract."""
    chance = chance_for("staff")
    where = [country for country, number in zip(COUNTRIES, IN_COUNTRY, strict=True) for _ in range(number)]
    chance.shuffle(where)
    roles = [("Teacher", subject) for subject, number in TEACHERS.items() for _ in range(number)]
    roles += [(role, "-") for role, number in OTHERS.items() for _ in range(number)]
    rows = [("No", "Role", "Subject", "Hours a week", "Country", "Contract")]
    for number, ((role, subject), country) in enumerate(zip(roles, where, strict=True), start=1):
        hours = chance.choice(("40", "40", "40", "32", "24")) if role == "Teacher" else "40"
        contract = "freelance" if number in (9, 27, 38, 45) else "permanent"
        rows.append((str(number), role, subject, hours, country, contract))
    return tuple(rows)


def teachers() -> Rows:
    """Forty-six teachers by number: 41 qualified, 19 with experience of Cambridge programmes."""
    chance = chance_for("teachers")
    unqualified = {3, 16, 22, 33, 44}
    experienced = set(chance.sample(range(1, 47), 19))
    rows = [("No", "Subject", "Degree", "Teaching qualification", "Years with Cambridge", "Verified")]
    subjects = [subject for subject, number in TEACHERS.items() for _ in range(number)]
    for number, subject in enumerate(subjects, start=1):
        qualified = "in training or experience" if number in unqualified else "yes"
        years = str(chance.randint(1, 14)) if number in experienced else "0"
        how = (
            "statement of equivalence"
            if number in (8, 19, 40)
            else f"awarding body, 20{chance.choice((21, 22, 23, 24, 25))}"
        )
        rows.append((str(number), subject, chance.choice(("BA", "BSc", "MA", "MSc")), qualified, years, how))
    return tuple(rows)


@cache
def _written() -> dict[str, Any]:
    return read("complete/papers-1.toml") | read("complete/papers-2.toml") | read("complete/books.toml")
