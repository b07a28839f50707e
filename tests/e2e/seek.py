"""``python -m tests.e2e.seek WORDS``: somebody seeks these words in vain, on each of the last days."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
django.setup()

from yangguang.lib import clock  # noqa: E402
from yangguang.search.actions import sought  # noqa: E402
from yangguang.search.rules.sought import DAYS_APART  # noqa: E402


def seek(words: str) -> None:
    for days in range(DAYS_APART):
        with clock.set_to(clock.now() - timedelta(days=days)):
            sought.note(words, found=False)
            sought.flush()


if __name__ == "__main__":
    seek(sys.argv[1])
