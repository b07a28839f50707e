"""The acts of this room: what is done *to* accounts. Signing in is no act, it goes to the access log."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

STAFF_CREATED = "accounts.staff_account_created"
PASSWORD_RESET = "accounts.password_reset"
DISABLED = "accounts.account_disabled"
ENABLED = "accounts.account_enabled"
UNLOCKED = "accounts.account_unlocked"
AMENDED = "accounts.account_amended"
AUTHENTICATOR_BOUND = "accounts.authenticator_bound"
AUTHENTICATOR_REMOVED = "accounts.authenticator_removed"
AUTHENTICATOR_RESET = "accounts.authenticator_reset"
RECOVERY_RENEWED = "accounts.recovery_codes_renewed"

declare(STAFF_CREATED, _("开立工作人员账号"), public=False, summary=_("开立工作人员账号"))
declare(PASSWORD_RESET, _("重置密码"), public=False, summary=_("重置密码"))
declare(DISABLED, _("停用账号"), public=False, summary=_("停用账号"))
declare(ENABLED, _("恢复账号"), public=False, summary=_("恢复账号"))
declare(UNLOCKED, _("解除登录锁定"), public=False, summary=_("解除登录锁定"))
declare(AMENDED, _("修改账号资料"), public=False, summary=_("修改账号资料"))
declare(AUTHENTICATOR_BOUND, _("绑定动态口令"), public=False, summary=_("绑定动态口令"))
declare(AUTHENTICATOR_REMOVED, _("解除动态口令"), public=False, summary=_("本人解除动态口令"))
declare(AUTHENTICATOR_RESET, _("重置动态口令"), public=False, summary=_("管理员重置动态口令"))
declare(RECOVERY_RENEWED, _("更换备用口令"), public=False, summary=_("更换备用口令"))
