"""遮盖: what is marked is gone from the new file, the original stays and is never public, and the two are a pair."""

import io

import pytest

from yangguang.files import rules as files_rules
from yangguang.files.actions import destroy, open_content, release, take_in
from yangguang.files.models import Redaction, RedactionState, StoredFile
from yangguang.files.redaction import actions, doors, rules, runner
from yangguang.files.tests.conftest import docx_bytes
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.tests.pdfs import Paper, one_page, text
from yangguang.lib.tests.test_redaction import hidden_from
from yangguang.organisations.rules import acting_as

OWNER = Ref("tests.paper", "01J00000000000000000000000")
PHONE = "13800138000"
IDENTITY = "11010519491231002X"


@pytest.fixture
def lin(cast):
    return acting_as(cast.lin, cast.county.civil)


@pytest.fixture
def placed(monkeypatch, lin):
    """A room that lets Lin redact its papers and remembers where the redacted ones went."""
    placed = []

    def may(file, user):
        if user != lin.user:
            raise Refusal("没有", code="not-found")
        return lin

    door = doors.Door(
        may, lambda file: ("一份材料", "/office/"), lambda o, r, a: placed.append((o, r)), lambda *a: None
    )
    monkeypatch.setitem(doors._doors, OWNER.kind, door)
    monkeypatch.setitem(files_rules._policies, OWNER.kind, lambda file, user: user == lin.user)
    return placed


def kept(content: bytes, name: str = "申请书.pdf") -> StoredFile:
    return take_in(io.BytesIO(content), owner=OWNER, name=name, by=SYSTEM)


def area(x0, y0, x1, y1, page=1, **more):
    return {
        "page": page,
        "box": [x0, y0, x1, y1],
        "reason": "privacy",
        "words": "",
        "label": "画的框",
        **more,
    }


def marked(file, acting, *areas, name="申请书（遮盖后）.pdf"):
    begun = actions.begin(file, acting=acting)
    return actions.mark(begun, areas=areas, name=name, seen_saves=begun.saves, acting=acting)


def test_numbers_of_people_are_found_and_what_is_marked_is_gone(placed, lin):
    paper = Paper()
    paper.page(
        text(f"phone {PHONE}", 20, 150) + text(f"card {IDENTITY}", 20, 120) + text("mail a.b@qq.com", 20, 90)
    )
    file = kept(paper.bytes())
    begun = actions.begin(file, acting=lin)
    assert [(hit["kind"], hit["sure"]) for hit in begun.found] == [
        ("手机号码", False), ("公民身份号码", True), ("电子邮箱", False),
    ]  # fmt: skip
    assert not any(IDENTITY in hit["shown"] for hit in begun.found)
    areas = [area(*box) for hit in begun.found[:2] for box in hit["boxes"]]
    begun = actions.mark(begun, areas=areas, name="名单.pdf", seen_saves=1, acting=lin)
    done = actions.redact(begun, acting=lin)
    assert (done.state, done.removed) == (RedactionState.DONE, len(PHONE) + len(IDENTITY))
    content = open_content(done.redacted).read()
    hidden_from(content, PHONE)
    hidden_from(content, IDENTITY)
    assert placed == [(file, done.redacted)]
    assert (done.original_sha256, done.redacted_sha256) == (file.blob_id, done.redacted.blob_id)
    assert done.found == []


def test_a_number_broken_at_the_end_of_a_line_is_found(placed, lin):
    paper = Paper()
    paper.page(text(f"the number {IDENTITY[:10]}", 20, 150) + text(f"{IDENTITY[10:]} ends", 20, 135))
    begun = actions.begin(kept(paper.bytes()), acting=lin)
    (hit,) = begun.found
    assert len(hit["boxes"]) == 2


def test_the_original_is_never_public_and_the_redacted_file_is_nobodys_before(
    placed, lin, browser, as_, cast
):
    file = kept(one_page())
    done = actions.redact(marked(file, lin, area(50, 80, 120, 110)), acting=lin)
    with pytest.raises(Refusal, match="遮盖前的原件，不能公开"):
        release(file, actor=SYSTEM)
    assert browser.get(done.redacted.get_absolute_url()).status_code == 404
    release(done.redacted, actor=SYSTEM)
    assert browser.get(done.redacted.get_absolute_url()).status_code == 200
    assert browser.get(file.get_absolute_url()).status_code == 404
    assert as_(cast.lin).get(file.get_absolute_url()).status_code == 200


def test_the_act_tells_where_and_why_but_neither_name_nor_words_nor_the_originals_hash(placed, lin):
    file = kept(one_page())
    mark = area(50, 80, 120, 110, reason="other", words="举报人张三")
    done = actions.redact(marked(file, lin, mark, name="张三的申请.pdf"), acting=lin)
    act = Act.objects.get(kind="files.file_redacted")
    assert act.public["areas"] == [[1, 500, 800, 1200, 1100, "other"]]
    assert act.public["sha256"] == done.redacted_sha256
    leaf = str(act.public)
    assert "张三" not in leaf
    assert str(file.blob_id) not in leaf


