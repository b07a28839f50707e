"""Reviewing: duties apart, return with a reason, what changed, findings, the secrecy form."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from yangguang.casework import actions as casework
from yangguang.casework import rules as casework_rules
from yangguang.disclosure import actions, rules, seeds
from yangguang.disclosure.models import Approval, Item
from yangguang.disclosure.tests.conftest import BODY, Gate
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Appointment, Post


def appoint(gate: Gate, user: object, code: str, **extra: object) -> Appointment:
    post = Post.objects.get(organisation=gate.cast.county.civil, code=code)
    since = clock.today() - timedelta(days=30)
    return Appointment.objects.create(user=user, post=post, since=since, **extra)


def test_the_drafter_cannot_pass_her_own_text(gate: Gate) -> None:
    appoint(gate, gate.cast.lin, "section-head")
    item = gate.draft()
    gate.submit(item)
    task = gate.open_task(item)
    assert not casework_rules.may_do(task, gate.cast.lin)
    with pytest.raises(Refusal):
        casework_rules.acting_for(task, gate.cast.lin)
    gate.step(item, gate.cast.zhou)


def test_standing_in_for_somebody_does_not_help_her(gate: Gate) -> None:
    appoint(gate, gate.cast.lin, "leader", acting=True, on_behalf_of=gate.cast.chen)
    item = gate.draft()
    gate.submit(item)
    gate.step(item, gate.cast.zhou)
    gate.step(item, gate.cast.wu)
    assert not casework_rules.may_do(gate.open_task(item), gate.cast.lin)


def test_nor_may_the_one_in_whose_place_it_was_written(gate: Gate) -> None:
    """何平 drafts in 周敏's place as information officer; 周敏 then may not review it as section head."""
    appoint(gate, gate.cast.he, "information-officer", acting=True, on_behalf_of=gate.cast.zhou)
    item = gate.draft(gate.cast.he)
    gate.submit(item, gate.cast.he)
    assert not casework_rules.may_do(gate.open_task(item), gate.cast.zhou)


