"""Other characters, other words, other sounds: what people write, and what is meant."""

import pytest

from yangguang.lib.text import Folded, highlight, normalise
from yangguang.search import rules
from yangguang.search.actions import terms, words
from yangguang.search.models import WordGroup
from yangguang.search.rules import loosened

from .corpus import paper


def uids(results):
    return {hit.ref.uid for hit in results.hits}


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("政务公开工作要点", "政務公開"),
        ("政務公開工作要點", "政务公开"),
        ("台湾同胞投资", "臺灣同胞"),
        ("啟動應急響應", "启动应急响应"),
        ("头发检测", "頭髮檢測"),
        ("发展规划", "發展規劃"),
        ("ＡＢＣ证书", "abc证书"),
        ("二○二六年预算", "二〇二六年"),
        ("二零二六年预算", "二〇二六年"),
        ("乡镇卫生院", "鄉鎮衛生院"),
    ],
)
def test_traditional_simplified_and_wide_forms_find_each_other(index, written, sought):
    index.learn([paper(1, written, "正文"), paper(2, "别的", "无关")])
    assert uids(rules.query(sought)) == {"000001"}


def test_what_was_folded_is_marked_where_it_stands_in_the_original():
    text = Folded("縣政務公開辦")
    assert highlight(text.original, text.find(["政务公开"])) == "縣<mark>政務公開</mark>辦"


def test_folding_twice_is_folding_once():
    for line in ("政務公開臺灣省後勤部乾糧", "二○二六年〇一月", "啟用裡程著作權"):
        assert normalise(normalise(line)) == normalise(line)


@pytest.fixture
def says(db, cast):
    from yangguang.organisations.permissions import Permission
    from yangguang.organisations.rules import acting_as

    acting = acting_as(cast.sun, cast.county.government, permission=Permission.MANAGE_CATALOGUE)

    def said(*group, **given):
        return words.set_words(group, by=acting, **given)

    said.acting = acting
    return said


RECALL = [
    ("低保", "城乡最低生活保障标准"),
    ("最低生活保障", "提高农村低保标准"),
    ("低保标准", "城乡最低生活保障标准的通知"),
    ("社保", "社会保险缴费基数"),
    ("公积金", "住房公积金提取"),
    ("三公", "2026年公务接待费决算"),
    ("三公经费", "2026年“三公”经费预算"),
    ("医保缴费", "城乡居民医疗保险缴费公告"),
    ("人社局", "县人力资源和社会保障局招聘"),
    ("市场监管局", "县市场监督管理局抽检"),
    ("阳光县民政局", "县民政局低保公示"),
    ("县民政局", "阳光县民政局低保公示"),
    ("民政局", "阳光县民政局低保公示"),
    ("环评", "项目环境影响评价文件受理"),
    ("公租房", "公共租赁住房分配结果"),
    ("打疫苗", "预防接种门诊安排"),
    ("城关镇人民政府", "城关镇2026年工作总结"),
]


@pytest.mark.parametrize(("sought", "title"), RECALL)
def test_what_people_call_it_finds_what_documents_call_it(index, cast, sought, title):
    index.learn([paper(1, title, "正文"), paper(2, "无关的文件", "无关")])
    found = rules.query(sought)
    assert uids(found) == {"000001"}
    if normalise(sought) not in normalise(title):
        assert found.also
        assert uids(rules.query(sought, exact=True)) == set()


def test_one_way_words_do_not_work_backwards(index, says):
    says("甲称呼", "乙写法", one_way=True)
    index.learn([paper(1, "甲称呼", ""), paper(2, "乙写法", "")])
    assert uids(rules.query("甲称呼")) == {"000001", "000002"}
    assert uids(rules.query("乙写法")) == {"000002"}


def test_words_work_at_once_and_no_longer_once_taken_out(index, says):
    index.learn([paper(1, "甲称呼", ""), paper(2, "乙写法", "")])
    group = says("甲称呼", "乙写法")
    assert uids(rules.query("甲称呼")) == {"000001", "000002"}
    says("甲称呼", "乙写法", group=group, is_active=False)
    assert uids(rules.query("甲称呼")) == {"000001"}
    says("甲称呼", "乙写法", group=group)
    words.remove_words(group, says.acting)
    assert uids(rules.query("甲称呼")) == {"000001"}


def test_a_word_inside_another_is_not_replaced(index, says):
    says("火星", "红色行星")
    assert rules.query("点火星级饭店").also == ()
    assert rules.query("火星报道").also == ("红色行星报道",)


def test_pages_and_counts_hold_for_all_the_spellings(index, cast):
    index.learn([paper(n, f"低保第{n}号" if n % 2 else f"最低生活保障第{n}号", "") for n in range(30)])
    seen, cursor = [], ""
    while True:
        page = rules.query("低保", cursor=cursor, page_size=7)
        assert page.count == 30
        seen += [hit.ref.uid for hit in page.hits]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 30


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("低保怎么申请", ("低保", "申请")),
        ("公租房在哪里办理", ("公租房", "办理")),
        ("低保", ()),
        ("请问医保怎么缴费", ("医保", "缴费")),
    ],
)
def test_a_question_is_looked_for_by_its_words(cast, asked, left):
    assert loosened(rules.understand(asked)) == left


@pytest.fixture
def offered(index):
    index.learn(
        [
            paper(n, title, "")
            for n, title in enumerate(
                [
                    "城乡低保标准",
                    "低保公示",
                    "县民政局公告",
                    "民政局年报",
                    "医疗救助办法",
                    "医疗救助公示",
                    "县人民政府令",
                ]
                * 2
            )
        ]
    )
    terms.learn()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("低", "低保"),
        ("dibao", "低保"),
        ("db", "低保"),
        ("mzj", "民政局"),
        ("yiliaojiuzhu", "医疗救助"),
        ("yljz", "医疗救助"),
    ],
)
def test_words_are_offered_by_beginning_sound_and_first_letters(offered, typed, first):
    assert rules.suggest_terms(typed)[0] == first


def test_what_is_offered_in_the_middle_stands_there_as_a_word(offered):
    assert "人民政府" not in rules.suggest_terms("民政")


@pytest.mark.parametrize(
    ("wrong", "right"), [("地保", "低保"), ("dibao", "低保"), ("民正局", "民政局"), ("医疗求助", "医疗救助")]
)
def test_what_sounds_alike_or_differs_in_one_character_may_have_been_meant(offered, wrong, right):
    assert right in rules.instead(wrong)


def test_what_finds_nothing_is_not_proposed(offered, index):
    index.dead = set()
    for number in range(14):
        from yangguang.search.actions import apply, withdraw

        withdraw(paper(number, "", "").ref)
        apply()
    assert rules.instead("地保") == []


def test_words_of_withdrawn_titles_are_not_learnt(index):
    index.learn([paper(n, "秘密工程公告", "") for n in range(3)])
    index.dead = {f"{n:06}" for n in range(3)}
    terms.learn()
    assert rules.suggest_terms("秘密") == []
    assert rules.titles("秘密") == []


def test_every_seeded_group_is_one_the_office_could_write(db):
    from yangguang.search.actions.words import checked

    for group in WordGroup.objects.all():
        assert checked(group.words, one_way=group.one_way)[1] == group.folded