def test_a_redacted_file_can_be_redacted_again(placed, lin):
    file = kept(one_page("alpha SECRET omega"))
    first = actions.redact(marked(file, lin, area(45, 80, 110, 110)), acting=lin)
    second = actions.redact(marked(first.redacted, lin, area(0, 80, 45, 110)), acting=lin)
    assert rules.origins(second.redacted) == [first.redacted, file]
    with pytest.raises(Refusal, match="遮盖前的原件"):
        release(first.redacted, actor=SYSTEM)
    hidden_from(open_content(second.redacted).read(), "alpha")


def test_begun_again_the_marks_of_the_last_time_stand_there(placed, lin):
    file = kept(one_page())
    actions.redact(marked(file, lin, area(50, 80, 120, 110)), acting=lin)
    again = actions.begin(file, acting=lin)
    assert [one["box"] for one in again.areas] == [[50.0, 80.0, 120.0, 110.0]]


def test_two_people_marking_one_file_are_told(placed, lin):
    begun = marked(kept(one_page()), lin, area(50, 80, 120, 110))
    with pytest.raises(Refusal, match="别人刚刚也在标记"):
        actions.mark(begun, areas=[], name="a.pdf", seen_saves=begun.saves - 1, acting=lin)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (area(400, 80, 500, 110), "不在页面上"),
        (area(50, 80, 50.2, 110), "太小"),
        (area(50, 80, 120, 110, page=2), "只有 1 页"),
        (area(50, 80, 120, 110, reason="other"), "写明是什么"),
        (area(50, 80, 120, 110, reason=""), "选择遮盖的理由"),
        (area(50, 80, 120, 110, reason="secret"), "国家秘密的文件不得存放在本系统"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_nothing_is_lost(placed, lin, wrong, told):
    begun = marked(kept(one_page()), lin, area(50, 80, 120, 110))
    with pytest.raises(Refusal, match=told):
        actions.mark(begun, areas=[*begun.areas, wrong], name="a.pdf", seen_saves=begun.saves, acting=lin)
    begun.refresh_from_db()
    assert len(begun.areas) == 1


def test_a_box_over_the_edge_is_cut_to_the_page(placed, lin):
    begun = marked(kept(one_page()), lin, area(-20, 80, 900, 110))
    assert begun.areas[0]["box"] == [0.0, 80.0, 300.0, 110.0]


def test_what_cannot_be_redacted_says_what_to_do(placed, lin):
    word = kept(docx_bytes(), "通知.docx")
    with pytest.raises(Refusal, match="另存为 PDF"):
        actions.begin(word, acting=lin)
    broken = kept(b"%PDF-1.7\nnothing at all\n%%EOF\n")
    with pytest.raises(Refusal, match="已损坏"):
        actions.begin(broken, acting=lin)
    public = release(kept(one_page("already out")), actor=SYSTEM)
    with pytest.raises(Refusal, match="已经公开过"):
        actions.begin(public, acting=lin)
    empty = actions.begin(kept(one_page("nothing marked")), acting=lin)
    with pytest.raises(Refusal, match="还没有标记"):
        actions.redact(empty, acting=lin)


def test_what_the_second_reader_does_not_like_is_not_kept(placed, lin, monkeypatch):
    def doubted(file, areas, told):
        raise Refusal("没有通过复核")

    monkeypatch.setattr(runner, "made", doubted)
    file = kept(one_page())
    done = actions.redact(marked(file, lin, area(50, 80, 120, 110)), acting=lin)
    assert (done.state, done.trouble, done.redacted) == (RedactionState.FAILED, "没有通过复核", None)
    file.refresh_from_db()
    assert file.redacted_at is None
    assert not placed


def test_a_long_file_is_made_by_the_worker(placed, lin, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    begun = marked(kept(one_page()), lin, area(50, 80, 120, 110))
    waiting = actions.redact(begun, acting=lin)
    assert waiting.state in {RedactionState.WAITING, RedactionState.DONE}
    assert actions.make(begun.uid).state == RedactionState.DONE
    assert actions.make(begun.uid).state == RedactionState.DONE
    assert Redaction.objects.count() == 1


def test_who_lost_the_right_meanwhile_gets_no_file(placed, lin, monkeypatch, cast):
    begun = marked(kept(one_page()), lin, area(50, 80, 120, 110))
    Redaction.objects.filter(pk=begun.pk).update(
        state=RedactionState.WAITING, asked_by=cast.zhou, appointment=lin.appointment
    )
    assert actions.make(begun.uid).state == RedactionState.FAILED
    assert not placed


def test_destroying_the_original_leaves_no_words_of_it(placed, lin):
    file = kept(one_page())
    done = actions.redact(
        marked(file, lin, area(50, 80, 120, 110, reason="other", words="举报人张三")), acting=lin
    )
    destroy(file, actor=SYSTEM, reason="依法消除")
    done.refresh_from_db()
    assert "张三" not in str(done.areas)
    assert done.original_sha256


def test_a_very_long_file_is_read_by_the_worker(placed, lin, monkeypatch):
    monkeypatch.setattr(rules, "READ_AT_ONCE", 0)
    begun = actions.begin(kept(one_page(f"phone {PHONE}")), acting=lin)
    actions.read_long.call(begun.uid)
    actions.read_long.call(begun.uid)
    begun.refresh_from_db()
    assert begun.state == RedactionState.MARKING
    assert [hit["kind"] for hit in begun.found] == ["手机号码"]
