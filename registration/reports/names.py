"""Names that may have slipped into a report. People are named by their role there, never by their name.

People of the case are found wherever they stand. The rest is a rule of thumb, for advice only: it finds a title with
a surname, and two capitalised words in a row that are neither the first words of a sentence nor words this field
writes with a capital.
"""

import re
from collections.abc import Iterable, Iterator

TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Señora?|Madame|Herr|Frau)\.?"
                    r"(?: +[A-ZÀ-Þ][\w’'-]+){1,2}")
PAIR = re.compile(r"(?<![.!?:“\"] )(?<!\A)(?<!\n)\b[A-ZÀ-Þ][a-zà-ÿ’'-]+ +[A-ZÀ-Þ][a-zà-ÿ’'-]+\b")
WORDS = """
January February March April May June July August September October November December Monday Tuesday Wednesday
Thursday Friday Saturday Sunday Cambridge International Education Handbook Level Primary Secondary Lower Upper
Advanced English French German Spanish Portuguese Arabic Chinese School Schools Academy College Online Virtual
Principal Head Year Stage Area Criterion Annex Exceeds Met Partly Not Zoom Teams Google Microsoft Office Excel
Word Moodle Canvas United Kingdom States South North East West New Data Protection Act General Regulation
Safeguarding Policy Code Board Ministry Department Europe European Union
"""
KNOWN = frozenset(WORDS.split())
LONGEST = 20_000
SHORTEST = 3
"""Fewer letters than this are an initial, or a word of another language."""


def names_in(text: str, people: Iterable[str], own: str = "") -> list[str]:
    """Of these people those named, in full or by the last name alone; then what looks like somebody else's name.

    Of two forms of which one stands in the other, the longer.
    """
    found = dict.fromkeys([*named(text[:LONGEST], people, own), *likely_names(text, own)])
    return [name for name in found if not any(name != other and name in other for other in found)]


def named(text: str, people: Iterable[str], own: str) -> Iterator[str]:
    passed = KNOWN | set(re.findall(r"\w+", own))
    for person in dict.fromkeys(people):
        forms = (person, *(last for last in person.split()[-1:] if last not in passed))
        found = next((form for form in forms if stands_in(form, text)), None)
        if found is not None:
            yield found


def stands_in(name: str, text: str) -> bool:
    return len(name) >= SHORTEST and re.search(rf"\b{re.escape(name)}\b", text) is not None


def likely_names(text: str, own: str = "") -> list[str]:
    """What looks like the name of a person, each once. `own` is the name of the school, whose words are let pass."""
    passed = KNOWN | set(re.findall(r"\w+", own))
    shown = text[:LONGEST]
    pairs = [p for p in PAIR.findall(shown) if not passed.intersection(re.findall(r"[\w’'-]+", p))]
    return list(dict.fromkeys([*TITLED.findall(shown), *pairs]))
