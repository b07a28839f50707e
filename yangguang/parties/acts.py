"""The acts of this room. All stay inside, and even there they name people by reference only: what was shown to whom is a
list of fields, and what was changed is a list of fields. Who did it, and the reason, stand in the encrypted part.
"""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

REGISTERED = "parties.party_registered"
AMENDED = "parties.party_amended"
LINKED = "parties.party_linked"
UNMASKED = "parties.party_unmasked"
ERASED = "parties.party_erased"
APPOINTED = "parties.agent_appointed"
ENDED = "parties.agency_ended"
CONSENTED = "parties.consent_given"
WITHDRAWN = "parties.consent_withdrawn"

declare(REGISTERED, _("登记当事人"), public=False)
declare(AMENDED, _("更正当事人信息"), public=False)
declare(LINKED, _("当事人关联账户"), public=False)
declare(UNMASKED, _("查看当事人完整信息"), public=False)
declare(ERASED, _("删除当事人信息"), public=False)
declare(APPOINTED, _("登记代理人"), public=False)
declare(ENDED, _("代理终止"), public=False)
declare(CONSENTED, _("同意处理个人信息"), public=False)
declare(WITHDRAWN, _("撤回同意"), public=False)
