"""The acts of this room. Whose request it is stands in no public part, and what was asked for only inside."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

SUBMITTED = "foi.request_submitted"
RECEIVED = "foi.request_received"
DEMANDED = "foi.applicant_asked"
SUPPLIED = "foi.applicant_answered"
CONSULTED = "foi.opinion_asked"
CONSULTATION_RECEIVED = "foi.opinion_letter_received"
OPINION_GIVEN = "foi.opinion_given"
EXTENDED = "foi.answer_extended"
DEFERRED = "foi.answer_deferred"
ANSWER_DRAFTED = "foi.answer_drafted"
ANSWER_SIGNED = "foi.answer_signed"
ANSWERED = "foi.request_answered"
ENDED = "foi.request_ended"
WITHDRAWN = "foi.request_withdrawn"
TRANSFERRED = "foi.request_transferred"
SPLIT = "foi.request_split"
MERGED = "foi.request_merged"
REDRESS_BEGUN = "foi.redress_begun"
REDRESS_ENDED = "foi.redress_ended"
REOPENED = "foi.request_reopened"
RATED = "foi.request_rated"
IMPORTED = "foi.register_imported"
RELEASED = "foi.answer_released"
REGISTER_EXPORTED = "foi.register_exported"

declare(SUBMITTED, _("提出申请"), public=False, summary=_("提出申请 %(number)s（%(channel)s）"))
declare(RECEIVED, _("确定收到日期"), public=False, summary=_("收到日期 %(on)s"))
declare(DEMANDED, _("告知申请人"), public=False, summary=_("告知申请人%(kind)s，期限 %(due)s"))
declare(SUPPLIED, _("申请人答复"), public=False, summary=_("收到申请人%(kind)s"))
declare(CONSULTED, _("征求意见"), public=False, summary=_("%(ground)s，发函 %(sent)s"))
declare(
    CONSULTATION_RECEIVED,
    _("征求意见函送达"),
    public=False,
    summary=_("征求意见函 %(on)s 送达，意见期限 %(due)s"),
)
declare(OPINION_GIVEN, _("收到意见"), public=False, summary=_("%(ground)s：%(opinion)s"))
declare(EXTENDED, _("延长答复期限"), public=False, summary=_("延长答复期限 %(by)s 个工作日，最迟 %(due)s"))
declare(DEFERRED, _("确定延迟答复"), public=False, summary=_("确定延迟至 %(due)s 答复"))
declare(ANSWER_DRAFTED, _("拟制答复"), public=False, summary=_("拟制答复：%(answer)s"))
declare(ANSWER_SIGNED, _("签发答复"), public=False, summary=_("签发答复 %(number)s"))
declare(ANSWERED, _("答复"), public=False, summary=_("答复于 %(on)s 送出（%(way)s）：%(answer)s"))
declare(ENDED, _("不再处理"), public=False, summary=_("%(answer)s，%(on)s 起不再处理"))
declare(WITHDRAWN, _("撤回申请"), public=False, summary=_("申请人撤回申请"))
declare(TRANSFERRED, _("转办"), public=False, summary=_("由%(old)s转由%(new)s办理"))
declare(SPLIT, _("拆分"), public=False, summary=_("拆出 %(number)s"))
declare(MERGED, _("合并办理"), public=False, summary=_("并入 %(number)s 一并答复"))
declare(REDRESS_BEGUN, _("复议诉讼登记"), public=False, summary=_("%(group)s %(docket)s"))
declare(REDRESS_ENDED, _("复议诉讼结果"), public=False, summary=_("%(docket)s：%(outcome)s"))
declare(REOPENED, _("重新答复"), public=False, summary=_("因 %(docket)s 重新答复"))
declare(RATED, _("评价"), public=False, summary=_("申请人评价 %(score)s 分"))
declare(IMPORTED, _("转入登记簿"), public=False, summary=_("转入已办结的申请 %(count)s 件：%(reason)s"))
declare(RELEASED, _("转为主动公开"), public=False, summary=_("所提供的信息转为主动公开，已起草：%(title)s"))
declare(
    REGISTER_EXPORTED, _("导出申请台账"), public=False, summary=_("导出申请台账 %(count)s 件（%(form)s）")
)
