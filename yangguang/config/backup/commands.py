"""``yangguang backup | restore | restore-drill | rehearse``."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.config.backup import making, proving, rehearsing, restoring
from yangguang.lib.errors import Refusal


def register(commands: Any) -> None:
    one = commands.add_parser("backup", help="备份数据库、文件和设置；网站照常运行")
    one.add_argument("place", metavar="DIR", type=Path, nargs="?", help="放备份的文件夹（默认用设置）")
    one.add_argument("--keep", type=_count, default=0, metavar="N", help="只留最新的 N 份")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_backup)

    one = commands.add_parser("restore", help="把备份恢复到空的位置并核对")
    one.add_argument("place", metavar="DIR", type=Path, help="一份备份，或放备份的文件夹（用最新的一份）")
    one.add_argument("--into", metavar="FOLDER", type=Path, required=True, help="空的数据文件夹")
    one.add_argument("--database", metavar="URL", default="", help="空的 PostgreSQL 库 postgres://…")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_restore)

    one = commands.add_parser("restore-drill", help="恢复演练：恢复到临时位置，核对，再删除")
    one.add_argument("place", metavar="DIR", type=Path, nargs="?", help="放备份的文件夹（默认用设置）")
    one.add_argument("--scratch", metavar="FOLDER", type=Path, help="临时位置（默认系统临时文件夹）")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_drill)

    one = commands.add_parser("rehearse", help="把现在的数据复制成演练环境：自己的时钟，消息不送出")
    one.add_argument("--into", metavar="FOLDER", type=Path, required=True, help="空的数据文件夹")
    one.add_argument("--from", dest="place", metavar="DIR", type=Path, help="用这份备份（默认现在备份）")
    one.add_argument("--database", metavar="URL", default="", help="空的 PostgreSQL 库 postgres://…")
    one.add_argument(
        "--address", metavar="URL", default="http://127.0.0.1:8100", help="演练环境的网址（默认 %(default)s）"
    )
    one.set_defaults(run=_rehearse)

    one = commands.add_parser("restored", help="核对刚恢复的数据（由 restore 调用）")
    one.add_argument("manifest", type=Path)
    one.set_defaults(run=_restored)


def _backup(options: argparse.Namespace) -> int:
    folder, told = making.make(_place(options.place), keep=options.keep, say=_progress)
    if options.json:
        _say(json.dumps({"folder": str(folder), **asdict(told)}, ensure_ascii=False, indent=1))
        return 0
    facts = {
        "folder": folder,
        "files": told.files,
        "size": -(-told.bytes // (1024 * 1024)),
        "seal": told.head["number"] if told.head else 0,
    }
    _say(_("备份完成：%(folder)s，%(files)d 个文件，%(size)d MB，日志到第 %(seal)d 次封存。") % facts)
    return 0


def _restore(options: argparse.Namespace) -> int:
    done = restoring.restore(options.place, options.into, database=options.database, say=_progress)
    if options.json:
        _say(json.dumps({**asdict(done), "ok": done.ok}, ensure_ascii=False, indent=1))
        return 0 if done.ok else 1
    for fault in done.proof.faults:
        _say(f"✗ {fault}")
    facts = {"acts": done.proof.acts, "files": done.files, "found": done.proof.found, "into": options.into}
    _say(_("已恢复到 %(into)s：%(acts)d 条公务记录，%(files)d 个文件，索引 %(found)d 项。") % facts)
    if done.ok:
        _say(_("✓ 与备份时完全一致。把 YANGGUANG_DATA_DIR（和数据库地址）指到这里即可启用。"))
    return 0 if done.ok else 1


def _drill(options: argparse.Namespace) -> int:
    report = restoring.drill(_place(options.place), scratch=options.scratch, say=_progress)
    if options.json:
        _say(json.dumps(report, ensure_ascii=False, indent=1))
        return 0 if report["ok"] else 1
    for fault in report["faults"]:
        _say(f"✗ {fault}")
    facts = {key: report[key] for key in ("backup", "acts", "files", "seconds")}
    if report["ok"]:
        _say(
            _(
                "✓ 演练成功：备份 %(backup)s 可以恢复，%(acts)d 条公务记录、%(files)d 个文件，用时 %(seconds)s 秒。"
            )
            % facts
        )
    else:
        _say(_("演练没有通过：备份 %(backup)s 恢复后与当时不一致。") % facts)
    return 0 if report["ok"] else 1


def _rehearse(options: argparse.Namespace) -> int:
    done = rehearsing.rehearse(
        options.into, place=options.place, database=options.database, address=options.address, say=_progress
    )
    for fault in done.proof.faults:
        _say(f"✗ {fault}")
    if not done.ok:
        _say(_("副本与备份不一致，没有建成演练环境。"))
        return 1
    facts = {
        "into": options.into,
        "env": options.into / rehearsing.ENVIRONMENT,
        "port": urlparse(options.address).port or 80,
    }
    _say(_("演练环境建在 %(into)s。启动：") % facts)
    _say(f"  (set -a; . {facts['env']}; exec yangguang serve --port {facts['port']})")
    _say(_("里面有真实的内容和密钥，请像正式系统一样保管；用完删除整个文件夹。"))
    return 0


def _restored(options: argparse.Namespace) -> int:
    proof = proving.prove(options.manifest)
    _say(json.dumps(asdict(proof), ensure_ascii=False))
    return 0


def _place(given: Path | None) -> Path:
    place = given or settings.YANGGUANG_BACKUP_DIR
    if place is None:
        raise Refusal(_("请写明放备份的文件夹，或设置 YANGGUANG_BACKUP_DIR。"), field="place")
    return Path(place)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
