"""Asking the process in which PDFium runs (``yangguang.lib.pdf.child``): a copy of the content, words and pictures back."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.files.actions import open_content
from yangguang.files.models import StoredFile
from yangguang.lib.errors import Refusal

MOST_PAGES = 1_000
DPI = 110  # of the picture on the office's page
log = structlog.get_logger("yangguang.files.redaction")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown: points; ``boxes`` has one box for each character of ``text``, None where it has no place."""

    number: int
    width: float
    height: float
    text: str
    boxes: Sequence[tuple[float, float, float, float] | None]


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    pages: int
    removed: int
    unseen: int


class Long(Exception):
    """More pages than were asked for."""


def look(file: StoredFile, most: int = MOST_PAGES) -> Iterator[Page]:
    """Each page with its words, one at a time. Raises Refusal ``file-locked``, ``file-broken``, ``too-large``; Long
    where there are more than ``most``.
    """
    with _copied(file) as (source, _folder):
        for said in _ask(["look", str(source)], []):
            if said.get("pages", 0) > MOST_PAGES:
                raise _too_long()
            if said.get("pages", 0) > most:
                raise Long
            if "page" in said:
                boxes = [
                    None if box is None else (box[0] / 100, box[1] / 100, box[2] / 100, box[3] / 100)
                    for box in said["boxes"]
                ]
                width, height = said["size"]
                yield Page(said["page"], width, height, said["text"], boxes)


def picture(file: StoredFile, page: int, areas: Sequence[dict[str, Any]] = ()) -> bytes:
    """A PNG of one page, black where the areas lie. Raises Refusal as ``look``."""
    with _copied(file) as (source, folder):
        target = folder / "page.png"
        for _said in _ask(["picture", str(source), str(target), str(page), str(DPI)], areas):
            pass
        return target.read_bytes()


@contextmanager
def made(file: StoredFile, areas: Sequence[dict[str, Any]], told: Callable[[int], None]) -> Iterator[Made]:
    """The redacted file, there until the block ends, read and found good by the second reader. Raises Refusal."""
    with _copied(file) as (source, folder):
        target, last = folder / "redacted.pdf", {}
        for said in _ask(["redact", str(source), str(target)], areas):
            last = said
            if "page" in said:
                told(said["page"])
        if last.get("faults", ["nothing was said"]):
            log.error("redaction.refused", file=file.uid, faults=last.get("faults"))
            raise Refusal(
                _("遮盖后的文件没有通过复核，没有保存。请联系系统管理员，并改用另存为新的 PDF 再试。"),
                code="conflict",
            )
        yield Made(target, last["pages"], last["removed"], last["unseen"])


@contextmanager
def _copied(file: StoredFile) -> Iterator[tuple[Path, Path]]:
    """The content in a folder of its own, gone with everything in it when the block ends."""
    with tempfile.TemporaryDirectory(prefix="yangguang-") as name:
        folder = Path(name)
        source = folder / "source.pdf"
        with open_content(file) as content, source.open("wb") as target:
            shutil.copyfileobj(content, target)
        yield source, folder


def _ask(words: list[str], areas: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the process says, line by line. It knows nothing of our settings and secrets."""
    asked = subprocess.Popen(
        [sys.executable, "-s", "-m", "yangguang.lib.pdf.child", *words],
        cwd=settings.BASE_DIR.parent,
        env={"PYTHONPATH": str(settings.BASE_DIR.parent), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert asked.stdin is not None
    assert asked.stdout is not None
    try:
        json.dump([{"page": one["page"], "box": one["box"]} for one in areas], asked.stdin)
        asked.stdin.close()
        for line in asked.stdout:
            said = json.loads(line)
            if "error" in said:
                raise _refusal(said["error"])
            yield said
        if asked.wait() != 0:
            raise _refusal("broken")
    except BrokenPipeError as error:
        raise _refusal("broken") from error
    finally:
        asked.stdout.close()
        asked.kill()
        asked.wait()


def _refusal(why: str) -> Refusal:
    if why == "encrypted":
        return Refusal(
            _("这个 PDF 设了打开密码，不能遮盖。请去掉密码、重新上传后再遮盖。"), code="file-locked"
        )
    if why == "too-many-pages":
        return _too_long()
    if why == "areas":
        return Refusal(_("有的区域不在页面上，请刷新页面后核对。"), code="conflict")
    return Refusal(
        _("这个 PDF 已损坏或者太复杂，读不出来。请用办公软件打开后另存为新的 PDF，重新上传后再遮盖。"),
        code="file-broken",
    )


def _too_long() -> Refusal:
    return Refusal(
        _("这个 PDF 超过 %(most)d 页，请拆分成几份后再遮盖。") % {"most": MOST_PAGES}, code="too-large"
    )
