"""The file of a case: read back page by page, checked offline, forged in vain; who may take it, and that it is told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter

from tests.cast import Cast
from yangguang.casework import casefile
from yangguang.casework.casefile import maker
from yangguang.casework.models import Case, ProcessVersion
from yangguang.config.cli import main
from yangguang.documents import actions, makers, typesetting
from yangguang.documents.models import Export, ExportState
from yangguang.files import actions as files
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.journal.sealing import seal
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

from .conftest import begin, do

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_chinese_font() -> None:
    if not typesetting.faces():
        pytest.skip("no Chinese font on this machine: apt-get install fonts-noto-cjk")


NOW = clock.moment(date(2026, 11, 18), 9)


def a_pdf(pages: int) -> ContentFile:
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return ContentFile(out.getvalue())


@pytest.fixture
def case(cast: Cast, published: ProcessVersion) -> Case:
    """Returned once, then passed by two; a PDF of three pages, one that is broken, a list; everything sealed."""
    with clock.set_to(NOW):
        found = begin(cast, cast.county.civil)
        assert found.subject is not None
        for content, name in (
            (a_pdf(3), "现场照片说明.pdf"),
            (ContentFile(b"%PDF-1.4 nothing more %%EOF"), "坏的.pdf"),
            (ContentFile("姓名,金额\r\n甲,720\r\n".encode()), "名单.csv"),
        ):
            files.take_in(content, owner=found.subject, name=name, by=SYSTEM)
        do(found, "draft", cast.lin)
        do(found, "section", cast.zhou, "return", "数字对不上，请核实")
        do(found, "draft", cast.lin, opinion="已经改正")
        do(found, "section", cast.zhou, opinion="同意")
        do(found, "secrecy", cast.wu)
        seal()
    return maker.case_of(found.ref)


def paper(case: Case) -> bytes:
    out = io.BytesIO()
    with clock.set_to(NOW + timedelta(hours=1)):
        casefile.write_pdf(casefile.collect(case, by=SYSTEM), out, makers.unheard)
    return out.getvalue()


def words(page: Any) -> str:
    return page.extract_text().replace("\n", "").replace(" ", "")


def test_the_pdf_tells_number_title_every_act_and_every_opinion(case: Case) -> None:
    reader = PdfReader(io.BytesIO(paper(case)))
    cover, whole = words(reader.pages[0]), "".join(words(page) for page in reader.pages)
    assert case.number in cover and case.title in cover and "阳光县民政局" in cover and "案卷" in cover
    for act in Act.objects.about(case.ref):
        assert act.summary.replace(" ", "") in whole, act.summary
        assert act.leaf_hash in whole.replace("\u200b", ""), "each act with its fingerprint"
    for told in ("数字对不上，请核实", "已经改正", "周敏", "吴刚", "起草：送审", "科室审核（第2次）"):
        assert told in whole, told
    assert "工作日" in whole, "the clock explains itself"
    assert "名单.csv" in whole and "打不开，原件另存" in whole


def test_pages_of_papers_are_appended_and_numbered_through(case: Case) -> None:
    reader = PdfReader(io.BytesIO(paper(case)))
    number = len(reader.pages)
    for back, page in ((3, "1"), (1, "3")):
        stamp = words(reader.pages[number - back])
        assert case.number in stamp and f"—{number - back + 1}—" in stamp and "现场照片说明.pdf" in stamp, (
            page
        )
    first = number - 2
    assert f"第{first}页起，3页" in "".join(words(page) for page in reader.pages)


def test_the_same_file_at_the_same_moment_gives_the_same_bytes(case: Case) -> None:
    assert paper(case) == paper(case)


def test_without_papers_it_is_pdf_a_and_tagged(cast: Cast, published: ProcessVersion) -> None:
    content = paper(maker.case_of(begin(cast, cast.county.civil).ref))
    assert b"pdfaid" in content and "/MarkInfo" in PdfReader(io.BytesIO(content)).trailer["/Root"]


@pytest.fixture
def unzipped(case: Case, tmp_path: Path) -> Path:
    out = io.BytesIO()
    casefile.write_package(casefile.collect(case, by=SYSTEM), out, makers.unheard)
    with zipfile.ZipFile(out) as package:
        package.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    return folder


def check(folder: Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")],
        capture_output=True,
        cwd="/",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    return ran.returncode, ran.stdout.decode() + ran.stderr.decode()


def test_an_honest_package_holds_offline(unzipped: Path, case: Case) -> None:
    code, told = check(unzipped)
    assert code == 0 and "结论：归档包完整，凭证成立" in told and "✗" not in told, told
    assert "科室审核（第 1 次）：结果和意见与公务记录一致" in told
    assert "办理所用的流程就是公布的流程" in told
    assert len(list((unzipped / "opened").iterdir())) == Act.objects.about(case.ref).count()
    assert (unzipped / "papers/03-名单.csv").read_bytes() == "姓名,金额\r\n甲,720\r\n".encode()


def other_opinion(folder: Path) -> None:
    path = folder / "steps.json"
    path.write_text(path.read_text().replace("数字对不上", "数字对得上"))


def other_person(folder: Path) -> None:
    path = next(p for p in (folder / "opened").iterdir() if "周敏" in p.read_text())
    path.write_text(path.read_text().replace("周敏", "周明"))


def other_paper(folder: Path) -> None:
    (folder / "papers/03-名单.csv").write_text("别的名单")


def other_process(folder: Path) -> None:
    path = next((folder / "process").glob("*/process.bpmn"))
    path.write_bytes(path.read_bytes().replace("保密审查".encode(), "形式审查".encode()))


def other_act(folder: Path) -> None:
    path = next(p for p in (folder / "acts").iterdir() if "退回" in p.read_text())
    path.write_text(path.read_text().replace("退回", "通过"))


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (other_opinion, "结果或意见与公务记录不一致"),
        (other_person, "与日志里的承诺值不符"),
        (other_paper, "不是卷内目录所记的那一份"),
        (other_process, "不是办理时所用的流程"),
        (other_act, "凭证不成立"),
    ],
)
def test_a_forger_who_writes_a_new_manifest_is_found(unzipped: Path, forge: Any, says: str) -> None:
    from yangguang.lib import packages

    forge(unzipped)
    parts = [
        packages.Part(path.relative_to(unzipped).as_posix(), lambda path=path: path.open("rb"))
        for path in unzipped.rglob("*")
        if path.is_file() and path.name != packages.MANIFEST
    ]
    out = io.BytesIO()
    packages.write("x", parts, out)
    with zipfile.ZipFile(out) as package:
        (unzipped / packages.MANIFEST).write_bytes(package.read(f"x/{packages.MANIFEST}"))
    code, told = check(unzipped)
    assert code == 1 and says in told and "个文件与清单一致" in told, told


def test_who_may_open_the_case_takes_its_file_and_the_book_says_so(case: Case, cast: Cast, as_: Any) -> None:
    client = as_(cast.zhou)
    assert f"{case.get_office_url()}file/" in client.get(case.get_office_url()).content.decode()
    assert "七天后自动删除" in client.get(f"{case.get_office_url()}file/").content.decode()
    answer = client.post(f"{case.get_office_url()}file/", {"form": "pdf"}, follow=True)
    export = Export.objects.get()
    assert "打开，可以打印" in answer.content.decode() and export.state == ExportState.DONE and export.file
    got = client.get(export.file.get_absolute_url())
    assert b"".join(got.streaming_content).startswith(b"%PDF-")
    act = Act.objects.get(kind="casework.file_exported")
    assert act.subject == case.ref and act.actor.name == "周敏" and act.public["sha256"] == export.sha256
    assert "导出办件" in client.get(case.get_office_url()).content.decode()
    # Nobody else, not even somebody who may open the case, fetches another's copy.
    for person in (cast.lin, cast.he):
        assert as_(person).get(export.file.get_absolute_url()).status_code == 404
        assert as_(person).get(export.get_office_url()).status_code == 404
    for form in ("get", "post"):
        assert getattr(as_(cast.he), form)(f"{case.get_office_url()}file/").status_code == 404
    assert client.post(f"{case.get_office_url()}file/", {"form": "exe"}).status_code == 400


def test_a_long_file_is_made_by_the_worker_and_asked_for_once(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch, as_: Any
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(makers._makers, maker.KIND, replace(makers.named(maker.KIND), at_once=0))
    acting = acting_as(cast.zhou, cast.county.civil)
    export = actions.ask(maker.KIND, case.ref, form="zip", acting=acting)
    assert actions.ask(maker.KIND, case.ref, form="zip", acting=acting) == export
    page = as_(cast.zhou).get(export.get_office_url())
    assert (
        export.state == ExportState.WAITING and "正在生成" in page.content.decode() and page["Refresh"] == "3"
    )
    made = actions.make(export.uid)
    assert made.state == ExportState.DONE and made.done == made.of > 0
    assert actions.make(export.uid).sha256 == made.sha256, "a second worker changes nothing"
    assert Act.objects.filter(kind="casework.file_exported").count() == 1


def test_copies_do_not_lie_about_for_longer_than_a_week(case: Case, cast: Cast) -> None:
    export = actions.ask(maker.KIND, case.ref, form="pdf", acting=acting_as(cast.zhou, cast.county.civil))
    assert actions.sweep() == 0
    with clock.set_to(clock.now() + timedelta(days=8)):
        assert actions.sweep() == 1
    export.refresh_from_db()
    assert export.state == ExportState.GONE and export.file is not None and export.file.blob is None


def test_the_command_writes_it_whole_or_not_at_all(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "case.zip"
    assert main(["case", "file", case.number, "-o", str(target)]) == 0
    with zipfile.ZipFile(target) as package:
        told = json.loads(package.read(f"案卷-{case.number}/case.json"))
    assert told["number"] == case.number
    assert Act.objects.get(kind="casework.file_exported").actor.name == "命令行"
    assert main(["case", "file", "没有这个", "-o", str(target)]) == 1
    assert main(["case", "file", case.number, "-o", str(tmp_path / "case.doc")]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["case.zip"]


def test_who_lost_the_right_meanwhile_gets_nothing(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(makers._makers, maker.KIND, replace(makers.named(maker.KIND), at_once=0))
    export = actions.ask(maker.KIND, case.ref, form="pdf", acting=acting_as(cast.zhou, cast.county.civil))
    from yangguang.organisations.models import Appointment

    Appointment.objects.filter(user=cast.zhou).update(until=clock.today())
    made = actions.make(export.uid)
    assert made.state == ExportState.FAILED and "不能查看" in made.trouble
    with pytest.raises(Refusal):
        actions.ask(maker.KIND, case.ref, form="pdf", acting=acting_as(cast.he, cast.county.water))
