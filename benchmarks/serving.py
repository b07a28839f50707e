"""What public pages cost: ``python -m benchmarks.serving [--seconds 3] [--rounds 5] [--county FOLDER]``.

The house stands as deploy/ sets it up: nginx with the shipped site, public, office and worker processes in production mode. wrk
asks for each page and, turn by turn, for a plain file of the same bytes from the same nginx: once as it is, once packed as
browsers ask for it. Requests a second depend on what else the machine does; the processor time that nginx spends on a request
hardly does, so both ratios are told. Uncached pages are asked of the house itself; their queries are counted apart.
Needs wrk and nginx: ``apt-get install wrk nginx``. ``--county`` copies a demonstration's data folder instead of building one.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.house import furnish, machine

TICK = os.sysconf("SC_CLK_TCK")
ENCODINGS = {"plain": "", "gzip": "gzip"}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in below for one in family(int(child)))]


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process and those below it have used."""
    used = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICK


def memory(pid: int) -> tuple[int, float, float]:
    """How many processes, their resident and their proportional megabytes."""
    rss = pss = 0
    members = family(pid)
    for one in members:
        told = Path(f"/proc/{one}/smaps_rollup").read_text()
        rss += int(re.findall(r"^Rss:\s+(\d+)", told, re.M)[0])
        pss += int(re.findall(r"^Pss:\s+(\d+)", told, re.M)[0])
    return len(members), rss / 1024, pss / 1024


def rush(
    address: str, host: str, pid: int, *, seconds: int, encoding: str, crowd: int
) -> tuple[float, float]:
    """Requests a second, and milliseconds of processor time of the process for one request."""
    headers = [
        f"Host: {host}",
        "X-Forwarded-Proto: https",
        *([f"Accept-Encoding: {encoding}"] if encoding else []),
    ]
    words = [
        "wrk",
        "--timeout",
        "30s",
        "-t1",
        f"-c{crowd}",
        f"-d{seconds}s",
        *(word for one in headers for word in ("-H", one)),
        address,
    ]
    before = processor_time(pid)
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    used = processor_time(pid) - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    asked = int(re.findall(r"(\d+) requests in", said)[0])
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]), used * 1000 / max(asked, 1)


def queries(paths: dict[str, str], host: str) -> dict[str, int]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = [host]
    found = {}
    for name, path in paths.items():
        client = Client()
        client.get(path, headers={"host": host})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, headers={"host": host}).status_code == 200, path
        found[name] = len(captured)
    return found


