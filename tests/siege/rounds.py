"""Who brings the besieged house every kind of work, round after round, and writes down what was confirmed."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.siege.besieged import ROOT, Book, Browser, Kept, sign_in_browser

PUBLISHED, WITHDRAWN, RESTORED = (
    "disclosure.edition_published",
    "disclosure.item_withdrawn",
    "disclosure.item_restored",
)
BASIS = "《政府信息公开条例》第十五条"
MOST_KILLS = 2  # of one import or rebuild: then it is left to come to its end


@dataclass
class Round:
    number: int
    kind: str  # correct, withdraw, restore, forward, import, rebuild
    item: dict[str, Any] = field(default_factory=dict)


def plan_rounds(items: list[dict[str, Any]], count: int, chance: random.Random) -> list[Round]:
    """One in four an import, one in twelve a rebuild; a withdrawn item is restored when its turn comes again."""
    waiting = [one for one in items if one["state"] == "planned"]
    public = [one for one in items if one["state"] == "public"]
    away: set[str] = set()
    rounds: list[Round] = []
    for number in range(count):
        kind = chance.choices(("import", "rebuild", "forward", "correct", "fate"), (50, 16, 40, 50, 44))[0]
        if kind == "forward" and not waiting:
            kind = "correct"
        one = waiting.pop() if kind == "forward" else chance.choice(public)
        if kind == "fate" or (kind == "correct" and one["item"] in away):
            kind = "restore" if one["item"] in away else "withdraw"
            away ^= {one["item"]}
        rounds.append(Round(number, kind, {} if kind in ("import", "rebuild") else one))
        if kind == "forward":
            public.append(one)
    return rounds


class Hand(ABC, threading.Thread):
    """Does rounds one after the other, each to its end, however often what it uses is killed."""

    def __init__(self, rounds: list[Round], book: Book, over: threading.Event, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.rounds, self.book, self.over, self.chance = rounds, book, over, chance

    def run(self) -> None:
        for one in self.rounds:
            if self.over.is_set():
                return
            try:
                self.do(one)
            except Exception as error:  # a fault of the siege is a fault of the house until looked into
                self.book.wrong.append(f"round {one.number} {one.kind}: {error!r}")
                return
            self.book.settle(f"{one.number} {one.kind}", type(self).__name__, heard=True)

    @abstractmethod
    def do(self, one: Round) -> None:
        """One round, to its end."""

    def until(self, word: Callable[[], Any]) -> Any:
        """The first answer that is one; what broke off is tried again, as a person would."""
        while not self.over.is_set():
            answer = word()
            if answer:
                return answer
            time.sleep(0.2)
        raise TimeoutError("the siege was over first")


class Officer(Hand):
    """Corrects, withdraws, restores and brings forward: half at a browser, half through a process of her own."""

    def __init__(
        self,
        rounds: list[Round],
        book: Book,
        over: threading.Event,
        chance: random.Random,
        *,
        clerk: Kept,
        url: str,
    ) -> None:
        super().__init__(rounds, book, over, chance)
        self.clerk, self.url = clerk, url
        self.browsers: dict[str, Browser] = {}
        self.stranger = Browser(url, "", book)

    def do(self, one: Round) -> None:
        item = one.item
        if one.kind == "correct":
            words = f"第{one.number:03}轮更正"
            ready = self.order("correct", item, words=words)
            self.by_either(
                lambda: self.sign_at_browser(item, ready), lambda: self.order("sign", item, **ready)
            )
            item["sha256"] = ready["sha256"]
            item["acts"][PUBLISHED] += 1
            self.sees(item, 200, words)
        elif one.kind in ("withdraw", "restore"):
            reason = f"第{one.number:03}轮核实情况"
            self.by_either(
                lambda: self.fate_at_browser(item, one.kind, reason),
                lambda: self.order(one.kind, item, reason=reason),
            )
            item["state"] = "withdrawn" if one.kind == "withdraw" else "public"
            item["acts"][WITHDRAWN if one.kind == "withdraw" else RESTORED] += 1
            self.sees(
                item,
                410 if one.kind == "withdraw" else 200,
                reason if one.kind == "withdraw" else item["title"],
            )
            self.finds(item)
        else:
            self.order("forward", item)
            where = self.until(lambda: self.where(item))
            item.update(url=where["url"], state="public")
            item["acts"][PUBLISHED] += 1
            self.sees(item, 200, item["title"])

    def by_either(self, browser: Callable[[], Any], clerk: Callable[[], Any]) -> None:
        if self.chance.random() < 0.5:
            self.until(browser)
        else:
            clerk()

    def sign_at_browser(self, item: dict[str, Any], ready: Mapping[str, Any]) -> str:
        return sign_in_browser(self.browser(item["signer"]), ready)

    def fate_at_browser(self, item: dict[str, Any], verb: str, reason: str) -> str:
        answer = self.browser(item["signer"]).ask(
            f"/office/items/{item['item']}/{verb}/", {"reason": reason, "basis": BASIS}
        )
        if answer is None:
            return ""
        status, place, page = answer
        if status == 302:
            return "done"
        if status != 422 or "请刷新页面" not in page:
            self.book.wrong.append(f"{verb}: {status} {place} {page[:2000]}")
        return "before"

    def browser(self, username: str) -> Browser:
        return self.browsers.setdefault(username, Browser(self.url, username, self.book))

    def where(self, item: dict[str, Any]) -> dict[str, Any] | None:
        told = self.order("where", item)
        return told if told["url"] and told["sha256"] == item["sha256"] else None

    def order(self, verb: str, item: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
        """Let the process do a verb, again after every death of it; its answer."""
        asked = json.dumps({"do": verb, "item": item["item"], "signer": item["signer"], **facts})
        while not self.over.is_set():
            said = self.ask(asked)
            if said:
                return dict(json.loads(said))
            self.book.broke_off()
            self.clerk.running.wait(20)
            self.clerk.start()
        raise TimeoutError("the siege was over first")

    def ask(self, asked: str) -> str:
        process = self.clerk.running
        assert process.stdin and process.stdout
        try:
            process.stdin.write(asked + "\n")
            process.stdin.flush()
            said = process.stdout.readline()
        except OSError:
            return ""
        return said if said.endswith("\n") else ""

    def sees(self, item: dict[str, Any], status: int, words: str) -> None:
        """What was confirmed is what a stranger reads, from the next request on."""
        found, page = self.until(lambda: self.read(item["url"]))
        if found != status or words not in page:
            self.book.wrong.append(f"{item['url']} answers {found}, {words} {words in page}")

    def finds(self, item: dict[str, Any]) -> None:
        quoted = urllib.parse.quote(f"“{item['title']}”")
        _status, page = self.until(lambda: self.read(f"/search/?q={quoted}"))
        if item["state"] == "withdrawn" and item["url"] in page:
            self.book.wrong.append(f"search shows the withdrawn {item['url']}")

    def read(self, path: str) -> tuple[int, str] | None:
        try:
            status, page = self.stranger.get(path)
        except (urllib.error.URLError, OSError, http.client.HTTPException):
            return None
        return None if status in (500, 502, 503) else (status, page)


class Operator(Hand):
    """Imports files and makes the index anew by the command, which is killed and given again."""

    def __init__(
        self,
        rounds: list[Round],
        book: Book,
        over: threading.Event,
        chance: random.Random,
        *,
        env: Mapping[str, str],
        folder: Path,
        tally: Counter[str],
    ) -> None:
        super().__init__(rounds, book, over, chance)
        self.env, self.folder, self.tally = env, folder, tally
        self.imports: list[dict[str, Any]] = []

    def do(self, one: Round) -> None:
        if one.kind == "rebuild":
            if self.command("rebuild", ["search", "rebuild"], None) is None:
                return  # the worker goes on with it
            return
        file, told = write_rows(self.folder, one.number, self.chance)
        words = ["import-items", str(file), "--organisation", "water", "--category", "A20_11", "--json"]
        if told["published"]:
            words += ["--published", "--reason", told["reason"]]
        said = self.command("import", words, file.with_name(f"{file.name}.progress.json"))
        self.imports.append(told)
        assert said is not None
        self.compare(file, told, json.loads(said.splitlines()[-1]))

    def compare(self, file: Path, told: dict[str, Any], said: dict[str, Any]) -> None:
        """What the command says at its end, and the file of what it did not take."""
        taken = len(told["titles"])
        expected = {
            "read": told["rows"],
            "published" if told["published"] else "drafted": taken,
            "known": told["twice"],
            "rejected": len(told["rejected"]),
        }
        if said["known"] == taken + told["twice"]:
            return  # killed when all was done, and done again from the beginning: nothing came twice
        wrong = {name: said[name] for name, number in expected.items() if said[name] != number}
        if wrong:
            self.book.wrong.append(f"{file.name} says {wrong} instead of {expected}")
        beside = file.with_name(f"{file.name}.rejected.jsonl")
        kept = (
            [json.loads(line)["origin"] for line in beside.read_text().splitlines()]
            if beside.exists()
            else []
        )
        if kept != told["rejected"]:
            self.book.wrong.append(f"{beside.name} names {kept} instead of {told['rejected']}")

    def command(self, what: str, words: list[str], sign: Path | None) -> str | None:
        """Give a command until it comes to its end, killed at random before; what it says then.

        Now and then a rebuild is not given again: None.
        """
        kills = self.chance.choice(range(MOST_KILLS + 1))
        while not self.over.is_set():
            running = subprocess.Popen(
                [sys.executable, "-m", "yangguang", *words],
                cwd=ROOT, env=dict(self.env), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True, start_new_session=True,
            )  # fmt: skip
            if kills and self.strike(running, sign):
                kills -= 1
                self.tally[what] += 1
                running.communicate()
                if what == "rebuild" and not kills and self.chance.random() < 0.5:
                    return None
                continue
            said, complaint = running.communicate()
            if running.returncode == 0 or (what == "import" and said and running.returncode == 1):
                return said  # 1: some rows were not taken in
            if what != "rebuild":
                raise RuntimeError(f"{words}: {running.returncode} {complaint[-2000:]}")
            time.sleep(0.5)  # somebody else held the index for too long
        raise TimeoutError("the siege was over first")

    def strike(self, running: subprocess.Popen[str], sign: Path | None) -> bool:
        """Kill it at a random moment, half of the times once it has visibly begun; False when it was done before."""
        end = time.monotonic() + 30
        if sign is not None and self.chance.random() < 0.7:
            began = sign.stat().st_mtime_ns if sign.exists() else 0
            while time.monotonic() < end and running.poll() is None:
                if sign.exists() and sign.stat().st_mtime_ns != began:
                    break
                time.sleep(0.005)
            time.sleep(self.chance.uniform(0, 0.4))
        else:
            time.sleep(self.chance.uniform(0.5, 5.0))
        if running.poll() is not None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        return True


def write_rows(folder: Path, number: int, chance: random.Random) -> tuple[Path, dict[str, Any]]:
    """A file to import, of 80 to 320 rows, and what is to become of them: titles, rejects by place, rows told twice."""
    titles: list[str] = []
    rejected: list[str] = []
    lines: list[str] = []
    file = folder / f"登记{number:04}.jsonl"
    twice = 0
    for row in range(1, chance.randint(80, 320) + 1):
        title = f"第{number:04}号登记册第{row:04}项用水计划的公示"
        text = f"经审核，第{row:04}项用水计划符合规定，年取水量{row * 7 + 100}立方米，现予公示。"
        fate = chance.random()
        if fate < 0.02:
            lines.append("这一行不是记录")
        elif fate < 0.04:
            lines.append(json.dumps({"title": title, "text": "太短"}, ensure_ascii=False))
        elif fate < 0.06 and titles:
            lines.append(chance.choice([line for line in lines if titles[0] in line]))
            twice += 1
            continue
        else:
            lines.append(json.dumps({"title": title, "text": text, "date": "2026-10-09"}, ensure_ascii=False))
            titles.append(title)
            continue
        rejected.append(f"{file.name} 第{len(lines)}行")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file, {
        "file": file.name,
        "titles": titles,
        "rejected": rejected,
        "twice": twice,
        "rows": len(lines),
        "published": chance.random() < 0.6,
        "reason": f"第{number:04}号登记册整体迁移",
    }
