"""The acts of this room. What everybody may know of a document is its number, issuer, day and fingerprints; what it is
about, and of whom it tells, stands in acts that stay inside. What an export is of belongs to the room that owns the record.
"""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

TEMPLATE_PUBLISHED = "documents.template_published"
COMPOSED = "documents.document_composed"
ISSUED = "documents.document_issued"
FILED = "documents.document_filed"
REPLACED = "documents.document_replaced"
VOIDED = "documents.document_voided"
ENDED = "documents.document_ended"

declare(TEMPLATE_PUBLISHED, _("发布文书模板"), summary=_("发布文书模板“%(name)s”第 %(number)s 版"))
declare(COMPOSED, _("拟稿"), public=False, summary=_("拟%(name)s"))
declare(ISSUED, _("出具文书"), summary=_("%(issuer)s出具%(name)s %(number)s"))
declare(FILED, _("文书归卷"), public=False, summary=_("出具%(name)s %(number)s"))
declare(REPLACED, _("替换文书"), summary=_("%(name)s %(number)s 由 %(by)s 替换"))
declare(VOIDED, _("文书作废"), summary=_("%(name)s %(number)s 作废"))
declare(ENDED, _("文书失效"), public=False, summary=_("%(name)s %(number)s %(state)s"))
