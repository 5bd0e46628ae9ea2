"""Short texts for the cases that are not the complete one: put together from a bank, the same for the same seed."""

from dataclasses import dataclass

from registration.demonstration.material import chance_for, read
from registration.demonstration.schools import School, words_for


@dataclass(frozen=True)
class Judged:
    """A judgement composed from the bank. `rating` is a number, or None for not enough evidence."""

    rating: int | None
    rationale: str
    action: str
    confidence: str
    kinds: tuple[str, ...]


def statement(school: School, code: str) -> str:
    """What a school says of one criterion: one or both statements of the bank, opened and closed in varied ways."""
    bank, chance = read("bank.toml"), chance_for(f"{school.key} says {code}")
    first, second = chance.sample(bank[code]["statements"], 2)
    body = f"{first} {second}" if chance.random() < 0.6 else first
    opening, closing = chance.choice(bank["openings"]), chance.choice(bank["closings"])
    return f"{opening}{body}{closing}".format(**words_for(school))


def own_rating(school: School, code: str, agreed: int) -> int:
    """The school's own rating: mostly what reviewers will find, sometimes a step more hopeful or more modest."""
    chance = chance_for(f"{school.key} rates {code}")
    return max(1, min(4, agreed + chance.choice((0, 0, 0, 0, 1, -1))))


def judged(school: School, code: str, *, by: str, agreed: int, apart: bool = True) -> Judged:
    """What one reviewer found. With `apart`, about one in five lies a step away from what will be agreed."""
    bank, chance = read("bank.toml"), chance_for(f"{by} judges {school.key} {code}")
    rating = agreed
    if apart and chance.random() < 0.2:
        rating = max(1, min(4, agreed + chance.choice((-1, 1))))
    words = words_for(school)
    text = bank[code]["met" if rating >= 3 else "partly"]
    rationale = f"{text} {chance.choice(bank['doubts'])}".format(**words)
    action = bank[code]["action"].format(**words) if rating < 3 else ""
    kinds = tuple(sorted(chance.sample(("document", "data", "observation"), chance.choice((1, 2)))))
    return Judged(
        rating, rationale, action, chance.choice(("low", "medium", "medium", "high", "high")), kinds
    )


def agreed_text(school: School, code: str, rating: int) -> tuple[str, str]:
    """The finding of the report, and the action it asks for (empty when met)."""
    bank, words = read("bank.toml")[code], words_for(school)
    action = bank["action"].format(**words) if rating < 3 else ""
    return bank["met" if rating >= 3 else "partly"].format(**words), action
