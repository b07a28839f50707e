"""What the tests of the gate share: catalogues, the town's seven steps, and the steps of a review in one word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.casework import actions as casework
from yangguang.casework import rules as casework_rules
from yangguang.casework.models import Task
from yangguang.disclosure import actions, rules, seeds
from yangguang.disclosure.models import Category, Item
from yangguang.journal.actors import SYSTEM
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

BODY = """<p class="to">各镇人民政府：</p><h3>一、保障标准</h3>
<p>自2026年7月1日起，城市低保标准为每人每月720元。</p>
<table><tr><th>类别</th><th>标准</th></tr><tr><td>城市低保</td><td>720元</td></tr></table>
<p class="sign">阳光县民政局</p><p class="sign">2026年11月2日</p>"""


@dataclass
class Gate:
    """The verbs as people use them, so that a test reads as a story."""

    cast: Cast

    def category(self, code: str = "A20_11") -> Category:
        return Category.objects.get(code=code)

    def facts(self, **changes: Any) -> actions.Facts:
        facts = actions.Facts(
            title="阳光县民政局关于提高2026年低保标准的通知",
            category=self.category(),
            doc_number="阳民发〔2026〕12号",
            generated_on=date(2026, 11, 2),
            body_html=BODY,
        )
        return replace(facts, **changes)

    def drafter(self, user: User, organisation: Organisation) -> Acting:
        return acting_as(user, organisation, permission=Permission.DRAFT)

    def draft(
        self, user: User | None = None, organisation: Organisation | None = None, **changes: Any
    ) -> Item:
        organisation = organisation or self.cast.county.civil
        acting = self.drafter(user or self.cast.lin, organisation)
        return actions.draft(self.facts(**changes), organisation=organisation, acting=acting)

    def submit(self, item: Item, user: User | None = None) -> None:
        actions.submit(item, acting=self.drafter(user or self.cast.lin, item.organisation))

    def open_task(self, item: Item) -> Task:
        return Task.objects.open().select_related("case").get(case__subject=item.ref)

    def step(self, item: Item, user: User, outcome: str = "pass", opinion: str = "", **data: str) -> Task:
        task = self.open_task(item)
        edition = rules.working_edition(item)
        if task.element == "secrecy" and "conclusion" not in data:
            proactive = edition is not None and edition.attribute == "proactive"
            data = {
                "conclusion": "clear" if proactive else "register",
                "secrecy_basis": "《保守国家秘密法》第三十五条",
            }
            data = {**data, "conclusion": data["conclusion"] if outcome == "pass" else "refused"}
        casework.complete(
            task.uid,
            acting=casework_rules.acting_for(task, user),
            outcome=outcome,
            opinion=opinion,
            data=data,
            seen=edition.sha256 if edition else "",
        )
        return task

    def review(self, item: Item) -> Item:
        """The five steps of civil affairs, all passed."""
        self.submit(item)
        for person in (self.cast.zhou, self.cast.wu, self.cast.chen):
            self.step(item, person)
        item.refresh_from_db()
        return item

    def published(self, **changes: Any) -> Item:
        return self.review(self.draft(**changes))

    def begin_next(self, item: Item, kind: str = "correction", reason: str = "标准数额有误") -> Acting:
        acting = self.drafter(self.cast.lin, item.organisation)
        actions.begin_next(item, acting=acting, change=actions.Change(kind, reason))
        return acting

    def corrected(
        self, item: Item, kind: str = "correction", reason: str = "标准数额有误", **changes: Any
    ) -> Item:
        acting = self.begin_next(item, kind, reason)
        actions.revise(
            item, self.facts(**{"body_html": BODY.replace("720", "750"), **changes}), acting=acting
        )
        return self.review(item)

    def withdraw(self, item: Item, user: User | None = None, reason: str = "含有不宜公开的内容") -> Item:
        acting = acting_as(user or self.cast.zhou, item.organisation)
        return actions.withdraw(item, reason=reason, basis="《政府信息公开条例》第十五条", acting=acting)

    def expunge(self, item: Item, *releases: int, title_too: bool = False) -> Item:
        acting = acting_as(self.cast.sun, item.organisation)
        return actions.expunge(
            item,
            releases,
            title_too=title_too,
            reason="含有个人信息",
            basis="《个人信息保护法》第四十七条",
            acting=acting,
        )


@pytest.fixture
def gate(cast: Cast) -> Gate:
    county = cast.county
    every = list(Category.objects.fillable())
    for organisation in vars(county).values():
        actions.keep_catalogue(organisation, actor=SYSTEM, categories=every)
    casework.publish_process(seeds.review_xml(7), code=seeds.REVIEW, organisation=county.town, actor=SYSTEM)
    return Gate(cast)


As = Callable[[User], Any]
