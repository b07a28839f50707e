"""Finished pages through the shipped nginx: from a file without the house, and right at once when something changes."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .clerk import Clerk, at_work
from .standing import PUBLIC, Front, needs_nginx

pytestmark = [pytest.mark.django_db, needs_nginx]
# What is about the answer's way, not about the page.
_OF_THE_WAY = {"server", "date", "connection", "content-length", "etag", "last-modified", "accept-ranges", "x-cache"}  # fmt: skip


@pytest.fixture(scope="module")
def clerk(front: Front) -> Iterator[Clerk]:
    with at_work(front.folder) as found:
        yield found


@pytest.fixture(scope="module")
def item(clerk: Clerk) -> dict[str, Any]:
    return clerk("publish")


def shown(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() not in _OF_THE_WAY}


def test_the_second_visitor_is_answered_without_the_house(front: Front, item: dict[str, Any]) -> None:
    first = front.ask(item["url"])
    assert first.status == 200 and first.headers["X-Cache"] != "PAGE"
    with front.silent("public"):
        second = front.ask(item["url"])
        assert (second.status, second.headers["X-Cache"]) == (200, "PAGE")
        assert second.body == first.body and "720元" in second.body.decode()
        head = front.ask(item["url"], "HEAD")
        assert (head.status, head.body, head.headers["X-Cache"]) == (200, b"", "PAGE")
        packed = front.ask(item["url"], Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == first.body
        again = front.ask(item["url"], If_None_Match=second.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        odd = front.ask(item["url"], Cookie="sessionid=x", Accept_Language="en", User_Agent="other")
        assert odd.headers["X-Cache"] == "PAGE" and odd.body == first.body


def test_a_file_has_the_headers_that_the_house_gives(front: Front, item: dict[str, Any]) -> None:
    front.ask(item["url"])
    kept, made = front.ask(item["url"]), front.ask(f"{item['url']}?fresh=1")
    assert (kept.headers["X-Cache"], made.headers["X-Cache"]) != ("PAGE", "PAGE")
    assert kept.headers["X-Cache"] == "PAGE"
    assert shown(kept.headers) == shown(made.headers)
    assert kept.headers["Cache-Control"] == "public, no-cache" and kept.headers["ETag"]
    assert kept.headers["Last-Modified"] is None, "it would be made of the text, and be none"
    with front.silent("public"):
        known = front.ask(item["url"], If_None_Match=kept.headers["ETag"])
    assert known.headers["Content-Security-Policy"] == made.headers["Content-Security-Policy"]


def test_what_is_asked_otherwise_goes_to_the_house(front: Front, item: dict[str, Any]) -> None:
    front.ask(item["url"])
    for path, method in (
        (f"{item['url']}?a=1", "GET"),
        (item["url"], "POST"),
        (f"/large{item['url']}", "GET"),
    ):
        assert front.ask(path, method).headers["X-Cache"] != "PAGE", (path, method)
    assert front.ask(item["url"].rstrip("/")).status == 301
    for path in (
        "/items/",
        "/items/no/such/",
        "/items/../items/",
        f"{item['url']}page.html",
        "/items/current/",
    ):
        assert front.ask(path).status in {301, 404}, path


def test_a_correction_and_a_withdrawal_are_seen_by_the_very_next_visitor(front: Front, clerk: Clerk) -> None:
    item = clerk("publish")
    for _time in range(2):
        old = front.ask(item["url"])
    assert old.headers["X-Cache"] == "PAGE" and "等待封存" in old.body.decode()
    clerk("seal")
    sealed = front.ask(item["url"])
    assert sealed.headers["X-Cache"] != "PAGE" and "等待封存" not in sealed.body.decode()
    clerk("correct", item["item"])
    new = front.ask(item["url"], If_None_Match=old.headers["ETag"])
    assert new.status == 200 and "750元" in new.body.decode()
    kept = front.ask(item["url"], If_None_Match=old.headers["ETag"])
    assert (kept.status, kept.headers["X-Cache"], kept.body) == (200, "PAGE", new.body)
    clerk("withdraw", item["item"])
    for headers in ({}, {"If_None_Match": kept.headers["ETag"]}):
        gone = front.ask(item["url"], **headers)
        assert gone.status == 410 and gone.headers["X-Cache"] != "PAGE"


def test_what_others_write_inside_leaves_the_pages_where_they_are(
    front: Front, clerk: Clerk, item: dict[str, Any]
) -> None:
    """A busy office: each of its steps is an act, none of them changes a public page."""
    front.ask(item["url"])
    current = front.folder / "data" / "pages" / "current"
    before = current.readlink()
    clerk("draft")
    assert current.readlink() == before
    with front.silent("public"):
        assert front.ask(item["url"]).headers["X-Cache"] == "PAGE"


def test_a_page_that_is_taken_away_between_two_looks_comes_from_the_house(
    front: Front, item: dict[str, Any]
) -> None:
    front.ask(item["url"])
    [page] = (front.folder / "data" / "pages").glob(f"current/*/{PUBLIC}{item['url']}page.html")
    page.with_suffix(".html.gz").unlink()
    page.unlink()
    page.symlink_to("nowhere")  # there to the first look, gone at the second
    try:
        answer = front.ask(item["url"])
        assert answer.status == 200 and answer.headers["X-Cache"] != "PAGE"
    finally:
        page.unlink(missing_ok=True)


def test_the_folder_is_made_for_the_web_server_to_read_and_empty_after_a_loss_of_power(
    tmp_path: Path,
) -> None:
    """What was not yet on the disk must not be served as half a page: the store begins empty at each boot."""
    line = (
        (Path(__file__).parents[2] / "deploy" / "tmpfiles.d" / "yangguang.conf").read_text().splitlines()[-1]
    )
    assert line == "R! /var/lib/yangguang/pages"
    pages = tmp_path / "var" / "lib" / "yangguang" / "pages"
    (pages / "current").mkdir(parents=True)
    try:
        done = subprocess.run(
            ["systemd-tmpfiles", "--boot", "--remove", f"--root={tmp_path}", str(Path(__file__).parents[2] / "deploy" / "tmpfiles.d" / "yangguang.conf")],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("systemd is not installed")
    assert not pages.exists(), done.stderr
