"""Names that may have slipped into a report. People are named by their role there, never by their name.

A rule of thumb, for advice only: it finds a title with a surname, and two capitalised words in a row that
are neither the first words of a sentence nor words this field writes with a capital.
"""

import re

TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Señora?|Madame|Herr|Frau)\.? +[A-ZÀ-Þ][\w’'-]+")
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


def likely_names(text: str, own: str = "") -> list[str]:
    """What looks like the name of a person, each once. `own` is the name of the school, whose words are let pass."""
    passed = KNOWN | set(re.findall(r"\w+", own))
    shown = text[:LONGEST]
    pairs = [p for p in PAIR.findall(shown) if not passed.intersection(re.findall(r"[\w’'-]+", p))]
    return list(dict.fromkeys([*TITLED.findall(shown), *pairs]))
