"""``/metrics`` in Prometheus' text format: requests, queues, ages, size. For machines that are named, nobody else.

Without ``YANGGUANG_METRICS_TOKEN`` or ``YANGGUANG_METRICS_FROM`` the address does not exist. Every figure is one
indexed question; docs/decisions/0014-metrics.md says why the format is written by hand.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from yangguang.casework.models import Task
from yangguang.config.backup import databases
from yangguang.config.measuring import BUCKETS, collected
from yangguang.deadlines.models import Clock
from yangguang.jobs.actions import SILENCE
from yangguang.jobs.health import late_jobs
from yangguang.jobs.models import Worker
from yangguang.journal.models import Delivery, Seal, Unsealed
from yangguang.lib import clock
from yangguang.notices.models import Message
from yangguang.search.models import Change
from yangguang.web.addresses import client_address

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise Http404
    answer = HttpResponse("".join(lines()), content_type=CONTENT_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def may_read(request: HttpRequest) -> bool:
    """By token, or from a named network; by default nobody."""
    token = settings.YANGGUANG_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.YANGGUANG_METRICS_FROM)


def lines() -> Iterator[str]:
    yield from _requests()
    for name, kind, words, samples in _figures():
        yield from _family(name, kind, words, samples)


def _figures() -> Iterator[tuple[str, str, str, list[Sample]]]:
    now = clock.now()
    yield (
        "yangguang_info",
        "gauge",
        "Version of the house.",
        [({"version": version("yangguang"), "role": settings.ROLE}, 1)],
    )
    yield (
        "yangguang_queue",
        "gauge",
        "What waits to be done.",
        [
            ({"queue": "acts_unsealed"}, Unsealed.objects.count()),
            ({"queue": "deliveries_waiting"}, Delivery.objects.filter(state=Delivery.State.WAITING).count()),
            ({"queue": "messages_waiting"}, Message.objects.filter(state=Message.State.WAITING).count()),
            ({"queue": "search_changes"}, Change.objects.count()),
            ({"queue": "background_tasks"}, DBTaskResult.objects.ready().count()),
        ],
    )
    yield (
        "yangguang_stuck",
        "gauge",
        "What failed so often that a person must look.",
        [
            ({"queue": "deliveries"}, Delivery.objects.stuck().count()),
            ({"queue": "messages"}, Message.objects.stuck().count()),
            ({"queue": "background_tasks"}, DBTaskResult.objects.failed().count()),
        ],
    )
    alive = Worker.objects.alive(now - SILENCE).count()
    yield "yangguang_workers", "gauge", "Workers heard of in the last minute.", [({}, alive)]
    yield "yangguang_jobs_late", "gauge", "Scheduled jobs that are long overdue.", [({}, len(late_jobs()))]
    last = Seal.objects.order_by("-number").values_list("number", "size", "sealed_at").first()
    if last:
        yield "yangguang_seal_number", "counter", "Number of the last seal.", [({}, last[0])]
        yield "yangguang_acts_sealed", "counter", "Acts under the last seal.", [({}, last[1])]
        age = (now - last[2]).total_seconds()
        yield "yangguang_seal_age_seconds", "gauge", "Time since the last seal.", [({}, age)]
    tasks = Task.objects.open()
    yield "yangguang_tasks_open", "gauge", "Open steps of cases.", [({}, tasks.count())]
    unheld = tasks.filter(unheld=True).count()
    yield "yangguang_tasks_unheld", "gauge", "Open steps that nobody can do.", [({}, unheld)]
    overdue = Clock.objects.overdue().count()
    yield "yangguang_clocks_overdue", "gauge", "Legal limits that have passed.", [({}, overdue)]
    yield "yangguang_database_bytes", "gauge", "Size of the database.", [({}, databases.size())]


def _requests() -> Iterator[str]:
    counts = collected()
    name = "yangguang_request_seconds"
    yield f"# HELP {name} Requests by method, route group and status, with their duration.\n# TYPE {name} histogram\n"
    for key, row in sorted(counts.items()):
        method, group, status = key.split(" ")
        labels = {"method": method, "group": group, "status": status}
        total = 0.0
        for end, number in zip([*map(str, BUCKETS), "+Inf"], row[:-1], strict=True):
            total += number
            yield _line(f"{name}_bucket", {**labels, "le": end}, total)
        yield _line(f"{name}_sum", labels, row[-1])
        yield _line(f"{name}_count", labels, total)


def _family(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        yield _line(name, labels, value)


def _line(name: str, labels: dict[str, str], value: float) -> str:
    told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {value:.10g}\n" if told else f"{name} {value:.10g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
