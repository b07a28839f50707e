"""People who sign in.

One ``User`` for all: staff have a ``username``, citizens come by e-mail or phone. What staff may do is not
written here: it follows from their appointments (room ``organisations``). There is no superuser, by constraint.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.web.fields import UidField

from .identifiers import masked


class RealNameLevel(models.IntegerChoices):
    """How well the house knows that a person is who she says she is."""

    NONE = 0, _("未核实")
    CONTACT = 1, _("已核实联系方式")
    IDENTITY = 2, _("已核实身份证件")
    FACE = 3, _("已当面核实")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def staff(self) -> UserQuerySet:
        return self.filter(username__isnull=False)

    def citizens(self) -> UserQuerySet:
        return self.filter(username__isnull=True)


class UserManager(BaseUserManager["User"]):
    """Reading only: accounts are made by the verbs in ``actions``."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def staff(self) -> UserQuerySet:
        return self.get_queryset().staff()

    def citizens(self) -> UserQuerySet:
        return self.get_queryset().citizens()

    def create_superuser(self, *args: Any, **kwargs: Any) -> User:
        raise Refusal(_("本平台没有超级用户：所有权限都来自任职。"), code="forbidden")


class User(AbstractBaseUser, PermissionsMixin):
    uid = UidField()
    username = models.CharField(
        _("用户名"), max_length=60, unique=True, null=True, blank=True, help_text=_("工作人员才有")
    )
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), unique=True, null=True, blank=True)
    phone = models.CharField(_("手机号码"), max_length=20, unique=True, null=True, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    real_name_level = models.PositiveSmallIntegerField(
        _("实名等级"), choices=RealNameLevel, default=RealNameLevel.NONE
    )
    must_change_password = models.BooleanField(_("须先改密码"), default=False)
    password_changed_at = models.DateTimeField(_("改密码的时间"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("开户时间"), editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    REF_KIND = "accounts.user"

    objects = UserManager()

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
            models.CheckConstraint(
                condition=models.Q(username__isnull=False)
                | models.Q(email__isnull=False)
                | models.Q(phone__isnull=False),
                name="user_can_be_addressed",
            ),
            models.CheckConstraint(
                condition=~models.Q(username="") & ~models.Q(email="") & ~models.Q(phone=""),
                name="user_identifiers_not_empty",
            ),
            # Identifiers are stored in lower case; this keeps a careless import from making twins.
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(Lower("email"), name="user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def is_person_of_staff(self) -> bool:
        return self.username is not None

    @property
    def own_identifier(self) -> str:
        """Something that this person may type to say who she is."""
        return self.username or self.phone or self.email or ""

    @property
    def display_name(self) -> str:
        """The name to greet with; a citizen without a name is greeted by a masked address."""
        return self.name or self.username or masked(self.phone or self.email or "")

    @property
    def masked_phone(self) -> str:
        return masked(self.phone or "")

    @property
    def masked_email(self) -> str:
        return masked(self.email or "")

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    # Wagtail's admin asks for these two of any user model.
    @property
    def first_name(self) -> str:
        return self.display_name

    @property
    def last_name(self) -> str:
        return ""


class SignInThrottle(models.Model):
    """How often signing in failed lately under one key, and until when it is closed.

    ``key`` is a keyed digest (of an account, of an unknown identifier, of a network address): the table
    cannot be read as a list of who tried. An attempt is counted *before* the password is looked at,
    by a conditional update, so that parallel guesses cannot slip through together.
    """

    key = models.CharField(max_length=64, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    window_started = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("登录限制")
        verbose_name_plural = _("登录限制")

    def __str__(self) -> str:
        return self.key[:8]


class CodeChannel(models.TextChoices):
    EMAIL = "email", _("电子邮箱")
    SMS = "sms", _("短信")


class SignInCode(models.Model):
    """A one-time code that was sent to an address. The code itself is stored as a keyed digest only."""

    uid = UidField()
    channel = models.CharField(max_length=10, choices=CodeChannel)
    address_digest = models.CharField(max_length=64, db_index=True)
    requested_from = models.CharField(max_length=64, db_index=True)
    code_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    attempts_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登录验证码")
        verbose_name_plural = _("登录验证码")
        indexes = [models.Index(fields=["address_digest", "created_at"], name="code_by_address")]

    def __str__(self) -> str:
        return str(self.uid)


class SignInOutcome(models.TextChoices):
    OK = "ok", _("成功")
    HALFWAY = "halfway", _("密码正确，待填动态口令")
    FAILED = "failed", _("失败")
    LOCKED = "locked", _("已锁定")
    DISABLED = "disabled", _("账号已停用")
    CODE_SENT = "code-sent", _("已发验证码")
    SIGNED_OUT = "signed-out", _("退出")


class SignIn(models.Model):
    """The access log of signing in. Kept ``schedule.KEEP_DAYS`` days (网络安全法: at least six months), then deleted.

    It is no part of the journal: it holds network addresses, and reading a log is no official act.
    """

    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=SignInOutcome)
    method = models.CharField(_("方式"), max_length=10)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="sign_ins")
    identifier = models.CharField(_("所填账号"), max_length=60, help_text=_("只留首尾"))
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("登录记录")
        verbose_name_plural = _("登录记录")
        indexes = [models.Index(fields=["user", "-at"], name="sign_ins_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=SignInOutcome.values), name="sign_in_outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class Authenticator(models.Model):
    """The app on a person's phone that shows one-time codes. It counts only once confirmed by a first code.

    ``last_step`` is the step of the newest code that was taken: none is taken twice, and none from before it.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator")
    sealed_secret = models.BinaryField()
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("动态口令")
        verbose_name_plural = _("动态口令")

    def __str__(self) -> str:
        return str(self.user_id)

    def seal(self, secret: bytes) -> None:
        """Keep the secret under the house's current key, bound to this person."""
        self.sealed_secret = settings.YANGGUANG_KEYRING.encrypt(secret, aad=self._bound())

    def secret(self) -> bytes:
        """The secret. Raises DecryptionError when the key is gone or the row belongs to somebody else."""
        return settings.YANGGUANG_KEYRING.decrypt(bytes(self.sealed_secret), aad=self._bound())

    def _bound(self) -> bytes:
        return f"authenticator:{self.user.uid}".encode()


class RecoveryCode(models.Model):
    """For the day on which the phone is lost: signs in once instead of the app. Only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("备用口令")
        verbose_name_plural = _("备用口令")

    def __str__(self) -> str:
        return self.digest[:8]


class FormerPassword(models.Model):
    """The hash of a password that was used before, so that it is not chosen again at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("用过的密码")
        verbose_name_plural = _("用过的密码")

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d}"


class OpenSession(models.Model):
    """One browser in which a person is signed in, as that person sees it in the list of sign-ins.

    Beside Django's session, which holds the key; deleting that one signs the browser out.
    """

    uid = UidField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    agent = models.CharField(_("浏览器"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("登录着的浏览器")
        verbose_name_plural = _("登录着的浏览器")

    def __str__(self) -> str:
        return str(self.uid)
