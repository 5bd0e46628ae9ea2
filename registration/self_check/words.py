"""THE TABLES of the self-check: the answers in plain words, and how many weeks a gap is counted for."""

from registration.charts import Step

IN_PLACE, PARTLY, NOT_YET, UNKNOWN, OPEN = "in_place", "partly", "not_yet", "unknown", "open"

HOW = {
    IN_PLACE: ("In place", "We do this today, and we could explain how."),
    PARTLY: ("Partly", "Some of it is there, or only some of us do it."),
    NOT_YET: ("Not yet", "We have not begun, or it is only an idea."),
    UNKNOWN: ("I do not know", "Somebody else would have to answer this."),
}
"""How far a school is with a criterion: the words, and the line under them."""

SHOWN = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}
"""Whether there is a document that shows it."""

SCALE = (
    Step(IN_PLACE, "In place", "met"),
    Step(PARTLY, "Partly", "partly"),
    Step(NOT_YET, "Not yet", "not_met"),
    Step(UNKNOWN, "Not known", "unclear"),
    Step(OPEN, "Not answered", "open"),
)

WEEKS = {NOT_YET: 4, PARTLY: 2, UNKNOWN: 1}
"""Weeks of work for one gap. They are this service's rule of thumb, and said to be one wherever they are shown."""

WEEKS_FOR_A_DOCUMENT = 1
"""For something that is in place and that nothing shows yet."""

FEW, MANY = 2, 4
"""People of a school who each work on one gap at a time: the two ends of the range of weeks."""
