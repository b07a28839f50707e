"""PDF by Typst, inside this process: 13 ms for a letter once the fonts are known, half a second before that.

A layout is a file of ours under ``yangguang/``; what is to be set goes in as JSON and stays text, so that nothing a
person types is ever read as code. No layout names a package and none is looked for: nothing is fetched. The same data
on the same machine (fonts, version of Typst) give the same bytes, since the moment written into the file is given.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

ROOT = Path(__file__).resolve().parent.parent
TAGGED = "a-2a"  # PDF/A-2a: to be kept for decades, and read aloud
_LAYOUTS = ROOT / "documents" / "layouts"
_lock = threading.Lock()

# What a Chinese text can be set in; any one will do (docs/operations.md says where they come from).
FACES = frozenset({"FangSong_GB2312", "FangSong", "STFangsong", "SimSun", "STSong", "Noto Serif CJK SC"})


@cache
def fonts() -> typst.Fonts:
    """The faces of this machine and of the folder of licensed ones; looked for once (0.4 s)."""
    folder = settings.YANGGUANG_FONTS
    return typst.Fonts(font_paths=[str(folder)] if folder else [])


@cache
def _compiler() -> typst.Compiler:
    nowhere = str(_LAYOUTS / "packages")  # there is no such folder: no package is found, none is fetched
    return typst.Compiler(
        root=str(ROOT), font_paths=fonts(), package_path=nowhere, package_cache_path=nowhere
    )


def faces() -> list[str]:
    """Which faces for Chinese text this machine has, by name."""
    return sorted(FACES.intersection(fonts().families()))


def forget() -> None:
    """Look for fonts anew."""
    _compiler.cache_clear()
    fonts.cache_clear()


def pdf(layout: str, data: Mapping[str, Any], *, at: datetime, standard: str = TAGGED) -> bytes:
    """The PDF of a layout (its path under ``yangguang/``) with these data; ``at`` is the moment it says of itself.

    Raises Refusal ``no-font`` where the machine has no face for Chinese text: the page would be empty boxes.
    """
    if not faces():
        raise Refusal(
            _(
                "这台服务器没有中文字体，不能生成文件。请系统管理员安装 fonts-noto-cjk，或用 YANGGUANG_FONTS 指定字体文件夹。"
            ),
            code="no-font",
        )
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    try:
        return _compiled(layout, inputs, at, standard)
    except typst.TypstError:
        # PDF/A allows no letter that no face has; the document must go out all the same, with a box in its place.
        return _compiled(layout, inputs, at, "")


def _compiled(layout: str, inputs: dict[str, str], at: datetime, standard: str) -> bytes:
    with _lock:
        made = _compiler().compile(
            str(ROOT / layout),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[standard] if standard else [],  # type: ignore[list-item]
            timestamp=int(at.timestamp()),
        )
    assert isinstance(made, bytes)
    return made
