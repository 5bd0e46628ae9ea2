"""What people send about a visit. Times are typed in the body's zone, which the hint names."""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField
from wtforms.validators import Regexp

from registration.accounts.models import Person
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    number_field,
    prose_field,
    radio_field,
    several_field,
)
from registration.visits.models import VisitSlot
from registration.workflow import calendar
from standards.model import Standard

AS_TIME = Regexp(re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d\Z"), message="Enter a time such as 09:30.")


def time_field(label: str, required: str | None = None) -> Any:
    return line_field(label, required=required, most=5, hint="For example, 09:30", validators=[AS_TIME])


def moment_of(day: date | None, typed: str | None) -> datetime:
    """A day and a typed time, at the body's desk. Both have been checked by their fields."""
    if day is None or not typed:
        raise ValueError("A moment needs its day and its time.")
    hour, _, minute = typed.replace(".", ":").partition(":")
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=calendar.in_force.zone)


class ArrangementsForm(Form):
    mode = radio_field(
        "How will the visit be held?",
        [choice("video", "By video"), choice("on_site", "In person")],
        required="Choose how the visit will be held.",
    )
    place = line_field("Where people meet", hint="The address of the meeting room, or the place. The school sees it.")
    team = several_field("Who visits", required="Choose at least one person of the panel.")

    def offer(self, panel: list[Person]) -> None:
        self.team.choices = [choice(person.public_id, person.name) for person in panel]


class SlotForm(Form):
    day = date_field("Day", required="Enter the day.")
    starts = time_field("Starts at", "Enter when it starts.")
    ends = time_field("Ends at", "Enter when it ends.")
    second_day = date_field("Second day, for two half-days")
    second_starts = time_field("Second day starts at")
    second_ends = time_field("Second day ends at")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        second = [self.second_day.data, self.second_starts.data, self.second_ends.data]
        if fine and any(second) and not all(second):
            self.second_day.errors = ["Give the second day with its start and its end, or leave all three empty."]
            return False
        return fine

    @property
    def first(self) -> tuple[datetime, datetime]:
        return moment_of(self.day.data, self.starts.data), moment_of(self.day.data, self.ends.data)

    @property
    def second(self) -> tuple[datetime, datetime] | None:
        day = self.second_day.data
        if not day:
            return None
        return moment_of(day, self.second_starts.data), moment_of(day, self.second_ends.data)


class ChooseSlotForm(Form):
    slot = radio_field("Which time suits the school?", required="Choose a time, or say below that none suits.")
    reason = prose_field(
        "Which days or hours would suit?", most=2000, hint="Only when none of the times suits.",
    )

    def offer(self, slots: list[VisitSlot], words: Any, in_utc: Any) -> None:
        """Each time in the words of the school's zone, with UTC under it."""
        none_suits = choice("none", "None of these times suits")
        times = [choice(slot.public_id, words(slot), in_utc(slot)) for slot in slots]
        self.slot.choices = [*times, none_suits]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and self.slot.data == "none" and not (self.reason.data or "").strip():
            self.reason.errors = ["Say which days or hours would suit, so that others can be proposed."]
            return False
        return fine


class AgendaItemForm(Form):
    version = HiddenField()
    title = line_field("Title", required="Give the item a title.")
    minutes = number_field("Minutes", least=5, most=480, required="Say how many minutes it takes.")
    meet = prose_field("Whom to meet", most=2000, hint="Roles, one a line. Never names of pupils or staff.")
    observe = prose_field("What to observe", most=2000, hint="One a line.")
    criteria = several_field("For which criteria")

    def offer(self, standard: Standard) -> None:
        self.criteria.choices = [choice(c.code, f"{c.code} {c.title}") for c in standard.criteria.values()]


class NoteForm(Form):
    version = HiddenField(default="0")
    text = prose_field(
        "What was seen and heard", required="Write what was seen, or go back to the notebook.",
        hint="Roles, never names of pupils or staff.",
    )


class HeldForm(Form):
    began_on = date_field("Day it began", required="Enter the day it began.")
    began_at = time_field("Began at", "Enter when it began.")
    ended_on = date_field("Day it ended", required="Enter the day it ended.")
    ended_at = time_field("Ended at", "Enter when it ended.")
    summary = prose_field(
        "Summary given at the closing meeting", required="Write what the school was told at the closing meeting."
    )

    @property
    def held(self) -> tuple[datetime, datetime]:
        began = moment_of(self.began_on.data, self.began_at.data)
        return began, moment_of(self.ended_on.data, self.ended_at.data)


class SampleForm(Form):
    subject = line_field("What is sampled", required="Say what is sampled, such as staff files.")
    population = number_field("How many there are", least=1, most=100_000, required="Enter how many there are.")
    size = number_field("How many to draw", least=1, most=100, required="Enter how many to draw.")


class LessonForm(Form):
    version = HiddenField(default="0")
    subject = line_field("Subject", required="Enter the subject.")
    stage = line_field("Stage or year group", required="Enter the stage or year group.")
    on = date_field("Day")
    at = time_field("Began at")
    minutes = number_field("Minutes observed", least=1, most=300, required="Enter how many minutes you observed.")
    doing = number_field("Per cent of the time that students were doing", least=0, most=100)
    talking = number_field("Per cent of the time that the teacher was talking", least=0, most=100)
    seen = prose_field("What was seen", required="Write what was seen.", hint="Never the teacher's or a pupil's name.")

    @property
    def starts_at(self) -> datetime | None:
        return moment_of(self.on.data, self.at.data) if self.on.data and self.at.data else None


def local(moment: datetime | None) -> datetime | None:
    """A moment at the body's desk, to fill a form with."""
    return moment.astimezone(ZoneInfo(str(calendar.in_force.zone))) if moment else None
