"""The words of letters as administrators change them: tried before they are kept, in versions, and given up again."""

from sqlalchemy import select

from registration.accounts.models import Person
from registration.audit import service as audit
from registration.database import db
from registration.errors import NotFound, Refused
from registration.history import Revision
from registration.notifications.composing import Words, forget_words
from registration.notifications.kinds import BY_NAME, LetterKind
from registration.notifications.models import LetterTemplate
from registration.notifications.preview import fault_when_shown

TABLE = LetterTemplate.__tablename__


def letter_named(name: str) -> LetterKind:
    if name not in BY_NAME:
        raise NotFound
    return BY_NAME[name]


def template_of(name: str) -> LetterTemplate | None:
    return db.session.scalar(select(LetterTemplate).where(LetterTemplate.name == name))


def save_words(letter: LetterKind, words: Words, *, version: str, by: Person) -> None:
    """Use these words from now on, for letters that have not left. Raises Refused when somebody was faster.

    They are tried first, with every fact there and with those left out that may be missing.
    """
    fault = fault_when_shown(letter, words)
    if fault:
        raise Refused(fault)
    template = template_of(letter.name)
    if version != str(template.version if template else 0):
        raise Refused(
            "Somebody else changed this letter while you were writing. Open it again to see theirs, and put yours in.",
            kept={"Subject": words.subject, "Text": words.body},
        )
    if template is None:
        template = LetterTemplate(name=letter.name)
        db.session.add(template)
    template.subject, template.text, template.in_use, template.updated_by_id = words.subject, words.body, True, by.id
    audit.note("letter_words_changed", by, letter=letter.name)
    forget_words()


def use_default(letter: LetterKind, *, by: Person) -> None:
    """The words that came with the service are used again. Those given up are kept among the versions."""
    template = template_of(letter.name)
    if template is None or not template.in_use:
        raise Refused("This letter has its default words already.")
    template.in_use, template.updated_by_id = False, by.id
    audit.note("letter_default_used", by, letter=letter.name)
    forget_words()


def former_words(name: str, number: int) -> Words:
    """The words of a former version. Raises NotFound when this letter had none with that number."""
    template = template_of(name)
    found = db.session.scalar(
        select(Revision).where(
            Revision.record == TABLE, Revision.id == number, Revision.record_id == (template.id if template else 0)
        )
    )
    if found is None:
        raise NotFound
    return Words(found.content["subject"], found.content["text"])
