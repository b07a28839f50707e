"""Fixtures for every test: the named cast. Settings come from tests/settings.py."""

from tests.cast import *  # noqa: F403
