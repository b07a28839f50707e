"""Drawing a process in the office: a draft of one's own, findings without lines, and publication by the same verb."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from yangguang.casework import actions, drafting
from yangguang.casework.models import ProcessVersion
from yangguang.casework.models.processes import ProcessDraft
from yangguang.casework.office import editor_words
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal

from .conftest import Trace, begin, do, open_steps, review

pytestmark = pytest.mark.django_db

PAGE = "/office/processes/test-review/1/edit/"


def config(client: Any, address: str = PAGE) -> dict[str, Any]:
    """What the page tells its script."""
    page = client.get(address).content.decode()
    found = re.search(r'<script id="drawing-config" type="application/json">(.*?)</script>', page, re.S)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def save(client: Any, xml: bytes | str, revision: int, address: str = PAGE) -> Any:
    text = xml.decode() if isinstance(xml, bytes) else xml
    return client.post(f"{address}draft/", {"xml": text, "revision": revision})


def with_a_second_look(xml: str) -> str:
    """One more task between draft and section."""
    task = '<userTask id="look" name="复核" yg:limit="REVIEW_STEP" yg:outcomes="pass:通过"/>'
    line = '<sequenceFlow id="f2b" sourceRef="look" targetRef="section"/>'
    xml = xml.replace('sourceRef="draft" targetRef="section"', 'sourceRef="draft" targetRef="look"')
    xml = xml.replace(
        "<flowNodeRef>section</flowNodeRef>",
        "<flowNodeRef>section</flowNodeRef><flowNodeRef>look</flowNodeRef>",
    )
    return xml.replace("</process>", f"{task}{line}</process>")


def test_a_version_is_opened_with_a_drawing_and_its_draft_survives(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    client = as_(cast.qian)
    told = config(client)
    assert told["revision"] == 0
    assert "BPMNShape" in told["xml"]
    assert "participant" in told["xml"]
    answer = save(client, told["xml"].replace("起草", "起草文稿"), 0)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    again = config(client)
    assert again["revision"] == 1
    assert "起草文稿" in again["xml"]
    assert "test-review" in client.get("/office/processes/").content.decode()
    assert ProcessVersion.objects.get(code="test-review").sha256 == published.sha256


def test_a_newer_version_is_pointed_out_but_not_another_offices(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    warning = "这个流程现在已有第 3 版"
    actions.publish_process(
        review('yg:same-person="allowed"'), code="test-review", organisation=cast.county.town, actor=SYSTEM
    )
    assert "这个流程现在已有" not in as_(cast.qian).get(PAGE).content.decode()
    newer = with_a_second_look(review().decode()).encode()
    actions.publish_process(newer, code="test-review", actor=SYSTEM)
    assert warning in as_(cast.qian).get(PAGE).content.decode()


def test_another_window_does_not_undo_what_was_saved(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    client = as_(cast.qian)
    xml = config(client)["xml"]
    assert save(client, xml, 0).status_code == 200
    assert save(client, xml.replace("起草", "甲"), 1).json()["revision"] == 2
    for seen in (0, 1):
        lost = save(client, xml.replace("起草", "乙"), seen)
        assert lost.status_code == 409
        assert "别的窗口" in lost.json()["message"]
        assert lost.json()["revision"] == 2
    assert "甲" in config(client)["xml"]
    # The person has seen the message and chooses to overwrite.
    assert save(client, xml.replace("起草", "乙"), 2).status_code == 200
    drafting.discard_draft("test-review", 1, revision=3, user=cast.qian)
    gone = save(client, xml, 3)
    assert gone.status_code == 409
    assert "发布或丢弃" in gone.json()["message"]


def test_a_draft_is_seen_by_nobody_else(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    from yangguang.lib import clock
    from yangguang.organisations.models import Appointment, Post

    save(as_(cast.qian), config(as_(cast.qian))["xml"].replace("起草", "机密环节"), 0)
    post = Post.objects.get(organisation=cast.county.government, code="operator")
    Appointment.objects.create(user=cast.ma, post=post, since=clock.today())
    other = as_(cast.ma)
    assert "机密环节" not in other.get(PAGE).content.decode()
    assert "机密环节" not in other.get(f"{PAGE}process.bpmn").content.decode()
    assert save(other, review(), 0).json()["revision"] == 1
    assert ProcessDraft.objects.count() == 2


def test_only_who_manages_processes_draws(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    for person in (cast.lin, cast.zhao):
        client = as_(person)
        assert client.get(PAGE).status_code == 403
        assert client.get(f"{PAGE}process.bpmn").status_code == 403
        assert save(client, review(), 0).status_code == 403
        assert client.post(f"{PAGE}check/", {"xml": review().decode()}).status_code == 403
        assert client.post("/office/processes/expression/", {"text": "a"}).status_code == 403
        assert client.post(PAGE, {"do": "publish", "revision": "1"}).status_code == 403
    assert not ProcessDraft.objects.exists()


def test_the_check_says_what_is_wrong_and_where_on_the_canvas(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    client = as_(cast.qian)
    broken = review().decode().replace('name="领导签发" yg:limit="REVIEW_STEP"', 'name="领导签发"')
    broken = broken.replace('outcome = "return"', 'outcome = "return', 1)
    found = client.post(f"{PAGE}check/", {"xml": broken}).json()["problems"]
    assert {(one["level"], one["element"]) for one in found} == {("error", "leader"), ("error", "f5")}
    assert all("行" not in one["message"].split("“")[0] for one in found)
    assert any("没有写明期限（表单里的“期限”）" in one["message"] for one in found)
    assert not any("yg:" in one["message"] for one in found)
    assert client.post(f"{PAGE}check/", {"xml": review().decode()}).json() == {"problems": []}
    unreadable = client.post(f"{PAGE}check/", {"xml": "<!DOCTYPE a><a/>"})
    assert unreadable.status_code == 400
    assert "DOCTYPE" in unreadable.json()["message"]


@pytest.mark.parametrize(
    ("text", "said"),
    [('outcome = "return"', ""), ("2/3:pass", ""), ("", ""), ('outcome = "', "读不懂"), ("a +", "条件")],
)
def test_a_condition_is_checked_while_it_is_typed(cast: Cast, as_: Any, text: str, said: str) -> None:
    answer = as_(cast.qian).post("/office/processes/expression/", {"text": text}).json()["message"]
    assert (said in answer) if said else not answer


def test_what_was_drawn_is_published_and_new_cases_run_by_it(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    client = as_(cast.qian)
    drawn = with_a_second_look(config(client)["xml"])
    assert save(client, drawn, 0).status_code == 200
    answer = client.post(PAGE, {"do": "publish", "revision": "1", "organisation": ""})
    assert answer.status_code == 302
    version = ProcessVersion.objects.get(code="test-review", number=2)
    assert bytes(version.xml).decode() == drawn
    assert not ProcessDraft.objects.exists()
    assert Act.objects.filter(
        kind="casework.process_published", subject="casework.version:test-review.2"
    ).exists()
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    assert open_steps(case) == {"look"}
    # Nobody publishes the same draft again.
    assert client.post(PAGE, {"do": "publish", "revision": "1"}).status_code == 400


def test_an_unsound_drawing_is_refused_and_kept(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    client = as_(cast.qian)
    save(client, review().decode().replace('yg:post="leader"', 'yg:post="mandarin"'), 0)
    page = client.post(PAGE, {"do": "publish", "revision": "1", "organisation": ""})
    assert page.status_code == 400
    assert "“mandarin”不存在" in page.content.decode()
    assert ProcessDraft.objects.get().revision == 1
    assert ProcessVersion.objects.filter(code="test-review").count() == 1


def test_a_drawing_that_changed_meanwhile_is_not_published_unseen(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    client = as_(cast.qian)
    save(client, config(client)["xml"], 0)
    save(client, with_a_second_look(config(client)["xml"]), 1)
    page = client.post(PAGE, {"do": "publish", "revision": "1", "organisation": ""})
    assert page.status_code == 400
    assert "别的窗口" in page.content.decode()


def test_another_tools_file_opens_with_what_keeps_it_from_running(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    client = as_(cast.qian)
    foreign = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="x">'
        b'<startEvent id="s"/><scriptTask id="t" name="y"/><endEvent id="e"/>'
        b'<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>'
        b"</process></definitions>"
    )
    upload = SimpleUploadedFile("别家的图.bpmn", foreign)
    answer = client.post(
        PAGE, {"do": "upload", "revision": "0", "file": upload, "organisation": ""}, follow=True
    )
    page = answer.content.decode()
    assert "已打开“别家的图.bpmn”" in page
    assert "脚本任务（scriptTask）" in page
    assert "BPMNShape" in client.get(f"{PAGE}process.bpmn").content.decode()
    nothing = client.post(
        PAGE,
        {"do": "upload", "revision": "1", "organisation": "", "file": SimpleUploadedFile("a.bpmn", b"no")},
    )
    assert nothing.status_code == 400
    assert ProcessDraft.objects.get().revision == 1


def test_a_new_process_begins_with_one_lane_and_one_task(cast: Cast, trace: Trace, as_: Any) -> None:
    client = as_(cast.qian)
    begun = client.post("/office/processes/new/", {"code": "brand-new", "organisation": "", "draw": "1"})
    assert begun.status_code == 302
    assert begun.url == "/office/processes/brand-new/0/edit/"
    told = config(client, begun.url)
    assert {one["element"] for one in told["problems"]} == {"task-1"}
    done = (
        told["xml"]
        .replace('<lane id="lane-1"', '<lane id="lane-1" yg:post="section-head"')
        .replace("<userTask ", '<userTask yg:limit="REVIEW_STEP" ')
    )
    assert save(client, done, 0, begun.url).status_code == 200
    assert client.post(begun.url, {"do": "publish", "revision": "1", "organisation": ""}).status_code == 302
    assert ProcessVersion.objects.get(code="brand-new").number == 1
    missing = client.post("/office/processes/new/", {"code": "", "organisation": "", "draw": "1"})
    assert missing.status_code == 400


def test_a_draft_is_thrown_away_only_as_it_was_seen(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    client = as_(cast.qian)
    save(client, review(), 0)
    assert client.post(PAGE, {"do": "discard", "revision": "7", "organisation": ""}).status_code == 400
    assert ProcessDraft.objects.exists()
    assert client.post(PAGE, {"do": "discard", "revision": "1", "organisation": ""}).status_code == 302
    assert not ProcessDraft.objects.exists()


def test_a_draft_that_is_too_large_or_not_bpmn_is_refused(cast: Cast, published: ProcessVersion) -> None:
    for xml in (b"x" * (drafting.MAX_DRAFT + 1), b"<a/>", b"", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        with pytest.raises(Refusal) as refusal:
            drafting.save_draft("test-review", 1, xml, revision=0, user=cast.qian)
        assert refusal.value.code == "unreadable"


def test_everything_that_can_be_drawn_has_its_word_and_sign() -> None:
    for one in editor_words.things():
        assert not one["word"].isascii(), one
        assert one["icon"] != "task"
    told = editor_words.descriptor()
    assert {(kind["extends"][0], p["name"]) for kind in told["types"] for p in kind["properties"]} == {
        (f"bpmn:{tag[0].upper()}{tag[1:]}", name) for tag, names in bpmn.ATTRIBUTES.items() for name in names
    }


def test_the_modeller_is_the_makers_own_and_says_its_licence() -> None:
    """What README.md says that the files are, they are."""
    folder = Path(apps.get_app_config("casework").path) / "static/casework/bpmn-js"
    told = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (folder / "README.md").read_text(), re.M))
    assert len(told) == 5
    for name, digest in told.items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "MUST NOT be" in (folder / "LICENSE.txt").read_text()


def test_a_finding_names_the_field_of_the_form(cast: Cast) -> None:
    timed = (
        "“等”写的是时长“P5D”，但本系统只按工作日历计时：请在时限里设好这一期限，再用 yg:limit 写明它的代码。"
    )
    assert editor_words.plainly(timed).endswith("请在时限里设好这一期限，再在表单里选“期限”。")
    assert editor_words.plainly("没有写明岗位（yg:post）。") == "没有写明岗位（表单里的“由哪个岗位办”）。"
    assert editor_words.plainly("没有 yg:unheard-of。") == "没有 表单里的“unheard-of”。"
