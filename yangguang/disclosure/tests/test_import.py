"""import-items: one command, real documents, nothing twice, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yangguang.config import cli
from yangguang.disclosure import actions, commands, rules
from yangguang.disclosure.intake import progress, reading
from yangguang.disclosure.models import Edition, Item
from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal.models import Act
from yangguang.search import rules as search
from yangguang.search.actions import apply as follow_changes

TEXT = "为方便群众了解低保政策，现将有关事项公告如下。保障标准为每人每月720元，由所在乡镇按月发放。" * 2


def run(*words: str) -> int:
    try:
        return cli.main(["import-items", *words])
    except SystemExit as stop:
        return int(stop.code or 0)


def rows(tmp_path: Path, *titles: str, text: str = TEXT) -> Path:
    path = tmp_path / "公告.jsonl"
    lines = [
        json.dumps({"title": title, "text": f"{title}。{text}", "成文日期": "2026-03-02"}) for title in titles
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


WHERE = ["--organisation", "civil-affairs", "--category", "A20_11"]


def test_records_become_drafts_and_a_second_run_adds_nothing(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rows(tmp_path, "关于甲的公告", "关于乙的公告")
    assert run(str(path), *WHERE) == 0
    assert Item.objects.count() == 2
    assert not Item.objects.public().exists()
    assert run(str(path), *WHERE, "--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["known"], told["drafted"]) == (2, 0)
    assert Item.objects.count() == 2


def test_an_operators_order_publishes_and_is_an_act(gate: Gate, tmp_path: Path) -> None:
    assert run(str(rows(tmp_path, "关于甲的公告")), *WHERE, "--published", "--reason", "旧网站迁移") == 0
    item = Item.objects.get()
    assert item.is_public
    act = Act.objects.get(kind="disclosure.edition_published")
    assert act.public["order"] == "旧网站迁移"
    order = Act.objects.get(kind="disclosure.import_ordered")
    assert (order.public["published"], order.public["reason"]) == (1, "旧网站迁移")


def test_what_the_screening_blocks_stays_a_draft_and_is_counted(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rows(tmp_path, "关于丙的公告", text=f"{TEXT}身份证号11010519491231002X")
    assert run(str(path), *WHERE, "--published", "--reason", "旧网站迁移", "--json") == 0
    assert json.loads(capsys.readouterr().out)["blocked"] == 1
    assert not Item.objects.public().exists()
    assert Edition.objects.get().submitted_at is None


def test_rejects_are_written_with_reasons_and_a_secret_is_not(gate: Gate, tmp_path: Path) -> None:
    path = rows(tmp_path, "关于丁的公告")
    secret = json.dumps({"title": "请示", "text": f"机密★10年\n风暴眼行动。{TEXT}"}, ensure_ascii=False)
    path.write_text(path.read_text("utf-8") + "\n{oops\n" + secret, encoding="utf-8")
    assert run(str(path), *WHERE) == 1
    rejected = [
        json.loads(line) for line in (tmp_path / "公告.jsonl.rejected.jsonl").read_text("utf-8").splitlines()
    ]
    assert [entry["origin"][-3:] for entry in rejected] == ["第2行", "第3行"]
    assert rejected[0]["raw"] == "{oops"
    assert "密级标志" in rejected[1]["reason"]
    assert rejected[1]["raw"] == ""


def test_a_title_keeps_nothing_that_cannot_be_seen(gate: Gate, tmp_path: Path) -> None:
    """A bell, and a mark that turns the letters after it round: a name that reads otherwise than it is."""
    path = rows(tmp_path, "关于\u0007响铃与\u202e反向\u200b的\u000b公告")
    assert run(str(path), *WHERE, "--published", "--reason", "旧网站迁移") == 0
    assert Item.objects.public().get().title == "关于响铃与反向的公告"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no-such.txt", *WHERE], "找不到"),
        (["FILE", "--organisation", "nowhere", "--category", "A20_11"], "没有代号为“nowhere”的机构"),
        (["FILE", "--organisation", "civil-affairs", "--category", "X"], "没有可以放信息的分类"),
        (["FILE", *WHERE, "--published"], "--reason"),
        (["FILE"], "required"),
    ],
)
def test_bad_words_get_one_clear_line(
    gate: Gate, tmp_path: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = rows(tmp_path, "关于甲的公告")
    assert run(*[str(path) if word == "FILE" else word for word in words]) != 0
    told = capsys.readouterr().err.strip()
    assert says in told
    assert "Traceback" not in told
    assert not Item.objects.exists()


def test_a_broken_file_does_not_stop_the_others(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"not a word file")
    assert run(str(broken), str(rows(tmp_path, "关于甲的公告")), *WHERE) == 1
    assert "不是完好的 Word 文件" in capsys.readouterr().err
    assert Edition.objects.get().title == "关于甲的公告"
    assert run(str(broken), *WHERE) == 1


def test_an_import_that_was_stopped_goes_on_where_it_was(
    gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.imports, "BATCH", 100)
    path = rows(tmp_path, *(f"关于第{number}件的公告" for number in range(150)))
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n{oops")
    read, seen = reading.read, []

    def stopping(*words: Any, **options: Any) -> Iterator[Any]:
        for number, entry in enumerate(read(*words, **options)):
            if number == 130:
                raise KeyboardInterrupt
            seen.append(entry.origin)
            yield entry

    monkeypatch.setattr(reading, "read", stopping)
    assert run(str(path), *WHERE, "--published", "--reason", "旧网站迁移") == 130
    assert "再运行同一条命令" in capsys.readouterr().err
    assert Item.objects.count() == 100  # one whole transaction
    seen.clear()
    assert run(str(path), *WHERE, "--published", "--reason", "旧网站迁移", "--json") == 1
    assert seen[0].endswith("第101行")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read"], told["published"], told["rejected"]) == (151, 150, 1)
    assert Item.objects.public().count() == 150
    assert not list(tmp_path.glob("*.progress.json"))


@pytest.mark.parametrize("committed", [True, False])
def test_an_import_that_was_killed_tells_everything_once(
    gate: Gate,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    committed: bool,
) -> None:
    """Killed just before or just after the second of three transactions is committed."""
    monkeypatch.setattr(actions.imports, "BATCH", 100)
    path = rows(tmp_path, *(f"关于第{number}件的公告" for number in range(120)))
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:110], "{oops", *lines[110:], *lines[:100]]), encoding="utf-8")
    step, steps = progress.Progress.certain if committed else progress.Progress.about_to, []

    def killed(*words: Any) -> None:
        steps.append(1)
        step(*words)
        if len(steps) == 2:
            raise SystemExit(137)

    order = [str(path), *WHERE, "--published", "--reason", "旧网站迁移"]
    with monkeypatch.context() as patch:
        patch.setattr(actions.imports, "record_order", lambda *words: None)
        patch.setattr(commands.actions, "record_order", lambda *words: None)
        patch.setattr(progress.Progress, step.__name__, killed)
        assert run(*order) == 137
    assert Item.objects.count() == (120 if committed else 100)
    assert run(*order, "--json") == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read"], told["published"], told["known"], told["rejected"]) == (221, 120, 100, 1)
    assert len((tmp_path / "公告.jsonl.rejected.jsonl").read_text("utf-8").splitlines()) == 1
    assert [act.public["published"] for act in Act.objects.filter(kind="disclosure.import_ordered")] == [120]


def test_a_saved_page_and_a_table_come_in_by_the_same_command(gate: Gate, tmp_path: Path) -> None:
    body = "".join(f"<p>{TEXT}</p>" for _ in range(3))
    page = f"<html><title>关于旧事的公告</title><body><div id=zoom>{body}</div></body></html>"
    (tmp_path / "旧.html").write_text(page, encoding="utf-8")
    (tmp_path / "表.csv").write_text(
        f"标题,正文,文号\n关于新事的公告,{TEXT},阳民发〔2025〕2 号\n", encoding="utf-8"
    )
    assert run(str(tmp_path), *WHERE, "--published", "--reason", "旧网站迁移") == 0
    assert set(Item.objects.public().values_list("title", flat=True)) == {"关于旧事的公告", "关于新事的公告"}
    assert (
        Item.objects.get(title="关于新事的公告").doc_number == "阳民发〔2025〕2 号"
    )  # kept as it was written


def test_many_published_at_once_are_as_good_as_one(gate: Gate, tmp_path: Path) -> None:
    path = rows(tmp_path, *(f"关于第{number}件的公告" for number in range(3)), "关于第0件的公告")
    assert run(str(path), *WHERE, "--published", "--reason", "旧网站迁移") == 0
    items = list(Item.objects.public().order_by("pk"))
    assert [item.title for item in items] == [f"关于第{number}件的公告" for number in range(3)]
    assert [item.index_number[-1] for item in items if item.index_number] == ["1", "2", "3"]
    for item in items:
        edition = item.live_edition
        assert edition is not None
        assert (edition.release, edition.sha256) == (1, rules.fingerprint(edition))
        drafted, published = Act.objects.filter(subject=item.ref).order_by("pk")
        assert (drafted.kind, published.kind) == ("disclosure.item_drafted", "disclosure.edition_published")
        assert published.public["index_number"] == item.index_number
        assert published.public["url"] == item.get_absolute_url()
    follow_changes()
    assert {found.url for found in search.query("公告").hits} == {item.get_absolute_url() for item in items}
