"""The acts of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

WORDS_SET = "search.words_set"
WORDS_REMOVED = "search.words_removed"
WORDS_IMPORTED = "search.words_imported"

declare(WORDS_SET, _("设定同义词"), public=False, summary=_("设定同义词“%(words)s”"))
declare(WORDS_REMOVED, _("删去同义词"), public=False, summary=_("删去同义词“%(words)s”"))
declare(WORDS_IMPORTED, _("导入同义词"), public=False, summary=_("导入同义词，新增 %(added)s 组"))
