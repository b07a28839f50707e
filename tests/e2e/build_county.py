"""Builds the small county in which the journeys take place: ``python -m tests.e2e.build_county`` in an empty data folder.

The cast of every test, a site with columns, a score of published items and some that wait on desks, all through the
verbs. Much faster than the demo's county, and always the same but for the day on which it is built. ``… lay TITLE`` puts
one more item on the section head's desk.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402

from tests import cast as players  # noqa: E402
from tests import tables  # noqa: E402
from yangguang.casework import actions as casework  # noqa: E402
from yangguang.deadlines import actions as deadlines  # noqa: E402
from yangguang.demo.columns import COLUMNS  # noqa: E402
from yangguang.disclosure import actions, rules, seeds  # noqa: E402
from yangguang.disclosure.models import Item  # noqa: E402
from yangguang.disclosure.tests.conftest import Gate  # noqa: E402
from yangguang.journal import actions as journal  # noqa: E402
from yangguang.journal.actors import SYSTEM  # noqa: E402
from yangguang.lib import clock  # noqa: E402
from yangguang.search import actions as search  # noqa: E402
from yangguang.sites import actions as sites  # noqa: E402

# title, category, document number, what it says
PAPERS = (
    ("关于提高2026年城乡低保标准的通知", "A20_11", "阳民发〔2026〕31号", "城市低保标准提高到每人每月720元，农村低保标准提高到每人每年6600元。"),
    ("关于做好2026年冬季取暖救助工作的通知", "A20_11", "阳民发〔2026〕35号", "对低保对象、特困人员和低保边缘家庭发放取暖补贴。"),
    ("特困人员集中供养服务办法", "A20_01", "阳民规〔2026〕2号", "集中供养的特困人员按照自理能力分三档享受照料护理服务。"),
    ("临时救助工作规程", "A20_01", "阳民规〔2026〕3号", "急难型救助先行发放，事后补齐手续，一般在三个工作日内办结。"),
    ("2025年度部门决算公开说明", "A20_07", "", "全年收入合计3120.46万元，支出合计3098.11万元，“三公”经费同比下降8%。"),
    ("2026年部门预算公开说明", "A20_07", "", "全年预算安排3205.00万元，其中社会救助支出占七成。"),
    ("县民政局机构职能", "A20_02", "", "负责社会救助、养老服务、儿童福利、殡葬管理、婚姻登记等工作。"),
    ("养老机构日常检查情况的通报", "A20_12", "阳民函〔2026〕18号", "共检查养老机构9家，发现消防通道堆物等问题4处，已全部整改。"),
    ("社会组织年度检查结果公告", "A20_05", "", "应检社会组织62家，合格57家，基本合格3家，不合格2家。"),
    ("城乡医疗救助对象认定办法的解读", "A20_01", "", "低保边缘家庭成员看病，政策范围内费用怎样救助，问答说明。"),
    ("“十四五”养老服务规划中期评估", "A20_03", "", "规划的十二项指标中九项达到进度，护理型床位占比达到58%。"),
    ("公办养老院改造工程招标公告", "A20_10", "", "改造面积4800平方米，增设电梯两部，工期180天。"),
)  # fmt: skip
WAITING = (
    "关于调整孤儿基本生活费标准的通知",
    "关于开展村级议事协商试点的通知",
    "关于清明节文明祭扫的通告",
    "婚姻登记处搬迁公告",
)


def body(title: str, says: str) -> str:
    return f"""<p class="to">各镇人民政府，各有关单位：</p><p>现就{title}有关事项说明如下。</p>
