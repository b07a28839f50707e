"""Whether files can be kept, and whether those that are kept are still what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from random import sample

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from yangguang.files.models import Blob
from yangguang.lib import disk
from yangguang.lib.health import Check
from yangguang.lib.uid import new_uid

SAMPLE = 20  # contents read each time
_CHUNK = 1024 * 1024
_PROBE = 2500  # times 26 bytes: more than fits into what is left of a full disk's last block


def checks() -> list[Check]:
    """A few bytes written and read back; a few kept contents, drawn by lot, read and compared with their names."""
    return [_writable(storages["files"]), _kept(_drawn(), _("文件内容抽查"))]


def thorough() -> list[Check]:
    """With ``--full``: every content."""
    return [_kept(Blob.objects.order_by("sha256").iterator(), _("文件内容全部核对"))]


def _writable(storage: Storage) -> Check:
    name, uid = _("文件存储"), new_uid()
    content = uid.encode() * _PROBE
    try:
        stored = storage.save(f"health/{uid}", ContentFile(content))
        with storage.open(stored) as kept:
            same = kept.read() == content
        storage.delete(stored)
    except OSError as error:
        return Check(
            name,
            ok=False,
            message=_("不能写入：%(error)s") % {"error": disk.why(error)},
            remedy=_("请检查 YANGGUANG_DATA_DIR 所在磁盘的空间和权限。"),
        )
    if not same:
        return Check(name, False, _("读出的内容不对"), _("磁盘可能坏了：先备份，再检查磁盘。"))
    return Check(name, ok=True, message=_("可以读写"))


def _drawn() -> list[Blob]:
    """Contents drawn by lot without reading the whole table: the next one after each of some random hashes."""
    if Blob.objects.count() <= SAMPLE:
        return list(Blob.objects.all())
    places = (f"{number:08x}" for number in sample(range(1 << 32), SAMPLE))
    found = (Blob.objects.filter(sha256__gte=place).order_by("sha256").first() for place in places)
    return [blob for blob in found if blob is not None]


def _kept(blobs: Iterable[Blob], name: str) -> Check:
    storage, read, bad = storages["files"], 0, []
    for blob in blobs:
        read += 1
        if fault := _fault(storage, blob):
            bad.append((blob, fault))
    if not bad:
        return Check(name, True, _("%(n)d 份都完好") % {"n": read})
    blob, fault = bad[0]
    use = blob.uses.order_by("id").first()
    told = _("%(n)d 份有问题，例如 %(sha256)s（%(file)s）%(fault)s") % {
        "n": len(bad),
        "sha256": blob.sha256,
        "file": use.name if use else _("没有文件在用"),
        "fault": fault,
    }
    remedy = _("从备份的 files/ 里取回同名文件；运行 yangguang doctor --full 查看全部。")
    return Check(name, False, told, remedy)


def _fault(storage: Storage, blob: Blob) -> str:
    digest = hashlib.sha256()
    try:
        with storage.open(blob.storage_name) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return _("丢失")
    except OSError as error:
        return _("读不出来：%(error)s") % {"error": disk.why(error)}
    return "" if digest.hexdigest() == blob.sha256 else _("已损坏")
