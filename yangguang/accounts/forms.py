"""The forms of signing in. They keep what was typed, but for passwords and codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from yangguang.lib.errors import Refusal


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, for its first argument; an empty form that was sent is sent all the same."""
    return request.POST if request.method == "POST" else None


class VerbForm(forms.Form):
    """A form whose verb may refuse: the refusal stands at its field, and at the top in any case."""

    def refuse(self, refusal: Refusal) -> None:
        """Show a verb's refusal."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    def say_wrong(self) -> None:
        """Tell screen readers which boxes are wrong, and where it is said."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs.update(
                    {"aria-invalid": "true", "aria-describedby": f"id_{name}-wrong"}
                )


def _box(kind: str = "text", **attrs: Any) -> forms.Widget:
    if kind == "password":
        return forms.PasswordInput(attrs=attrs)
    return forms.TextInput(attrs=attrs)


class PasswordSignIn(VerbForm):
    identifier = forms.CharField(
        label=_("用户名、手机号码或者电子邮箱"),
        max_length=254,
        widget=_box(autocomplete="username", autocapitalize="none", spellcheck="false"),
        error_messages={"required": _("请填写用户名、手机号码或者电子邮箱。")},
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=_box("password", autocomplete="current-password"),
        error_messages={"required": _("请填写密码。")},
    )


class CodeRequest(VerbForm):
    address = forms.CharField(
        label=_("手机号码或者电子邮箱"),
        help_text=_("我们把 6 位验证码发到这里。第一次用的，验证通过就开好账号"),
        max_length=254,
        widget=_box(autocomplete="username", autocapitalize="none", spellcheck="false"),
        error_messages={"required": _("请填写手机号码或者电子邮箱。")},
    )


class CodeEntry(VerbForm):
    code = forms.CharField(
        label=_("6 位验证码"),
        max_length=20,
        widget=_box(autocomplete="one-time-code", inputmode="numeric", **{"class": "short"}),
        error_messages={"required": _("请填写收到的验证码。")},
    )


class SecondStep(VerbForm):
    code = forms.CharField(
        label=_("动态口令"),
        help_text=_("手机应用上现在显示的 6 位数字；手机不在身边的，填一个备用口令"),
        max_length=20,
        widget=_box(autocomplete="one-time-code", autocapitalize="none", **{"class": "short"}),
        error_messages={"required": _("请填写动态口令。")},
    )


class AuthenticatorCode(VerbForm):
    code = forms.CharField(
        label=_("手机上显示的 6 位数字"),
        max_length=20,
        widget=_box(autocomplete="one-time-code", inputmode="numeric", **{"class": "short"}),
        error_messages={"required": _("请填写手机上显示的 6 位数字。")},
    )


class ItIsI(SecondStep):
    password = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=_box("password", autocomplete="current-password"),
        error_messages={"required": _("请填写现在的密码。")},
    )
    field_order = ["password", "code"]


class NewPassword(VerbForm):
    new = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 10 个字，可以用几个不相干的词连起来；不要用常见的密码，也不要和姓名、用户名相近"),
        max_length=256,
        strip=False,
        widget=_box("password", autocomplete="new-password"),
        error_messages={"required": _("请填写新密码。")},
    )
    again = forms.CharField(
        label=_("再填一遍新密码"),
        max_length=256,
        strip=False,
        widget=_box("password", autocomplete="new-password"),
        error_messages={"required": _("请再填一遍新密码。")},
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("两次填的不一样，请重新填写。"))
        return again


class PasswordChange(NewPassword):
    current = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=_box("password", autocomplete="current-password"),
        error_messages={"required": _("请填写现在的密码。")},
    )
    field_order = ["current", "new", "again"]


class Profile(VerbForm):
    name = forms.CharField(
        label=_("称呼"),
        max_length=60,
        required=False,
        widget=_box(autocomplete="name"),
        help_text=_("写在给您的通知里"),
    )
