"""The form of the annual report: chapters, tables, rows and columns as the national form has them, in its order.

Names are those of the form (国办公开办函〔2021〕30号) and are never translated; keys are what the JSON of a report uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHAPTERS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


class Table(StrEnum):
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"

    @property
    def title_zh(self) -> str:
        return {"t2": "表二", "t3": "表三", "t4": "表四"}[self.value]


@dataclass(frozen=True, slots=True)
class Row:
    """A row (of table four: a group). ``name`` is what the form prints in it, ``short`` what a sentence calls it."""

    key: str
    name: str
    short: str
    columns: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a report."""

    table: Table
    row: str
    column: str

    @property
    def key(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"

    @property
    def name(self) -> str:
        """Where it stands, in Chinese: 表三第1行“本年新收”的“自然人”列."""
        row = ROWS[self.table][self.row]
        number = f"第{T3_NUMBERS[self.row]}行" if self.table is Table.T3 else ""
        return f"{self.table.title_zh}{number}“{row.short}”的“{COLUMNS[self.table][self.column]}”"

    @property
    def is_money(self) -> bool:
        return self.column == "amount_wan"


TOTAL = "total"
T2_COLUMNS = {
    "made": "本年制发件数",
    "repealed": "本年废止件数",
    "valid": "现行有效件数",
    "processed": "本年处理决定数量",
    "amount_wan": "本年收费金额（单位：万元）",
}
_DOCUMENTS = ("made", "repealed", "valid")
T2 = (
    Row("rules", "规章", "规章", _DOCUMENTS, "第二十条第（一）项"),
    Row("norm_docs", "行政规范性文件", "行政规范性文件", _DOCUMENTS, "第二十条第（一）项"),
    Row("licensing", "行政许可", "行政许可", ("processed",), "第二十条第（五）项"),
    Row("punishment", "行政处罚", "行政处罚", ("processed",), "第二十条第（六）项"),
    Row("coercion", "行政强制", "行政强制", ("processed",), "第二十条第（六）项"),
    Row("fees", "行政事业性收费", "行政事业性收费", ("amount_wan",), "第二十条第（八）项"),
)

T3_COLUMNS = {
    "natural_person": "自然人",
    "commercial": "商业企业",
    "research": "科研机构",
    "social": "社会公益组织",
    "legal": "法律服务机构",
    "other": "其他",
    TOTAL: "总计",
}
APPLICANTS = tuple(column for column in T3_COLUMNS if column != TOTAL)


def _row(key: str, name: str, short: str = "", group: str = "") -> Row:
    return Row(key, name, short or name, tuple(T3_COLUMNS), group)


_DENIED, _UNABLE, _UNPROCESSED, _OTHER = (
    "（三）不予公开",
    "（四）无法提供",
    "（五）不予处理",
    "（六）其他处理",
)
T3 = (
    _row("new_received", "一、本年新收政府信息公开申请数量", "本年新收"),
    _row("carried_over", "二、上年结转政府信息公开申请数量", "上年结转"),
    _row("granted", "（一）予以公开", "予以公开"),
    _row("partial_grant", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
    _row("denied.state_secret", "1.属于国家秘密", "属于国家秘密", _DENIED),
    _row("denied.law_forbidden", "2.其他法律行政法规禁止公开", "其他法律行政法规禁止公开", _DENIED),
    _row("denied.safety_stability", "3.危及“三安全一稳定”", "危及三安全一稳定", _DENIED),
    _row("denied.third_party", "4.保护第三方合法权益", "保护第三方合法权益", _DENIED),
    _row("denied.internal_affairs", "5.属于三类内部事务信息", "属于三类内部事务信息", _DENIED),
    _row("denied.process_info", "6.属于四类过程性信息", "属于四类过程性信息", _DENIED),
    _row("denied.enforcement_case", "7.属于行政执法案卷", "属于行政执法案卷", _DENIED),
    _row("denied.admin_query", "8.属于行政查询事项", "属于行政查询事项", _DENIED),
    _row("unable.no_info", "1.本机关不掌握相关政府信息", "本机关不掌握相关政府信息", _UNABLE),
    _row("unable.need_creation", "2.没有现成信息需要另行制作", "没有现成信息需要另行制作", _UNABLE),
    _row("unable.unclear", "3.补正后申请内容仍不明确", "补正后申请内容仍不明确", _UNABLE),
    _row("not_processed.complaint", "1.信访举报投诉类申请", "信访举报投诉类申请", _UNPROCESSED),
    _row("not_processed.repeat", "2.重复申请", "重复申请", _UNPROCESSED),
    _row("not_processed.publication", "3.要求提供公开出版物", "要求提供公开出版物", _UNPROCESSED),
    _row("not_processed.massive", "4.无正当理由大量反复申请", "无正当理由大量反复申请", _UNPROCESSED),
    _row(
        "not_processed.confirm_info",
        "5.要求行政机关确认或重新出具已获取信息",
        "要求行政机关确认或重新出具已获取信息",
        _UNPROCESSED,
    ),
    _row(
        "other.overdue_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "申请人无正当理由逾期不补正",
        _OTHER,
    ),
    _row(
        "other.overdue_fee",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "申请人逾期未按收费通知要求缴纳费用",
        _OTHER,
    ),
    _row("other.other_reasons", "3.其他", "其他处理中的其他", _OTHER),
    _row("total_processed", "（七）总计", "办理结果总计"),
    _row("carried_forward", "四、结转下年度继续办理", "结转下年度"),
)
T3_NUMBERS = {row.key: number for number, row in enumerate(T3, 1)}
RESULTS_HEADING = "三、本年度办理结果"
RESULTS = tuple(row.key for row in T3[2:23])
"""Rows 3 … 23: each way in which a request can end."""

T4_COLUMNS = {
    "maintain": "结果维持",
    "correct": "结果纠正",
    "other": "其他结果",
    "unfinished": "尚未审结",
    TOTAL: "总计",
}
OUTCOMES = tuple(column for column in T4_COLUMNS if column != TOTAL)
T4 = tuple(
    Row(key, name, name, tuple(T4_COLUMNS), group)
    for key, name, group in (
        ("review", "行政复议", "行政复议"),
        ("litigation_direct", "未经复议直接起诉", "行政诉讼"),
        ("litigation_post_review", "复议后起诉", "行政诉讼"),
    )
)

ROWS = {
    table: {row.key: row for row in rows} for table, rows in ((Table.T2, T2), (Table.T3, T3), (Table.T4, T4))
}
COLUMNS = {Table.T2: T2_COLUMNS, Table.T3: T3_COLUMNS, Table.T4: T4_COLUMNS}


def cells(*tables: Table) -> tuple[Cell, ...]:
    """Every cell of these tables (of all three), in the document's order."""
    return tuple(
        Cell(table, row.key, column)
        for table in tables or tuple(Table)
        for row in ROWS[table].values()
        for column in row.columns
    )
