"""What was sought: counted by words and days, shown when several days sought it, never by whom."""

from datetime import timedelta

import pytest

from yangguang.lib import clock
from yangguang.search import rules
from yangguang.search.actions import sought
from yangguang.search.models import Sought, WordGroup


@pytest.fixture
def days(db):
    def on(q, number, *, found=True):
        for ago in range(number):
            with clock.set_to(clock.now() - timedelta(days=ago)):
                sought.note(q, found=found)
                sought.flush()

    sought.flush()
    Sought.objects.all().delete()
    return on


def test_what_was_sought_on_one_day_alone_is_shown_to_nobody(days, as_, cast):
    days("王小二低保", 1, found=False)
    days("婚姻登记预约", 3, found=False)
    page = as_(cast.sun).get("/office/search/").content.decode()
    assert "婚姻登记预约" in page and "王小二" not in page


@pytest.mark.parametrize(
    "q", ["110101199003070000", "13900001234", "139 0000 1234", "a@b.cn", "水", "字" * 60]
)
def test_numbers_of_people_and_addresses_are_not_kept(days, q):
    days(q, 3)
    assert not Sought.objects.exists()


def test_one_spelling_stands_for_all(days):
    days("政務公開", 1)
    days("“政务公开”", 1)
    assert list(Sought.objects.values_list("words", "times")) == [("政务公开", 2)]


def test_what_many_seek_is_offered_but_not_what_is_not_found(days):
    days("低保", 3)
    days("火星", 4, found=False)
    assert rules.popular() == ["低保"]


def test_what_hardly_anybody_sought_is_forgotten_after_a_month(days):
    days("低保", 3)
    days("王小二", 1)
    with clock.set_to(clock.now() + timedelta(days=40)):
        assert sought.forget() == 1
    assert set(Sought.objects.values_list("words", flat=True)) == {"低保"}


def test_the_office_adds_changes_and_takes_out_words_and_others_do_not(as_, cast):
    sun = as_(cast.sun)
    answer = sun.post("/office/search/words/", {"words": "甲称呼，乙写法"})
    assert answer.status_code == 302
    group = WordGroup.objects.get(words=["甲称呼", "乙写法"])
    refused = sun.post("/office/search/words/", {"words": "只有一个"})
    assert refused.status_code == 400 and "只有一个" in refused.content.decode()
    again = sun.post("/office/search/words/", {"words": "乙写法 甲称呼"})
    assert "已经有一组完全一样的词" in again.content.decode()
    sun.post(f"/office/search/words/{group.pk}/", {"words": "甲称呼\n丙写法", "one_way": "1"})
    group.refresh_from_db()
    assert (group.words, group.one_way) == (["甲称呼", "丙写法"], True)
    assert as_(cast.lin).post(f"/office/search/words/{group.pk}/remove/").status_code == 403
    sun.post(f"/office/search/words/{group.pk}/remove/")
    assert not WordGroup.objects.filter(pk=group.pk).exists()


def test_a_table_of_words_is_imported_and_what_is_wrong_in_it_is_told(as_, cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    table = "词\n甲一,甲二\n单向,乙一,乙二,乙三\n丙\n甲二,甲一\n"
    upload = SimpleUploadedFile("words.csv", table.encode("utf-8-sig"))
    page = as_(cast.sun).post("/office/search/words/", {"file": upload}).content.decode()
    assert "新增 2 组" in page and "第 4 行" in page
    assert WordGroup.objects.get(words=["乙一", "乙二", "乙三"]).one_way
