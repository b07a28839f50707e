"""Uploads that are too large never reach the disk, and the rest of the form is not lost.

Django's parser hands each chunk to the handlers in turn. Ours comes first and, once a file has outgrown the cap,
swallows the rest; in its place the form finds a :class:`TooLargeUpload`, at which ``take_in`` says what is wrong.
(Raising StopUpload instead would lose every field that comes after the file.)
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from yangguang.files.names import cleaned
from yangguang.lib.errors import Refusal


class TooLargeUpload(UploadedFile):
    """Stands where a file was that was larger than allowed: its name and size, none of its bytes."""


class CappedUploadHandler(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS; reads ``settings.YANGGUANG_MAX_UPLOAD`` (bytes)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return None if self.received > settings.YANGGUANG_MAX_UPLOAD else raw_data

    def file_complete(self, file_size: int) -> TooLargeUpload | None:
        if self.received <= settings.YANGGUANG_MAX_UPLOAD:
            return None
        return TooLargeUpload(BytesIO(), self.file_name, self.content_type, self.received, self.charset)


def too_large(name: str | None, size: int | None) -> Refusal:
    """The sentence for a file over the cap; ``size`` in bytes where it is known."""
    most = settings.YANGGUANG_MAX_UPLOAD // (1024 * 1024)
    shown = cleaned(name or "")
    if size is None:
        sentence = _("“%(name)s”超过 %(most)s MB，没有保存。请压缩图片、拆分文件或者转成 PDF 后再上传。") % {
            "name": shown,
            "most": most,
        }
    else:
        sentence = _(
            "“%(name)s”有 %(size)s MB，超过 %(most)s MB 的上限，没有保存。请压缩图片、拆分文件或者转成 PDF 后再上传。"
        ) % {"name": shown, "size": -(-size // (1024 * 1024)), "most": most}
    return Refusal(sentence, code="too-large")
