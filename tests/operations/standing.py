"""A house that stands as deploy/ sets it up: public and office processes in production mode, nginx with the shipped site."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from yangguang.lib import clock

DEPLOY = Path(__file__).parents[2] / "deploy"
PUBLIC, OFFICE = "www.example.gov.cn", "office.example.gov.cn"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

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
    """nginx with the shipped site, as a visitor meets it; ``houses`` are the processes behind it, by their role."""

    port: int
    plain: int
    context: ssl.SSLContext
    folder: Path
    ports: dict[str, int]
    houses: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def ask(
        self, path: str, method: str = "GET", host: str = PUBLIC, body: bytes | None = None, **headers: str
    ) -> Answer:
        sent = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with closing(Line(self.port, host, self.context)) as line:
            line.request(method, path, body=body, headers=sent)
            got = line.getresponse()
            return Answer(got.status, got.headers, got.read())

    @contextmanager
    def silent(self, role: str) -> Iterator[None]:
        """The process of that role, and those below it, answer nothing."""
        group = os.getpgid(self.houses[role].pid)
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)


class Line(http.client.HTTPSConnection):
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
    """The shipped file with this house's ports and folders; every stand-in must really stand in it."""
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


def main_file(folder: Path) -> str:
    """nginx.conf around the site, as Debian's, with every folder below this one."""
    # As root nginx would give its worker to nobody, who may not read this folder. Its day is the county's.
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f" {what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        " events { worker_connections 1024; } http { include /etc/nginx/mime.types; sendfile on; tcp_nopush on; access_log off;"
        f"{temporary} include {folder}/site.conf; }}\n"
    )


def environment(folder: Path, role: str) -> dict[str, str]:
    """As the units and deploy/*.env set it: production, with keys of its own."""

    def key(name: str) -> str:
        return base64.b64encode(hashlib.sha256(f"{folder} {name}".encode()).digest()).decode()

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
        "YANGGUANG_PAGE_STORE": "yes",
        "YANGGUANG_SECRET_KEY": "for this test only " * 3,
        "YANGGUANG_KEYRING": f"test:{key('ring')}",
        "YANGGUANG_SEAL_KEY": key("seal"),
        "DJANGO_SETTINGS_MODULE": "yangguang.config.settings",
        "PYTHONPATH": str(DEPLOY.parent),
        "TZ": "Asia/Shanghai",
    }


@contextmanager
def standing(
    folder: Path,
    *,
    processes: int = 1,
    office: int = 1,
    worker: bool = False,
    changed: Callable[[str], str] = str,
) -> Iterator[Front]:
    """A house over the database in ``folder/data``, until the end of the block. ``changed`` changes nginx's site."""
    certificate(folder)
    ports = {name: free_port() for name in ("public", "office", "plain", "tls")}
    (folder / "site.conf").write_text(changed(site(folder, ports)), encoding="utf-8")
    (folder / "nginx.conf").write_text(main_file(folder), encoding="utf-8")
    words = [sys.executable, "-m", "yangguang"]
    public, inside = environment(folder, "public"), environment(folder, "office")
    subprocess.run(
        [*words, "manage", "collectstatic", "--noinput", "-v0"], env=public, check=True, cwd=folder
    )
    with open(folder / "house.log", "wb") as log:

        def start(command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
            # A group of its own each, so that it can be stopped with all that it has started.
            return subprocess.Popen(command, env=env, cwd=folder, stderr=log, start_new_session=True)

        def serve(role: str, count: int) -> list[str]:
            return [
                *words, "serve", "--no-worker", "--processes", str(count), "--port", str(ports[role])
            ]  # fmt: skip

        nginx = [str(NGINX), "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
        running = {
            "public": start(serve("public", processes), public),
            "office": start(serve("office", office), inside),
            "nginx": start(nginx, public),
        }
        if worker:
            running["worker"] = start([*words, "work"], environment(folder, "worker"))
        context = ssl.create_default_context(cafile=str(folder / "public.crt"))
        made = Front(ports["tls"], ports["plain"], context, folder, ports, running)
        try:
            for role, host in (("public", PUBLIC), ("office", OFFICE)):
                _wait(made, running[role], host)
            yield made
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(60)
                process.kill()
                process.wait()


def copy_database(target: Path) -> None:
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
    raise RuntimeError(
        f"the house at {host} does not answer:\n" + (front.folder / "house.log").read_text()[-2000:]
    )
