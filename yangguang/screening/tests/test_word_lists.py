"""Word lists: what applies to whom, and how an office changes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.config.cli import main
from yangguang.journal.models import Act
from yangguang.screening.models import Word, WordKind, WordList
from yangguang.screening.rules import screen_text

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PAGE = "/office/words/common-wrong-words/"


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("words.csv", text.encode("utf-8-sig"))


def test_a_wrong_word_is_found_with_its_suggestion(cast: Cast) -> None:
    (finding,) = screen_text("各镇要认真布署防汛工作。")
    assert (finding.code, finding.level, finding.suggestion) == ("word.wrong", "warn", "部署")


def test_a_word_is_right_inside_a_longer_one(cast: Cast) -> None:
    assert screen_text("期末按时完成。") == []
    assert [f.suggestion for f in screen_text("末按时完成；未来一但发生险情")] == ["一旦"]


def test_an_office_has_words_of_its_own_that_others_do_not(cast: Cast) -> None:
    own = WordList.objects.create(
        code="town-words",
        name="城关镇用语",
        kind=WordKind.BANNED,
        level="block",
        organisation=cast.county.town,
    )
    Word.objects.create(word_list=own, text="东门外头", suggestion="东门村")
    assert [f.level for f in screen_text("东门外头的路", organisation=cast.county.village)] == ["block"]
    assert screen_text("东门外头的路", organisation=cast.county.water) == []


def test_a_list_is_imported_and_counts_at_once(cast: Cast, as_: SignIn) -> None:
    assert screen_text("这里有个错词甲") == []
    answer = as_(cast.sun).post(
        PAGE, {"file": csv("词,建议,说明\n错词甲,对词甲,试\n布署,部署\n")}, follow=True
    )
    assert "新增 1 条，更新 0 条" in answer.content.decode()
    assert [f.suggestion for f in screen_text("这里有个错词甲")] == ["对词甲"]
    assert Act.objects.get(kind="screening.words_imported").public["added"] == 1


def test_rows_that_cannot_be_used_are_named(cast: Cast, as_: SignIn) -> None:
    page = (
        as_(cast.sun)
        .post(PAGE, {"file": csv("错\n错词乙,错词乙\n错词丙,对词丙\n错词丙,对\n")})
        .content.decode()
    )
    assert "第 1 行“错”：词至少两个字" in page
    assert "建议与原词相同" in page
    assert "前面已经有了" in page
    assert Word.objects.filter(text="错词丙").exists()


def test_a_file_that_is_no_list_is_refused(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.sun).post(PAGE, {"file": SimpleUploadedFile("w.csv", "错词甲".encode("gb18030"))})
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()
    assert as_(cast.sun).post(PAGE, {}).status_code == 400


def test_a_word_is_taken_out(cast: Cast, as_: SignIn) -> None:
    word = Word.objects.get(text="布署")
    as_(cast.sun).post(f"{PAGE}{word.pk}/remove/")
    assert screen_text("认真布署") == []
    assert Act.objects.filter(kind="screening.word_removed").exists()


def test_who_does_not_manage_words_neither_sees_nor_changes_them(cast: Cast, as_: SignIn) -> None:
    for person in (cast.lin, cast.guo, cast.zhao):
        assert as_(person).get("/office/words/").status_code == 403
        assert as_(person).post(PAGE, {"file": csv("错词甲,对词甲")}).status_code == 403
    assert as_(cast.sun).get("/office/words/").status_code == 200
    assert "没有找到" in as_(cast.sun).get(f"{PAGE}?q=不存在的词").content.decode()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_the_command_screens_a_file(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    path.write_text("申请人身份证号11010519491231002X\n\n认真布署", encoding="utf-8")
    assert main(["screen", str(path)]) == 1
    out = capsys.readouterr().out
    assert "公民身份号码" in out
    assert "布署" in out
    path.write_text("一切正常。", encoding="utf-8")
    assert main(["screen", str(path), "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_the_command_refuses_what_it_cannot_read(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "a.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    for words in ([str(broken)], [str(tmp_path / "nowhere.txt")], [str(tmp_path / "a.exe")]):
        assert main(["screen", *words]) == 1
        assert capsys.readouterr().err.count("\n") == 1
