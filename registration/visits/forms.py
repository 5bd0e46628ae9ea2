"""What people send about a visit. Times are typed in the body's zone, which the hint names."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField
from wtforms.validators import Regexp

from registration.accounts.models import Person
from registration.fields import version_typed
from registration.forms import (
    Form,
    choice,
    date_field,
    line_field,
    number_field,
    prose_field,
    radio_field,
    select_field,
    several_field,
)
from registration.visits import zones
from registration.visits.agenda import Row
from registration.visits.models import AgendaItem, VisitSlot
from registration.workflow import calendar
from standards.model import Standard

AS_TIME = Regexp(re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d\Z"), message="Enter a time such as 09:30.")


def time_field(label: str, required: str | None = None) -> Any:
    return line_field(label, required=required, most=5, hint="For example, 09:30", validators=[AS_TIME])


def clock_time(typed: str) -> time:
    hour, _, minute = typed.replace(".", ":").partition(":")
    return time(int(hour), int(minute))


def moment_of(day: date | None, typed: str | None, zone: str | None = None) -> datetime:
    """A day and a typed time, at the body's desk or in `zone`. Both have been checked by their fields."""
    if day is None or not typed:
        raise ValueError("A moment needs its day and its time.")
    return datetime.combine(day, clock_time(typed), tzinfo=ZoneInfo(zone) if zone else calendar.in_force.zone)


def comes_once(day: date | None, typed: Any, zone: str | None = None) -> bool:
    """The time in this field comes on that day, and only once. Otherwise the field says what is wrong."""
    if day is None or not typed.data:
        return True
    try:
        zones.moment_at(day, clock_time(typed.data), zone or str(calendar.in_force.zone))
    except zones.NoSingleMoment as error:
        typed.errors = [str(error)]
        return False
    return True


PARTS = ("leads", "observes lessons", "checks documents", "takes notes", "takes part")


class ArrangementsForm(Form):
    version = HiddenField()
    mode = radio_field(
        "How will the visit be held?",
        [choice("video", "By video"), choice("on_site", "In person")],
        required="Choose how the visit will be held.",
    )
    place = line_field("Where people meet", hint="The address of the meeting room, or the place. The school sees it.")
    team = several_field("Who visits", required="Choose at least one person of the panel.")

    @classmethod
    def about(cls, panel: list[Person], said: dict[str, Any]) -> "ArrangementsForm":
        """The form with a part to choose for each person of the panel."""
        parts = [choice(part, part.capitalize()) for part in PARTS]
        asked = {f"part_{p.public_id}": select_field(f"What {p.name} does", parts) for p in panel}
        form: ArrangementsForm = type(cls.__name__, (cls,), asked)(data=said)
        form.team.choices = [choice(person.public_id, person.name) for person in panel]
        return form

    @property
    def parts(self) -> dict[str, str]:
        """What each of those who visit does, by public id."""
        return {key: self[f"part_{key}"].data for key in self.team.data or ()}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and list(self.parts.values()).count("leads") != 1:
            self.team.errors = ["Choose who visits so that one person, and only one, leads the visit."]
            return False
        return fine


class SlotForm(Form):
    clock = radio_field("Which clock are these times on?", required="Choose which clock the times are on.")
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
        typed = [(self.day, self.starts), (self.day, self.ends)]
        typed += [(self.second_day, self.second_starts), (self.second_day, self.second_ends)]
        return fine and all(comes_once(day.data, at, self.clock.data) for day, at in typed)

    def offer(self, sides: dict[str, str]) -> None:
        """Ours or the school's clock, by zone; one choice where they are the same."""
        self.clock.choices = [choice(zone, f"The clock at {side} ({zone})") for zone, side in sides.items()]

    @property
    def first(self) -> tuple[datetime, datetime]:
        return self.on_clock(self.day, self.starts), self.on_clock(self.day, self.ends)

    def on_clock(self, day: Any, at: Any) -> datetime:
        return moment_of(day.data, at.data, self.clock.data)

    @property
    def second(self) -> tuple[datetime, datetime] | None:
        if not self.second_day.data:
            return None
        return self.on_clock(self.second_day, self.second_starts), self.on_clock(self.second_day, self.second_ends)


