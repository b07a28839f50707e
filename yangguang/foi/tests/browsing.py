"""Requests as the office opens them in its browser."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from yangguang.casework.models import Task
from yangguang.foi import rules
from yangguang.foi.models import Request


def at(request: Request, name: str, *more: str) -> str:
    return reverse(name, args=[request.uid, *more])


def the_page(client: Client, request: Request) -> str:
    """The case page, as the office opens it."""
    return client.get(request.get_office_url(), follow=True).content.decode()


def step(client: Client, request: Request, element: str, outcome: str, **typed: Any) -> Any:
    """Do a step as the form at the right does it."""
    case = rules.case_of(request)
    assert case is not None
    task = Task.objects.open().get(case=case, element=element)
    answer = rules.answer_in_work(request)
    seen = answer.fingerprint if answer else ""
    return client.post(case.get_office_url(), {"task": task.uid, "outcome": outcome, "seen": seen, **typed})
