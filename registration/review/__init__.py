"""Review: each reviewer judges each criterion, alone, from what the school sent.

A reviewer's judgement is a *finding*. Reviewers do not see each other's findings
until the lead reviewer opens moderation; see `access/policy.py`, READ_ALL_FINDINGS.
"""
