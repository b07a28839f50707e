import itertools

from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib import text


def test_quotes_brackets_spaces_and_width_do_not_matter():
    assert text.normalise("“三公” 经费") == text.normalise("三公经费") == "三公经费"
    assert text.normalise("阳政规〔２０２６〕5号") == text.normalise("阳政规[2026]5号") == "阳政规20265号"
    assert text.normalise("COVID-19，ＡＢＣ") == "covid 19 abc"


def test_punctuation_parts_a_run_so_that_no_phrase_crosses_it():
    assert text.normalise("公开。办法") == "公开 办法"
    assert not text.Folded("政务公开。办法另行制定").holds("公开办法")


def test_pairs_and_the_last_character():
    assert text.bigrams("供水管网 水") == ["供水", "水管", "管网", "网", "水"]
    assert text.bigrams("") == []


def test_a_query_is_phrases_that_must_all_be_found():
    assert text.phrases(" 低保  “三公”经费 ") == ["低保", "三公经费"]
    assert text.phrases("教育、医疗") == ["教育", "医疗"]
    assert text.phrases("政务公开 公开 政务公开") == ["政务公开"]
    assert text.phrases("%％… \x00 \U0001f600") == []


def test_marks_leave_out_the_quotes_that_the_query_did_not_have():
    folded = text.Folded("阳光县2026年县级“三公”经费预算")
    spans = folded.find(["三公经费"])
    assert text.highlight(folded.original, spans) == (
        "阳光县2026年县级“<mark>三公</mark>”<mark>经费</mark>预算"
    )


def test_a_character_that_becomes_two_is_marked_whole():
    folded = text.Folded("面积120㎡以上，①类")
    assert text.highlight(folded.original, folded.find(["m2以"])) == "面积120<mark>㎡以</mark>上，①类"
    assert text.highlight(folded.original, folded.find(["1类"])) == "面积120㎡以上，<mark>①类</mark>"


def test_an_excerpt_shows_the_passage_and_escapes_what_is_no_mark():
    body = "第一段话。" * 60 + "申请低保的<家庭>应当如实申报。" + "后面的话。" * 60
    shown = text.excerpt(text.Folded(body), ["低保"])
    assert shown.startswith("……")
    assert "申请<mark>低保</mark>的&lt;家庭&gt;应当" in shown
    assert len(shown) < 180


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert text.excerpt(text.Folded("短文一篇。"), ["没有"]) == "短文一篇。"


def test_sentences_keep_their_closing_marks():
    assert text.sentences("他说：“好。”于是走了！\n第二段") == ["他说：“好。”", "于是走了！", "第二段"]


@given(st.text(max_size=200))
def test_every_normal_character_has_its_place_in_the_original(original):
    folded = text.Folded(original)
    places = [folded.place(index) for index in range(len(folded.normal))]
    assert places == sorted(places)
    for index, place in enumerate(places):
        assert folded.normal[index] in text.normalise(original[place])


@given(st.text(max_size=120), st.integers(0, 100), st.integers(1, 20))
def test_what_stands_in_a_text_is_found_there(original, start, length):
    piece = original[start : start + length]
    folded = text.Folded(original)
    for phrase in text.phrases(piece):
        assert folded.holds(phrase)
        assert folded.find([phrase])
        for token in text.bigrams(phrase)[:-1]:
            assert token in text.bigrams(folded.normal)


@given(
    st.text(st.sampled_from("供水管网 \u3000ａＡ1，。𠀀\U0002f800\n\t（）"), max_size=60)
    | st.text(max_size=60)
)
def test_what_an_index_is_given_are_the_pairs_in_order(original: str) -> None:
    normal = text.normalise(original)
    wanted = [
        token
        for run in normal.split()
        for token in (*(first + second for first, second in itertools.pairwise(run)), run[-1])
    ]
    assert text.bigrams(normal) == wanted
    assert text.spaced(normal).split() == wanted


def test_what_is_taken_to_be_folded_one_to_one_is() -> None:
    for code in range(0x20000):
        if text._ONE_TO_ONE.fullmatch(chr(code)):
            assert len(text.normalise(chr(code))) == 1, chr(code)


@given(
    sample=st.text(
        alphabet=st.sampled_from("低保救助，。 \n《》ABcd12政務裏㎡Ⅳ０\u200b、ﬁ（〇-—\U00020000"), max_size=60
    )
)
def test_the_quick_ways_to_fold_and_to_pair_give_what_the_slow_ones_give(sample: str) -> None:
    normal = text.normalise(sample)
    assert normal == sample.translate(text._FOLDING)
    pairs = [run[place : place + 2] for run in normal.split() for place in range(len(run))]
    assert text.spaced(normal).split() == pairs