<h3>一、主要内容</h3><p>{says}</p><h3>二、工作分工</h3>
<table><tr><th>事项</th><th>责任单位</th><th>时限</th></tr><tr><td>对象核对</td><td>各镇社会事务办</td><td>每月10日前</td></tr>
<tr><td>资金发放</td><td>县民政局、县财政局</td><td>每月20日前</td></tr></table>
<p>各单位要按照职责抓好落实，遇到问题及时报告。</p><p class="sign">阳光县民政局</p>"""


def draft(gate: Gate, title: str, category: str, number: str, says: str, **who: Any) -> Item:
    facts = {
        "title": title,
        "category": gate.category(category),
        "doc_number": number,
        "body_html": body(title, says),
    }
    return gate.draft(generated_on=clock.today(), **facts, **who)


def publish_papers(gate: Gate) -> None:
    """One in each of the last weeks, reviewed in five steps; one more by the town in seven."""
    for weeks, paper in enumerate(reversed(PAPERS), start=1):
        with clock.set_to(clock.now() - timedelta(days=7 * (len(PAPERS) + 1 - weeks))):
            item = draft(gate, *paper)
            if weeks == 3:
                acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
                actions.attach(
                    item, ContentFile("姓名,金额\n（略）,720\n".encode()), "发放表.csv", acting=acting
                )
            gate.review(item)
    town, cast = gate.cast.county.town, gate.cast
    with clock.set_to(clock.now() - timedelta(days=4)):
        item = draft(
            gate, "城关镇防汛值班安排", "A20_12", "", "汛期实行24小时值班。", user=cast.ma, organisation=town
        )
        gate.submit(item, cast.ma)
        for person in (cast.feng, cast.tang, cast.xu, cast.luo, cast.guo):
            gate.step(item, person)


def leave_on_desks(gate: Gate) -> None:
    """Tasks for the section head, one of them late; one for each who comes after her; one draft."""
    for number, title in enumerate(WAITING):
        with clock.set_to(clock.now() - timedelta(days=9 - 2 * number)):
            item = draft(gate, title, "A20_11", "", "具体安排见正文，请相互转告。")
            gate.submit(item)
    for title, steps in (("关于规范社区食堂补贴的通知", 1), ("关于公布养老服务清单的通知", 2)):
        item = draft(gate, title, "A20_01", "", "清单每年更新一次。")
        gate.submit(item)
        for person in (gate.cast.zhou, gate.cast.wu)[:steps]:
            gate.step(item, person)
    item = draft(gate, "村务公开目录修订稿", "A20_01", "", "正在征求意见。")
    # Runs over the Spring Festival of a year whose holidays nobody has entered.
    deadlines.start(item.ref, "LIC_JOINT", date(2026, 12, 28), item.organisation, SYSTEM)


def build() -> None:
    tables.make()
    with clock.set_to(clock.now() - timedelta(days=120)):
        players.lay_down()
        gate = Gate(players.people_of(players.the_county()))
        county = gate.cast.county
        for one in (
            county.government,
            county.office,
            county.civil,
            county.water,
            county.town,
            county.village,
        ):
            actions.keep_catalogue(one, actor=SYSTEM)
        casework.publish_process(
            seeds.review_xml(7), code=seeds.REVIEW, organisation=county.town, actor=SYSTEM
        )
        site = sites.open_site(
            "main", organisation=county.government, actor=SYSTEM, name="阳光县人民政府", host=""
        )
        for order, plan in enumerate(COLUMNS[:6]):
            facts = {"name": plan.name, "description": plan.description, "keywords": plan.keywords}
            facts |= {"column_type": plan.type, "order": order}
            sites.open_column(site, plan.code, question=plan.question, actor=SYSTEM, **facts)
    publish_papers(gate)
    leave_on_desks(gate)
    while journal.deliver(500):
        pass
    search.apply(5000)
    while journal.seal():
        pass
    assert all(rules.state(item) for item in Item.objects.all())


def lay(title: str) -> None:
    """One more item on the section head's desk."""
    gate = Gate(players.people_of(players.the_county()))
    gate.submit(draft(gate, title, "A20_11", "", "具体安排见正文，请相互转告。"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["lay"]:
        lay(sys.argv[2])
    else:
        build()
