"""The case page: the step's form, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from tests.cast import Cast
from yangguang.casework import actions, course, domains
from yangguang.casework.models import Case, ProcessVersion, Task
from yangguang.journal.actors import SYSTEM
from yangguang.lib.errors import Refusal

from .conftest import Trace, begin, do, open_steps

pytestmark = pytest.mark.django_db


def post(client: Any, case: Case, element: str, outcome: str, **typed: str) -> Any:
    task = case.tasks.filter(element=element).latest("round")
    return client.post(case.get_office_url(), {"task": task.uid, "outcome": outcome, **typed})


def test_outcomes_are_named_buttons_the_normal_one_first(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    page = as_(cast.zhou).get(case.get_office_url()).content.decode()
    assert page.index('value="pass"') < page.index('value="return"')
    assert "Ctrl+Enter" in page
    assert "选“退回”时要写明理由" in page
    assert page.count('class="process process--') == 2
    assert 'class="days days--45"' in page


def test_completing_goes_on_to_the_next_task_of_the_desk(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    first, second = begin(cast, cast.county.civil), begin(cast, cast.county.civil)
    client = as_(cast.lin)
    answer = post(client, first, "draft", "pass", opinion="请审")
    assert answer.status_code == 302
    assert answer.url.startswith(second.get_office_url())
    answer = post(client, second, "draft", "pass")
    assert answer.url == "/office/desk/"
    assert "送审" in client.get(answer.url).content.decode()
    assert open_steps(first) == {"section"}
    assert Task.objects.get(case=first, element="draft").opinion == "请审"


def test_a_return_without_reason_comes_back_with_what_was_typed(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    client = as_(cast.zhou)
    answer = post(client, case, "section", "return", opinion="  ")
    assert answer.status_code == 400
    assert "要写明理由" in answer.content.decode()
    assert open_steps(case) == {"section"}
    answer = post(client, case, "section", "burn", opinion="写了一半的意见")
    assert answer.status_code == 400
    assert "写了一半的意见" in answer.content.decode()


def test_who_comes_second_reads_who_was_first_and_keeps_the_words(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    client = as_(cast.lin)
    client.get(case.get_office_url())
    do(case, "draft", cast.lin)
    answer = post(client, case, "draft", "pass", opinion="我写的意见")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "林晓" in page
    assert "我写的意见" in page
    assert open_steps(case) == {"section"}


def test_a_text_that_changed_meanwhile_is_refused_by_its_domain(
    cast: Cast, published: ProcessVersion, trace: Trace, as_: Any
) -> None:
    def before(task: Task, acting: Any, outcome: str, data: dict[str, Any]) -> None:
        if data["seen"] != "b" * 64:
            raise Refusal("这份文本在您打开之后改过，请重新看过再办。", code="conflict")

    domains.register(domains.Domain(kind="test.thing", facts=lambda c: {}, before=before))
    case = begin(cast, cast.county.civil)
    client = as_(cast.lin)
    answer = post(client, case, "draft", "pass", seen="a" * 64, opinion="看过了")
    assert answer.status_code == 409
    assert "改过" in answer.content.decode()
    assert "看过了" in answer.content.decode()
    assert open_steps(case) == {"draft"}
    assert post(client, case, "draft", "pass", seen="b" * 64).status_code == 302


class ExtraForm(forms.Form):
    choice = forms.ChoiceField(label="结论", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)


def test_the_domains_own_fields_are_asked_for_and_handed_over(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    given: list[dict[str, Any]] = []
    domains.register(
        domains.Domain(
            kind="test.thing",
            facts=lambda c: {},
            form=lambda task: ExtraForm,
            before=lambda task, acting, outcome, data: given.append(data),
        )
    )
    case = begin(cast, cast.county.civil)
    client = as_(cast.lin)
    assert "结论" in client.get(case.get_office_url()).content.decode()
    assert post(client, case, "draft", "pass").status_code == 400
    assert post(client, case, "draft", "pass", choice="b", opinion="好").status_code == 302
    assert given == [{"choice": "b", "opinion": "好", "seen": ""}]


def test_who_is_kept_from_a_step_reads_why_and_cannot_post_it(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    from yangguang.lib import clock
    from yangguang.organisations.models import Appointment, Post

    head = Post.objects.get(organisation=cast.county.civil, code="section-head")
    Appointment.objects.create(
        user=cast.lin, post=head, since=clock.today(), acting=True, on_behalf_of=cast.zhou
    )
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    client = as_(cast.lin)
    page = client.get(case.get_office_url()).content.decode()
    assert "不能再办" in page
    assert 'name="outcome"' not in page
    answer = post(client, case, "section", "pass", opinion="自己审自己")
    assert answer.status_code == 403
    assert "自己审自己" in answer.content.decode()
    assert open_steps(case) == {"section"}


def test_a_stranger_cannot_complete_by_posting(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    for person in (cast.he, cast.zhou, cast.zhao, cast.qian):
        assert post(as_(person), case, "draft", "pass").status_code == 404
    assert open_steps(case) == {"draft"}


def test_the_timeline_reads_the_book_newest_first(cast: Cast, published: ProcessVersion, as_: Any) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou, "return", "数字对不上")
    page = as_(cast.lin).get(case.get_office_url()).content.decode()
    past = page[page.index('class="past"') :]
    assert past.index("科室审核：退回") < past.index("起草：送审") < past.index("立件")
    assert "数字对不上" in past
    assert "周敏" in past


def test_a_return_takes_what_it_undoes_off_the_chart(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    do(case, "leader", cast.chen)
    assert course.standing(case)[:2] == (
        {
            "start",
            "f1",
            "draft",
            "f2",
            "section",
            "f3",
            "ok",
            "f4",
            "fork",
            "f6",
            "f7",
            "leader",
            "f9",
            "join",
        },
        {"secrecy"},
    )
    do(case, "secrecy", cast.wu, "return")
    done, current, _late = course.standing(case)
    assert current == {"section"}
    assert done == {"start", "f1", "draft", "f2"}


def test_a_case_may_lose_its_telling_title(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    actions.retitle(case, "登记项", actor=SYSTEM)
    assert Case.objects.get(pk=case.pk).title == "登记项"
    with pytest.raises(Refusal):
        actions.retitle(case, "  ", actor=SYSTEM)
