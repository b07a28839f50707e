"""How the file of a case is exported: registered with the documents room, which keeps and hands out the file."""

from __future__ import annotations

from typing import IO, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.casework import access
from yangguang.casework.acts import FILE_EXPORTED
from yangguang.casework.casefile.collect import collect, weight
from yangguang.casework.casefile.package import write_package
from yangguang.casework.casefile.paper import write_pdf
from yangguang.casework.models import Case
from yangguang.documents import makers
from yangguang.lib.ref import Ref

KIND = "casework.file"


def case_of(ref: Ref) -> Case:
    rows = Case.objects.select_related("organisation", "version__process", "parent")
    return rows.get(uid=ref.uid)


def _may_see(ref: Ref, user: Any) -> bool:
    return access.opened(user, ref.uid) is not None


def _write(order: makers.Order, target: IO[bytes], progress: makers.Progress) -> str:
    file = collect(case_of(order.subject), by=order.who, reader=order.reader)
    write = write_package if order.form == "zip" else write_pdf
    write(file, target, progress)
    return f"{file.name}.{order.form}"


makers.register(
    makers.Maker(
        kind=KIND,
        act=FILE_EXPORTED,
        may_see=_may_see,
        parts=lambda ref: weight(case_of(ref)),
        write=_write,
        back=lambda ref: reverse("case", args=[ref.uid]),
        title=lambda ref: _("案卷 %(number)s") % {"number": case_of(ref).number},
        public=lambda ref: {"number": case_of(ref).number},
        organisation_code=lambda ref: case_of(ref).organisation.code,
    )
)
