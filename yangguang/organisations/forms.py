"""The forms of the back office. They check form, the verbs check sense."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.forms import VerbForm
from yangguang.accounts.models import User
from yangguang.lib import clock
from yangguang.organisations.models import Appointment, Kind, Organisation, Post
from yangguang.organisations.permissions import LABELS
from yangguang.organisations.seeds import standard_posts


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, today unless said otherwise."""
    return forms.DateField(
        label=label,
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请按 2026-11-22 的样子填写日期。"), "required": _("请填写日期。")},
        **kwargs,
    )


def _basis() -> forms.CharField:
    return forms.CharField(
        label=_("依据"), required=False, max_length=300, help_text=_("批准文件的名称和文号，写进公开日志")
    )


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{'　' * (obj.path.count('/') - 1)}{obj.name}"


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.organisation.called} · {obj.name}"


class Establish(VerbForm):
    name = forms.CharField(label=_("全称"), max_length=120, help_text=_("发文用的全称，例如 阳光县民政局"))
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    code = forms.CharField(
        label=_("代号"),
        max_length=60,
        help_text=_("网址中使用，小写字母、数字和连字符，设立后不改，例如 civil-affairs"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    valid_from = _day(_("设立日期"))
    posts = forms.MultipleChoiceField(
        label=_("同时设立的岗位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("以后还可以增减"),
    )
    basis = _basis()

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OrganisationChoice(parents, label=_("上级机构"), to_field_name="code")
        self.order_fields(
            ["parent", "name", "short_name", "code", "kind", "uscc", "valid_from", "posts", "basis"]
        )
        posts = self.fields["posts"]
        assert isinstance(posts, forms.MultipleChoiceField)
        posts.choices = [(post.code, post.name) for post in standard_posts().values()]


class Rename(VerbForm):
    name = forms.CharField(label=_("新的全称"), max_length=120)
    short_name = forms.CharField(label=_("新的简称"), max_length=40, required=False)
    on = _day(_("从哪一天起用"), help_text=_("这一天以前的公开记录仍用旧名称"))
    basis = _basis()


class AmendOrganisation(VerbForm):
    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    order = forms.IntegerField(
        label=_("排序"), min_value=0, max_value=100_000, help_text=_("数字小的排在前面")
    )
    number_codes = forms.CharField(
        label=_("编号用代码"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个，例如 department=012；没有的沿用上级"),
    )
    basis = _basis()

    def clean_number_codes(self) -> dict[str, str]:
        codes = {}
        for line in filter(str.strip, self.cleaned_data["number_codes"].splitlines()):
            name, equals, value = (part.strip() for part in line.partition("="))
            if (
                not equals
                or not re.fullmatch(r"[a-z][a-z_]*", name)
                or not re.fullmatch(r"[0-9A-Za-z]{1,20}", value)
            ):
                raise forms.ValidationError(
                    _("“%(line)s”看不懂。请写成 department=012，左边用小写字母，右边用字母或数字。"),
                    params={"line": line},
                )
            codes[name] = value
        return codes


CONTACT = ("office", "address", "postcode", "telephone", "fax", "email", "hours")


class ContactForm(VerbForm):
    """Nothing is required here: all boxes empty means something, and the verb says what is lacking."""

    office = forms.CharField(
        label=_("受理机构"), required=False, help_text=_("接收申请的科室，例如 县民政局办公室")
    )
    address = forms.CharField(label=_("办公地址"), required=False, help_text=_("窗口在这里，信也寄到这里"))
    postcode = forms.CharField(
        label=_("邮政编码"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    telephone = forms.CharField(
        label=_("联系电话"), required=False, help_text=_("例如 0000-1234567，几个号码用顿号隔开")
    )
    fax = forms.CharField(label=_("传真"), required=False)
    email = forms.CharField(
        label=_("电子邮箱"), required=False, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    hours = forms.CharField(
        label=_("办公时间"), required=False, help_text=_("例如 工作日 9:00—12:00，14:00—17:30")
    )
    basis = _basis()


class Merge(VerbForm):
    on = _day(_("从哪一天起撤销"))
    basis = _basis()

    def __init__(self, *args: Any, successors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = OrganisationChoice(
            successors, label=_("职责划入哪个机构"), to_field_name="code"
        )
        self.order_fields(["successor", "on", "basis"])


class _Permissions(VerbForm):
    permissions = forms.MultipleChoiceField(
        label=_("权限"),
        required=False,
        choices=[(p.value, label) for p, label in LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("在本机构和下级机构有效"),
    )


class NewPost(_Permissions):
    standard = forms.ChoiceField(
        label=_("标准岗位"), required=False, help_text=_("流程里用到的岗位从这里选，名称和权限就有了")
    )
    code = forms.SlugField(
        label=_("自设岗位的代号"), max_length=40, required=False, help_text=_("小写字母和连字符")
    )
    name = forms.CharField(label=_("自设岗位的名称"), max_length=60, required=False)
    field_order = ["standard", "code", "name", "permissions"]

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = self.fields["standard"]
        assert isinstance(standard, forms.ChoiceField)
        standard.choices = [("", lazystr(_("不用标准岗位，自己设"))), *(
            (post.code, post.name) for post in standard_posts().values() if post.code not in taken
        )]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("standard") and not (data.get("code") and data.get("name")):
            raise forms.ValidationError(_("请选一个标准岗位，或者填写自设岗位的代号和名称。"))
        return data


class AmendPost(_Permissions):
    name = forms.CharField(label=_("岗位名称"), max_length=60)
    basis = _basis()
    field_order = ["name", "permissions", "basis"]


class Appoint(VerbForm):
    since = _day(_("任职日期"))
    until = forms.DateField(
        label=_("免职日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        help_text=_("从这一天起不再担任；长期任职的不填"),
    )
    basis = _basis()

    def __init__(self, *args: Any, post: Post, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = PersonChoice(people, label=_("任命谁"), to_field_name="uid")
        holders = Appointment.objects.standing().regular().filter(post=post).order_by().values("user")
        self.fields["on_behalf_of"] = PersonChoice(
            User.objects.filter(pk__in=holders),
            label=_("代谁履职"),
            to_field_name="uid",
            required=False,
            help_text=_("代理、AB 岗才选；不选是正式任职"),
        )
        self.order_fields(["user", "on_behalf_of", "since", "until", "basis"])


class EndAppointment(VerbForm):
    until = _day(_("从哪一天起不再担任"), help_text=_("填今天，马上没有这个岗位的权限"))
    basis = _basis()


class TakeOn(VerbForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(label=_("用户名"), max_length=60, help_text=_("例如 lin.xiao，以后登录用"))
    phone = forms.CharField(label=_("手机号码"), max_length=20, required=False)
    email = forms.CharField(label=_("电子邮箱"), max_length=254, required=False)
    since = _day(_("任职日期"))
    basis = _basis()

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = PostChoice(posts, label=_("岗位"), to_field_name="uid")
        self.order_fields(["post", "name", "username", "phone", "email", "since", "basis"])


class AmendPerson(VerbForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机号码"), max_length=20, required=False)
    email = forms.CharField(label=_("电子邮箱"), max_length=254, required=False)


class Reason(VerbForm):
    reason = forms.CharField(
        label=_("原因"), max_length=200, required=False, help_text=_("只有管理人员看得到")
    )


class NeededReason(VerbForm):
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("例如“手机丢失，已当面核实本人”；记入公务记录，只有管理人员看得到"),
    )


class Confirm(VerbForm):
    """Nothing to fill in: the page says what will happen."""


def codes_as_lines(organisation: Organisation) -> str:
    """``number_codes`` as the form shows them."""
    return "\n".join(f"{name}={value}" for name, value in sorted(organisation.number_codes.items()))


class OwnPostChoice(forms.ModelChoiceField):
    """Posts of one's own; those of others, for whom a head names a deputy, with their names."""

    mine: int | None = None

    def label_from_instance(self, obj: Any) -> str:
        post = f"{obj.post.organisation.called} · {obj.post.name}"
        return post if obj.user_id == self.mine else f"{obj.user.display_name} · {post}"


class StandIn(VerbForm):
    """Who does the work of a post, from when until when, and why."""

    since = _day(_("从哪一天"))
    last = forms.DateField(
        label=_("到哪一天（含当天）"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请按 2026-11-22 的样子填写日期。"), "required": _("请填写日期。")},
        help_text=_("过了这一天自动结束"),
    )
    reason = forms.CharField(label=_("原因"), max_length=300, help_text=_("例如“出差”“休假”，代理人会看到"))

    def __init__(self, *args: Any, own: Any, people: Any, mine: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = OwnPostChoice(own, label=_("哪个岗位"), to_field_name="uid", empty_label=None)
        held.mine = mine
        self.fields["held"] = held
        self.fields["deputy"] = PersonChoice(
            people, label=_("请谁代理"), to_field_name="uid", empty_label=_("请选择")
        )
        self.order_fields(["held", "deputy", "since", "last", "reason"])
