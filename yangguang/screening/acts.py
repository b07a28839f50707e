"""The acts of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

WORDS_IMPORTED = "screening.words_imported"
WORD_REMOVED = "screening.word_removed"

declare(
    WORDS_IMPORTED,
    _("词库更新"),
    public=False,
    summary=_("词库“%(list)s”新增 %(added)s 条，更新 %(changed)s 条"),
)
declare(WORD_REMOVED, _("词库删词"), public=False, summary=_("词库“%(list)s”删去一条"))
