"""Figures for Prometheus: in its format, true, and for nobody who is not named."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yangguang.config import measuring
from yangguang.journal import actions as journal
from yangguang.journal.models import Act, Seal, Unsealed
from yangguang.lib import clock

pytestmark = pytest.mark.django_db
LINE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)*)\})? (-?[0-9.e+-]+|\+Inf)')


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    settings.YANGGUANG_METRICS_TOKEN = "for prometheus"
    monkeypatch.setattr(measuring, "meter", measuring.Meter())


def read(client: Client) -> dict[str, float]:
    """Every sample by name and labels; each line is one that Prometheus understands, each family told once."""
    answer = client.get("/metrics", headers={"Authorization": "Bearer for prometheus"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(
        "text/plain; version=0.0.4"
    )
    found, families = {}, []
    for line in answer.content.decode().splitlines():
        if line.startswith("# TYPE "):
            families.append(line.split()[2])
            assert line.split()[3] in {"counter", "gauge", "histogram"}
        elif not line.startswith("# HELP "):
            match = LINE.fullmatch(line)
            assert match, line
            assert families and match[1].startswith(families[-1]), line
            found[line.rpartition(" ")[0]] = float(match[3])
    assert len(families) == len(set(families))
    return found


def test_nobody_reads_them_who_is_not_named(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    wrong = {"Authorization": "Bearer for somebody"}
    assert client.get("/metrics", headers=wrong).status_code == 404
    assert client.post("/metrics", headers={"Authorization": "Bearer for prometheus"}).status_code == 405
    settings.YANGGUANG_METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.YANGGUANG_METRICS_FROM = ["127.0.0.0/8"]
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_the_figures_are_those_of_the_house(client: Client, act: Callable[[], Act]) -> None:
    with clock.set_to(clock.now() - timedelta(hours=1)):
        act()
        journal.seal()
    act()
    found = read(client)
    last = Seal.objects.last()
    assert last is not None
    assert found["yangguang_seal_number"] == last.number and found["yangguang_acts_sealed"] == last.size
    assert 3600 <= found["yangguang_seal_age_seconds"] < 3700
    assert found['yangguang_queue{queue="acts_unsealed"}'] == Unsealed.objects.count()
    assert found['yangguang_stuck{queue="deliveries"}'] == 0 == found["yangguang_workers"]
    assert found["yangguang_database_bytes"] > 100_000


def test_requests_are_counted_by_group_status_and_duration(client: Client) -> None:
    for _time in range(3):
        client.get("/verify/")
    client.get("/no/such/page/")
    found = read(client)
    label = 'method="GET",group="verify",status="200"'
    assert found[f"yangguang_request_seconds_count{{{label}}}"] == 3
    buckets = [found[f'yangguang_request_seconds_bucket{{{label},le="{end}"}}'] for end in measuring.BUCKETS]
    assert buckets == sorted(buckets)
    assert found[f'yangguang_request_seconds_bucket{{{label},le="+Inf"}}'] == 3
    assert found[f"yangguang_request_seconds_sum{{{label}}}"] > 0
    assert any('status="404"' in name and 'group="none"' in name for name in found)
    assert not any("such" in name for name in found)


def test_the_processes_are_added_up_and_no_counter_falls_when_one_ends(client: Client) -> None:
    row = [1.0] * (len(measuring.BUCKETS) + 2)
    with subprocess.Popen(["sleep", "60"]) as other:
        (measuring.folder() / f"{other.pid}.json").write_text(json.dumps({"GET items 200": row}))
        measuring.meter.add("GET", "items", 200, 0.02)
        name = 'yangguang_request_seconds_count{method="GET",group="items",status="200"}'
        assert read(client)[name] == len(measuring.BUCKETS) + 2
        other.kill()
    for _time in range(2):
        assert read(client)[name] == len(measuring.BUCKETS) + 2
    assert not (measuring.folder() / f"{other.pid}.json").exists()
    assert (measuring.folder() / f"{os.getpid()}.json").exists()
