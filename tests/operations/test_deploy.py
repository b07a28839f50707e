"""The shipped nginx site before a real house in production mode; the shipped units as systemd reads them."""

from __future__ import annotations

import base64
import gzip
import http.client
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from yangguang.config.cli import parser
from yangguang.lib import clock

DEPLOY = Path(__file__).parents[2] / "deploy"
PUBLIC, OFFICE = "www.example.gov.cn", "office.example.gov.cn"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

pytestmark = pytest.mark.django_db  # else no database is made that the house could be given a copy of
needs_nginx = pytest.mark.skipif(
    NGINX is None or connection.vendor != "sqlite",
    reason="nginx is not installed, or the database is no file",
)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Front:
    """nginx with the shipped site, as a visitor meets it."""

    port: int
    plain: int
    context: ssl.SSLContext
    folder: Path

    def ask(
        self, path: str, method: str = "GET", host: str = PUBLIC, body: bytes | None = None, **headers: str
    ) -> Answer:
        sent = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with closing(_Https(self.port, host, self.context)) as line:
            line.request(method, path, body=body, headers=sent)
            got = line.getresponse()
            return Answer(got.status, got.headers, got.read())


class _Https(http.client.HTTPSConnection):
    """Connects to this machine, but asks for and checks the certificate of the named host."""

    def __init__(self, port: int, name: str, context: ssl.SSLContext) -> None:
        super().__init__("127.0.0.1", port, timeout=30, context=context)
        self.name, self.tls = name, context

    def connect(self) -> None:
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.sock = self.tls.wrap_socket(raw, server_hostname=self.name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, PUBLIC)])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(PUBLIC), x509.DNSName(OFFICE)]), False)
        .sign(key, hashes.SHA256())
    )
    for which in ("public", "office"):
        (folder / f"{which}.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        (folder / f"{which}.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def site(folder: Path, ports: dict[str, int]) -> str:
    """The shipped file with this test's ports and folders; every stand-in must really stand in it."""
    text = (DEPLOY / "nginx" / "yangguang.conf").read_text(encoding="utf-8")
    for shipped, ours in {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{ports['public']};",
        "server 127.0.0.1:8001;": f"server 127.0.0.1:{ports['office']};",
        "listen 80": f"listen 127.0.0.1:{ports['plain']}",
        "listen 443 ssl http2": f"listen 127.0.0.1:{ports['tls']} ssl http2",
        "/etc/yangguang/tls/": f"{folder}/",
        "/var/cache/nginx/yangguang": f"{folder}/cache",
        "/var/lib/yangguang/": f"{folder}/data/",
    }.items():
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text


def environment(folder: Path, role: str) -> dict[str, str]:
    """As the units set it: production, keys of its own."""
    key = lambda: base64.b64encode(os.urandom(32)).decode()  # noqa: E731
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("YANGGUANG_", "DJANGO_"))
    }
    return {
        **kept,
        "YANGGUANG_MODE": "production",
        "YANGGUANG_ROLE": role,
        "YANGGUANG_DATA_DIR": str(folder / "data"),
        "YANGGUANG_BASE_URL": f"https://{PUBLIC}",
        "YANGGUANG_OFFICE_URL": f"https://{OFFICE}",
        "YANGGUANG_HOSTS": f"{PUBLIC},{OFFICE}",
        "YANGGUANG_SECRET_KEY": "for this test only " * 3,
        "YANGGUANG_KEYRING": f"test:{key()}",
        "YANGGUANG_SEAL_KEY": key(),
        "PYTHONPATH": str(DEPLOY.parent),
    }


@pytest.fixture(scope="module")
def front(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    (folder / "data").mkdir()
    _copy_database(folder / "data" / "yangguang.sqlite3")
    certificate(folder)
    ports = {name: free_port() for name in ("public", "office", "plain", "tls")}
    (folder / "site.conf").write_text(site(folder, ports), encoding="utf-8")
    (folder / "nginx.conf").write_text(
        # As root nginx would give its worker to nobody, who may not read this folder.
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f" events {{}} http {{ include /etc/nginx/mime.types; access_log off;"
        + "".join(
            f" {what}_temp_path {folder}/{what};"
            for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f" include {folder}/site.conf; }}\n"
    )
    public = environment(folder, "public")
    words = [sys.executable, "-m", "yangguang"]
    subprocess.run(
        [*words, "manage", "collectstatic", "--noinput", "-v0"], env=public, check=True, cwd=folder
    )
    office = environment(folder, "office")
    serve = ["serve", "--no-worker", "--processes", "1", "--port"]
    with open(folder / "house.log", "wb") as log:
        running = [
            subprocess.Popen([*words, *serve, str(ports["public"])], env=public, cwd=folder, stderr=log),
            subprocess.Popen([*words, *serve, str(ports["office"])], env=office, cwd=folder, stderr=log),
            subprocess.Popen([str(NGINX), "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"], stderr=log),
        ]  # fmt: skip
        context = ssl.create_default_context(cafile=str(folder / "public.crt"))
        made = Front(ports["tls"], ports["plain"], context, folder)
        try:
            for house, host in zip(running, (PUBLIC, OFFICE), strict=False):
                _wait(made, house, host)
            yield made
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)


def _copy_database(target: Path) -> None:
    """The migrated, seeded database of this run, so that nothing is migrated twice."""
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _wait(front: Front, house: subprocess.Popen[bytes], host: str) -> None:
    """A house that starts beside other work may need its time; one that has ended will not come any more."""
    for _time in range(300):
        with suppress(OSError, http.client.HTTPException):
            if front.ask("/healthz", host=host).status == 200:
                return
        if house.poll() is not None:
            break
        time.sleep(0.5)
    pytest.fail(f"the house at {host} does not answer:\n" + (front.folder / "house.log").read_text()[-2000:])


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
    kept = [front.ask("/verify/").headers["X-Cache"] for _time in range(3)]
    assert "HIT" in kept


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
    with closing(_Https(front.port, PUBLIC, front.context)) as line:
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
    answers = [front.ask("/accounts/sign-in/").status]
    while len(answers) < 400 and answers[-1] != 429:
        answers.append(front.ask("/accounts/sign-in/").status)
    assert (answers[0], answers[-1]) == (200, 429)
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
