"""The acts of this room. A file's name may tell of a person, so it stands in the private part only."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

TAKEN_IN = "files.file_taken_in"
MADE = "files.file_made"
RELEASED = "files.file_released"
WITHHELD = "files.file_withheld"
QUARANTINED = "files.file_quarantined"
DESTROYED = "files.file_destroyed"
REDACTED = "files.file_redacted"

# What happens to a file that was never public is nobody's business outside: its hash would let a stranger who guesses
# the content make sure of it, and the act would stand in the public history of its owner once that is published.
KEPT_INSIDE = {
    WITHHELD: "files.private_file_withheld",
    QUARANTINED: "files.private_file_quarantined",
    DESTROYED: "files.private_file_destroyed",
}

declare(TAKEN_IN, _("收存文件"), public=False, summary=_("收存%(extension)s文件"))
declare(MADE, _("生成文件"), public=False, summary=_("生成%(extension)s文件"))
declare(RELEASED, _("公开文件"), summary=_("公开%(extension)s附件"))
declare(WITHHELD, _("撤下文件"), summary=_("撤下%(extension)s附件"))
declare(QUARANTINED, _("隔离文件"), summary=_("隔离%(extension)s附件"))
declare(DESTROYED, _("销毁文件"), summary=_("销毁%(extension)s附件"))
# The original's hash stands in the private part: whoever can guess what is under a box must not be able to make sure of it.
declare(REDACTED, _("遮盖文件"), public=False, summary=_("遮盖PDF文件，%(count)s 处"))
declare(KEPT_INSIDE[WITHHELD], _("解除隔离"), public=False, summary=_("解除隔离%(extension)s文件"))
declare(KEPT_INSIDE[QUARANTINED], _("隔离文件"), public=False, summary=_("隔离%(extension)s文件"))
declare(KEPT_INSIDE[DESTROYED], _("销毁文件"), public=False, summary=_("销毁%(extension)s文件"))
