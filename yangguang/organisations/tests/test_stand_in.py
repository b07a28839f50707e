"""Standing in: named for oneself, for days, with what binds both."""

from datetime import timedelta

import pytest

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.rules import inbox
from yangguang.organisations import actions, rules
from yangguang.organisations.models import Appointment


def held(person):
    return Appointment.objects.select_related("post").get(user=person, acting=False)


def name(cast, deputy, *, since=0, days=3, reason="出差", by=None):
    start = clock.today() + timedelta(since)
    person = by or cast.zhou
    return actions.name_deputy(
        held(person), deputy, since=start, until=start + timedelta(days), reason=reason, user=person
    )


def test_a_deputy_holds_the_post_for_the_days_named_and_no_longer(cast):
    name(cast, cast.wu, since=1)
    civil, today = cast.county.civil, clock.today()
    seen = [
        [u.name for u in rules.holders(civil, "section-head", today + timedelta(n))] for n in (0, 1, 3, 4)
    ]
    assert seen == [["周敏"], ["周敏", "吴刚"], ["周敏", "吴刚"], ["周敏"]]
    told = inbox(cast.wu.uid).first()
    assert told.subject == "请您代理：县民政局科室负责人"
    assert "出差" in told.body
    act = Act.objects.get(kind="organisations.deputy_named")
    assert (act.actor.name, act.actor.on_behalf_of, act.is_public) == ("周敏", "", False)
    assert "吴刚" not in str(act.public)
    assert act.private.facts["deputy"] == "吴刚"


def test_what_a_deputy_does_names_both(cast):
    name(cast, cast.wu)
    acting = rules.acting_as(cast.wu, cast.county.civil, post_code="section-head")
    assert (acting.actor.name, acting.actor.on_behalf_of) == ("吴刚", "周敏")


def test_what_nobody_can_give_on(cast):
    with pytest.raises(Refusal, match="为什么要人代理"):
        name(cast, cast.wu, reason=" ")
    with pytest.raises(Refusal, match="从过去的日子"):
        name(cast, cast.wu, since=-1)
    for days in (0, 91):
        with pytest.raises(Refusal, match="最多 90 天"):
            name(cast, cast.wu, days=days)
    with pytest.raises(Refusal, match="本单位、下属单位或者上级单位"):
        name(cast, cast.ma)
    with pytest.raises(Refusal, match="本单位、下属单位或者上级单位"):
        name(cast, cast.li)
    with pytest.raises(Refusal, match="已经担任这个岗位"):
        name(cast, cast.zhou)
    with pytest.raises(Refusal, match="带有系统管理权限"):
        name(cast, cast.zhao, by=cast.qian)
    name(cast, cast.wu)
    with pytest.raises(Refusal, match="已经担任这个岗位"):
        name(cast, cast.wu, since=2)
    other = Appointment.objects.get(user=cast.chen)
    with pytest.raises(Refusal, match="您在那一天不担任"):
        actions.name_deputy(
            other,
            cast.wu,
            since=clock.today(),
            until=clock.today() + timedelta(2),
            reason="替他",
            user=cast.zhou,
        )


def test_a_deputy_names_no_deputy(cast):
    made = name(cast, cast.wu)
    with pytest.raises(Refusal, match="您在那一天不担任"):
        actions.name_deputy(
            made,
            cast.chen,
            since=clock.today(),
            until=clock.today() + timedelta(1),
            reason="忙",
            user=cast.wu,
        )


def test_it_ends_when_either_says_so_and_when_the_holder_leaves(cast):
    made = name(cast, cast.wu)
    with pytest.raises(Refusal, match="只有请人代理的人"):
        actions.recall_deputy(made, user=cast.lin)
    actions.recall_deputy(made, user=cast.wu)
    assert [u.name for u in rules.holders(cast.county.civil, "section-head")] == ["周敏"]
    with pytest.raises(Refusal, match="已经结束"):
        actions.recall_deputy(made, user=cast.zhou)
    name(cast, cast.chen)
    actions.end_appointment(held(cast.zhou), actor=SYSTEM)
    assert rules.holders(cast.county.civil, "section-head") == []


