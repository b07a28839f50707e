"""What is typed when something is done to a request. ``lead`` says above the form what it will do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yangguang.deadlines import rules as counting
from yangguang.disclosure.models import Category
from yangguang.foi import channels, rules
from yangguang.foi.models import (
    DemandKind,
    Opinion,
    RedressGroup,
    RedressOutcome,
    Request,
)
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.parties.kinds import PartyKind

from .fields import DayInput, SeveralFiles

_REASON = 300


def _words(
    label: Any, *, rows: int = 3, most: int = _REASON, help_text: Any = "", required: bool = True
) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MatterForm(forms.Form):
    """A form about one request. Django's own rules say what is missing; the verb says what is wrong."""

    def __init__(self, *args: Any, matter: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the request."""

    def lead(self) -> list[str]:
        """Sentences above the form."""
        return []

    @property
    def found(self) -> Request:
        return self.matter.found


class ExtendForm(MatterForm):
    by = forms.TypedChoiceField(
        label=_("延长多少"), coerce=int, help_text=_("旁边写着延长以后的最后一天；会写进告知书。")
    )
    reason = _words(
        _("延长的理由"), help_text=_("写进给申请人的告知书，从“因”字后面写起，不要写申请人的姓名。")
    )

    def prepare(self) -> None:
        running = rules.reply_clock(self.found)
        offered = []
        if running is not None and running.outcome == "running" and running.due_on:
            for days in range(1, running.limit.extend_by + 1):
                later = counting.due_under(
                    running.limit,
                    running.started_on,
                    self.found.organisation,
                    suspensions=running.suspensions,
                    extension=running.extension + days,
                )
                offered.append((days, gettext("%(n)d 个工作日，最迟 %(due)s") % {"n": days, "due": later.on}))
        self.fields["by"].choices = offered  # type: ignore[attr-defined]
        if offered:
            self.fields["by"].initial = offered[-1][0]

    def lead(self) -> list[str]:
        due = rules.due_day(self.found)
        said = (
            [gettext("现在最迟 %(due)s 答复。") % {"due": due}]
            if due
            else [gettext("答复期限现在没有在计时。")]
        )
        return [
            *said,
            gettext("需要延长的，由本机关政府信息公开工作机构负责人同意，在期满以前告知申请人，最多延长 20 个工作日（条例第三十三条）。保存以后，告知书随即出具。"),
        ]  # fmt: skip


class DeferForm(MatterForm):
    until = forms.DateField(label=_("延迟到哪一天答复"), widget=DayInput())
    reason = _words(_("不能按期答复的原因"), help_text=_("写进告知书，从“因”字后面写起。"))

    def lead(self) -> list[str]:
        return [
            gettext("申请数量、频次明显超过合理范围，申请人说明的理由合理，但是不能在规定的期限内答复的，可以确定延迟答复的合理期限并告知申请人（条例第三十五条）。")
        ]  # fmt: skip


class ConsultForm(MatterForm):
    """Whom to ask: a third party with how it is reached, or an agency from the list or by its name."""

    ground = forms.ChoiceField(label=_("征求谁的意见"), widget=forms.RadioSelect)
    question = _words(
        _("征求意见的内容"),
        rows=4,
        most=2_000,
        help_text=_("写明涉及对方的是什么信息。不要写申请人是谁。"),
    )
    name = forms.CharField(
        label=_("第三方的姓名或者名称"),
        required=False,
        max_length=200,
        help_text=_("征求第三方意见的填写下面四项。"),
    )
    kind = forms.ChoiceField(
        label=_("第三方的类型"), required=False, choices=PartyKind.choices, initial="commercial"
    )
    phone = forms.CharField(label=_("电话"), required=False, max_length=20)
    address = forms.CharField(label=_("通信地址"), required=False, max_length=300)
    agency = forms.ModelChoiceField(
        label=_("被征求意见的机关"),
        required=False,
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("（不在下面）"),
        help_text=_("征求共同制作机关、其他机关意见的选择；不在名单里的写在下一项。"),
    )
    agency_name = forms.CharField(label=_("其他机关的名称"), required=False, max_length=120)

    def prepare(self) -> None:
        grounds = ("third-party", "joint-agency", "agency")
        told = [channels.consultation_of(one) for one in grounds]
        words = gettext("%(name)s（%(basis)s；%(meaning)s）")
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one.ground, words % {"name": one.name, "basis": one.basis, "meaning": one.meaning})
            for one in told
        ]
        self.fields["ground"].initial = "third-party"
        others = Organisation.objects.current().exclude(pk=self.found.organisation_id).in_order()
        self.fields["agency"].queryset = others  # type: ignore[attr-defined]

    def lead(self) -> list[str]:
        return [
            gettext(
                "发函的次日起，征求意见的时间不计入答复期限（条例第三十三条第三款）。保存以后，征求意见函随即出具。"
            )
        ]


class ReceivedForm(MatterForm):
    on = forms.DateField(label=_("对方哪天收到征求意见函"), widget=DayInput())

    def prepare(self) -> None:
        self.fields["on"].initial = clock.today()

    def lead(self) -> list[str]:
        return [
            gettext("对方自收到之日起 15 个工作日内提出意见（条例第三十二条、第三十四条），从这一天算起。")
        ]


class OpinionForm(MatterForm):
    opinion = forms.ChoiceField(
        label=_("意见"),
        widget=forms.RadioSelect,
        choices=[one for one in Opinion.choices if one[0] != Opinion.SILENT],
    )
    words = _words(
        _("意见的内容"),
        rows=4,
        most=2_000,
        required=False,
        help_text=_("不同意公开的，要写明对方说明的理由。"),
    )
    on = forms.DateField(label=_("收到意见的日期"), widget=DayInput())

    def prepare(self) -> None:
        self.fields["on"].initial = clock.today()


class TransferForm(MatterForm):
    to = forms.ModelChoiceField(
        label=_("转给哪个机关"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("请选择"),
    )
    reason = _words(_("转办的理由"), help_text=_("写进给申请人的告知书，从“因”字后面写起。"))

    def prepare(self) -> None:
        others = rules.recipients().exclude(pk=self.found.organisation_id).in_order()
        self.fields["to"].queryset = others  # type: ignore[attr-defined]

    def lead(self) -> list[str]:
        return [
            gettext("登记受理以前，可以转给本级负责公开这些信息的机关。收到日期不变，申请人会收到转办告知书；转出以后由对方办理。不在名单里的机关负责的，受理以后按“不属于本机关负责公开”答复。")
        ]  # fmt: skip


class SplitForm(MatterForm):
    titles = forms.CharField(
        label=_("拆成哪几项"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=3_000,
        help_text=_("一行一项，写信息的名称。第一项留在这一件里，其余各项各成一件，日期不变。"),
    )

    def prepare(self) -> None:
        self.fields["titles"].initial = f"{self.found.title}\n"

    def lead(self) -> list[str]:
        return [
            gettext(
                "一份申请里要求几项不相关的信息、分别答复更清楚的，登记受理以前可以拆分；每一项分别编号、分别计入年度报告。"
            )
        ]


class MergeForm(MatterForm):
    into = forms.ModelChoiceField(
        label=_("并入哪一件"),
        queryset=Request.objects.none(),
        to_field_name="uid",
        empty_label=_("请选择"),
    )

    def prepare(self) -> None:
        same = rules.of_the_same(self.found).filter(organisation=self.found.organisation).ongoing()
        offered = same.filter(merged_into=None).exclude(pk=self.found.pk).order_by("pk")
        field = self.fields["into"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.number}　{one.title}"  # type: ignore[attr-defined]

    def lead(self) -> list[str]:
        said = [
            gettext(
                "同一申请人的几件申请可以一并答复：这一件不再单独办理，随那一件的答复办结，仍然分别计数。"
            )
        ]
        if not self.fields["into"].queryset.exists():  # type: ignore[attr-defined]
            said.append(gettext("这位申请人没有别的在办申请可以并入。"))
        return said


class WithdrawForm(MatterForm):
    reason = _words(_("撤回的理由"), required=False, help_text=_("申请人说了就写，没有说的不填。"))
    files = SeveralFiles(  # type: ignore[assignment]  # a field, not what was sent
        label=_("撤回申请的信件"), required=False, help_text=_("申请人来信、当面签名的材料，扫描后上传。")
    )

    def lead(self) -> list[str]:
        return [gettext("只登记申请人自己的意思。撤回以后，这一件按“撤回及其他”办结，不能恢复。")]


class SupplyForm(MatterForm):
    kind = forms.ChoiceField(label=_("申请人交来的是什么"), widget=forms.RadioSelect)
    text = _words(
        _("内容"),
        rows=4,
        most=5_000,
        required=False,
        help_text=_("补正和说明理由的，写申请人的原话或者要点；缴费的写票据号。"),
    )
    on = forms.DateField(label=_("收到的日期"), widget=DayInput())
    files = SeveralFiles(  # type: ignore[assignment]  # a field, not what was sent
        label=_("材料"), required=False, help_text=_("来信、票据，扫描后上传，最多 10 个。")
    )

    def prepare(self) -> None:
        waiting = self.found.demands.filter(answered_on=None).order_by("pk")
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.kind, gettext("%(kind)s（%(asked)s 告知，期限 %(due)s）") % {"kind": DemandKind(one.kind).label, "asked": one.asked_on, "due": one.due_on})
            for one in waiting
        ]  # fmt: skip
        self.fields["on"].initial = clock.today()
        if len(self.fields["kind"].choices) == 1:  # type: ignore[attr-defined]
            self.fields["kind"].initial = self.fields["kind"].choices[0][0]  # type: ignore[attr-defined]

    def lead(self) -> list[str]:
        return [gettext("补正、缴费收到以后，答复期限从次日起重新计算；说明理由收到以后，期限接着计算。")]


class RedressForm(MatterForm):
    group = forms.ChoiceField(label=_("种类"), widget=forms.RadioSelect, choices=RedressGroup.choices)
    follows: Any = forms.ModelChoiceField(
        label=_("对哪一次复议不服"),
        required=False,
        queryset=None,
        to_field_name="uid",
        empty_label=_("（不是复议后起诉）"),
    )
    authority = forms.CharField(label=_("复议机关或者法院"), max_length=120)
    docket = forms.CharField(label=_("案号"), max_length=80)
    begun_on = forms.DateField(label=_("受理日期"), widget=DayInput())

    def prepare(self) -> None:
        reviews = self.found.redresses.filter(group=RedressGroup.REVIEW).order_by("pk")
        self.fields["follows"].queryset = reviews  # type: ignore[attr-defined]

    def lead(self) -> list[str]:
        return [gettext("登记以后计入年度报告的复议诉讼表。结果出来再登记结果。")]


class RedressEndForm(MatterForm):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("of a review or lawsuit", "结果"),
        widget=forms.RadioSelect,
        choices=RedressOutcome.choices,
    )
    ended_on = forms.DateField(label=_("结果日期"), widget=DayInput())
    words = _words(_("说明"), most=500, required=False, help_text=_("如：撤销原答复，责令重新答复。"))


class SureForm(MatterForm):
    """Nothing to type; the button is the question."""


class ReopenForm(SureForm):
    def lead(self) -> list[str]:
        return [gettext("原答复被纠正，重新办理：从登记开始再办一次，原答复和它所在年度的统计不变。")]


class ReleaseForm(MatterForm):
    title = forms.CharField(
        label=_("公开的标题"), max_length=200, help_text=_("写信息的名称，不要写申请人。")
    )
    category = forms.ModelChoiceField(
        label=_("公开分类"), queryset=Category.objects.none(), to_field_name="code", empty_label=_("请选择")
    )
    summary = _words(_("公开的是什么信息"), rows=5, most=5_000)

    def prepare(self) -> None:
        self.fields["category"].queryset = Category.objects.fillable().order_by("order", "code")  # type: ignore[attr-defined]
        self.fields["title"].initial = self.found.title

    def lead(self) -> list[str]:
        return [
            gettext("多个申请人申请相同信息、可以公开的，应当转为主动公开（条例第四十四条）。保存以后成为信息公开里的一份草稿，带上答复所附的文件，照常审核；涉及个人信息的，先遮盖再送审。")
        ]  # fmt: skip
