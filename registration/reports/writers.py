"""Who writes which part of the report: the lead reviewer, but on an item they stand aside for whoever speaks for it.

Held by the pages, for reading and for writing alike: a page that is opened for somebody is one they may send.
"""

from registration.access.policy import Action, allowed
from registration.accounts.models import Person
from registration.applications.models import Application
from registration.audit import service as audit
from registration.errors import NotAllowed
from registration.moderation.counting import hidden_from, speaks_for


def items_of(person: Person, application: Application) -> frozenset[str]:
    """Codes of the criteria on which this person writes what the report says, as the case stands."""
    if not allowed(person, Action.WRITE_ON_ITEM, application):
        return frozenset()
    return frozenset(code for code in application.standard.criteria if speaks(person, application, code))


def speaks(person: Person, application: Application, code: str | None) -> bool:
    speaker = speaks_for(application, code)
    return speaker is not None and speaker.person == person


def in_place_of_lead(application: Application) -> dict[str, str]:
    """By criterion for which the lead reviewer stands aside, who writes on it; an empty name where nobody can."""
    lead = speaks_for(application, None)
    if lead is None:
        return {}
    found = {}
    for code in sorted(hidden_from(lead.person, application)):
        stands_in = speaks_for(application, code)
        found[code] = stands_in.person.name if stands_in else ""
    return found


def note_in_place(person: Person, application: Application, code: str) -> None:
    """Whoever judges in the lead reviewer's place stands in the log with it."""
    if code in in_place_of_lead(application):
        audit.note("criterion judged in the lead reviewer's place", person, application, criterion=code)


def must_write(person: Person, application: Application, code: str | None) -> None:
    """Let nobody on who does not write on this criterion; without a code, on what is not about one."""
    if speaks(person, application, code):
        return
    writer = speaks_for(application, code)
    who = f"{writer.person.name} does" if writer else "nobody on the panel can: the case officer has to assign somebody"
    if code in hidden_from(person, application):
        raise NotAllowed(f"You stand aside for {code}, so you do not write what the report says of it: {who}.")
    raise NotAllowed(f"You do not write {'what the report says of ' + code if code else 'this part'}: {who}.")
