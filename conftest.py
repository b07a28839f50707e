"""Fixtures for every test: the named cast. Settings come from tests/settings.py."""

import pytest

from tests.cast import *  # noqa: F403
from yangguang.search.rules import spellings


@pytest.fixture(autouse=True)
def no_names_of_another_county() -> None:
    """Search keeps the names of organisations in the process; each test has a county of its own."""
    spellings.forget()
