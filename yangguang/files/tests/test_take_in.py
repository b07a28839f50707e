"""What comes in, and what is refused with a sentence before anything is stored."""

import io

import pytest
from django.core.files.storage import storages

from yangguang.files import rules
from yangguang.files.actions import destroy, open_content, quarantine, release, sweep, take_in, withhold
from yangguang.files.models import Blob, StoredFile
from yangguang.files.names import cleaned
from yangguang.files.tests.conftest import EXE, PDF, docx_bytes, ole, picture, xlsx_bytes, zipped
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref

OWNER = Ref("disclosure.edition", "01J00000000000000000000000")
EXTENSIONS = [
    "pdf",
    "ofd",
    "docx",
    "xlsx",
    "pptx",
    "doc",
    "wps",
    "xls",
    "et",
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "mp3",
    "mp4",
    "txt",
    "csv",
]


def bring(content: bytes, name: str) -> StoredFile:
    return take_in(io.BytesIO(content), owner=OWNER, name=name, by=SYSTEM)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_kind_on_the_list_comes_in_and_can_be_read_back(db, contents, extension):
    file = bring(contents[extension], f"附件1.{extension.upper()}")
    assert file.name == f"附件1.{extension.upper()}"
    assert file.size == len(contents[extension])
    assert not file.is_public
    with open_content(file) as kept:
        assert kept.read() == contents[extension]


