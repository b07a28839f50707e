"""The acts of this room. Opinions, reasons given inside and names stay in the private part."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

DRAFTED = "disclosure.item_drafted"
SUBMITTED = "disclosure.edition_submitted"
APPROVED = "disclosure.edition_approved"
RETURNED = "disclosure.edition_returned"
FINDING_OVERRULED = "disclosure.finding_overruled"
PUBLISHED = "disclosure.edition_published"
REGISTERED = "disclosure.item_registered"
IMPORT_ORDERED = "disclosure.import_ordered"
SECRECY_STOPPED = "disclosure.secrecy_stopped"
CATALOGUE_SET = "disclosure.catalogue_set"
WITHDRAWN = "disclosure.item_withdrawn"
RESTORED = "disclosure.item_restored"
EXPUNGED = "disclosure.content_expunged"
VALIDITY_DECLARED = "disclosure.validity_declared"
PLAN_SET = "disclosure.publication_planned"
SIGNED_TO_WAIT = "disclosure.edition_signed_to_wait"
PLAN_MOVED = "disclosure.publication_brought_forward"
PLAN_CANCELLED = "disclosure.publication_plan_cancelled"
PLAN_FAILED = "disclosure.publication_failed"

declare(DRAFTED, _("起草"), public=False, summary=_("起草一件公开信息"))
declare(SUBMITTED, _("送审"), public=False, summary=_("第 %(number)s 稿送审"))
declare(APPROVED, _("审签通过"), public=False, summary=_("%(step)s通过"))
declare(RETURNED, _("退回修改"), public=False, summary=_("%(step)s退回修改"))
declare(FINDING_OVERRULED, _("保留审查提示"), public=False, summary=_("说明理由后保留：%(message)s"))
declare(PUBLISHED, _("公开"), summary=_("公开《%(title)s》（第 %(release)s 版）"))
declare(REGISTERED, _("登记"), public=False, summary=_("登记一件不主动公开的信息"))
declare(IMPORT_ORDERED, _("批量导入"), summary=_("批量导入 %(read)s 件，公开 %(published)s 件：%(reason)s"))
declare(SECRECY_STOPPED, _("发现密级标志"), public=False, summary=_("%(where)s里有密级标志，没有保存"))
declare(CATALOGUE_SET, _("调整公开目录"), summary=_("%(organisation_name)s公开目录调整为 %(count)s 项"))
# Of what left the public the acts tell number and reason, never title or text.
declare(WITHDRAWN, _("撤下"), summary=_("撤下索引号 %(index_number)s 的信息：%(reason)s"))
declare(RESTORED, _("恢复公开"), summary=_("恢复公开索引号 %(index_number)s 的信息：%(reason)s"))
declare(EXPUNGED, _("依法消除"), summary=_("依法消除索引号 %(index_number)s 的内容：%(reason)s"))
declare(
    VALIDITY_DECLARED,
    _("认定有效性"),
    summary=_("认定《%(title)s》%(status_name)s，自 %(on)s 起：%(reason)s"),
)
# What is not public yet is nobody else's to know, its moment neither.
declare(PLAN_SET, _("定公开时间"), public=False, summary=_("签发后于 %(publish_at)s 公开"))
declare(
    SIGNED_TO_WAIT,
    _("已签发，等待公开"),
    public=False,
    summary=_("第 %(number)s 稿已签发，%(publish_at)s 公开"),
)
declare(PLAN_MOVED, _("提前公开"), public=False, summary=_("公开时间由 %(before)s 提前到 %(publish_at)s"))
declare(PLAN_FAILED, _("到时没有公开"), public=False, summary=_("原定 %(publish_at)s 公开，到时没有公开"))
declare(PLAN_CANCELLED, _("取消定时公开"), public=False, summary=_("取消原定 %(publish_at)s 的公开"))
