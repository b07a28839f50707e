"""Runs site and worker as two child processes and keeps them company until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

STOPPING_SECONDS = 10


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _site(host: str, port: int, processes: int) -> subprocess.Popen[bytes]:
    words = [
        "-m",
        "gunicorn",
        "yangguang.config.wsgi",
        "--bind",
        f"{host}:{port}",
        "--workers",
        str(processes),
    ]
    return subprocess.Popen([sys.executable, *words, "--threads", "4", "--log-level", "warning", "--preload"])


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "yangguang", "work"])


def serve(port: int = 8000, *, host: str = "127.0.0.1", processes: int = 2, worker: bool = True) -> int:
    """Serve what YANGGUANG_ROLE names until SIGTERM or Ctrl-C. A worker that dies is started again; the site's end is the end.

    Raises Refusal when the port is taken or makes no sense, and in a process that is a worker. Returns the exit code.
    """
    if settings.ROLE == "worker":
        raise Refusal(_("这个进程的角色是 worker（YANGGUANG_ROLE），只做后台任务：yangguang work。"))
    if not 1 <= port <= 65535:
        raise Refusal(_("端口要在 1 到 65535 之间。"))
    if processes < 1:
        raise Refusal(_("至少要有一个网站进程。"))
    if not port_is_free(host, port):
        raise Refusal(
            _("端口 %(port)d 已被占用。换一个：yangguang serve --port %(other)d")
            % {"port": port, "other": port + 1}
        )
    os.environ.setdefault("YANGGUANG_BASE_URL", f"http://{host}:{port}")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the site warns of it at each start
    stopping = False

    def stop(signal_number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    site = _site(host, port, processes)
    # Of a house in parts the worker is a part of its own: only the whole house brings it along.
    worker = worker and settings.ROLE == "all"
    helper = _worker() if worker else None
    while not stopping and site.poll() is None:
        time.sleep(0.2)
        if helper and helper.poll() is not None and not stopping:
            time.sleep(1)
            helper = _worker()
    for process in filter(None, [site, helper]):
        if process.poll() is None:
            process.terminate()
    for process in filter(None, [site, helper]):
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping else (site.returncode or 1)
