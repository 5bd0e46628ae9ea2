"""Decisions: the determination, the conditions it sets, and appeals."""
