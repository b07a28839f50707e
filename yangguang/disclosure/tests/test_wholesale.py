"""What comes in wholesale is, row for row, what the same documents give when they are published one after the other."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from yangguang.disclosure import actions
from yangguang.disclosure.actions import imports
from yangguang.disclosure.intake import reading
from yangguang.disclosure.models import Category, Edition, Item
from yangguang.disclosure.tests.conftest import Gate
from yangguang.journal import leaves
from yangguang.journal.actors import Actor
from yangguang.journal.models import Act, PrivatePart
from yangguang.lib import clock
from yangguang.organisations.models import Organisation

TEXT = "为方便群众了解低保政策，现将有关事项公告如下。保障标准为每人每月720元，由所在乡镇按月发放。\n第二段。"
UID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
ROOMS = ("disclosure", "journal", "search", "organisations", "files")
# What is drawn by lot for each act, or follows from it.
BY_LOT = {"commitment", "leaf_hash", "data"}


def documents(tmp_path: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"title": f"关于第{number}件事项的通知", "text": f"第{number}件。{TEXT}", "成文日期": f"2026-03-{number + 1:02}",
         "文号": f"阳民发〔2026〕{number + 1}号", "关键词": "低保 救助", "摘要": "说明", "发布机构": "民政局", "索引号": f"旧-{number}"}
        for number in range(25)
    ]  # fmt: skip
    rows += [
        {"title": "没有日期的公示", "text": f"阳光县民政局：\n{TEXT}\n一、要求\n（此件公开发布）"},
        {"title": "表格<清单>", "html": f"<h1>标题</h1><table><tr><td>甲</td><td>{TEXT}</td></tr></table>"},
        {"title": "有号码的公告", "text": f"{TEXT}身份证号11010519491231002X", "date": "2026-01-05"},
        {"title": "关于第3件事项的通知", "text": f"第3件。{TEXT}", "文号": "阳民发〔2026〕4号"},
        {"title": "短", "text": "太短"},
    ]
    path = tmp_path / "公告.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def one_after_the_other(texts: list[Any], **order: Any) -> list[Item]:
    """What ``publish_new`` does, by the verbs for one."""
    items = []
    for text in texts:
        item = imports.create_item(
            text.facts, organisation=order["organisation"], actor=order["actor"], acting=None, timed=False
        )
        edition = imports.rules.newest_edition(item)
        edition.generated_on = edition.generated_on or clock.today()
        edition.submitted_at = clock.now()
        edition.sha256 = imports.rules.fingerprint(edition)
        edition.save()
        imports.publish_edition(item, edition, actor=order["actor"], via=order["via"], basis=order["basis"])
        items.append(item)
    return items


def everything() -> dict[str, list[Any]]:
    """The rows of the rooms that an import writes to: keys as places in their tables, uids in the order in which they come."""
    tables = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    places = {
        model: {pk: place for place, pk in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True))}
        for model in tables
    }  # fmt: skip

    def shown(row: models.Model, field: Any) -> Any:
        value = getattr(row, field.attname)
        target = field.related_model if field.is_relation else type(row) if field.primary_key else None
        return places[target].get(value) if target in places and value is not None else str(value)

    told = {
        model._meta.label: [
            {field.name: shown(row, field) for field in model._meta.concrete_fields if field.name not in BY_LOT}
            for row in model._default_manager.order_by("pk")
        ]
        for model in tables
    }  # fmt: skip
    names: dict[str, str] = {}
    text = json.dumps(told, ensure_ascii=False)
    return dict(json.loads(UID.sub(lambda found: names.setdefault(found[0], f"uid {len(names)}"), text)))


def test_wholesale_gives_the_rows_that_single_publication_gives(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = actions.Order(
        Organisation.objects.get(code="civil-affairs"),
        Category.objects.get(code="A20_11"),
        Actor("operator", "系统管理员", "系统管理员"),
        "旧网站迁移",
    )
    told, privately = [], []
    with clock.set_to(datetime(2026, 6, 1, 2, 30, tzinfo=UTC)):
        for publish in (imports.publish_new, one_after_the_other):
            monkeypatch.setattr(imports, "publish_new", publish)
            with transaction.atomic():
                summary = actions.import_entries(reading.read(documents(tmp_path)), order)
                assert (summary.published, summary.blocked, summary.rejected) == (27, 1, 1)
                told.append(everything())
                acts = Act.objects.order_by("pk")
                privately.append([(act.private and act.private.facts, act.actor) for act in acts])
                for act in acts:
                    assert act.leaf_hash == hash_of(act)
                for edition in Edition.objects.filter(published_at__isnull=False):
                    assert edition.sha256 == imports.rules.fingerprint(edition)
                assert PrivatePart.objects.count() == len(acts)
                transaction.set_rollback(True)
    wholesale, singly = told
    assert len(wholesale["disclosure.Item"]) == 28
    for table, rows in singly.items():
        assert wholesale[table] == rows, table
    assert privately[0] == privately[1]


def hash_of(act: Act) -> str:

    return leaves.leaf_hash(act.public_leaf()).hex()
