"""A form with a file that is too large keeps its other fields and stores nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from yangguang.files.actions import take_in
from yangguang.files.models import Blob
from yangguang.files.tests.conftest import PDF
from yangguang.files.uploads import CappedUploadHandler, TooLargeUpload
from yangguang.journal.actors import SYSTEM
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref

OWNER = Ref("disclosure.edition", "01J00000000000000000000000")


@pytest.fixture
def cap(settings):
    settings.YANGGUANG_MAX_UPLOAD = 2 * 1024 * 1024
    settings.FILE_UPLOAD_HANDLERS = [
        "yangguang.files.uploads.CappedUploadHandler",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]


def posted(size: int):
    return RequestFactory().post(
        "/",
        {
            "title": "之前的字段",
            "paper": SimpleUploadedFile("大.pdf", b"x" * size),
            "small": SimpleUploadedFile("小.pdf", PDF),
            "summary": "之后的字段",
        },
    )


def test_the_fields_before_and_after_a_file_that_is_too_large_are_kept(db, cap):
    request = posted(5 * 1024 * 1024)
    assert (request.POST["title"], request.POST["summary"]) == ("之前的字段", "之后的字段")
    assert isinstance(request.FILES["paper"], TooLargeUpload)
    assert request.FILES["paper"].read() == b""
    assert request.FILES["small"].read() == PDF
    with pytest.raises(Refusal, match="有 5 MB，超过 2 MB 的上限，没有保存"):
        take_in(request.FILES["paper"], owner=OWNER, name="大.pdf", by=SYSTEM)
    assert not Blob.objects.exists()


def test_a_file_within_the_cap_comes_through_whole(cap):
    request = posted(2 * 1024 * 1024)
    assert request.FILES["paper"].size == 2 * 1024 * 1024


def test_the_house_is_set_up_with_the_cap_first(settings):
    assert (
        settings.FILE_UPLOAD_HANDLERS[0] == f"{CappedUploadHandler.__module__}.{CappedUploadHandler.__name__}"
    )
