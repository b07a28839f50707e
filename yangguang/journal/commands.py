"""``yangguang journal seal | verify | prove | check | retry``."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.journal import actions, proofs, rules, subjects
from yangguang.lib.crypto import key_id
from yangguang.lib.errors import Refusal
from yangguang.lib.merkle import MissingNode
from yangguang.lib.proof import LINK, check, check_link

LARGEST = 20 * 1024 * 1024  # bytes of a proof or seal file


def register(subparsers: Any) -> None:
    parser: ArgumentParser = subparsers.add_parser("journal", help="公开日志：封存、验证、出凭证、查凭证")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    one = verbs.add_parser("seal", help="立即封存还没有封存的记录")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_seal)

    one = verbs.add_parser("verify", help="从数据库重新计算整本日志，指出每一处不符")
    one.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="SEAL",
        type=Path,
        help="外部保存的封存文件，可多次给出",
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_verify)

    one = verbs.add_parser("prove", help="出具一件公开事项的凭证")
    one.add_argument("subject", metavar="INDEX_NO", help="索引号")
    one.add_argument("-o", "--output", type=Path, metavar="FILE", help="写入文件；不写则输出到屏幕")
    one.set_defaults(run=_prove)

    one = verbs.add_parser("check", help="离线核对一份凭证，不需要数据库和网络")
    one.add_argument("proof", type=Path, metavar="FILE")
    one.add_argument(
        "--seal", action="append", default=[], type=Path, help="您自己保存的封存文件；核对衔接时可给两个"
    )
    one.add_argument("--file", action="append", default=[], type=Path, help="要一并核对的附件，可多次给出")
    one.add_argument(
        "--key", action="append", default=[], metavar="HEX", help="单位公布的签名公钥（默认用本机设置）"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check, needs_no_database=True)

    one = verbs.add_parser("retry", help="重新传达多次失败的事项")
    one.set_defaults(run=_retry)


def _seal(options: Namespace) -> int:
    made = None
    while (next_one := actions.seal()) is not None:
        made = next_one
    if options.json:
        _say_json(made.document() if made else None)
    elif made:
        facts = {"number": made.number, "size": made.size, "root": made.root}
        _say(_("第 %(number)d 次封存，共 %(size)d 条记录，树根 %(root)s") % facts)
    else:
        _say(_("没有新的记录需要封存。"))
    return 0


def _verify(options: Namespace) -> int:
    report = rules.verify([_read(path) for path in options.against])
    if options.json:
        _say_json(asdict(report) | {"ok": report.ok})
        return 0 if report.ok else 1
    for fault in report.faults:
        _say(f"✗ {fault.message}")
    facts = {"acts": report.acts, "sealed": report.sealed, "unsealed": report.unsealed, "seals": report.seals}
    _say(
        _("共 %(acts)d 条记录，其中已封存 %(sealed)d 条（%(seals)d 次封存），尚未封存 %(unsealed)d 条。")
        % facts
    )
    if report.ok:
        _say(_("✓ 没有发现改动、删除或调换。"))
        return 0
    _say(_("发现 %(count)d 处不符。") % {"count": len(report.faults)})
    return 1


def _prove(options: Namespace) -> int:
    ref = subjects.find(options.subject)
    act = proofs.provable(ref) if ref else None
    if act is None:
        raise Refusal(
            _("没有找到“%(subject)s”的公开记录，请检查索引号。") % {"subject": options.subject},
            code="not-found",
        )
    try:
        document = proofs.document(act)
    except MissingNode as error:
        raise Refusal(_("树不完整，出不了凭证；请先运行 yangguang journal verify。")) from error
    if document is None:
        raise Refusal(_("这条记录还没有封存。请先运行 yangguang journal seal，或等一分钟。"))
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if options.output is None:
        _say(text)
        return 0
    options.output.write_text(text + "\n", encoding="utf-8")
    facts = {"number": document["position"] + 1, "file": options.output}
    _say(_("公开日志第 %(number)d 号记录的凭证已写入 %(file)s") % facts)
    return 0


def _check(options: Namespace) -> int:
    document, held = _read(options.proof), [_read(path) for path in options.seal]
    if isinstance(document, dict) and document.get("schema") == LINK:
        verdict = check_link(document, trusted_keys=_keys(options.key), held=held)
    elif len(held) > 1:
        raise Refusal(_("核对一份凭证时，--seal 只能给一个封存文件。"))
    else:
        verdict = check(
            document,
            trusted_keys=_keys(options.key),
            seal=held[0] if held else None,
            files={path.name: path.read_bytes() for path in options.file},
        )
    if options.json:
        _say_json(asdict(verdict))
        return 0 if verdict.ok else 1
    for line in verdict.lines:
        _say(line)
    _say(_("结论：凭证成立。") if verdict.ok else _("结论：凭证不成立。"))
    return 0 if verdict.ok else 1


def _retry(options: Namespace) -> int:
    _say(_("已重新放入待传达：%(count)d 项。") % {"count": actions.retry_stuck()})
    return 0


def _keys(given: list[str]) -> dict[str, bytes]:
    if not given:
        return rules.trusted_keys()
    keys = {}
    for text in given:
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != 32:
            raise Refusal(_("“%(key)s”不是公钥：公钥是 64 位十六进制数字。") % {"key": text[:80]})
        keys[key_id(key)] = key
    return keys


def _read(path: Path) -> Any:
    """The JSON of a file. Refusal for what is no JSON or far too large; OSError is the command line's."""
    if path.stat().st_size > LARGEST:
        raise Refusal(_("%(file)s 太大，不像是凭证或封存文件。") % {"file": path}, code="too-large")
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refusal(_("%(file)s 不是凭证或封存文件（应为 JSON）。") % {"file": path}) from error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _say_json(value: Any) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1, default=str))
