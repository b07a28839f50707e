"""A part that was corrected after the sum was sent off: Y8 is raised again, on the page and in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.foi.actions import filing, reports
from yangguang.foi.models import AnnualReport
from yangguang.foi.report import Figures
from yangguang.lib import clock
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Post

from .desk import YEAR, ready, registers_that_say, signed, the, worded
from .reports import small, t3

pytestmark = pytest.mark.django_db
register = pytest.fixture(registers_that_say)


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.set_to(clock.moment(date(2026, 2, 12), 9)):
        yield


def drafter(cast: Cast) -> Acting:
    """He Ping drafts for the county's office as well."""
    post = Post.objects.get(organisation=cast.county.office, code="information-officer")
    return Acting(cast.he, Appointment.objects.create(post=post, user=cast.he, since=date(2020, 1, 1)))


def test_a_part_corrected_after_the_sum_was_sent_off_is_named_until_the_sum_follows(
    cast: Cast, as_: Callable[[User], Client], register: dict[str, Figures]
) -> None:
    signed(filing.submit(ready(cast, small()), acting=the(cast.lin)), cast)
    who = drafter(cast)
    county = worded(reports.begin(cast.county.government, YEAR, acting=who), who)
    filing.submit(county, acting=who, accepted="其他单位先用现有数字")
    sun = as_(cast.sun)
    page, listed = f"/office/reports/{YEAR}/county/", f"/office/reports/?year={YEAR}"
    assert 'id="overtaken"' not in sun.get(page).content.decode()
    assert "有单位更正" not in sun.get(listed).content.decode()

    civil = AnnualReport.objects.get(organisation=cast.county.civil)
    civil = reports.set_figure(civil, t3("granted", "legal"), 1, "漏计一件", acting=the(cast.lin))
    civil = reports.set_figure(civil, t3("unable.no_info", "legal"), 0, "错计一件", acting=the(cast.lin))
    signed(filing.submit(civil, acting=the(cast.lin), change="更正一件申请的办理结果"), cast)

    shown = sun.get(page).content.decode()
    assert "汇总送审以后，县民政局的年度报告有更正" in shown
    assert "有 4 格不一致（Y8）" in shown, "two cells and their totals"
    assert "有单位更正，请核对" in sun.get(listed).content.decode()
