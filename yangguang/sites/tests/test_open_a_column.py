import pytest

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as
from yangguang.sites import actions, rules
from yangguang.sites.models import Column

FACTS = {"name": "通知公告", "description": "通知和公告", "keywords": "通知,公告", "column_type": "工作动态"}


def refused(what, **given):
    with pytest.raises(Refusal) as refusal:
        what(**given)
    assert refusal.value.message.endswith("。")
    return refusal.value


def test_a_column_keeps_its_question_and_opening_it_is_an_act(site):
    column = actions.open_column(
        site,
        "notices",
        question={"kinds": ["通知", "公告", "通知"], "organisations": []},
        actor=SYSTEM,
        **FACTS,
    )
    assert column.question == {"kinds": ["通知", "公告"]}
    act = Act.objects.get(kind="sites.column_opened")
    assert act.public["question"] == {"kinds": ["通知", "公告"]}
    assert rules.columns(site) == [column]


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"kinds": []},
        {"colour": ["red"]},
        {"kinds": "通知"},
        {"kinds": [""]},
        {"kinds": [1]},
        [],
        {"organisations": ["nobody"]},
        {"kinds": [str(n) for n in range(99)]},
    ],
)
def test_a_question_out_of_shape_is_refused(site, question):
    assert (
        refused(lambda: actions.open_column(site, "x", question=question, actor=SYSTEM, **FACTS)).field
        == "question"
    )
    assert not Column.objects.exists()


def test_a_column_type_outside_the_national_list_is_refused(site):
    facts = {**FACTS, "column_type": "杂项"}
    assert (
        refused(
            actions.open_column, site=site, code="x", question={"kinds": ["通知"]}, actor=SYSTEM, **facts
        ).field
        == "column_type"
    )


def test_a_code_is_given_once_in_a_site(site, column):
    assert (
        refused(
            actions.open_column,
            site=site,
            code="policies",
            question={"kinds": ["通知"]},
            actor=SYSTEM,
            **FACTS,
        ).field
        == "code"
    )


def test_columns_have_two_levels(site, column):
    child = actions.open_column(
        site, "child", parent=column, question={"kinds": ["通知"]}, actor=SYSTEM, **FACTS
    )
    assert (
        refused(
            actions.open_column,
            site=site,
            code="grandchild",
            parent=child,
            question={"kinds": ["通知"]},
            actor=SYSTEM,
            **FACTS,
        ).field
        == "parent"
    )
    assert rules.columns(site) == [column]


def test_a_closed_column_is_gone_and_its_reason_is_in_the_book(site, column):
    assert refused(actions.close_column, column=column, reason=" ", actor=SYSTEM).field == "reason"
    actions.close_column(column, reason="并入其他栏目", actor=SYSTEM)
    assert refused(rules.column, site=site, code="policies").code == "not-found"
    assert refused(actions.close_column, column=column, reason="再关", actor=SYSTEM).code == "conflict"
    assert Act.objects.get(kind="sites.column_closed").public["reason"] == "并入其他栏目"


def test_the_openness_office_may_and_an_information_officer_may_not(cast, site, column):
    sun = acting_as(cast.sun, cast.county.government, permission=Permission.MANAGE_CATALOGUE)
    assert actions.amend_column(column, actor=sun, name="政策").name == "政策"
    with pytest.raises(Refusal) as refusal:
        acting_as(cast.lin, cast.county.government, permission=Permission.MANAGE_CATALOGUE)
    assert refusal.value.code == "forbidden"


def test_a_site_code_out_of_form_is_refused(site):
    assert refused(actions.amend_site, site=site, actor=SYSTEM, site_id_code="12").field == "site_id_code"
    assert (
        refused(
            actions.open_site,
            code="main",
            organisation=site.organisation,
            actor=SYSTEM,
            name="又一个",
            host="a.gov.cn",
        ).field
        == "code"
    )


def test_the_site_of_the_host_answers_else_the_first(site, rf):
    other = actions.open_site(
        "civil", organisation=site.organisation, actor=SYSTEM, name="民政局", host="testserver"
    )
    assert rules.site_for(rf.get("/")) == other
    actions.amend_site(other, actor=SYSTEM, host="mz.yangguang.gov.cn")
    assert rules.site_for(rf.get("/")) == site


def test_a_site_without_host_names_the_address_of_the_house(site):
    assert site.domain == "www.yangguang.gov.cn"
    assert actions.amend_site(site, actor=SYSTEM, host="").domain == "testserver"
