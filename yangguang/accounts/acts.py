"""The acts of this room: what is done *to* accounts. Signing in is no act, it goes to the access log."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

STAFF_CREATED = "accounts.staff_account_created"
PASSWORD_RESET = "accounts.password_reset"
DISABLED = "accounts.account_disabled"
ENABLED = "accounts.account_enabled"
UNLOCKED = "accounts.account_unlocked"
AMENDED = "accounts.account_amended"

declare(STAFF_CREATED, _("开立工作人员账号"), public=False, summary=_("开立工作人员账号"))
declare(PASSWORD_RESET, _("重置密码"), public=False, summary=_("重置密码"))
declare(DISABLED, _("停用账号"), public=False, summary=_("停用账号"))
declare(ENABLED, _("恢复账号"), public=False, summary=_("恢复账号"))
declare(UNLOCKED, _("解除登录锁定"), public=False, summary=_("解除登录锁定"))
declare(AMENDED, _("修改账号资料"), public=False, summary=_("修改账号资料"))
