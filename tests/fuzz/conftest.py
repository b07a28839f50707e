"""The small county of the access walk, asked over WSGI within the test's own transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.access.world import World
from tests.test_access import laid, world  # noqa: F401 (fixtures)


@pytest.fixture
def furnished(world: World, settings: Any) -> Iterator[World]:  # noqa: F811 (the fixture above)
    """The world, asked by somebody whom nothing slows down."""
    settings.YANGGUANG_RATES = {}
    # As Django's own test client does it: the connection holds the world and must outlive a request.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield world
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
