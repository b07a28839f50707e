"""Settings of a test run: mode and a data folder of its own, decided before the house is imported."""

import os
import tempfile

os.environ["YANGGUANG_MODE"] = "test"
os.environ.setdefault("YANGGUANG_DATA_DIR", tempfile.mkdtemp(prefix="yangguang-test-"))
os.environ.setdefault("YANGGUANG_BASE_URL", "http://testserver")
# Tests move the clock by years while somebody is signed in; those about sessions set limits of their own.
for name in (
    "SESSION_IDLE_MINUTES",
    "SESSION_HOURS",
    "CITIZEN_SESSION_IDLE_MINUTES",
    "CITIZEN_SESSION_HOURS",
):
    os.environ.setdefault(f"YANGGUANG_{name}", "0")

# What a form costs is tested where it is made; elsewhere a test sends forms as fast as it can.
os.environ.setdefault("YANGGUANG_EFFORT_BITS", "0")

from yangguang.config.settings import *  # noqa: E402, F403
from yangguang.config.settings import DATABASES  # noqa: E402

DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False  # tests/tables.py
