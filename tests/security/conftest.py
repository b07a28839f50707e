"""The small county of the access walk, once for all of these tests."""

from tests.test_access import laid, world  # noqa: F401 (fixtures)
