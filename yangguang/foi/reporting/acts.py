"""The acts of annual reports. All inside: that a report became public is told by the gate."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

REPORT_BEGUN = "foi.report_begun"
REPORT_SAVED = "foi.report_saved"
REPORT_COUNTED = "foi.report_counted"
FIGURES_CHANGED = "foi.report_figures_changed"
REPORT_FILED = "foi.report_filed"

declare(REPORT_BEGUN, _("开始编制年度报告"), public=False, summary=_("开始编制%(year)s年度报告"))
declare(REPORT_SAVED, _("保存年度报告"), public=False, summary=_("保存%(year)s年度报告"))
declare(REPORT_COUNTED, _("重新统计"), public=False, summary=_("按台账重新统计，%(count)s 格有变化"))
declare(FIGURES_CHANGED, _("人工改动数字"), public=False, summary=_("人工改动 %(count)s 格：%(cells)s"))
declare(REPORT_FILED, _("年度报告送审"), public=False, summary=_("%(year)s年度报告送审"))