def pages() -> dict[str, str]:
    """The home page, the fullest list, and a document of middling length."""
    from django.db.models import Count
    from django.db.models.functions import Length

    from yangguang.disclosure.models import Category, Item

    fullest = Category.objects.annotate(n=Count("items")).order_by("-n")[0]
    items = Item.objects.public().order_by(Length("live_edition__body_html"))
    return {
        "home": "/",
        "list": fullest.get_absolute_url(),
        "item": items[items.count() // 2].get_absolute_url(),
    }


@contextmanager
def county(folder: str) -> Iterator[Path]:
    """A built county, or a copy of one that was built before."""
    if not folder:
        with furnish() as built:
            yield built
        return
    copy = Path(tempfile.mkdtemp(prefix="yangguang-bench-"))
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    os.environ.update(
        YANGGUANG_DATA_DIR=str(copy),
        YANGGUANG_MODE="demo",
        DJANGO_SETTINGS_MODULE="yangguang.config.settings",
    )
    try:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def main(options: argparse.Namespace, data: Path) -> None:
    from tests.operations.standing import PUBLIC, standing

    paths = pages()
    counted = queries(paths, PUBLIC)
    folder = Path(tempfile.mkdtemp(prefix="yangguang-front-"))
    (folder / "data").symlink_to(data)

    def changed(site: str) -> str:
        # wrk sends no name with its TLS handshake: here whoever sends none gets the public site. And the plain files.
        site = site.replace(" ssl http2 default_server", " ssl http2", 1).replace(
            "ssl_reject_handshake on;",
            f"ssl_certificate {folder}/public.crt; ssl_certificate_key {folder}/public.key;",
        )
        site = re.sub(r"(listen \S+ ssl http2);(\s+server_name www)", r"\1 default_server;\2", site)
        plain = f"location /plain/ {{ root {folder}; gzip_static on; }}\n    location @house {{"
        return site.replace("location @house {", plain)

    try:
        with standing(folder, processes=4, office=2, worker=True, changed=changed) as front:
            nginx, public = front.houses["nginx"].pid, front.houses["public"].pid
            (folder / "plain").mkdir()
            for name, path in paths.items():
                for _time in range(3):
                    answer = front.ask(path)
                assert answer.status == 200 and answer.headers["X-Cache"] in {"PAGE", "HIT"}, (
                    name,
                    answer.headers["X-Cache"],
                )
                (folder / "plain" / f"{name}.html").write_bytes(answer.body)
                (folder / "plain" / f"{name}.html.gz").write_bytes(gzip.compress(answer.body, 6))
            say(
                f"{machine()}; wrk 16 at once over TLS, {options.rounds} rounds of {options.seconds} s each, turn by turn\n"
            )
            cached(options, front, paths, nginx)
            say("")
            uncached(options, front, paths, counted, public)
            say("\n| process | processes | RSS MB | PSS MB |\n|---|---|---|---|")
            for role in ("public", "office", "worker", "nginx"):
                number, rss, pss = memory(front.houses[role].pid)
                say(f"| {role} | {number} | {rss:.0f} | {pss:.0f} |")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cached(options: argparse.Namespace, front: Any, paths: dict[str, str], nginx: int) -> None:
    from tests.operations.standing import PUBLIC

    say(
        "| through nginx, warm | bytes | file, requests/s | page, requests/s | ratio | file, nginx ms | page, nginx ms | ratio |"
    )
    say("|---|---|---|---|---|---|---|---|")
    base = f"https://127.0.0.1:{front.port}"
    for name, path in paths.items():
        for called, encoding in ENCODINGS.items():
            took: dict[str, list[tuple[float, float]]] = {"file": [], "page": []}
            for _round in range(options.rounds):
                for what, address in (("file", f"/plain/{name}.html"), ("page", path)):
                    took[what].append(
                        rush(
                            base + address,
                            PUBLIC,
                            nginx,
                            seconds=options.seconds,
                            encoding=encoding,
                            crowd=16,
                        )
                    )
            rate = {what: statistics.median(one[0] for one in rows) for what, rows in took.items()}
            cost = {what: statistics.median(one[1] for one in rows) for what, rows in took.items()}
            size = len(front.ask(path, **({"Accept_Encoding": encoding} if encoding else {})).body)
            say(
                f"| {name}, {called} | {size} | {rate['file']:.0f} | {rate['page']:.0f} | {rate['page'] / rate['file']:.2f} "
                f"| {cost['file']:.3f} | {cost['page']:.3f} | {cost['file'] / cost['page']:.2f} |"
            )


def uncached(
    options: argparse.Namespace, front: Any, paths: dict[str, str], counted: dict[str, int], public: int
) -> None:
    from tests.operations.standing import PUBLIC

    say("| uncached, from the house | queries | requests/s | processor ms a request |\n|---|---|---|---|")
    for name, path in paths.items():
        # With a query no page is kept: what is measured is the making of it.
        address = f"http://127.0.0.1:{front.ports['public']}{path}?made=now"
        rush(
            address, PUBLIC, public, seconds=4 * options.seconds, encoding="", crowd=16
        )  # templates are read
        rows = [
            rush(address, PUBLIC, public, seconds=options.seconds, encoding="", crowd=4)
            for _ in range(options.rounds)
        ]
        rate, cost = statistics.median(one[0] for one in rows), statistics.median(one[1] for one in rows)
        say(f"| {name} | {counted[name]} | {rate:.0f} | {cost:.1f} |")


if __name__ == "__main__":
    read = argparse.ArgumentParser()
    read.add_argument("--seconds", type=int, default=3)
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--county", default="")
    if missing := [
        tool for tool in ("wrk", "nginx") if not shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin")
    ]:
        sys.exit(f"not installed: apt-get install {' '.join(missing)}")
    with county((chosen := read.parse_args()).county) as built:
        main(chosen, built)
