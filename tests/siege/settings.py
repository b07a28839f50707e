"""The product's own settings (durable writes, real files), with one room more that listens to publications."""

from yangguang.config.settings import *  # noqa: F403
from yangguang.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.siege.apps.Siege"]
