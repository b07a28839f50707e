from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.lib.html import Passage, from_text, mark, sanitise, to_text

WORD = """<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body>
<!--[if gte mso 9]><xml><w>junk</w></xml><![endif]-->
<p class=MsoTitle align=center><b>关于做好低保工作的通知</b><o:p></o:p></p>
<p class=MsoNormal style="text-indent:2em"><span lang=EN-US style="font-family:宋体">各镇：</span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table border=1><tr><td colspan=2 width=30><p>合计</p></td><td>5</td></tr><tr><td>甲</td><td></td><td>乙</td></tr></table>
<p style="text-align:right">县民政局</p><script>alert(1)</script></body></html>"""


def test_pasted_word_keeps_its_tables_and_loses_its_clothes() -> None:
    html = sanitise(WORD)
    assert html.startswith('<h2 class="center"><b>关于做好低保工作的通知</b></h2>')
    assert '<td colspan="2"><p>合计</p></td>' in html
    assert '<p class="right">县民政局</p>' in html
    for leftover in ("Mso", "style", "script", "alert", "junk", "color", "font", "width", "o:p"):
        assert leftover not in html


def test_the_layout_of_an_official_document_survives() -> None:
    html = '<p class="issuer">阳光县人民政府文件</p><p class="doc-no">阳政发〔2026〕1号</p><h3>一、范围</h3><p class="sign">2026年1月5日</p>'
    assert sanitise(html) == html


def test_what_could_run_or_reach_out_is_removed() -> None:
    html = sanitise(
        '<img src="http://x/y.png"><img src="/files/01J/a.png" onerror="x()">'
        '<a href="javascript:x()">一</a><a href="data:text/html,x">二</a><iframe src="x">三</iframe><p onclick="x()">四</p>'
    )
    assert html.count("<img") == 1
    assert 'src="/files/01J/a.png"' in html
    for bad in ("javascript", "data:", "onerror", "onclick", "iframe", "三", "http://x"):
        assert bad not in html


def test_text_has_a_line_for_each_row_and_a_tab_between_cells() -> None:
    assert to_text(sanitise(WORD)) == "关于做好低保工作的通知\n各镇：\n合计\t5\n甲\t\t乙\n县民政局"


def test_a_passage_is_found_again_by_its_offsets() -> None:
    html = sanitise("<p>联系人 <b>张三</b>，电话13800000000。</p><p>第二段 &lt;甲&gt;</p>")
    text = to_text(html)
    start = text.index("张三")
    marked = mark(html, [Passage(start, start + 4, css="finding", anchor="f1")])
    assert marked.count('id="f1"') == 1
    assert '<b><mark class="finding" id="f1">张三</mark></b><mark class="finding">，电</mark>话' in marked
    assert to_text(marked) == text


@settings(max_examples=150)
@given(st.text(alphabet="<>/ptdrable=\"' &;x低保\n\t!-[]", max_size=80))
def test_sanitised_html_stays_as_it_is(html: str) -> None:
    once = sanitise(html)
    assert sanitise(once) == once
    assert to_text(mark(once, [Passage(0, 3)])) == to_text(once)


def test_plain_text_becomes_paragraphs() -> None:
    assert from_text("　　一\r\n\n二 <b>\n") == "<p>一</p>\n<p>二 &lt;b&gt;</p>"


def test_a_span_that_is_no_number_is_dropped() -> None:
    for nonsense in ("²", "①", "-1", "0", "9" * 5000, "x"):
        html = sanitise(f'<table><tr><td colspan="{nonsense}">甲</td></tr></table>')
        assert "<td>甲</td>" in html, nonsense[:9]
