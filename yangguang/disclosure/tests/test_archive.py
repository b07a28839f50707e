"""The archive package: the same bytes for the same content, and one changed byte is found and named, offline."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from yangguang.config.cli import main
from yangguang.disclosure import actions, archive
from yangguang.disclosure.archive.package import name_of
from yangguang.disclosure.models import Item
from yangguang.disclosure.tests.conftest import As, Gate
from yangguang.journal.sealing import seal
from yangguang.lib import clock
from yangguang.lib.errors import Refusal


@pytest.fixture
def published(gate: Gate) -> Item:
    """Two editions, a paper, everything sealed under two seals."""
    with clock.set_to(clock.moment(date(2026, 11, 18), 9)):
        item = gate.draft()
        acting = gate.drafter(gate.cast.lin, item.organisation)
        actions.attach(item, ContentFile("姓名,金额\r\n甲,720\r\n".encode()), "名单.csv", acting=acting)
        gate.review(item)
        seal()
    with clock.set_to(clock.moment(date(2026, 11, 20), 9)):
        gate.published(title="另一件")  # other people's acts lie between
        seal()
    return Item.objects.select_related("organisation", "category").get(pk=item.pk)


def packed(item: Item) -> bytes:
    out = io.BytesIO()
    archive.write(item, out)
    return out.getvalue()


@pytest.fixture
def unzipped(published: Item, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(packed(published))) as package:
        package.extractall(tmp_path)
    return tmp_path / name_of(published)


def check(folder: Path) -> tuple[int, str]:
    """With the standard library only, from another folder, without the house's environment."""
    ran = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")],
        capture_output=True,
        cwd="/",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    return ran.returncode, ran.stdout.decode() + ran.stderr.decode()


def test_an_honest_package_holds(unzipped: Path, published: Item) -> None:
    code, told = check(unzipped)
    assert code == 0 and "结论：归档包完整，凭证成立" in told and "✗" not in told, told
    for expected in (
        "正文就是当时公开的文本",
        "附件 名单.csv 就是当时公开的",
        "审核所用的流程就是公布的流程",
    ):
        assert expected in told
    names = {str(path.relative_to(unzipped)) for path in unzipped.rglob("*") if path.is_file()}
    for expected in (
        "README.txt", "MANIFEST.sha256", "check.py", "check_proof.py", "item.json", "approvals.json", "approvals.txt",
        "editions/1/text.html", "editions/1/text.txt", "editions/1/content.json", "editions/1/attachments/01-名单.csv",
        "process/disclosure-review-1/process.bpmn", "process/disclosure-review-1/chart.svg",
    ):  # fmt: skip
        assert expected in names
    assert "<table>" in (unzipped / "editions/1/text.html").read_text(encoding="utf-8")
    assert "领导签发：通过" in (unzipped / "approvals.txt").read_text(encoding="utf-8")
    kinds = {json.loads(path.read_text())["leaf"]["kind"] for path in (unzipped / "acts").iterdir()}
    assert {"disclosure.edition_published", "casework.process_published"} <= kinds
    assert all(json.loads(path.read_text())["leaf"]["public"] for path in (unzipped / "acts").iterdir())


def test_what_an_order_published_holds_without_a_review(gate: Gate, tmp_path: Path) -> None:
    paper = tmp_path / "公告.jsonl"
    paper.write_text(
        json.dumps({"title": "关于甲的公告", "text": "现将有关事项公告如下，请遵照执行。" * 3}), "utf-8"
    )
    given = [
        "--organisation",
        "civil-affairs",
        "--category",
        "A20_11",
        "--published",
        "--reason",
        "旧网站迁移",
    ]
    assert main(["import-items", str(paper), *given]) == 0
    seal()
    item = Item.objects.select_related("organisation", "category").get()
    with zipfile.ZipFile(io.BytesIO(packed(item))) as package:
        package.extractall(tmp_path)
    code, told = check(tmp_path / name_of(item))
    assert code == 0 and "✗" not in told, told
    assert "依据“旧网站迁移”成批公开，没有逐件走审核流程" in told
    assert "审签" not in told, "there is no opinion that could be for this text"


def test_the_same_content_gives_the_same_bytes(published: Item, gate: Gate) -> None:
    first = packed(published)
    gate.published(title="后来的事")
    seal()
    assert packed(published) == first, "what others did later changes nothing"


