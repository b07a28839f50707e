"""Settings of a test run: mode and a data folder of its own, decided before the house is imported."""

import os
import tempfile

os.environ["YANGGUANG_MODE"] = "test"
os.environ.setdefault("YANGGUANG_DATA_DIR", tempfile.mkdtemp(prefix="yangguang-test-"))
os.environ.setdefault("YANGGUANG_BASE_URL", "http://testserver")

from yangguang.config.settings import *  # noqa: F403