def test_the_page_names_and_ends_and_keeps_what_was_typed(cast, as_):
    zhou = as_(cast.zhou)
    today = clock.today()
    sent = {
        "held": held(cast.zhou).uid,
        "deputy": cast.wu.uid,
        "since": today.isoformat(),
        "reason": "休年假",
    }
    answer = zhou.post("/office/stand-ins/", {**sent, "last": (today + timedelta(200)).isoformat()})
    assert (answer.status_code, "休年假" in answer.content.decode()) == (400, True)
    answer = zhou.post(
        "/office/stand-ins/", {**sent, "last": (today + timedelta(2)).isoformat()}, follow=True
    )
    assert "已请吴刚代理" in answer.content.decode()
    page = as_(cast.wu).get("/office/stand-ins/").content.decode()
    assert "我代别人办理的" in page
    made = Appointment.objects.get(on_behalf_of=cast.zhou)
    assert made.until == today + timedelta(3)
    assert as_(cast.ma).post(f"/office/stand-ins/{made.uid}/end/").status_code == 404
    assert zhou.post(f"/office/stand-ins/{made.uid}/end/").status_code == 302
    assert not rules.standing_in_of(cast.wu).exists()
    assert "没有可以请人代理的岗位" in as_(cast.qian).get("/office/stand-ins/").content.decode()


def test_the_head_names_a_deputy_for_somebody_away_who_is_told(cast):
    start = clock.today()
    span = {"since": start, "until": start + timedelta(3), "reason": "住院"}
    with pytest.raises(Refusal, match="您在那一天不担任"):
        actions.name_deputy(held(cast.zhou), cast.wu, user=cast.lin, **span)
    with pytest.raises(Refusal, match="不能请自己代理"):
        actions.name_deputy(held(cast.zhou), cast.chen, user=cast.chen, **span)
    made = actions.name_deputy(held(cast.zhou), cast.wu, user=cast.chen, **span)
    assert (made.user, made.on_behalf_of) == (cast.wu, cast.zhou)
    act = Act.objects.get(kind="organisations.deputy_named")
    assert (act.actor.name, act.actor.post, act.private.facts["on_behalf_of"]) == (
        "陈静",
        act.actor.post,
        "周敏",
    )
    told = inbox(cast.zhou.uid).first()
    assert told.subject == "有人代理您的岗位：县民政局科室负责人"
    assert "陈静请吴刚" in told.body
    assert "住院" in told.body
    assert inbox(cast.wu.uid).count() == 1
    with pytest.raises(Refusal, match="本单位负责人"):
        actions.recall_deputy(made, user=cast.lin)
    assert actions.recall_deputy(made, user=cast.chen).until == start
    ended = Act.objects.get(kind="organisations.deputy_ended")
    assert (ended.actor.name, ended.actor.on_behalf_of) == ("陈静", "")


def test_a_head_names_nobody_in_another_organisation(cast):
    other = Appointment.objects.regular().filter(post__organisation=cast.county.water).first()
    with pytest.raises(Refusal, match="您在那一天不担任"):
        actions.name_deputy(
            other,
            cast.wu,
            since=clock.today(),
            until=clock.today() + timedelta(2),
            reason="休假",
            user=cast.chen,
        )
    assert other not in rules.headed_by(cast.chen)


def test_the_page_offers_a_head_the_posts_of_her_organisation(cast, as_):
    assert "周敏 · 县民政局 · 科室负责人" not in as_(cast.lin).get("/office/stand-ins/").content.decode()
    client = as_(cast.chen)
    assert "周敏 · 县民政局 · 科室负责人" in client.get("/office/stand-ins/").content.decode()
    days = {"since": clock.today(), "last": clock.today() + timedelta(2), "reason": "住院"}
    client.post("/office/stand-ins/", {"held": held(cast.zhou).uid, "deputy": cast.wu.uid, **days})
    assert "吴刚（代周敏）" in client.get("/office/stand-ins/").content.decode()
