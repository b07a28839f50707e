"""Fixtures for every test: the named cast. Settings come from tests/settings.py."""

import pytest
from hypothesis import settings

from tests.cast import *  # noqa: F403
from yangguang.search.rules import spellings

# An example may take as long as it likes: a busy machine is no fault.
settings.register_profile("yangguang", deadline=None)
settings.load_profile("yangguang")


@pytest.fixture(autouse=True)
def no_names_of_another_county() -> None:
    """Search keeps the names of organisations in the process; each test has a county of its own."""
    spellings.forget()
