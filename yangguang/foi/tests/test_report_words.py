"""The words of a report and its tables: made from them, compared with them, compared with last year's words."""

from __future__ import annotations

import pytest

from yangguang.foi.likeness import compare
from yangguang.foi.report import Figures, chapter_four, chapter_three, disagreements

from .reports import real_2025, small


def test_chapter_three_says_what_table_three_says() -> None:
    assert chapter_three(small()) == [
        "2025年，本机关新收政府信息公开申请13件，上年结转1件，合计14件。",
        "新收的申请中，自然人10件、商业企业2件、法律服务机构1件。",
        "全年办结12件，其中予以公开6件、部分公开1件、无法提供5件。",
        "无法提供的申请中，本机关不掌握相关政府信息5件。",
        "结转下年度继续办理2件。",
    ]


def test_a_year_without_applications_says_so() -> None:
    assert chapter_three(Figures.empty("X", 2025)) == [
        "2025年，本机关没有收到政府信息公开申请，也没有上年结转的申请。"
    ]


def test_chapter_four_says_what_table_four_says() -> None:
    assert chapter_four(real_2025())[0] == (
        "2025年，行政复议259件，其中结果维持119件、结果纠正25件、其他结果91件、尚未审结24件。"
    )


@pytest.mark.parametrize(
    ("text", "said", "counted"),
    [
        ("2025年收到政府信息公开申请14件。", 14, 13),
        ("全年共收到申请 1，300 件，办结12件。", 1300, 13),
        ("新收政府信息公开申请十四件。", 14, 13),
        ("本年度新收申请１４件。", 14, 13),
        ("收到申请13件，其中自然人申请9件。", 9, 10),
        ("全年办结11件，其中予以公开6件。", 11, 12),
        ("不予公开1件。", 1, 0),
        ("无法提供4件，部分公开1件。", 4, 5),
        ("结转下年度继续办理3件。", 3, 2),
        ("上年结转2件。", 2, 1),
        ("发生行政复议2件。", 2, 0),
        ("行政复议0件，其中结果纠正1件。", 1, 0),
        ("行政诉讼1件。", 1, 0),
    ],
)
def test_a_number_that_the_tables_do_not_bear_out_is_found(text: str, said: int, counted: int) -> None:
    [found] = disagreements(text, small())
    assert (found.said, found.counted) == (said, counted)
    assert found.cells
    assert (
        str(said) in found.message
        or "十四" in found.message
        or "１４" in found.message
        or "1，300" in found.message
    )


@pytest.mark.parametrize(
    "text",
    [
        "2024年收到政府信息公开申请99件。",
        "收到申请13件，同比增加35件。",
        "主动公开政府信息4623件，政策解读10件。",
        "收到申请13件，其中自然人申请10件。",
        "举办培训3次，印发文件5份。",
        "没有一件被纠正。",
    ],
)
def test_numbers_of_other_years_or_other_things_are_left_alone(text: str) -> None:
    assert disagreements(text, small()) == []


def test_the_year_of_the_text_is_the_year_of_the_report() -> None:
    [found] = disagreements("本报告所列数据的统计期限自2024年1月1日起。", small())
    assert (found.said, found.counted) == (2024, 2025)


_OLD = """一、总体情况
县自然资源局坚持以公开为常态、不公开为例外，全年主动公开政府信息1200条。
我局健全依申请公开的登记、审核、办理、答复、归档制度，做到件件有着落。
召开专题会议2次，邀请群众代表走进办事大厅，听取对信息公开的意见。
五、存在的主要问题及改进情况
部分科室对公开工作重视不够，解读形式比较单一，下一步将加强培训。"""


def test_the_same_words_with_other_numbers_are_last_years_words() -> None:
    alike = compare(_OLD.replace("1200", "998").replace("2次", "3次"), _OLD)
    assert alike.share == 1
    assert alike.is_too_much
    assert "占 100%" in alike.sentence
    longest = alike.passages[0]
    assert longest.text.startswith("一、总体情况")
    assert longest.text.endswith("加强培训。")


def test_new_words_are_not_last_years_though_one_sentence_stayed() -> None:
    new = """一、总体情况
今年的重点是不动产登记资料的查询，窗口和网上都能办，平均等候时间缩短到十分钟以内。
我局健全依申请公开的登记、审核、办理、答复、归档制度，做到件件有着落。
征地补偿安置方案逐村张贴，村民可以扫码看到每一笔款项的去向。
五、存在的主要问题及改进情况
历史档案数字化只完成了三成，群众查询老宅基地档案仍要跑两趟。"""
    alike = compare(new, _OLD)
    assert (len(alike.repeated), alike.compared) == (1, 4)
    assert not alike.is_too_much
    assert [passage.text for passage in alike.passages] == [
        new[passage.start : passage.end] for passage in alike.passages
    ]
    assert "做到件件有着落" in alike.passages[0].text


def test_a_text_without_words_is_like_nothing() -> None:
    assert not compare("", _OLD).is_too_much
    assert not compare(_OLD, "").is_too_much
    assert compare("", "").share == 0
