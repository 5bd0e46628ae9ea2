"""A real browser for the tests of typing."""

from tests.journeys.conftest import chromium

__all__ = ["chromium"]
