"""Workflow: how an application moves from draft to registration. `transitions.py` is the one truth."""
