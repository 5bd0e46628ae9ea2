"""The profile of an invented school: its facts under the names that `schools/sections.py` asks for."""

from typing import Any

from registration.countries import country_name
from registration.demonstration.schools import Colleague, School

Facts = dict[str, Any]
NOT_FOR_PROFIT = {
    "foundation",
    "foundation.",
    "trust;",
    "non-profit",
    "society;",
    "association;",
    "cooperative",
}
SIGNED_FOR_THE_COMPLETE_CASE = 7
SUBJECTS = {
    "primary": "English, mathematics, science, global perspectives, computing",
    "lower_secondary": "English, mathematics, science, global perspectives, computing",
    "igcse": "English, mathematics, biology, chemistry, physics, history, geography, computer science, French",
    "as_a_level": "Mathematics, further mathematics, biology, chemistry, physics, economics",
}
FIRST = {"primary": None, "lower_secondary": "May 2028", "igcse": "June 2029", "as_a_level": "June 2030"}
STAGE_AGES = {
    "primary": (5, 11),
    "lower_secondary": (11, 14),
    "upper_secondary": (14, 16),
    "advanced": (16, 19),
}


def not_applicable(why: str) -> Facts:
    return {"not_applicable": why}


def profile_of(school: School) -> dict[int, Facts]:
    """Sections 1 to 8, complete."""
    return {
        1: contacts(school), 2: legal(school), 3: about(school), 4: {"territories": territories(school)},
        5: delivery(school), 6: {"programmes": programmes(school)}, 7: {"exam_places": exam_places(school)},
        8: duties(school),
    }  # fmt: skip


def contacts(school: School) -> Facts:
    title, given, family, _ = school.principal
    return {
        "school_name": school.name, "address": school.address, "town": school.town,
        "state": not_applicable("Not used in addresses of our country"), "postcode": school.postcode,
        "country": school.country, "phone": school.phone, "email": f"office@{school.domain}",
        "website": f"https://www.{school.domain}", "time_zone": school.zone, "principal_title": title,
        "principal_given_name": given, "principal_family_name": family, "principal_role": "Principal",
        "principal_email": school.colleagues[0].email, "principal_phone": school.phone,
    }  # fmt: skip


def legal(school: School) -> Facts:
    name = school.owners.split(",")[0].rstrip(".")
    outside = not_applicable("We are not established in the European Union")
    return {
        "organisation": school.legal_name, "registration_number": school.registration_number,
        "tax_id": school.tax_id, "vat_id": school.vat_id or outside, "eori": "", "established": school.established,
        "owners": [{"name": name, "kind": "organisation", "share": 100}],
        "related_schools": not_applicable("There is no other school with the same owner"),
        "refusals": not_applicable("No body has refused us, and we have withdrawn from none"),
    }  # fmt: skip


def about(school: School) -> Facts:
    return {
        "mission": school.mission,
        "values": "Care, honesty, curiosity and responsibility, as our handbook explains them for each age.",
        "selection": "We admit students whom we can teach well. We look at earlier reports, a writing sample and an "
        "adaptive test, and speak with each student alone. We do not select by results.",
        "why": "Our families move, and want a qualification that is understood on arrival. We also want the "
        "discipline of a standard from outside.",
        "age_from": school.ages[0], "age_to": school.ages[1],
        "school_type": "charity" if set(school.owners.lower().split()) & NOT_FOR_PROFIT else "independent",
        "students": stages(school),
    }  # fmt: skip


