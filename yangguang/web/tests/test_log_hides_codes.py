"""Who has the code of a receipt may read what it stands for: no line of the log holds one."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from yangguang.config import logs
from yangguang.lib import codes


@pytest.mark.django_db
def test_the_line_of_a_request_is_without_the_code(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    code = codes.new_code()
    with caplog.at_level(logging.INFO, logger="yangguang.request"):
        browser.get(f"/verify/{code}/")
    lines = [record.getMessage() for record in caplog.records if record.name == "yangguang.request"]
    assert any("/verify/****/" in line for line in lines)
    assert code not in "".join(lines)


def test_what_django_logs_by_itself_is_without_the_code_too() -> None:
    code = codes.new_code()
    shown = logs.without_codes(None, "warning", {"event": f"Not Found: /foi/requests/{code}/", "n": 1})
    assert shown == {"event": "Not Found: /foi/requests/****/", "n": 1}
