"""Publishing a process: check first, publish the very same bytes, and only for whom one may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from yangguang.casework import actions
from yangguang.casework.models import ProcessVersion
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

from .conftest import Trace, begin, review

pytestmark = pytest.mark.django_db


def check(client: Any, xml: bytes, code: str = "test-review", organisation: str = "") -> Any:
    upload = SimpleUploadedFile("p.bpmn", xml, content_type="application/xml")
    return client.post(
        "/office/processes/new/", {"code": code, "organisation": organisation, "file": upload, "check": "1"}
    )


def test_a_sound_process_is_shown_then_published_byte_for_byte(cast: Cast, trace: Trace, as_: Any) -> None:
    xml = review().replace(b"\n", b"\r\n", 1)
    client = as_(cast.qian)
    page = check(client, xml).content.decode()
    assert "检查通过" in page
    assert page.count('class="process process--') == 2
    held = re.search(r'name="xml" value="([^"]+)"', page)
    assert held
    answer = client.post(
        "/office/processes/new/", {"code": "test-review", "organisation": "", "xml": held[1], "publish": "1"}
    )
    assert answer.status_code == 302
    assert bytes(ProcessVersion.objects.get(code="test-review").xml) == xml
    assert Act.objects.filter(
        kind="casework.process_published", subject="casework.version:test-review.1"
    ).exists()
    assert "在办 0 件" in client.get("/office/processes/").content.decode()


def test_an_unsound_process_is_shown_with_its_problems_and_without_a_button(
    cast: Cast, trace: Trace, as_: Any
) -> None:
    broken = review().replace(b'<parallelGateway id="fork"/>', b'<exclusiveGateway id="fork" default="f6"/>')
    page = check(as_(cast.qian), broken).content.decode()
    assert "个问题" in page
    assert 'name="publish"' not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"hello", "XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (b"PK\x03\x04\x00", "XML"),
    ],
)
def test_what_is_no_process_gets_a_clear_sentence(
    cast: Cast, as_: Any, content: bytes, sentence: str
) -> None:
    answer = check(as_(cast.qian), content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_only_who_manages_processes_sees_these_pages(cast: Cast, as_: Any) -> None:
    for person in (cast.lin, cast.zhou, cast.zhao):
        assert as_(person).get("/office/processes/").status_code == 403
        assert as_(person).get("/office/processes/new/").status_code == 403


def test_a_manager_below_does_not_publish_for_everybody(cast: Cast, trace: Trace) -> None:
    from yangguang.lib import clock
    from yangguang.organisations.models import Appointment, Post
    from yangguang.organisations.permissions import Permission

    post = Post.objects.create(
        organisation=cast.county.town,
        code="town-operator",
        name="镇管理员",
        permissions=[str(Permission.MANAGE_PROCESSES)],
    )
    Appointment.objects.create(user=cast.ma, post=post, since=clock.today())
    acting = acting_as(cast.ma, cast.county.town, permission=Permission.MANAGE_PROCESSES)
    with pytest.raises(Refusal) as refusal:
        actions.publish_process(review(), code="test-review", actor=acting)
    assert refusal.value.code == "forbidden"
    version = actions.publish_process(
        review(), code="test-review", organisation=cast.county.town, actor=acting
    )
    assert version.number == 1


def test_numbers_count_through_all_scopes_of_a_code(
    cast: Cast, published: ProcessVersion, trace: Trace
) -> None:
    town = actions.publish_process(review(), code="test-review", organisation=cast.county.town, actor=SYSTEM)
    assert (published.number, town.number) == (1, 2)
    assert published.get_absolute_url() == "/processes/test-review/1/"
    assert begin(cast, cast.county.town, cast.ma).version == town


def test_a_lane_that_names_an_unknown_post_is_found(cast: Cast, trace: Trace, as_: Any) -> None:
    page = check(
        as_(cast.qian), review().replace(b'yg:post="leader"', b'yg:post="mandarin"')
    ).content.decode()
    assert "“mandarin”不存在" in page
    assert 'name="publish"' not in page
