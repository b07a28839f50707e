"""Whether files can be kept."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from yangguang.lib.health import Check
from yangguang.lib.uid import new_uid


def checks() -> list[Check]:
    """Writes a few bytes into the storage of files, reads them back and deletes them."""
    storage = storages["files"]
    content = new_uid().encode()
    try:
        name = storage.save(f"health/{content.decode()}", ContentFile(content))
        with storage.open(name) as kept:
            same = kept.read() == content
        storage.delete(name)
    except OSError as error:
        return [
            Check(
                "files",
                ok=False,
                message=_("文件存储不能写入：%(error)s") % {"error": error.strerror or error},
                remedy=_("请检查 YANGGUANG_DATA_DIR 所在磁盘的空间和权限。"),
            )
        ]
    return [Check("files", ok=same, message=_("文件存储可以读写") if same else _("文件存储读出的内容不对"))]
