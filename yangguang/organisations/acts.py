"""The acts of this room. Names of staff stand in the private part; organisations and posts are public."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

ESTABLISHED = "organisations.organisation_established"
RENAMED = "organisations.organisation_renamed"
AMENDED = "organisations.organisation_amended"
MERGED = "organisations.organisation_merged"
POST_CREATED = "organisations.post_created"
POST_AMENDED = "organisations.post_amended"
APPOINTED = "organisations.appointment_made"
APPOINTMENT_ENDED = "organisations.appointment_ended"
DEPUTY_NAMED = "organisations.deputy_named"
DEPUTY_ENDED = "organisations.deputy_ended"
POST_ABOLISHED = "organisations.post_abolished"
DIVISION_ADDED = "organisations.division_added"
DIVISION_ENDED = "organisations.division_ended"
CONTACT_SET = "organisations.contact_set"
CONTACT_REMOVED = "organisations.contact_removed"
PATTERN_SET = "organisations.number_pattern_set"

declare(ESTABLISHED, _("设立机构"), summary=_("设立%(name)s"))
declare(RENAMED, _("机构更名"), summary=_("%(old_name)s更名为%(name)s"))
declare(AMENDED, _("更正机构信息"), summary=_("更正%(name)s的登记信息"))
declare(MERGED, _("机构合并"), summary=_("%(name)s撤销，职责划入%(successor_name)s"))
declare(POST_CREATED, _("设立岗位"), summary=_("%(organisation_name)s设立岗位%(name)s"))
declare(POST_AMENDED, _("调整岗位"), summary=_("%(organisation_name)s调整岗位%(name)s"))
declare(APPOINTED, _("任职"), summary=_("%(organisation_name)s任命%(post_name)s"))
declare(APPOINTMENT_ENDED, _("免职"), summary=_("%(organisation_name)s免去%(post_name)s任职"))
declare(
    DEPUTY_NAMED,
    _("请人代理"),
    public=False,
    summary=_("%(organisation_name)s%(post_name)s自 %(since)s 至 %(last)s 由人代理"),
)
declare(DEPUTY_ENDED, _("结束代理"), public=False, summary=_("%(organisation_name)s%(post_name)s代理结束"))
declare(PATTERN_SET, _("编号规则调整"), summary=_("%(kind)s编号规则定为 %(pattern)s"))
declare(POST_ABOLISHED, _("撤销岗位"), summary=_("%(organisation_name)s撤销岗位%(name)s"))
declare(CONTACT_SET, _("登记受理联系方式"), summary=_("登记%(name)s的受理联系方式"))
declare(CONTACT_REMOVED, _("取消受理联系方式"), summary=_("%(name)s不再单独受理申请，由上级机构代为受理"))
declare(DIVISION_ADDED, _("登记行政区划"), summary=_("登记行政区划%(name)s"))
declare(DIVISION_ENDED, _("撤销行政区划"), summary=_("撤销行政区划%(name)s"))
