"""The clash check of a visit: its records as the plain values that `clashes` works on."""

from registration.visits import clashes, zones
from registration.visits.models import AgendaItem, Visit
from registration.visits.queries import hours
from registration.workflow import calendar

SCHOOL, BODY = "the school", "our desk"


def clashes_of(visit: Visit) -> list[clashes.Clash]:
    """Everything the check finds in the agenda as it stands."""
    slot = visit.accepted_slot
    return clashes.clashes(planned(visit), hours(slot) if slot else (), sides_of(visit))


def sides_of(visit: Visit) -> dict[str, str]:
    return {SCHOOL: visit.application.school.time_zone, BODY: str(calendar.in_force.zone)}


def planned(visit: Visit) -> list[clashes.Planned]:
    """The items that have a time. One for which nobody is named is taken by the whole team."""
    names = {member.person.public_id: member.person.name for member in visit.team}
    return [
        clashes.Planned(
            key=item.public_id, title=item.title, starts_at=item.starts_at, minutes=item.minutes,
            members=frozenset(names[key] for key in (item.people or names) if key in names),
            roles=roles_of(item), criteria=frozenset(item.criteria),
        )
        for item in sorted(visit.agenda, key=lambda item: item.position)
        if item.starts_at is not None
    ]  # fmt: skip


def roles_of(item: AgendaItem) -> frozenset[str]:
    """Whom to meet, one a line; "principal" and "Principal" are one."""
    return frozenset(line.strip().capitalize() for line in item.meet.splitlines() if line.strip())


def told_of_clocks(visit: Visit) -> list[clashes.Clash]:
    """What the school is told of the check: only where clocks change."""
    return [clash for clash in clashes_of(visit) if clash.kind in (clashes.Kind.CLOCKS, clashes.Kind.APART)]


def drift_of(visit: Visit) -> dict[str, str]:
    """By slot: that the clocks change between its two parts, or within one, on either side; empty for the others."""
    sides = sides_of(visit)
    found = {}
    for slot in visit.slots:
        parts = hours(slot)
        moved = zones.changes_between(parts[0][0], parts[-1][1], sides)
        if moved:
            places = " and ".join(f"at {side} ({sides[side]})" for side in moved)
            found[slot.public_id] = f"The clocks {places} change during this visit. The times here allow for it."
    return found
