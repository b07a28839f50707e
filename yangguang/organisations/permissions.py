"""Everything a post can allow, in one place.

Grammar: ``room.verb`` in the words of the room that asks, or a single verb for what concerns the whole house.
A permission counts in the post's organisation and in all below it.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    MANAGE_PROCESSES = "casework.manage"
    MANAGE_CALENDAR = "deadlines.manage"
    MANAGE_TABLES = "decisions.manage"
    DRAFT = "disclosure.draft"
    EXPUNGE = "disclosure.expunge"
    IMPORT = "disclosure.import"
    MANAGE_CATALOGUE = "disclosure.manage_catalogue"
    REVIEW = "disclosure.review"
    SEE_INTERNAL = "disclosure.see_internal"
    WITHDRAW = "disclosure.withdraw"
    END_DOCUMENTS = "documents.end"
    MANAGE_TEMPLATES = "documents.manage"
    HANDLE_REQUESTS = "foi.handle"
    SEE_REQUESTS = "foi.see"
    OPERATE = "operate"
    MANAGE_PEOPLE = "organisations.manage"
    MANAGE_WORDS = "screening.manage"
    SUPERVISE = "supervision.watch"


LABELS: dict[Permission, str | Promise] = {
    Permission.MANAGE_PROCESSES: _("管理办理流程"),
    Permission.MANAGE_CALENDAR: _("维护工作日历和时限"),
    Permission.MANAGE_TABLES: _("管理决策表"),
    Permission.DRAFT: _("起草公开信息"),
    Permission.EXPUNGE: _("依法消除已公开的内容"),
    Permission.IMPORT: _("批量导入"),
    Permission.MANAGE_CATALOGUE: _("管理公开目录"),
    Permission.REVIEW: _("审核公开信息"),
    Permission.SEE_INTERNAL: _("查看未公开的信息"),
    Permission.WITHDRAW: _("撤下和恢复公开信息"),
    Permission.END_DOCUMENTS: _("作废和替换文书"),
    Permission.MANAGE_TEMPLATES: _("管理文书模板"),
    Permission.HANDLE_REQUESTS: _("办理信息公开申请"),
    Permission.SEE_REQUESTS: _("查看信息公开申请"),
    Permission.OPERATE: _("运行维护"),
    Permission.MANAGE_PEOPLE: _("管理机构和人员"),
    Permission.MANAGE_WORDS: _("维护审查词库"),
    Permission.SUPERVISE: _("电子监察"),
}

# Who may give these must hold MANAGE_PEOPLE over an organisation *above* or at the one concerned and hold the
# permission too: otherwise a town could raise itself.
GUARDED = frozenset({Permission.OPERATE, Permission.MANAGE_PEOPLE})

# 三员分立 (GB/T 22239-2019): who runs the system does not watch it.
APART = (frozenset({Permission.OPERATE, Permission.SUPERVISE}),)
