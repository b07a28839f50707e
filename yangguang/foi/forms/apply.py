"""The application of a citizen or an enterprise: what, who, how to receive it (条例第二十九条). What for is never asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from yangguang.accounts.forms import VerbForm
from yangguang.foi import rules
from yangguang.foi.actions import Application
from yangguang.foi.actions.submitting import require_few, require_short
from yangguang.foi.models import Delivery, Medium
from yangguang.lib.errors import Refusal
from yangguang.lib.pinyin import sound
from yangguang.organisations.models import Kind, Organisation
from yangguang.parties.kinds import OF_ORGANISATIONS, OF_PEOPLE, AgencyKind, IdentityKind, PartyKind
from yangguang.parties.particulars import LONGEST, Particulars

CHANNEL = "INTERNET"
_SIGNER = signing.Signer(salt="foi.once")
_FIELDS = ("name", "identity_kind", "identity_number", "phone", "email", "address", "contact")
_FILES = ("pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "jpg", "jpeg", "png", "txt")
ACCEPT = ",".join(f".{one}" for one in _FILES)
# The six kinds of the annual report, in plain words.
KINDS = [
    (PartyKind.NATURAL_PERSON, _("个人")),
    (PartyKind.COMMERCIAL, _("企业、个体工商户、农民专业合作社")),
    (PartyKind.RESEARCH, _("高校、科研机构")),
    (PartyKind.SOCIAL, _("社会团体、基金会、民办非企业等公益组织")),
    (PartyKind.LEGAL, _("律师事务所等法律服务机构")),
    (PartyKind.OTHER, _("其他单位")),
]
MEDIA = [
    (Medium.ELECTRONIC, _("电子文件")),
    (Medium.PAPER, _("纸质件")),
    (Medium.READING, _("到机关查阅")),
    (Medium.COPYING, _("到机关抄录")),
]
DELIVERIES = [
    (Delivery.ONLINE, _("网上查看和下载（用回执上的查询码）")),
    (Delivery.EMAIL, _("电子邮件")),
    (Delivery.POST, _("邮寄到通信地址")),
    (Delivery.IN_PERSON, _("当面领取")),
]
_GROUPS = {Kind.TOWN: _("乡镇、街道")}


def new_mark() -> str:
    """The mark of one form that is handed out: random and signed, so that sending it twice is known as twice."""
    return _SIGNER.sign(token_urlsafe(12))


class Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each is, and how many may come, the verb says."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return list(given)


class OrganisationChoice(forms.ModelChoiceField):
    """By its code in the address, with its sound beside it for the search box of those who have script."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class OrganisationSelect(forms.Select):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        instance = getattr(option["value"], "instance", None)
        if instance is not None:
            option["attrs"]["data-sound"] = " ".join((instance.short_name, *sound(instance.called)))
        return option


def _text(label: Any, field: str, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": str(LONGEST[field]), **attrs}),
    )


def _identities() -> list[Any]:
    def choices(kinds: Any) -> list[tuple[str, Any]]:
        return [(str(one), one.label) for one in IdentityKind if one in kinds]

    organisations = [
        (IdentityKind.USCC, IdentityKind.USCC.label),
        (IdentityKind.OTHER, IdentityKind.OTHER.label),
    ]
    people = [one for one in choices(OF_PEOPLE) if one[0] not in OF_ORGANISATIONS]
    return [("", _("请选择")), (_("个人"), people), (_("单位和其他"), organisations)]


