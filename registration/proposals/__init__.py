"""Proposals: the panel is named to the school before the desk review begins, and the school may object.

The case officer proposes the present panel, by name and part. The school has ten working days: it agrees, or objects to
persons, each with a reason. The case officer decides each objection, with a reason. One that is upheld takes the person
off the panel for good; whoever comes instead is proposed in turn. Meanwhile the body's clock stands still.
"""
