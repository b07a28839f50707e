"""Fixtures for every test: the named cast, a data folder of the run's own, and strictness."""

from __future__ import annotations

import os
import tempfile

os.environ["YANGGUANG_MODE"] = "test"
os.environ.setdefault("YANGGUANG_DATA_DIR", tempfile.mkdtemp(prefix="yangguang-test-"))
os.environ.setdefault("YANGGUANG_BASE_URL", "http://testserver")

from tests.cast import *  # noqa: E402, F403