class ChooseSlotForm(Form):
    opened = HiddenField()
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
    placing = radio_field(
        "When does it begin?",
        [
            choice("after", "When the item before it ends"),
            choice("alongside", "Together with the item before it", "For a team that splits up."),
            choice("set", "At a set time", "For a lesson that begins when it begins."),
        ],
        required="Choose when it begins.",
    )
    on = date_field("Day it begins, for a set time")
    at = time_field("Begins at")
    people = several_field("Who of the team takes it", hint="Leave all empty when the whole team does.")
    meet = prose_field("Whom to meet", most=2000, hint="Roles, one a line. Never names of pupils or staff.")
    observe = prose_field("What to observe", most=2000, hint="One a line.")
    criteria = several_field("For which criteria")

    def offer(self, standard: Standard, team: list[Person]) -> None:
        self.criteria.choices = [choice(c.code, f"{c.code} {c.title}") for c in standard.criteria.values()]
        self.people.choices = [choice(person.public_id, person.name) for person in team]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and self.placing.data == "set" and not (self.on.data and self.at.data):
            self.on.errors = ["Give the day and the time at which it begins."]
            return False
        return fine and comes_once(self.on.data, self.at)

    @property
    def said(self) -> dict[str, Any]:
        """The wording of the item."""
        names = ("title", "minutes", "placing", "people", "meet", "observe", "criteria")
        set_time = self.placing.data == "set"
        starts_at = moment_of(self.on.data, self.at.data) if set_time else None
        return {**{name: self[name].data for name in names}, "starts_at": starts_at}


class ArrangeForm(Form):
    """The whole agenda at once: each item's place and minutes."""

    edition = HiddenField()

    @classmethod
    def about(cls, items: Sequence[AgendaItem], edition: int) -> "ArrangeForm":
        """The form for the agenda as it stands, in its order."""
        asked: dict[str, Any] = {}
        said: dict[str, Any] = {"edition": str(edition)}
        for place, item in enumerate(items, start=1):
            asked[f"place_{item.public_id}"] = number_field(
                f"Place of “{item.title}”", least=1, most=len(items), required=f"Give “{item.title}” a place."
            )
            asked[f"minutes_{item.public_id}"] = number_field(
                f"Minutes for “{item.title}”", least=5, most=480, required=f"Say how many minutes “{item.title}” takes."
            )
            said |= {f"place_{item.public_id}": place, f"minutes_{item.public_id}": item.minutes}
        form: ArrangeForm = type(cls.__name__, (cls,), asked)(data=said)
        form.ids = [item.public_id for item in items]
        return form

    ids: Sequence[str] = ()

    @property
    def opened(self) -> int:
        """The edition of the agenda the page was opened with."""
        return version_typed(self.edition.data)

    @property
    def rows(self) -> list[Row]:
        return [Row(key, self[f"place_{key}"].data, self[f"minutes_{key}"].data) for key in self.ids]


class NoteForm(Form):
    version = HiddenField(default="0")
    text = prose_field(
        "What was seen and heard", required="Write what was seen, or go back to the notebook.",
        hint="Roles, never names of pupils or staff.",
    )


class LessonForm(Form):
    version = HiddenField(default="0")
    subject = line_field("Subject", required="Enter the subject.")
    stage = line_field("Stage or year group", required="Enter the stage or year group.")
    on = date_field("Day", hint="Leave day and time empty to start the clock on the sheet.")
    at = time_field("Began at")
    minutes = number_field(
        "Minutes", least=1, most=300, required="Enter how many minutes you observe.",
        hint="As many as you plan to observe; correct it afterwards.",
    )
    doing = number_field("Per cent of the time that students were doing", least=0, most=100)
    talking = number_field("Per cent of the time that the teacher was talking", least=0, most=100)
    seen = prose_field(
        "What was seen, taken together",
        hint="You can write it after the lesson. Never the teacher's or a pupil's name.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and bool(self.on.data) != bool(self.at.data):
            self.on.errors = ["Give both the day and the time at which it began, or leave both empty."]
            return False
        return fine and comes_once(self.on.data, self.at)

    def start_from(self, kept: datetime | None) -> datetime | None:
        """When the lesson began. A clock that was started goes on by the second while the minute typed is its own."""
        if not self.on.data or not self.at.data:
            return None
        typed = moment_of(self.on.data, self.at.data)
        return kept if kept is not None and kept.replace(second=0, microsecond=0) == typed else typed


def local(moment: datetime | None) -> datetime | None:
    """A moment at the body's desk, to fill a form with."""
    return moment.astimezone(ZoneInfo(str(calendar.in_force.zone))) if moment else None
