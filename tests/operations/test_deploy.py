"""The shipped nginx site before a real house in production mode; the shipped units as systemd reads them."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from yangguang.config.cli import parser

from .standing import DEPLOY, OFFICE, PUBLIC, Front, Line, needs_nginx

pytestmark = pytest.mark.django_db  # else no database is made that the house could be given a copy of


@needs_nginx
def test_plain_http_only_leads_to_https(front: Front) -> None:
    line = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    line.request("GET", "/verify/?q=1", headers={"Host": PUBLIC})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{PUBLIC}/verify/?q=1")
    line.close()


@needs_nginx
def test_pages_come_compressed_with_their_headers_and_are_kept(front: Front) -> None:
    page = front.ask("/verify/", Accept_Encoding="gzip")
    assert page.status == 200 and page.headers["Content-Encoding"] == "gzip"
    assert "查验" in gzip.decompress(page.body).decode()
    assert "Accept-Encoding" in page.headers["Vary"] and "Set-Cookie" not in page.headers
    assert len(page.headers.get_all("X-Content-Type-Options", [])) == 1
    assert page.headers["Strict-Transport-Security"] and "nginx/" not in page.headers["Server"]
    for takes in ({}, {"Accept_Encoding": "deflate, gzip, br"}, {"Accept_Encoding": "gzip;q=0"}):
        kept = [front.ask("/verify/", **takes) for _time in range(3)]
        assert "HIT" in [one.headers["X-Cache"] for one in kept], takes
        packed = [one.headers["Content-Encoding"] for one in kept]
        assert packed == ["gzip" if "br" in takes.get("Accept_Encoding", "") else None] * 3
        assert kept[-1].headers.get_all("Vary") == ["Accept-Encoding"]


@needs_nginx
def test_head_conditional_requests_and_missing_pages_are_answered(front: Front) -> None:
    head = front.ask("/verify/", "HEAD")
    assert (head.status, head.body) == (200, b"") and int(head.headers["Content-Length"]) > 1000
    page = front.ask("/verify/")
    again = front.ask("/verify/", If_None_Match=page.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    missing = front.ask("/no/such/page/")
    assert missing.status == 404 and "text/html" in missing.headers["Content-Type"]


@needs_nginx
def test_static_files_come_from_nginx_whole_in_parts_and_compressed(front: Front) -> None:
    html = front.ask("/verify/").body.decode()
    found = re.search(r'href="(/static/[^"]+\.css)"', html)
    assert found
    plain = front.ask(found[1])
    assert plain.status == 200 and plain.headers["Content-Type"].startswith("text/css")
    assert "immutable" in ",".join(plain.headers.get_all("Cache-Control", []))
    part = front.ask(found[1], Range="bytes=0-9")
    assert (part.status, part.body) == (206, plain.body[:10])
    packed = front.ask(found[1], Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert front.ask("/static/../data/yangguang.sqlite3").status in {400, 404}
    assert front.ask("/static/no-such-file.css").status == 404


@needs_nginx
def test_a_body_that_is_too_large_is_refused_at_the_door(front: Front) -> None:
    with closing(Line(front.port, PUBLIC, front.context)) as line:
        line.putrequest("POST", "/accounts/sign-in/", skip_host=True)
        line.putheader("Host", PUBLIC)
        line.putheader("Content-Length", str(56 * 1024 * 1024))
        line.endheaders()
        assert line.getresponse().status == 413


@needs_nginx
def test_the_house_believes_what_nginx_says_of_the_visitor(front: Front) -> None:
    page = front.ask("/accounts/sign-in/", host=OFFICE)
    assert page.status == 200, page.headers
    cookies = "\n".join(page.headers.get_all("Set-Cookie", []))
    assert not cookies or "Secure" in cookies
    # Over HTTPS the house adds HSTS: it took X-Forwarded-Proto from nginx, not from the visitor.
    assert page.headers["Strict-Transport-Security"]
    with pytest.raises(http.client.RemoteDisconnected):
        front.ask("/accounts/sign-in/", Host="evil.example.cn")


@needs_nginx
def test_each_name_shows_its_own_rooms_only(front: Front) -> None:
    assert front.ask("/office/").status == 404
    assert front.ask("/office/", host=OFFICE).status == 302
    assert front.ask("/metrics", host=PUBLIC).status in {403, 404}


@needs_nginx
def test_a_crowd_from_one_address_is_told_to_wait(front: Front) -> None:
    assert front.ask("/accounts/sign-in/").status == 200
    with ExitStack() as crowd:
        # All are connected before anybody asks, and all ask before anybody is answered: however slowly the house
        # answers and the two sides shake hands, they come faster than they may.
        lines = [crowd.enter_context(closing(Line(front.port, PUBLIC, front.context))) for _one in range(90)]
        for line in lines:
            line.connect()
        for line in lines:
            line.request("GET", "/accounts/sign-in/", headers={"Host": PUBLIC})
        assert any(line.getresponse().status == 429 for line in reversed(lines))
    assert front.ask("/verify/").status == 200, "pages to read are not refused"


@needs_nginx
def test_nothing_was_complained_about(front: Front) -> None:
    """But that the house was not up yet, that a body was too large and that a crowd was told to wait."""
    said = (front.folder / "error.log").read_text()
    assert not [line for line in said.splitlines() if re.search(r"\[(emerg|alert|crit|warn)\]", line)], said


def test_the_units_are_such_as_systemd_reads_them(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd is not installed")
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/yangguang/.venv/bin/yangguang", sys.executable)
        (tmp_path / unit.name.replace("@.", "@public.")).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [tool, "verify", "--man=no", *sorted(str(path) for path in tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "yangguang" in line]
    assert not ours and done.returncode == 0, done.stderr


def test_the_commands_of_the_units_exist_and_their_settings_are_known() -> None:
    manual = (DEPLOY.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text(encoding="utf-8")
        command = re.search(r"ExecStart=\S+/yangguang (.*)", text)
        assert command, unit.name
        words = command[1].replace("${PORT}", "8000").replace("${PROCESSES}", "2").split()
        assert parser().parse_args(words).run
        for name in re.findall(r"YANGGUANG_[A-Z_]+", text):
            assert name.removesuffix("_FILE") in manual, name
    for path in DEPLOY.glob("*.env"):
        for name in re.findall(r"^(YANGGUANG_[A-Z_]+)=", path.read_text(encoding="utf-8"), re.M):
            assert name in manual or name.replace("YANGGUANG_EMAIL", "") in manual, name


def test_each_service_is_hardened_alike() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text(encoding="utf-8")
        for line in (
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "CapabilityBoundingSet=\n",
            "User=yangguang",
        ):
            assert line in text, (unit.name, line)