class ApplyForm(VerbForm):
    """Nothing is required by the browser: every fault is told at once, at its field, with all that was typed still there."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("想要什么信息"),
        help_text=_("写信息的名称，例如“2025年度养老机构运营补贴发放情况”。不要写姓名、证件号码和联系方式"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": "200", "autocomplete": "off"}),
    )
    doc_number = forms.CharField(
        label=_("文号"),
        help_text=_("知道的话填，例如“阳民发〔2026〕31号”；不知道就空着"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": "60", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("怎样才能找到它"),
        help_text=_("时间、地点、事项，越具体越快。不用写用途，也不问用途"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    organisation = OrganisationChoice(
        label=_("向哪个机关申请"),
        help_text=_("向制作或者保存它的机关申请。选错了也会告诉您该找谁"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("请选择"),
        widget=OrganisationSelect,
        error_messages={
            "required": _("请选择受理申请的机关。"),
            "invalid_choice": _("请选择受理申请的机关。"),
        },
    )
    papers = FilesField(
        label=_("附件"),
        help_text=_("可以不传。最多 10 个；照片、PDF、Word 都可以"),
        required=False,
        widget=Several(attrs={"multiple": True, "accept": ACCEPT}),
    )
    kind = forms.ChoiceField(
        label=_("申请人是"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=PartyKind.NATURAL_PERSON,
        error_messages={"required": _("请选择申请人类型。"), "invalid_choice": _("请选择申请人类型。")},
    )
    name = _text(_("姓名或者单位名称"), "name", _("和证件上一样"), autocomplete="name")
    identity_kind = forms.ChoiceField(label=_("证件"), choices=_identities, required=False)
    identity_number = _text(
        _("证件号码"),
        "identity_number",
        _("加密保存，只有办理这一件的人可以查看，每看一次都有记录"),
        autocomplete="off",
        spellcheck="false",
        autocapitalize="characters",
    )
    contact = _text(_("联系人"), "contact", _("单位申请的填写"), autocomplete="off")
    phone = _text(_("电话"), "phone", _("手机或者带区号的固定电话"), autocomplete="tel", inputmode="tel")
    email = _text(_("电子邮箱"), "email", "", autocomplete="email", inputmode="email", spellcheck="false")
    address = _text(_("通信地址"), "address", _("选择邮寄的必须填"), autocomplete="street-address")
    for_other = forms.BooleanField(label=_("我替别人申请（委托或者监护）"), required=False)
    agent_kind = forms.ChoiceField(
        label=_("代理"), choices=AgencyKind.choices, initial=AgencyKind.ENTRUSTED, required=False
    )
    agent_name = _text(_("代理人（您）的姓名"), "name", "", autocomplete="off")
    agent_identity_kind = forms.ChoiceField(label=_("您的证件"), choices=_identities, required=False)
    agent_identity_number = _text(
        _("您的证件号码"), "identity_number", "", autocomplete="off", spellcheck="false"
    )
    agent_phone = _text(_("您的电话"), "phone", _("进度发到这里"), autocomplete="off", inputmode="tel")
    agent_email = _text(_("您的电子邮箱"), "email", "", autocomplete="off", inputmode="email")
    authority = forms.FileField(
        label=_("授权委托书，或者监护关系证明"),
        help_text=_("拍照或者扫描"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    medium = forms.ChoiceField(
        label=_("信息的形式"), choices=MEDIA, widget=forms.RadioSelect, initial=Medium.ELECTRONIC
    )
    delivery = forms.ChoiceField(
        label=_("怎样给您答复"), choices=DELIVERIES, widget=forms.RadioSelect, initial=Delivery.ONLINE
    )

    WHAT = ("title", "doc_number", "description", "organisation", "papers")
    WHO = ("kind", "name", "identity_kind", "identity_number", "contact", "phone", "email", "address")
    AGENT = (
        "agent_kind", "agent_name", "agent_identity_kind", "agent_identity_number", "agent_phone", "agent_email",
        "authority",
    )  # fmt: skip
    HOW = ("medium", "delivery")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rules.recipients().in_order()
        self.fields["organisation"].choices = self._organisations  # type: ignore[attr-defined]

    def _organisations(self) -> list[Any]:
        """One list of the county's offices and one of its towns; a select finds its way in them without script."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        groups: dict[str, list[Any]] = {}
        for one in rules.recipients().in_order():
            group = str(_GROUPS.get(Kind(one.kind), _("政府和部门")))
            value = forms.models.ModelChoiceIteratorValue(one.code, one)
            groups.setdefault(group, []).append((value, field.label_from_instance(one)))
        return [("", field.empty_label), *groups.items()]

    @property
    def what(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.WHAT)

    @property
    def who(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.WHO)

    @property
    def agent(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.AGENT)

    @property
    def how(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.HOW)

    @property
    def lost_files(self) -> list[str]:
        """Names of files that were sent along with a form that has a fault: no site can put them into the boxes again."""
        given = [*self.files.getlist("papers"), *self.files.getlist("authority")] if self.is_bound else []
        return [str(one.name) for one in given]

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(data.get(name, "").strip() for name in ("title", "doc_number", "description")):
            self.add_error("title", _("请写明您想要什么信息：名称、文号，或者便于查找的描述，至少写一项。"))
        for name, check, given in (
            ("description", require_short, data.get("description", "").strip()),
            ("papers", require_few, data.get("papers", [])),
        ):
            try:
                check(given)  # here too, so that it is told together with what else is wrong
            except Refusal as refusal:
                self.add_error(name, refusal.message)
        self._check("", self.applicant)
        if data.get("for_other"):
            self._check("agent_", self.representative)
            if not data.get("authority"):
                self.add_error("authority", _("请上传授权委托书；法定代理的，请上传监护关系证明。"))
        try:
            _SIGNER.unsign(data.get("mark", ""))
        except signing.BadSignature:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["mark"] = new_mark()  # type: ignore[index]
            self.add_error(None, _("这张表单不完整，请再提交一次。您填写的内容都在。"))
        return data

    def _check(self, prefix: str, of: Callable[[], Particulars]) -> None:
        told = of()
        try:
            told.checked()
        except Refusal as refusal:
            self.add_error(f"{prefix}{refusal.field}", refusal.message)
        if not told.identity_kind and not self.has_error(f"{prefix}identity_kind"):
            self.add_error(
                f"{prefix}identity_kind", _("请选择证件，填写号码（条例第二十九条要求提供身份证明）。")
            )
        if not any(one.strip() for one in (told.phone, told.email, told.address)):
            self.add_error(f"{prefix}phone", _("请至少填写一种联系方式：电话、电子邮箱或者通信地址。"))

    @sensitive_variables()
    def applicant(self) -> Particulars:
        data = self.cleaned_data
        told = {field: data.get(field, "") for field in _FIELDS}
        if data.get("kind") == PartyKind.NATURAL_PERSON:
            told["contact"] = (
                ""  # its box is not shown to people; what an organisation typed before stays unsaid
            )
        return Particulars(kind=data.get("kind", ""), **told)

    @sensitive_variables()
    def representative(self) -> Particulars:
        data = self.cleaned_data
        told = {field: data.get(f"agent_{field}", "") for field in _FIELDS}
        return Particulars(kind=PartyKind.NATURAL_PERSON, **told)

    @cached_property
    def once(self) -> str:
        """The same form with the same content is the same application; changed after going back it is another one."""
        typed = self.data if isinstance(self.data, QueryDict) else QueryDict()
        content: dict[str, Any] = {name: typed.getlist(name) for name in self.fields}
        content["uploads"] = [
            (name, one.name, one.size) for name, several in sorted(self.files.lists()) for one in several
        ]
        digest = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
        found: str = settings.YANGGUANG_KEYRING.lookup(f"foi.once:{digest}")
        return found

    @sensitive_variables()
    def application(self) -> Application:
        data = self.cleaned_data
        acts_for_other = bool(data.get("for_other"))
        return Application(
            organisation=data["organisation"],
            applicant=self.applicant(),
            channel=CHANNEL,
            title=data["title"],
            doc_number=data["doc_number"],
            description=data["description"],
            medium=data["medium"],
            delivery=data["delivery"],
            agent=self.representative() if acts_for_other else None,
            agent_kind=data.get("agent_kind") or AgencyKind.ENTRUSTED,
            authority=data.get("authority") if acts_for_other else None,
            files=data["papers"],
            once=self.once,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a verb's refusal at the box it is about; one about a file says its name."""
        field = refusal.field or ""
        if refusal.code.startswith("file-") or refusal.code == "too-large":
            authority = self.files.get("authority")
            is_authority = authority is not None and str(authority.name) in refusal.message
            field = "authority" if is_authority else "papers"
        field = {"agent": "agent_name", "files": "papers"}.get(field, field.replace("agent-", "agent_"))
        super().refuse(Refusal(refusal.message, code=refusal.code, field=field or None))


class SupplyForm(VerbForm):
    """What the applicant answers to a demand."""

    text = forms.CharField(label=_("您的答复"), required=False, widget=forms.Textarea(attrs={"rows": "6"}))
    papers = FilesField(
        label=_("附件"),
        help_text=_("可以不传。最多 10 个"),
        required=False,
        widget=Several(attrs={"multiple": True, "accept": ACCEPT}),
    )

    def refuse(self, refusal: Refusal) -> None:
        about_file = refusal.code.startswith("file-") or refusal.code == "too-large"
        field = "papers" if about_file or refusal.field == "files" else refusal.field
        super().refuse(Refusal(refusal.message, code=refusal.code, field=field))


class WithdrawForm(VerbForm):
    reason = forms.CharField(
        label=_("原因"),
        help_text=_("可以不写"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"maxlength": "300"}),
    )


class RateForm(VerbForm):
    score = forms.TypedChoiceField(
        label=_("满意吗"),
        coerce=int,
        choices=[(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项。"), "invalid_choice": _("请选择一项。")},
    )
    words = forms.CharField(
        label=_("想说的话"),
        help_text=_("可以不写，不要写个人信息"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"maxlength": "300", "autocomplete": "off"}),
    )