REFUSED = {
    "a program": (EXE, "年报.exe", "程序"),
    "a renamed program": (EXE, "年报.pdf", "程序"),
    "a renamed program for Linux": (b"\x7fELF" + bytes(99), "年报.docx", "程序"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "说明.txt", "程序"),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99), "通知.pdf", "程序"),
    "a web page": ("\ufeff\n<!DOCTYPE html><script>1</script>".encode(), "通知.html", "网页"),
    "a web page called a text": (b"<html><body>", "通知.txt", "网页"),
    "an SVG": (b"<?xml version='1.0'?><svg onload='x()'/>", "图.svg", "SVG"),
    "a ZIP": (zipped({"a.txt": b"a"}), "材料.zip", "压缩包"),
    "a ZIP called a document": (zipped({"a.txt": b"a"}), "材料.docx", "压缩包"),
    "a RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(99), "材料.rar", "压缩包"),
    "RTF": (rb"{\rtf1\ansi}", "材料.rtf", "RTF"),
    "a macro document": (zipped({"word/vbaProject.bin": b"x"}, docx_bytes()), "通知.docx", "宏"),
    "a macro sheet": (zipped({"xl/macrosheets/sheet1.xml": b"x"}, xlsx_bytes()), "表.xlsx", "宏"),
    "a macro type": (
        zipped(
            {"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}, docx_bytes()
        ),
        "通知.docx",
        "宏",
    ),
    "an old macro document": (ole("WordDocument", "Macros", "_VBA_PROJECT"), "通知.doc", "宏"),
    "a program in a document": (
        zipped({"word/embeddings/a.bin": EXE}, docx_bytes()),
        "通知.docx",
        "嵌有程序",
    ),
    "a package in a document": (
        zipped({"word/embeddings/oleObject1.bin": ole("\x01Ole10Native")}, docx_bytes()),
        "通知.docx",
        "嵌有程序",
    ),
    "a foreign template": (
        zipped(
            {"word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" TargetMode="External"/>'},
            docx_bytes(),
        ),
        "通知.docx",
        "外部模板",
    ),
    "XML entities": (
        zipped(
            {"word/document.xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
            docx_bytes(),
        ),
        "通知.docx",
        "XML",
    ),
    "a locked document": (ole("EncryptedPackage", "EncryptionInfo"), "通知.docx", "密码"),
    "a broken document": (docx_bytes()[:-400], "通知.docx", "损坏"),
    "a damaged document": (docx_bytes().replace(b"\x00\x00", b"\x01\x00", 900), "通知.docx", "损坏"),
    "a bomb": (zipped({"word/media/a.bmp": bytes(40_000_000)}, docx_bytes()), "通知.docx", "异常巨大"),
    "a picture of another kind": (picture("PNG"), "照片.jpg", "PNG"),
    "a sheet called a document": (xlsx_bytes(), "通知.docx", "Excel"),
    "a document without extension": (docx_bytes(), "通知", "扩展名"),
    "a broken picture": (picture("PNG")[:40], "照片.png", "损坏"),
    "half a PDF": (PDF[:30], "年报.pdf", "不完整"),
    "an empty file": (b"", "年报.pdf", "空文件"),
    "noise": (bytes(range(256)) * 4, "年报.txt", "不能上传"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_sentence_and_leaves_nothing_behind(db, what):
    content, name, said = REFUSED[what]
    with pytest.raises(Refusal, match=said) as refused:
        bring(content, name)
    assert refused.value.code.startswith("file-")
    assert name in refused.value.message
    assert not StoredFile.objects.exists()
    assert not Blob.objects.exists()
    assert not Act.objects.filter(kind__startswith="files.").exists()


def test_a_picture_of_too_many_points_is_refused_unread(db):
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(Refusal, match=r"损坏|太大"):
        bring(bytes(bomb), "照片.png")


def test_more_than_the_cap_is_refused_before_it_is_stored(db, settings):
    settings.YANGGUANG_MAX_UPLOAD = 1024 * 1024
    with pytest.raises(Refusal, match="超过 1 MB，没有保存") as refused:
        bring(b"a" * (1024 * 1024 + 1), "长.txt")
    assert refused.value.code == "too-large"
    assert not Blob.objects.exists()


def test_the_same_content_is_kept_once(transactional_db):
    one, two = bring(PDF, "甲.pdf"), bring(PDF, "乙.pdf")
    assert one.blob_id == two.blob_id
    assert Blob.objects.count() == 1
    destroy(one, actor=SYSTEM, reason="误传")
    with open_content(two) as kept:
        assert kept.read() == PDF
    destroy(two, actor=SYSTEM, reason="误传")
    assert not Blob.objects.exists()
    assert not storages["files"].exists(f"{two.blob_id[:2]}/{two.blob_id}")
    one.refresh_from_db()
    assert one.name == "已销毁.pdf"
    assert [a.kind for a in Act.objects.filter(subject=one.ref).order_by("recorded_at")] == [
        "files.file_taken_in",
        "files.private_file_destroyed",
    ]


def test_what_happens_to_a_file_that_was_never_public_is_not_told_outside(db):
    inside, outside = bring(PDF, "甲.pdf"), release(bring(b"public text", "乙.txt"), actor=SYSTEM)
    for file in (inside, outside):
        quarantine(file, actor=SYSTEM, reason="查毒")
        withhold(file, actor=SYSTEM)
        destroy(file, actor=SYSTEM, reason="误传")
    assert not Act.objects.public().about(inside.ref).exists()
    assert Act.objects.public().about(outside.ref).count() == 4


def test_the_sweep_takes_what_nobody_uses_and_nothing_else(db):
    used = bring(PDF, "甲.pdf")
    unused = bring(b"old text", "乙.txt")
    StoredFile.objects.filter(pk=unused.pk).delete()  # as a crash would leave it
    assert sweep() == 1
    assert [b.sha256 for b in Blob.objects.all()] == [used.blob_id]


def test_a_room_above_can_stop_a_file_before_it_is_kept(db, monkeypatch):
    def no_secrets(content, name):
        if "绝密".encode() in content.read():
            raise Refusal("涉密文件不能上传。", code="secret")

    monkeypatch.setattr(rules, "_checks", [])
    rules.register_check(no_secrets)
    with pytest.raises(Refusal, match="涉密"):
        bring("绝密★启用前".encode(), "通知.txt")
    assert not Blob.objects.exists()
    assert bring("公开".encode(), "通知.txt").pk


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fakepath\\年报.pdf", "年报.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ("年报\u202efdp.exe", "年报fdp.exe"),
        ("  .. ", "file"),
        ("", "file"),
        (".docx", "docx"),
        ("字" * 300 + ".docx", "字" * 145 + ".docx"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert cleaned(given) == kept
