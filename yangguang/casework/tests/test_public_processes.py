from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import ProcessVersion
from yangguang.journal.actors import SYSTEM
from yangguang.web.meta import problems

from .conftest import review


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_citizen_finds_the_process_and_the_chart_that_is_run(
    browser: Client, published: ProcessVersion
) -> None:
    assert published.get_absolute_url() in page(browser, "/processes/")
    text = page(browser, published.get_absolute_url())
    assert 'class="process process--wide"' in text
    assert 'class="process process--tall"' in text
    assert "科室负责人" in text
    assert "由谁办" in text
    assert "系统自动办理" in text
    assert "个工作日" in text


def test_the_steps_are_told_in_words_with_what_follows(browser: Client, published: ProcessVersion) -> None:
    text = page(browser, published.get_absolute_url())
    assert '<span class="quiet">退回：</span>起草' in text
    assert '<span class="quiet">其他情形，同时：</span>保密审查' in text


def test_a_single_process_answers_under_its_code(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get("/processes/test-review/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == published.get_absolute_url()


def test_the_code_of_a_process_with_own_forms_lists_who_follows_which(
    browser: Client, cast: Cast, published: ProcessVersion
) -> None:
    own = actions.publish_process(review(), code="test-review", organisation=cast.county.town, actor=SYSTEM)
    text = page(browser, "/processes/test-review/")
    assert own.get_absolute_url() in text
    assert published.get_absolute_url() in text
    assert cast.county.town.name in text


def test_an_old_version_says_that_it_is_old(browser: Client, published: ProcessVersion) -> None:
    newer = actions.publish_process(review('yg:same-person="allowed"'), code="test-review", actor=SYSTEM)
    text = page(browser, published.get_absolute_url())
    assert "这是以前的版本" in text
    assert newer.get_absolute_url() in text
    assert "这是以前的版本" not in page(browser, newer.get_absolute_url())


def test_the_definition_is_handed_out_byte_for_byte(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get(published.get_absolute_url() + "process.bpmn")
    assert answer.content == review()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_chart_is_a_picture_of_its_own(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get(published.get_absolute_url() + "chart.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert b"process--tall" in browser.get(published.get_absolute_url() + "chart.svg?tall=1").content


def test_the_pages_carry_the_national_tags_and_no_cookie(browser: Client, published: ProcessVersion) -> None:
    for address in ("/processes/", published.get_absolute_url()):
        answer = browser.get(address)
        found = [
            one
            for one in problems(answer.content.decode(), article="test" in address)
            if not one.startswith(("M5", "M1 Site"))  # the site itself is laid down elsewhere
        ]
        assert found == []
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        assert browser.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_page_leads_to_the_act_by_which_it_was_published(
    browser: Client, published: ProcessVersion
) -> None:
    text = page(browser, published.get_absolute_url())
    assert "/verify/" in text
    assert published.sha256 in text


def test_what_does_not_exist_is_not_found(browser: Client, published: ProcessVersion) -> None:
    for address in (
        "/processes/nothing/",
        "/processes/test-review/99/",
        "/processes/test-review/99/chart.svg",
    ):
        assert browser.get(address).status_code == 404


def test_an_empty_house_says_so(browser: Client, db: Any) -> None:
    ProcessVersion.objects.all().delete()
    assert "还没有公布流程" in page(browser, "/processes/")
