"""A content is kept whole or not at all, whatever happens while it is written."""

import errno
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.test import override_settings

from yangguang.files.actions import open_content, take_in
from yangguang.files.storage import DurableStorage
from yangguang.journal.actors import SYSTEM
from yangguang.lib.ref import Ref


class Interrupted(File):
    """A content whose reading ends in the middle, as when the disk is full or the process is killed."""

    def chunks(self, chunk_size=None):
        yield b"first half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_not_written_to_its_end_is_not_there(tmp_path: Path) -> None:
    storage = DurableStorage(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        storage.save("ab/abc", Interrupted(io.BytesIO(b"x")))
    assert not storage.exists("ab/abc") and list((tmp_path / "ab").iterdir()) == []
    assert storage.save("ab/abc", ContentFile(b"whole")) == "ab/abc"
    assert (tmp_path / "ab" / "abc").read_bytes() == b"whole"


def test_a_content_that_was_damaged_is_mended_when_it_comes_in_again(db: None, tmp_path: Path) -> None:
    def bring() -> bytes:
        file = take_in(
            io.BytesIO("第一份附件".encode()), owner=Ref("tests.thing", "T1"), name="说明.txt", by=SYSTEM
        )
        with open_content(file) as kept:
            return kept.read()

    backends = {**storages.backends}
    backends["files"] = {
        "BACKEND": "yangguang.files.storage.DurableStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    with override_settings(STORAGES=backends):
        whole = bring()
        (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        path.write_bytes(whole[:5])
        assert bring() == whole
