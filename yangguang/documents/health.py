"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from yangguang.documents import typesetting
from yangguang.documents.models import Document, Export, ExportState
from yangguang.lib import clock
from yangguang.lib.health import Check

_LATE = timedelta(minutes=30)


def checks() -> list[Check]:
    """Whether Chinese text can be set, and whether what people asked for is being made."""
    return [_fonts(), _exports(), _documents()]


def _fonts() -> Check:
    name, there = str(_("文书字体")), typesetting.faces()
    if not there:
        remedy = _(
            "安装 fonts-noto-cjk（apt-get install fonts-noto-cjk），或用 YANGGUANG_FONTS 指定字体文件夹。"
        )
        return Check(name, False, str(_("没有中文字体，不能生成 PDF")), str(remedy))
    return Check(name, True, "、".join(there))


def _exports() -> Check:
    name = str(_("导出"))
    late = Export.objects.filter(state=ExportState.WAITING, asked_at__lt=clock.now() - _LATE).count()
    if late:
        told = _("有 %(n)d 份导出半小时还没有生成") % {"n": late}
        return Check(
            name, True, str(told), str(_("请看后台进程（yangguang work）是否在运行。")), warning=True
        )
    return Check(name, True, str(_("没有积压")))


def _documents() -> Check:
    """Whether the files of every issued document are still those that the verification page vouches for."""
    name = str(_("文书"))
    issued = Document.objects.issued()
    same = Q(pdf__blob=F("pdf_sha256"), docx__blob=F("docx_sha256"))
    wrong = issued.exclude(same).order_by("pk").first()
    if wrong is not None:
        told = _("%(name)s %(number)s 的文件和出具时的指纹不符") % {
            "name": wrong.name,
            "number": wrong.number,
        }
        return Check(name, False, str(told), str(_("查明是谁改了数据库，从备份里取回文件记录。")))
    return Check(name, True, str(_("已出具 %(n)d 份，文件都在") % {"n": issued.count()}))
