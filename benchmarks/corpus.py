"""Texts to search in and what to ask them: the make of the stack's own trial, from a seed.

Deliberately harsh: five terms stand in about half of all texts each, three dozen in one of seven to fifty, names in a
handful. The rest are words of a dictionary of eight thousand, by frequency; 300 to 1,500 characters a text, 576 on
average (``short``: 120 to 600, 230 on average), eighty departments, twenty categories, four kinds, eighteen years.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import accumulate

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.search.documents import Document

KIND = "benchmarks.paper"
COMMON = ["政务公开", "依申请公开", "实施方案", "领导小组", "监督检查"]
MEDIUM = [
    "预算", "决算", "医疗救助", "供水", "农村公路", "食品安全", "安全生产", "环境保护", "招标", "营业执照",
    "法定代表人", "食品经营许可", "三公经费", "市场监管", "公租房", "乡村振兴", "防汛", "森林防火", "义务教育", "疫苗",
    "国有资产", "土地征收", "城市管理", "行政处罚", "行政复议", "权责清单", "政府采购", "公务接待", "残疾人", "就业培训",
    "高标准农田", "饮用水水源", "信访", "殡葬", "户籍", "养老保险",
]  # fmt: skip
KINDS = ["通知", "公告", "批复", "方案"]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉"
_TRADES = ["建筑", "商贸", "农业", "环保", "科技", "物流", "食品", "置业"]
_RNG = random.Random(2026)
_CHARS = [chr(0x4E00 + _RNG.randrange(6000)) for _ in range(1500)]
_DICTIONARY = ["".join(_RNG.choices(_CHARS, k=_RNG.choice([2, 2, 2, 3, 4]))) for _ in range(8_000)]
_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(_DICTIONARY))))
_MEDIUM_WEIGHTS = list(accumulate(1 / (rank + 6) for rank in range(len(MEDIUM))))


def person(chance: random.Random) -> str:
    """A name that a handful of texts hold."""
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))


def company(chance: random.Random) -> str:
    """A company that hardly any two texts share."""
    return "".join(chance.choices(_CHARS[:400], k=2)) + chance.choice(_TRADES) + "有限公司"


def documents(number: int, *, short: bool = False, seed: int = 5, prefix: str = "") -> Iterator[Document]:
    """One after the other, so that a million need no memory."""
    chance, now = random.Random(seed), clock.now()
    for one in range(number):
        department = min(int(chance.expovariate(0.08)), 79)
        themes = chance.choices(MEDIUM, cum_weights=_MEDIUM_WEIGHTS, k=4)
        terms = [term for term in COMMON if chance.random() < 0.5] + themes
        terms += [
            person(chance),
            company(chance),
            f"{chance.randrange(10_000)}.{chance.randrange(100):02}万元",
        ]
        length = min(1500, max(300, int(chance.lognormvariate(6.25, 0.45))))
        words = chance.choices(_DICTIONARY, cum_weights=_WEIGHTS, k=int(length / (6.3 if short else 2.52)))
        for term in terms:
            words.insert(chance.randrange(len(words)), term)
        for place in range(7, len(words), 8):
            words[place] += "，" if place % 3 else "。\n"
        kind = KINDS[one % 4]
        yield Document(
            ref=Ref(KIND, f"{prefix}{one:08}"),
            title=f"关于{themes[0]}{''.join(chance.choices(_DICTIONARY, cum_weights=_WEIGHTS, k=3))}有关工作的{kind}",
            text="".join(words),
            organisation_code=f"d{department}",
            organisation_path=f"county/d{department}/",
            organisation_name=f"第{department}局",
            category_code=f"c{one % 20}",
            category_path=f"statutory/c{one % 20}/",
            kind=kind,
            published_at=now - timedelta(days=chance.randint(0, 6700), minutes=chance.randrange(1400)),
            url=f"{prefix}{one:08}",
        )


def queries(each: int = 40, seed: int = 9) -> list[tuple[int, str]]:
    """As many of one, two and four terms: frequent, less frequent and rare ones mixed."""
    chance = random.Random(seed)

    def rare() -> str:
        return person(chance)

    def medium() -> str:
        return chance.choice(MEDIUM)

    def common() -> str:
        return chance.choice(COMMON)

    shapes: dict[int, list[tuple[Callable[[], str], ...]]] = {
        1: [(common,), (medium,), (medium,), (rare,)],
        2: [(common, common), (common, medium), (medium, medium), (common, rare)],
        4: [
            (common, common, common, common),
            (common, common, medium, medium),
            (common, medium, medium, rare),
        ],
    }
    found = []
    for number, kinds in shapes.items():
        for turn in range(each):
            terms: list[str] = []
            for make in kinds[turn % len(kinds)]:
                term = make()
                while term in terms:
                    term = make()
                terms.append(term)
            found.append((number, " ".join(terms)))
    return found
