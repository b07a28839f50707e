"""What the journeys through disclosure on request set out from, laid down by the verbs.

``python -m tests.e2e.lay_requests`` prints as JSON: the requests in hand (uid and code of the receipt) and the year of
which a closed register was taken over. ``python -m tests.e2e.lay_requests sign TITLE`` lets everybody who reviews
what civil affairs publishes pass the item of that title.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
django.setup()

from tests import cast as players  # noqa: E402
from yangguang.casework.models import Case  # noqa: E402
from yangguang.disclosure.models import Item  # noqa: E402
from yangguang.disclosure.tests.conftest import Gate  # noqa: E402
from yangguang.foi.actions.importing import import_register  # noqa: E402
from yangguang.foi.models import Request  # noqa: E402
from yangguang.foi.tests.conftest import MILL, WANG, Desk  # noqa: E402
from yangguang.foi.tests.desk import signed  # noqa: E402
from yangguang.lib import clock  # noqa: E402
from yangguang.organisations.rules import acting_as  # noqa: E402

WEEKS_PAST_DUE = 8
# title, applicant, channel, month in which it came in and ended, answer
CLOSED = (
    ("养老机构消防改造补助名单", WANG, "ONSITE", "03", "A_GRANT"),
    ("社会组织评估专家名单", WANG, "FAX", "05", "A_GRANT"),
    ("公墓建设用地批复", MILL, "REGISTERED_MAIL", "06", "A_PARTIAL"),
    ("婚姻登记人员考核表", WANG, "ONSITE", "09", "A_DENY_INTERNAL"),
)


def accepted(desk: Desk, title: str, days_ago: int = 0) -> Request:
    """One by Wang that the officer has in hand."""
    with clock.set_to(clock.now() - timedelta(days=days_ago)):
        request = desk.submit(title=title, description="请提供全文。")
        desk.accept(request)
    return request


def take_over(desk: Desk, year: int) -> None:
    """The closed register of a year, by the operator."""
    rows = [
        {
            "number": f"阳民申〔{year}〕{number}号",
            "organisation": "civil-affairs",
            "applicant": {
                key: getattr(who, key)
                for key in ("kind", "name", "identity_kind", "identity_number", "phone")
            },
            "channel": channel,
            "title": title,
            "submitted_on": f"{year}-{month}-05",
            "received_on": f"{year}-{month}-05",
            "ended_on": f"{year}-{month}-20",
            "answer_type": answer,
        }
        for number, (title, who, channel, month, answer) in enumerate(CLOSED, start=1)
    ]
    by = acting_as(desk.cast.qian, desk.cast.county.government)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    for taken in import_register(lines, reason="转自旧系统", by=by):
        assert not taken.refused, taken.refused


def lay() -> dict[str, object]:
    desk = Desk(players.people_of(players.the_county()))
    year = clock.today().year - 1
    take_over(desk, year)
    late = accepted(desk, "2025年殡葬服务收费目录", days_ago=7 * WEEKS_PAST_DUE)
    running = accepted(desk, "2025年流浪乞讨人员救助台账")
    asked = accepted(desk, "东门面粉厂帮扶协议")
    return {
        "year": year,
        **{
            name: {"uid": one.uid, "code": one.code, "number": one.number}
            for name, one in (("late", late), ("running", running), ("asked", asked))
        },
    }


def sign(title: str) -> None:
    gate = Gate(players.people_of(players.the_county()))
    item = Item.objects.get(title=title)
    signed(Case.objects.get(subject=item.ref), gate.cast)


if __name__ == "__main__":
    if sys.argv[1:2] == ["sign"]:
        sign(sys.argv[2])
    else:
        sys.stdout.write(json.dumps(lay()))
