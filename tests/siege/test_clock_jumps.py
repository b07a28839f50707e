"""The machine's clock is set by a year and by an hour while the house works; what nobody can set goes on as it was.

Nothing is published early, nothing hangs, the book verifies against seals from before, and doctor names each jump.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.siege.besieged import HOUSE, Kept, environment, run

pytestmark = pytest.mark.siege

YEAR, HOUR = 365 * 24 * 3600, 3600
PATIENCE = 150  # seconds: two slots of the sealer and more, on a busy machine


@dataclass
class _House:
    env: dict[str, str]
    shift: Path
    clerk: Kept

    def set_clock(self, seconds: int) -> None:
        fresh = self.shift.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.shift)

    def order(self, verb: str, item: dict[str, Any], **facts: Any) -> dict[str, Any]:
        assert self.clerk.running.stdin and self.clerk.running.stdout
        asked = {"do": verb, "item": item["item"], "signer": item["signer"], **facts}
        self.clerk.running.stdin.write(json.dumps(asked) + "\n")
        self.clerk.running.stdin.flush()
        return dict(json.loads(self.clerk.running.stdout.readline()))

    def is_public(self, item: dict[str, Any]) -> bool:
        return bool(self.order("where", item)["url"])

    def doctor(self) -> dict[str, dict[str, Any]]:
        code = "import sys; from yangguang.config.cli import main; main(['doctor', '--json'])"
        return {check["name"]: check for check in json.loads(run(self.env, "-c", code))}

    def until(self, true: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, what
            time.sleep(0.5)

    def all_sealed(self) -> bool:
        told = json.loads(run(self.env, "-m", "yangguang", "journal", "verify", "--json"))
        assert told["ok"], told
        return bool(told["acts"] == told["sealed"])


def test_a_clock_that_is_set_publishes_nothing_early_and_stops_nothing(tmp_path: Path) -> None:
    shift = tmp_path / "shift"
    shift.write_text("0")
    env = environment(tmp_path / "data", "http://127.0.0.1:8000") | {"SIEGE_SHIFT": str(shift)}
    run(env, *HOUSE, "prepare-works", "2", "3", str(tmp_path / "items.json"))
    first, second, *planned = json.loads((tmp_path / "items.json").read_text())
    worker = Kept(["-m", "yangguang", "work", "--interval", "0.2"], env, tmp_path / "worker.log").start()
    clerk = Kept([*HOUSE, "work"], env, tmp_path / "clerk.log", piped=True).start()
    house = _House(env, shift, clerk)
    try:
        house.until(house.all_sealed, "the worker seals")
        held = tmp_path / "held.json"
        held.write_text(run(env, "-c", _NEWEST_SEAL))

        house.set_clock(YEAR)
        house.until(lambda: not house.doctor()["时钟的跳动"]["ok"], "doctor names a jump ahead")
        assert "往前跳了 365 天" in house.doctor()["时钟的跳动"]["message"]
        house.order("withdraw", first, reason="核实情况")
        house.until(house.all_sealed, "the worker seals a year ahead")
        house.until(lambda: not house.doctor()["定时任务"]["ok"], "doctor says what waits")
        assert not any(house.is_public(one) for one in planned), "nothing is published early"

        house.set_clock(0)
        assert house.doctor()["系统时间"]["message"].count("往回跳")
        assert house.order("forward", planned[0])["did"]
        house.until(lambda: house.is_public(planned[0]), "what falls due is published again")
        house.until(lambda: house.doctor()["时钟的跳动"]["ok"], "the clock is right again")
        assert house.order("restore", first, reason="核实无误")["did"]

        house.set_clock(-HOUR)
        house.until(lambda: "倒退了" in house.doctor()["时钟的跳动"]["message"], "doctor names a jump back")
        house.order("withdraw", second, reason="核实情况")
        house.until(house.all_sealed, "the worker seals an hour that it has seen before")
        assert house.order("forward", planned[1])["did"]
        house.until(lambda: house.is_public(planned[1]), "jobs run again in slots that were run before")
        assert "已确认" in run(env, "-c", "from yangguang.config.cli import main; main(['clock', 'accept'])")
        assert house.doctor()["时钟的跳动"]["ok"]

        house.set_clock(0)  # an hour ahead of what a person has just called right
        assert not house.doctor()["时钟的跳动"]["ok"] and not house.is_public(planned[2])
        run(env, "-c", "from yangguang.config.cli import main; main(['clock', 'accept'])")
        assert house.order("forward", planned[2])["did"]
        house.until(lambda: house.is_public(planned[2]), "after that all goes on")
        house.until(house.all_sealed, "the last acts are sealed")
        told = json.loads(run(env, "-m", "yangguang", "journal", "verify", "--json", "--against", str(held)))
        assert told["ok"], "a seal from before holds against the book of after"
        left = {name for name, check in house.doctor().items() if not check["ok"] and not check["warning"]}
        assert left <= {"磁盘空间"}, left
    finally:
        for process in (worker, clerk):
            process.stop()


_NEWEST_SEAL = """
import json, django
django.setup()
from yangguang.journal.models import Seal
print(json.dumps(Seal.objects.last().document()))
"""
