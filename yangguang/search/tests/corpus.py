"""A small corpus with the traps of Chinese search in it, made anew from a seed."""

from __future__ import annotations

import random
from datetime import timedelta

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.search.documents import Document

KIND = "search.paper"
WORDS = [
    "民政",
    "人民政府",
    "民政局",
    "低保",
    "特困供养",
    "三公经费",
    "“三公”经费",
    "食品经营许可",
    "食品",
    "经营",
    "许可证",
    "市场监管",
    "市场监督管理局",
    "公路",
    "农村公路",
    "高速公路",
    "办公路线",
    "国有",
    "中国有",
    "政务公开",
    "政府信息公开条例",
    "公开办法",
    "依申请公开",
    "营业执照",
    "法定代表人",
    "领导小组",
    "预算",
    "决算",
    "水利",
    "供水",
    "水",
    "COVID-19",
    "2026年",
    "〔2026〕5号",
    "㎡",
    "ＡＢＣ",
    "𬭎某",
    "《条例》",
    "补助",
    "发放",
    "标准",
]
MARKS = "，。；、：\n　 "


def paper(number: int, title: str, text: str, **given) -> Document:
    """A document of the corpus; ``number`` gives its reference and, by default, its day."""
    defaults = {
        "ref": Ref(KIND, f"{number:06}"),
        "title": title,
        "text": text,
        "organisation_code": "civil-affairs",
        "organisation_path": "county/civil-affairs/",
        "organisation_name": "县民政局",
        "category_code": "policy",
        "category_path": "statutory/policy/",
        "category_name": "规范性文件",
        "kind": "通知",
        "published_at": clock.now() - timedelta(days=number % 400, minutes=number),
        "url": f"/items/{number}/",
    }
    return Document(**{**defaults, **given})


def papers(number: int, seed: int = 7) -> list[Document]:
    chance = random.Random(seed)

    def words(most: int) -> str:
        return "".join(
            chance.choice(WORDS) + (chance.choice(MARKS) if chance.random() < 0.35 else "")
            for _ in range(chance.randint(1, most))
        )

    return [
        paper(
            one,
            words(4),
            words(40),
            organisation_code=(code := chance.choice(["civil-affairs", "water"])),
            organisation_path=f"county/{code}/",
            kind=chance.choice(["通知", "公告"]),
        )
        for one in range(number)
    ]