def test_one_changed_byte_is_found_and_named_in_every_file(unzipped: Path) -> None:
    seen: set[str] = set()
    for path in sorted(path for path in unzipped.rglob("*") if path.is_file()):
        name = path.relative_to(unzipped).as_posix()
        kind = name.split("/")[0] + path.suffix
        if kind in seen or name == "check.py":
            continue
        seen.add(kind)
        honest = path.read_bytes()
        place = len(honest) // 2
        path.write_bytes(honest[:place] + bytes([honest[place] ^ 1]) + honest[place + 1 :])
        code, told = check(unzipped)
        path.write_bytes(honest)
        assert code == 1 and any(line.startswith("✗") and name in line for line in told.splitlines()), (
            name,
            told,
        )
    assert len(seen) > 10, seen
    # The checker names itself too, as long as it still runs.
    own = unzipped / "check.py"
    own.write_bytes(own.read_bytes().replace("核对这个归档包".encode(), "核对这个归档盒".encode(), 1))
    assert "✗ check.py" in check(unzipped)[1]


def test_a_file_too_many_or_too_few_is_named(unzipped: Path) -> None:
    (unzipped / "editions/1/附加.txt").write_text("后加的")
    (unzipped / "item.json").rename(unzipped.parent / "item.json")
    code, told = check(unzipped)
    assert code == 1 and "✗ editions/1/附加.txt：包里有" in told and "✗ item.json：清单上有" in told


Forge = Callable[[Path], None]


def other_text(folder: Path) -> None:
    for name in ("content.json", "text.html"):
        path = folder / "editions/1" / name
        path.write_bytes(path.read_bytes().replace("720元".encode(), "270元".encode()))


def other_paper(folder: Path) -> None:
    (folder / "editions/1/attachments/01-名单.csv").write_text("别的名单")


def other_page(folder: Path) -> None:
    path = folder / "editions/1/text.html"
    path.write_bytes(path.read_bytes().replace("720元".encode(), "270元".encode()))


def other_process(folder: Path) -> None:
    path = folder / "process/disclosure-review-1/process.bpmn"
    path.write_bytes(path.read_bytes().replace("领导签发".encode(), "直接签发".encode()))


def other_act(folder: Path) -> None:
    path = next(p for p in (folder / "acts").iterdir() if "edition_published" in p.read_text())
    path.write_text(path.read_text().replace("阳光县民政局关于", "阳光县财政局关于"))


def other_opinion(folder: Path) -> None:
    path = folder / "approvals.json"
    path.write_text(path.read_text().replace('"passed": true', '"passed": false', 1))


def no_opinions(folder: Path) -> None:
    path = folder / "approvals.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([{**one, "approvals": []} for one in told]), encoding="utf-8")


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (other_text, "content.json：不是当时公开的文本"),
        (other_paper, "附件 名单.csv 不在包里，或者被改动过"),
        (other_page, "text.html：网页里的正文与公开的文本不同"),
        (other_process, "没有审核时所用的那个流程文本"),
        (other_act, "凭证不成立"),
        (other_opinion, "审签不是对这个文本的"),
        (no_opinions, "审签不是对这个文本的"),
    ],
)
def test_a_forger_who_writes_a_new_manifest_is_found_by_the_journal(
    unzipped: Path, forge: Forge, says: str
) -> None:
    forge(unzipped)
    paths = sorted(
        path.relative_to(unzipped).as_posix()
        for path in unzipped.rglob("*")
        if path.is_file() and path.name != "MANIFEST.sha256"
    )
    lines = [f"{hashlib.sha256((unzipped / path).read_bytes()).hexdigest()}  {path}\n" for path in paths]
    (unzipped / "MANIFEST.sha256").write_text("".join(lines), encoding="utf-8")
    code, told = check(unzipped)
    assert code == 1 and says in told and "个文件与清单一致" in told, told


def test_the_command_writes_it_whole_or_not_at_all(
    published: Item, tmp_path: Path, capsys: pytest.CaptureFixture[str], gate: Gate
) -> None:
    target = tmp_path / "package.zip"
    assert main(["archive-item", str(published.index_number), "-o", str(target)]) == 0
    assert target.read_bytes() == packed(published) and "check.py" in capsys.readouterr().out
    fresh = gate.published(title="还没有封存")
    assert main(["archive-item", str(fresh.index_number), "-o", str(tmp_path / "fresh.zip")]) == 1
    assert "还没有封存" in capsys.readouterr().err and not list(tmp_path.glob("fresh*"))
    assert main(["archive-item", "没有这个"]) == 1


def test_the_office_takes_it_away_from_the_items_page(published: Item, as_: As, gate: Gate) -> None:
    browser = as_(gate.cast.lin)
    assert f"{published.office_url}archive.zip" in browser.get(published.office_url).content.decode()
    answer = browser.get(f"{published.office_url}archive.zip")
    assert answer.getvalue() == packed(published) and "no-store" in answer["Cache-Control"]
    assert as_(gate.cast.he).get(f"{published.office_url}archive.zip").status_code == 404
    with pytest.raises(Refusal, match="没有公开"):
        packed(gate.draft())
