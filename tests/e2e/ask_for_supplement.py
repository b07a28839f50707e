"""``python -m tests.e2e.ask_for_supplement NUMBER WHAT``: civil affairs asks the applicant of a request for a supplement."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
django.setup()

from yangguang.accounts.models import User  # noqa: E402
from yangguang.casework import actions as casework  # noqa: E402
from yangguang.casework.models import Task  # noqa: E402
from yangguang.foi.models import Request  # noqa: E402
from yangguang.organisations.rules import acting_as  # noqa: E402


def ask(number: str, what: str) -> None:
    request = Request.objects.select_related("organisation").get(number=number)
    task = Task.objects.open().get(case__subject=request.ref)
    acting = acting_as(User.objects.get(username="lin.xiao"), request.organisation, post_code=task.post_code)
    casework.complete(task.uid, acting=acting, outcome="clarify", data={"what": what})


if __name__ == "__main__":
    ask(*sys.argv[1:3])
