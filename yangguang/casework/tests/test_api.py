from __future__ import annotations

from django.test import Client

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import ProcessVersion
from yangguang.journal.actors import SYSTEM

from .conftest import review


def test_the_list_has_the_shape_of_every_list(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get("/api/v1/processes").json()
    assert answer["count_exact"] is True
    assert answer["next"] is None
    row = next(row for row in answer["items"] if row["code"] == "test-review")
    assert row["url"] == published.get_absolute_url()
    assert row["sha256"] == published.sha256
    assert browser.get(row["bpmn_url"]).content == review()


def test_one_process_tells_its_steps_with_limits_and_what_follows(
    browser: Client, published: ProcessVersion
) -> None:
    steps = browser.get("/api/v1/processes/test-review").json()["steps"]
    section = next(step for step in steps if step["name"] == "科室审核")
    assert section["post"] == "科室负责人"
    assert section["limit"].endswith("工作日")
    assert {"when": "退回", "step": "起草"} in section["next"]


def test_a_version_and_an_organisation_can_be_asked_for(
    browser: Client, cast: Cast, published: ProcessVersion
) -> None:
    own = actions.publish_process(review(), code="test-review", organisation=cast.county.town, actor=SYSTEM)
    assert browser.get("/api/v1/processes/test-review").json()["version"] == published.number
    asked = browser.get(f"/api/v1/processes/test-review?organisation={cast.county.town.code}").json()
    assert asked["version"] == own.number
    assert asked["organisation"] == cast.county.town.code
    assert browser.get(f"/api/v1/processes/test-review?version={own.number}").json()["version"] == own.number


def test_the_chart_comes_as_svg(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get("/api/v1/processes/test-review/svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.content.startswith(b"<svg")


def test_an_unknown_process_is_not_found_with_a_sentence(browser: Client, published: ProcessVersion) -> None:
    answer = browser.get("/api/v1/processes/nothing")
    assert answer.status_code == 404
    assert "nothing" in answer.json()["message"]
