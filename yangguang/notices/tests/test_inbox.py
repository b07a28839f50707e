"""The inbox in the office: one's own messages only, with what is unread and where to go."""

import json
from typing import Any

import pytest

from yangguang.notices import actions, rules

pytestmark = pytest.mark.django_db


def test_an_officer_sees_her_own_messages_and_reads_them(cast: Any, as_: Any) -> None:
    mine = actions.send("inbox", cast.lin.uid, "退回修改", "请补充依据。", url="/office/notices/")
    actions.send("inbox", cast.wu.uid, "新任务", "别人的任务。")
    lin = as_(cast.lin)
    html = lin.get("/office/notices/").content.decode()
    assert "退回修改" in html and "请补充依据。" in html and "未读 1" in html and "别人的任务" not in html
    assert json.dumps("通知 (1)").strip('"') in html  # the menu is handed to the shell as JSON

    answer = lin.post(f"/office/notices/{mine.uid}/read/")
    assert answer.status_code == 302 and answer.headers["Location"] == "/office/notices/"
    assert rules.unread(cast.lin.uid) == 0
    assert "没有未读的通知" in lin.get("/office/notices/?show=unread").content.decode()


def test_an_empty_inbox_says_what_will_be_here(cast: Any, as_: Any) -> None:
    assert "还没有通知" in as_(cast.lin).get("/office/notices/").content.decode()


def test_nobody_marks_another_ones_message_read(cast: Any, as_: Any) -> None:
    mine = actions.send("inbox", cast.lin.uid, "退回修改", "")
    assert as_(cast.wu).post(f"/office/notices/{mine.uid}/read/").status_code == 404
    assert rules.unread(cast.lin.uid) == 1
    assert as_(cast.lin).post("/office/notices/read/").status_code == 302
    assert rules.unread(cast.lin.uid) == 0


def test_reading_needs_a_signed_in_officer_and_a_button(cast: Any, as_: Any, browser: Any) -> None:
    assert browser.get("/office/notices/").status_code == 302
    assert as_(cast.lin).get("/office/notices/read/").status_code == 405
