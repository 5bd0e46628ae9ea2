"""Moderation: the panel's findings side by side, and what the panel agrees on each criterion.

The lead reviewer opens it when everybody has finished. Differences come first, the weightiest
at the top; an agreed finding says why. The original findings never change.
"""
