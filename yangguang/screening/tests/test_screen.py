"""What screening finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from yangguang.screening.findings import Finding
from yangguang.screening.rules import blocking, screen, screen_text, secrecy_mark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def codes(text: str) -> list[str]:
    return [finding.code for finding in screen_text(text)]


def only(text: str) -> Finding:
    (finding,) = screen_text(text)
    return finding


@pytest.mark.parametrize(
    "text",
    [
        "申请人身份证号11010519491231002X，住东门村。",
        "身份证号 110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002x",
    ],
)
def test_an_identity_number_blocks_however_it_is_written(text: str) -> None:
    finding = only(text)
    assert finding.code == "personal.identity-number"
    assert finding.level == "block"
    assert text[finding.start : finding.end].strip() in text
    assert "19491231" not in finding.excerpt


def test_a_wrong_identity_number_is_only_warned_of() -> None:
    assert only("身份证号110105194912310021。").code == "personal.identity-number-invalid"
    assert codes("项目编号110105194912310021。") == []


@pytest.mark.parametrize("text", ["统一社会信用代码11341702486344515H", "信用代码 913301007042518397"])
def test_a_credit_code_is_not_an_identity_number(text: str) -> None:
    assert codes(text) == []


def test_a_mobile_number_is_warned_of_and_an_office_number_is_not() -> None:
    finding = only("联系人：王某，电话：13800138000。")
    assert (finding.code, finding.level) == ("personal.mobile", "warn")
    assert finding.suggestion == "138****8000"
    assert codes("联系电话：0558-1234567，举报电话 12345。") == []
    assert codes("索引号 002482356/202613800-138000") == []


def test_a_bank_card_needs_its_check_digit() -> None:
    assert only("开户行：农商行，卡号 6228480402564890018。").code == "personal.bank-card"
    assert codes("卡号 6228480402564890019。") == []
    assert codes("文件编号 2026112200000001234") == []


def test_private_mail_is_a_hint() -> None:
    assert only("邮箱：civil@qq.com").level == "hint"
    assert codes("邮箱：mzj@yangguang.gov.cn") == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("000001\n机密★1年\n特急\n关于……的通知", "机密★1年"),
        ("秘密★10年\n阳光县人民政府文件", "秘密★10年"),
        ("绝 密 ★ 长期\n", "绝 密 ★ 长期"),
        ("秘密\n阳光县民政局", "秘密"),
        ("密级：机密\n", "机密"),
        ("秘密３年\n正文", "秘密３年"),
        ("内部资料，注意保存\n", "内部资料，注意保存"),
        ("内部资料 不得外传", "内部资料 不得外传"),
        ("正文……（此件不公开）", "（此件不公开）"),
    ],
)
def test_a_secrecy_mark_is_recognised(text: str, mark: str) -> None:
    assert secrecy_mark(text) == mark
    assert "secrecy-mark" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "依法保守国家秘密，维护商业秘密。",
        "公开前应当进行保密审查，不得涉及国家秘密、工作秘密。",
        "分为绝密、机密、秘密三级。",
        "涉及国家秘密★的不公开",
        "密级：公开",
        "机密级文件管理办法",
        "属于内部资料的，由档案室保存。",
        "秘密投票，当场公布结果。",
        "一\n二\n三\n四\n五\n六\n七\n八\n九\n秘密\n",
    ],
)
def test_talk_about_secrecy_is_no_mark(text: str) -> None:
    assert secrecy_mark(text) is None


def test_a_mistyped_document_number_gets_a_suggestion() -> None:
    text = "根据国办发[2017]047号文件精神"
    finding = only(text)
    assert finding.code == "form.document-number"
    assert text[finding.start : finding.end] == "[2017]047号"
    assert finding.suggestion == "〔2017〕47号"
    assert codes("根据国办发〔2017〕47号文件精神，东门路（2026）12号") == []


def test_a_day_that_does_not_exist_is_warned_of() -> None:
    assert only("于2026年2月30日前完成").code == "form.date"
    assert only("4月31日起").code == "form.date"
    assert codes("2024年2月29日、2月29日、2026-12-31") == []
    assert codes("2026-02-29") == ["form.date"]


def test_amounts_in_words_and_figures_must_agree() -> None:
    assert codes("补助壹万贰仟元整（12000元）") == []
    assert codes("补助人民币叁拾伍万元（￥350,000.00）") == []
    assert codes("补助壹万贰仟元整（¥12,500元）") == ["form.amount"]


def test_offsets_are_those_of_the_plain_text_and_the_title_has_none() -> None:
    found = screen(
        title="关于13800138000的通知", html="<p>一</p><table><tr><td>11010519491231002X</td></tr></table>"
    )
    assert [finding.code for finding in blocking(found)] == ["personal.identity-number"]
    assert {finding.code: finding.start for finding in found}["personal.mobile"] == -1


def test_the_key_of_a_finding_survives_edits_elsewhere() -> None:
    before, after = only("电话13800138000"), only("新加一段。\n电话13800138000，谢谢")
    assert before.key == after.key
    assert before.start != after.start