def stages(school: School) -> list[Facts]:
    """Students and teachers by stage, in proportion to the years of age taught in each."""
    first, last = school.ages
    years = {stage: max(0, min(last, to) - max(first, of)) for stage, (of, to) in STAGE_AGES.items()}
    taught = {stage: count for stage, count in years.items() if count}
    staff, rows, left = sum(school.staff.values()), [], school.roll
    for place, (stage, count) in enumerate(taught.items(), start=1):
        here = left if place == len(taught) else school.roll * count // sum(taught.values())
        left -= here
        rows.append(
            {"stage": stage, "students": here, "teachers": max(1, staff * count // sum(taught.values()))}
        )
    return rows


def territories(school: School) -> list[Facts]:
    codes = [*school.students, *(code for code in school.staff if code not in school.students)]
    return [territory(school, code) for code in codes]


def territory(school: School, code: str) -> Facts:
    home = code == school.country
    students = school.students.get(code, 0)
    if home:
        basis = "Licensed here as a private institution that teaches at a distance."
    elif students:
        basis = "Families are resident and may educate at home or abroad; confirmed in writing, or clear from the law."
    else:
        basis = "No students; staff are employed under the law of this territory."
    return {
        "territory": code, "registered": "yes" if home else "no", "staff": school.staff.get(code, 0),
        "students": students, "legal_basis": basis,
        "esafety": "The law on children's data and online safety is named in our register; consent is asked of parents "
        "and incidents are reported to the authority named there.",
    }  # fmt: skip


def delivery(school: School) -> Facts:
    return {
        "delivery": school.delivery, "live_hours": school.hours[0], "independent_hours": max(2, 22 - school.hours[0]),
        "languages": ", ".join(school.languages),
        "platforms": [
            {"name": name, "purpose": purpose.split(",")[0].rstrip(")"), "students_use": "yes"}
            for name, _, purpose in (each.partition(" (") for each in school.platforms)
        ],
    }  # fmt: skip


def programmes(school: School) -> list[Facts]:
    rows = []
    for programme in school.programmes:
        first = FIRST[programme]
        share = {"primary": 0, "lower_secondary": 6, "igcse": 7, "as_a_level": 12}[programme]
        entries = school.roll // share if share else 0
        rows.append({
            "programme": programme, "subjects": SUBJECTS[programme],
            "first_series": first or not_applicable("Taught without an examination"),
            "entries_1": entries, "entries_2": entries * 5 // 4, "entries_3": entries * 3 // 2,
        })  # fmt: skip
    return rows


def exam_places(school: School) -> list[Facts] | Facts:
    """Where candidates sit. Of the smallest territories a few are still being agreed."""
    if not any(FIRST[programme] for programme in school.programmes):
        return not_applicable("We apply for programmes without external examinations")
    codes = list(school.students)
    signed = min(SIGNED_FOR_THE_COMPLETE_CASE, max(1, len(codes) - 1))
    return [place(school, code, place_number < signed) for place_number, code in enumerate(codes)]


def place(school: School, code: str, signed: bool) -> Facts:
    not_yet = not_applicable("Not offered before a place is agreed")
    return {
        "territory": code, "candidates": max(2, school.students[code] * 18 // 100),
        "place": f"Partner centre in {country_name(code)}, named in the agreement" if signed else "In correspondence",
        "agreement": "signed" if signed else "being_agreed",
        "practicals": "In the partner centre's laboratory" if signed else not_yet,
        "speaking": "Held by our teachers, at the centre" if signed else not_yet,
    }  # fmt: skip


def duties(school: School) -> Facts:
    """The named duties. In a small school one person holds several."""
    people = school.colleagues
    holders = {
        "safeguarding": holder(people, "safeguarding", 1), "data_protection": holder(people, "data", 0),
        "technology": holder(people, "technology", 1), "exams": holder(people, "Exams", 1),
    }  # fmt: skip
    training = {
        "safeguarding": "Training for designated leads, renewed last September.",
        "data_protection": "Course for data-protection officers in 2024, and a network of schools.",
        "technology": "Ten years of teaching and of running learning platforms.",
        "exams": "Induction course for exams officers; one practice series held.",
    }
    facts: Facts = {}
    for duty, person in holders.items():
        facts |= {
            f"{duty}_name": person.name,
            f"{duty}_email": person.email,
            f"{duty}_training": training[duty],
        }
    return facts


def holder(people: list[Colleague], post: str, otherwise: int) -> Colleague:
    found = [person for person in people if post in person.post]
    return found[0] if found else people[otherwise]