def test_a_step_is_returned_with_a_reason_and_all_steps_run_again(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    gate.step(item, gate.cast.zhou, opinion="同意")
    with pytest.raises(Refusal, match="理由"):
        gate.step(item, gate.cast.wu, outcome="return")
    gate.step(item, gate.cast.wu, outcome="return", opinion="第一条的起始日期请核实")
    assert rules.state(item) == rules.State.RETURNED
    returned = rules.returned_edition(rules.working_edition(item))
    assert [a.opinion for a in rules.approvals(returned) if not a.passed] == ["第一条的起始日期请核实"]

    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.revise(item, gate.facts(body_html=BODY.replace("7月1日", "8月1日")), acting=lin)
    gate.submit(item)
    for person in (gate.cast.zhou, gate.cast.wu, gate.cast.chen):
        gate.step(item, person)
    item.refresh_from_db()
    assert item.is_public
    assert Approval.objects.filter(edition=item.live_edition).count() == 3
    assert "8月1日" in item.live_edition.body_text
    assert returned.body_text.count("7月1日") == 1


def test_a_reviewer_sees_what_changed_since_she_last_decided(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    first = rules.working_edition(item)
    assert rules.changes_since_seen(first, gate.cast.zhou) is None
    gate.step(item, gate.cast.zhou, outcome="return", opinion="标准请核实")
    lin = gate.drafter(gate.cast.lin, item.organisation)
    actions.revise(
        item,
        gate.facts(title="关于提高低保标准的通知", body_html=BODY.replace("720元。", "735元。")),
        acting=lin,
    )
    gate.submit(item)
    changes = rules.changes_since_seen(rules.working_edition(item), gate.cast.zhou)
    assert changes is not None
    assert "<del>720</del><ins>735</ins>" in changes.html
    assert [label for label, _old, _new in changes.facts] == ["标题"]


def test_what_was_signed_must_be_what_was_on_the_screen(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    task = gate.open_task(item)
    acting = casework_rules.acting_for(task, gate.cast.zhou)
    with pytest.raises(Refusal, match="不是现在送审的文本"):
        casework.complete(task.uid, acting=acting, outcome="pass", seen="0" * 64)
    assert not Approval.objects.exists()


def test_a_text_in_review_cannot_be_edited(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    lin = gate.drafter(gate.cast.lin, item.organisation)
    with pytest.raises(Refusal, match="正在审核，不能修改"):
        actions.revise(item, gate.facts(title="改了"), acting=lin)


def test_two_officers_do_not_overwrite_each_other(gate: Gate) -> None:
    item = gate.draft()
    lin = gate.drafter(gate.cast.lin, item.organisation)
    saves = rules.working_edition(item).saves
    actions.revise(item, gate.facts(title="先保存的标题"), acting=lin, seen_saves=saves)
    with pytest.raises(Refusal, match="刚刚由别人保存过"):
        actions.revise(item, gate.facts(title="后保存的标题"), acting=lin, seen_saves=saves)
    assert rules.working_edition(item).title == "先保存的标题"


def test_a_blocking_finding_must_be_mended_or_overruled_with_a_reason(gate: Gate) -> None:
    item = gate.draft(body_html=BODY + "<p>联系人身份证号：11010519491231002X。</p>")
    found = rules.blocking(rules.working_edition(item))
    assert found
    with pytest.raises(Refusal, match="必须处理"):
        gate.submit(item)
    assert rules.state(item) == rules.State.DRAFT
    lin = gate.drafter(gate.cast.lin, item.organisation)
    with pytest.raises(Refusal, match="理由"):
        actions.overrule(item, found[0].key, "  ", acting=lin)
    for finding in found:
        actions.overrule(item, finding.key, "标准文件中的示例号码，不对应任何人", acting=lin)
    gate.submit(item)
    assert rules.state(item) == rules.State.IN_REVIEW


def test_the_secrecy_form_must_fit_the_publicity_attribute(gate: Gate) -> None:
    item = gate.draft()
    gate.submit(item)
    gate.step(item, gate.cast.zhou)
    with pytest.raises(Refusal, match="与公开属性不一致"):
        gate.step(item, gate.cast.wu, conclusion="register", secrecy_basis="条例第十四条")
    with pytest.raises(Refusal, match="结论和依据"):
        gate.step(item, gate.cast.wu, conclusion="")
    gate.step(item, gate.cast.wu)
    approval = Approval.objects.get(element="secrecy")
    assert approval.data["conclusion"] == "clear"


def test_another_departments_officer_sees_nothing_of_a_draft(gate: Gate) -> None:
    item = gate.draft()
    for person, sees in [
        (gate.cast.lin, 1),
        (gate.cast.zhou, 1),
        (gate.cast.he, 0),
        (gate.cast.li, 0),
        (gate.cast.ma, 0),
    ]:
        assert Item.objects.visible_to(person).filter(pk=item.pk).count() == sees, person
    with pytest.raises(Refusal, match="没有"):
        gate.drafter(gate.cast.he, item.organisation)


def test_a_new_title_of_a_public_item_is_what_reviewers_find_on_their_desk(gate: Gate) -> None:
    item = gate.published()
    acting = gate.begin_next(item)
    actions.revise(item, gate.facts(title="阳光县民政局关于再次提高低保标准的通知"), acting=acting)
    gate.submit(item)
    item.refresh_from_db()
    assert gate.open_task(item).case.title == "阳光县民政局关于再次提高低保标准的通知"
    assert item.title == "阳光县民政局关于提高2026年低保标准的通知"


def test_several_texts_are_passed_at_once_each_bound_to_what_was_shown(gate: Gate, as_: Any) -> None:
    """Where the process allows it; a text that nobody was shown is not signed."""
    step = b'<userTask id="section-review"'
    xml = seeds.review_xml(5).replace(step, step + b' yg:bulk="allowed"')
    casework.publish_process(xml, code=seeds.REVIEW, actor=SYSTEM)
    items = [gate.draft(), gate.draft()]
    for item in items:
        gate.submit(item)
    tasks = [gate.open_task(item).uid for item in items]
    zhou = as_(gate.cast.zhou)
    shown = zhou.post("/office/desk/several/", {"task": tasks}).content.decode()
    fields = dict(re.findall(r'name="(seen-\w+)" value="(\w+)"', shown))
    assert set(fields) == {f"seen-{uid}" for uid in tasks}
    fields[f"seen-{tasks[1]}"] = "0" * 64
    answer = zhou.post("/office/desk/several/", {"task": tasks, "outcome": "pass", **fields})
    assert "已办 1 件，1 件没有办成" in answer.content.decode()
    assert "您看到的不是现在送审的文本" in answer.content.decode()
    [approval] = Approval.objects.all()
    assert approval.sha256 == fields[f"seen-{tasks[0]}"]
