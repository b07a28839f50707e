"""The product's own settings (durable writes, real files), with one room more that listens to publications."""

import os
from pathlib import Path

from tests.siege import shifted
from yangguang.config.settings import *  # noqa: F403
from yangguang.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.siege.apps.Siege"]

if "SIEGE_SHIFT" in os.environ:
    shifted.follow(Path(os.environ["SIEGE_SHIFT"]))
