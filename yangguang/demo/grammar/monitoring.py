"""What the county measures: food, air, water, the economy of a quarter and of a year."""

from yangguang.demo.grammar.base import Document, Scene, kind
from yangguang.demo.grammar.files import sheet
from yangguang.demo.grammar.paper import Paper, Row, cdate, cn
from yangguang.demo.world.places import MARKETS, RIVERS, SCHOOLS

_FOODS = (
    ("小麦粉", "脱氧雪腐镰刀菌烯醇"),
    ("食用植物油", "酸价"),
    ("韭菜", "腐霉利"),
    ("豇豆", "灭蝇胺"),
    ("生姜", "噻虫胺"),
    ("糕点", "菌落总数"),
    ("散装白酒", "甜蜜素"),
    ("鸡蛋", "恩诺沙星"),
    ("草鱼", "孔雀石绿"),
    ("豆芽", "6-苄基腺嘌呤"),
    ("卤肉制品", "亚硝酸盐"),
    ("包装饮用水", "铜绿假单胞菌"),
    ("腌菜", "苯甲酸"),
    ("核桃", "过氧化值"),
)


@kind("food-sampling", "抽检通报", "food-drug", "market-regulation")
def food_sampling(s: Scene) -> Document:
    number = s.voice.number(1, 40)
    title = f"{s.name}关于{s.year}年第{number}期食品安全抽检情况的通告"
    rows: list[Row] = []
    for order, (food, _) in enumerate(s.voice.some(_FOODS, 8, 12), start=1):
        batches = s.voice.number(3, 19)
        rows.append((str(order), food, batches, batches - (1 if s.voice.chance(0.22) else 0)))
    total, good = sum(r[2] for r in rows), sum(r[3] for r in rows)
    substances = dict(_FOODS)
    paper = (
        Paper()
        .title(title)
        .p(
            f"近期，我局组织抽检{len(rows)}类食品{total}批次，合格{good}批次，不合格{total - good}批次，合格率{good / total * 100:.1f}%。"
            + s.sentence(
                "[样品来自生产、流通、餐饮环节|抽样覆盖{town}、{town}等<3-6>个乡镇]，[依据食品安全国家标准检验判定|由有资质机构承检]"
            )
        )
    )
    paper.table("分类抽检结果", ["序号", "食品类别", "抽检批次", "合格批次"], rows, ("合计", "", total, good))
    if bad := [row for row in rows if row[2] != row[3]]:
        paper.table(
            "不合格产品",
            ["食品", "被抽样单位", "生产日期", "不合格项目", "处置"],
            [
                (
                    food,
                    s.say("{company}" if s.voice.chance(0.4) else s.voice.pick(MARKETS) + "<3-48>号摊位"),
                    f"{s.year}-{max(1, s.on.month - 1):02}-{s.voice.number(1, 27):02}",
                    substances[food],
                    s.say("[下架封存<3-46>公斤|立案调查|召回<2-18>公斤]，[源头协查|约谈]"),
                )
                for _, food, *_ in bad
            ],
        )
    paper.section("消费提示").points(
        [
            s.sentence(text)
            for text in s.voice.some(
                (
                    "购买时看[生产日期、保质期|标签]，[散装食品看货架标识|保留小票]",
                    "蔬菜先[浸泡<10-20>分钟再清洗|去皮]，[豆角煮熟|四季豆充分加热]",
                    "自制[腌菜、米酒|豆制品]注意[卫生和温度|发酵时间]，不食用[霉变、异味|野生蘑菇]",
                    "剩菜冷藏不超过<24-48>小时，[生熟分开|充分加热]",
                    "发现可疑食品拨打12315，[保留包装|就医留存样本]",
                ),
                2,
                4,
            )
        ],
        ordered=True,
    )
    paper.p(
        s.sentence(
            "[对不合格食品生产经营者依法查处|企业可在规定期限申请复检]，[进展将陆续公布|不合格批次信息仅指同批产品]"
        )
    ).sign(s.name, s.on)
    table = sheet("抽检结果.xlsx", "抽检结果", ["序号", "类别", "批次", "合格"], rows)
    return s.document(
        title,
        paper,
        f"抽检{total}批次，合格率{good / total * 100:.1f}%。",
        keywords=("食品抽检",),
        attachments=(table,),
    )


@kind("air", "月报", "environment", "ecology-environment")
def air(s: Scene) -> Document:
    month, year = (s.on.month - 1, s.year) if s.on.month > 1 else (12, s.year - 1)
    days = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    winter = month in (11, 12, 1, 2)
    bad = s.voice.number(2, 6) if winter else s.voice.number(0, 2)
    mild = s.voice.number(8, 14) if not winter else s.voice.number(3, 7)
    base = 52 if winter else 29
    points = (("县政府站", 0), ("实验小学站", 3), ("清河镇站", -4), ("柳林工业集中区站", 6))
    rows: list[Row] = []
    for name, shift in points:
        pm25 = base + shift + s.voice.number(-5, 5)
        rows.append(
            (
                name,
                pm25,
                pm25 * s.voice.number(17, 19) // 10,
                s.voice.number(5, 16),
                s.voice.number(14, 34),
                f"{s.voice.decimal(0.6, 1.4):.1f}",
                s.voice.number(84, 148),
            )
        )
    mean = [round(sum(row[k] for row in rows) / len(rows)) for k in (1, 2, 3, 4)]
    before = mean[0] + s.voice.number(-5, 7)
    change = (mean[0] / before - 1) * 100
    title = f"阳光县{year}年{month}月环境空气质量月报"
    paper = (
        Paper()
        .title(title)
        .section("总体状况")
        .p(
            f"{month}月有效监测{days}天，优{mild}天，良{days - mild - bad}天，污染{bad}天，优良天数比例{(days - bad) / days * 100:.1f}%。PM2.5平均浓度{mean[0]}微克/立方米，"
            f"比上年同期{'上升' if change > 0 else '下降' if change < 0 else '持平'}{'' if change == 0 else f'{abs(change):.1f}%'}。"
        )
    )
    paper.section("各点位").table(
        "监测结果（CO为毫克/立方米，其余为微克/立方米）",
        ["点位", "PM2.5", "PM10", "SO2", "NO2", "CO", "O3"],
        rows,
        ("平均", *mean, "—", "—"),
    )
    causes = (
        "[静稳天气增多|逆温天数<3-9>天]，不利于扩散",
        "[{highway}施工扬尘|土方作业]对局部影响明显",
        "[散煤取暖|餐饮油烟]排放增加",
        "[臭氧高值出现在<13-17>时|强日照]，[挥发性有机物需管控|避开午后加油]",
        "[{company}周边车辆较多|柴油车通行]，道路积尘负荷上升",
        "[降雨<3-12>天|风速较大]，[冲刷明显|有利扩散]，[{town}改善幅度最大|保持优良]",
    )
    paper.section("原因分析")
    for pattern in s.voice.some(causes, 2, 4):
        paper.p(s.sentence(pattern))
    paper.section("健康提示").p(
        s.sentence(
            "[污染天减少户外|敏感人群戴口罩]，[学校调整体育课|错峰开窗]，[选择公共交通|不烧垃圾、秸秆]，[数据未经最终审核|实时数据以监测平台为准]"
        )
    ).sign(s.name, s.on)
    return s.document(
        title,
        paper,
        f"优良天数比例{(days - bad) / days * 100:.1f}%，PM2.5平均{mean[0]}微克/立方米。",
        keywords=("空气质量",),
    )


@kind("water-quality", "月报", "environment", "ecology-environment", "water")
def water_quality(s: Scene) -> Document:
    month, year = (s.on.month - 1, s.year) if s.on.month > 1 else (12, s.year - 1)
    title = f"阳光县{year}年{month}月{'地表水和饮用水水源' if s.organisation.code != 'water' else '农村供水工程'}水质月报"
    rows: list[Row] = []
    names = (
        [f"{river}{point}" for river in RIVERS for point in ("源头", "桥头断面", "出境断面")]
        if s.organisation.code != "water"
        else [f"{s.say('{village}')}供水站" for _ in range(12)]
    )
    for name in dict.fromkeys(s.voice.some(names, 8, 11)):
        o2, cod, nh, tp = (
            s.voice.decimal(5.6, 9.4),
            s.voice.number(6, 20),
            s.voice.decimal(0.04, 0.98, 2),
            s.voice.decimal(0.01, 0.19, 2),
        )
        level = 2 if cod <= 15 and nh <= 0.5 and tp <= 0.1 and o2 >= 6 else 3
        rows.append(
            (
                name,
                f"{s.voice.decimal(7.1, 8.4):.1f}",
                f"{o2:.1f}",
                cod,
                f"{nh:.2f}",
                f"{tp:.2f}",
                f"{'ⅡⅢ'[level - 2]}类",
            )
        )
    second = sum(1 for row in rows if row[-1] == "Ⅱ类")
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{month}月监测{len(rows)}个[点位|断面（水厂）]，Ⅱ类{second}个、Ⅲ类{len(rows) - second}个，[全部达标|达标率100%]。[采样日期{month}月<6-16>日，当日晴|采样前三日降雨<2-26>毫米]，[手工监测与自动站比对一致|由县环境监测站采样]"
            )
        )
    )
    paper.table(
        "水质监测结果（pH无量纲，其余毫克/升）",
        ["点位", "pH", "溶解氧", "化学需氧量", "氨氮", "总磷", "类别"],
        rows,
    )
    worst = max(rows, key=lambda row: row[3])
    paper.p(
        f"化学需氧量最高的是{worst[0]}（{worst[3]}毫克/升），"
        + s.sentence(
            "[上游农田退水影响|降雨冲刷面源]，[加密监测<2-4>次|由河长现场核查]，[已清理淤积|生活污水接管]"
        )
    )
    for head, text in s.measures(1, 2):
        paper.p(f"{head}。{text}")
    paper.p(s.say("[下月采样安排在<6-12>日|数据经三级审核]，[群众送检可咨询|发现异常]{phone}。")).sign(
        s.name, s.on
    )
    return s.document(title, paper, f"监测{len(rows)}个点位，Ⅱ类{second}个。", keywords=("水质",))


@kind("statistics", "统计公报", "statistics", "development-reform")
def statistics(s: Scene) -> Document:
    e, y = s.world.economy, s.year - 1

    def v(name: str, places: int = 2) -> str:
        return f"{e.value(name, y):,.{places}f}"

    def g(name: str) -> str:
        return f"{'增长' if e.growth(name, y) >= 0 else '下降'}{abs(e.growth(name, y)):.1f}%"

    gdp = e.gdp(y)
    shares = [round(e.value(name, y) / gdp * 100, 1) for name in ("primary", "secondary")]
    shares.append(round(100 - sum(shares), 1))
    title = f"阳光县{y}年国民经济和社会发展统计公报"
    paper = Paper().title(title).p(s.name + "（县统计局）", "sign").p(cdate(s.on), "sign")
    paper.p(
        s.sentence(
            f"{y}年，[全县经济平稳运行、民生持续改善|全县上下扎实工作]，[就业、收入与经济增长基本同步|主要任务较好完成]。本公报为初步统计数"
        )
    )
    paper.section("综合").p(
        f"初步核算，全年地区生产总值{gdp:.2f}亿元，按现价计算增长{e.gdp_growth(y)}%。其中，第一产业增加值{v('primary')}亿元，{g('primary')}；第二产业{v('secondary')}亿元，{g('secondary')}；第三产业{v('tertiary')}亿元，{g('tertiary')}。三次产业结构为{shares[0]}∶{shares[1]}∶{shares[2]}。"
    )
    years = range(y - 4, y + 1)
    paper.table(
        "表1　近五年地区生产总值（亿元）",
        ["年份", "地区生产总值", "第一产业", "第二产业", "第三产业"],
        [
            (
                str(t),
                f"{e.gdp(t):.2f}",
                *(f"{e.value(n, t):.2f}" for n in ("primary", "secondary", "tertiary")),
            )
            for t in years
            if t >= 2022
        ],
    )
    per = e.gdp(y) / e.value("residents", y) * 10000
    paper.p(
        f"按年末常住人口计算，人均地区生产总值{per:,.0f}元。城镇新增就业{v('jobs', 0)}人。"
        + s.sentence(
            "[居民消费价格上涨<0.2-1.4>%|物价总体平稳]，[食品烟酒价格上涨<0.3-2.1>%|教育文化价格上涨<0.4-1.8>%]，[交通通信下降<0.3-1.6>%|居住持平]"
        )
    )
    paper.section("农业").p(
        f"粮食总产量{v('grain')}万吨，{g('grain')}；油料{v('oil')}万吨，{g('oil')}；蔬菜{v('vegetables')}万吨，{g('vegetables')}；水果{v('fruit')}万吨，{g('fruit')}；肉类{v('meat')}万吨，{g('meat')}。"
        + s.sentence(
            "[农机总动力<31-38>万千瓦|耕种收综合机械化率<82-89>%]，[新建高标准农田<1.6-2.4>万亩|农产品冷藏能力增加<0.4-1.8>万吨]，[{crop}种植面积扩大|{crop}获得丰收]"
        )
    )
    paper.table(
        "表2　主要农产品产量（万吨）",
        ["产品", f"{y}年", f"{y - 1}年", "增长（%）"],
        [
            (label, v(n), f"{e.value(n, y - 1):.2f}", f"{e.growth(n, y):.1f}")
            for label, n in (
                ("粮食", "grain"),
                ("油料", "oil"),
                ("蔬菜", "vegetables"),
                ("水果", "fruit"),
                ("肉类", "meat"),
            )
        ],
    )
    paper.section("工业、建筑业和投资").p(
        s.sentence(
            "规模以上工业企业<32-46>户，[增加值增长<4.2-8.6>%|产销率<94-98>%]，[食品加工、建材、纺织|农副产品加工、新能源]占比<52-68>%，[利润总额<2.1-4.8>亿元|亏损面下降<1-4>个百分点]"
        )
    )
    paper.p(
        f"全社会用电量{v('power')}亿千瓦时，{g('power')}。固定资产投资{v('investment')}亿元，{g('investment')}；"
        + s.sentence(
            "其中[工业投资增长<3-12>%|民间投资占<42-58>%]，[房地产投资下降<2-9>%|基础设施投资增长<2-8>%]，[{project}、{project}顺利推进|亿元以上项目<12-26>个]"
        )
    )
    paper.section("贸易和旅游").p(
        f"社会消费品零售总额{v('retail')}亿元，{g('retail')}。进出口总额{v('imports')}亿元，{g('imports')}。接待游客{v('visitors', 1)}万人次，{g('visitors')}；旅游收入{v('tourism')}亿元，{g('tourism')}。"
        + s.sentence(
            "[限上批零住餐企业<38-62>家|网络零售额增长<8-19>%]，[{town}民宿入住率<46-72>%|乡村旅游点<18-42>个]"
        )
    )
    paper.section("财政金融").p(
        f"一般公共预算收入{v('revenue')}亿元，{g('revenue')}；支出{v('spending')}亿元，{g('spending')}。金融机构存款余额{v('deposits')}亿元，{g('deposits')}；贷款余额{v('loans')}亿元，{g('loans')}。"
        + s.sentence(
            "[民生支出占<72-79>%|税收占比<58-69>%]，[新增债券资金用于<12-28>个项目|金融机构网点<46-68>个]"
        )
    )
    paper.section("教育、科技和文化").p(
        f"小学在校生{v('pupils', 0)}人，初中{v('juniors', 0)}人，高中{v('seniors', 0)}人。"
        + s.sentence(
            "专任教师<3100-3480>人，[义务教育巩固率<98.2-99.8>%|学前毛入园率<91-97>%]；[公共图书馆藏书<12-18>万册|演出<160-320>场]，[有效发明专利<38-96>件|科技型中小企业<24-58>家]，[运动场地<210-360>处|县级非遗项目<36-62>项]"
        )
    )
    paper.section("卫生和社会保障").p(
        f"医疗床位{v('beds', 0)}张，{g('beds')}。基本医保参保{v('insured')}万人，城乡居民基本养老保险参保{v('pension')}万人。城市低保{v('urban_aid', 0)}人，农村低保{v('rural_aid', 0)}人。"
        + s.sentence(
            "[执业医师<620-780>人|注册护士<830-1060>人]，[养老床位<1560-2180>张|互助点<86-128>处]，[医疗救助<1.1-1.9>万人次|高龄津贴发放<3800-5200>人]"
        )
    )
    paper.section("人口和居民收入").p(
        f"年末户籍人口{v('registered')}万人，常住人口{v('residents')}万人，{g('residents')}。出生{e.value('births', y) * 10000:,.0f}人，死亡{e.value('deaths', y) * 10000:,.0f}人。城镇居民人均可支配收入{v('urban_income', 0)}元，{g('urban_income')}；农村居民{v('rural_income', 0)}元，{g('rural_income')}，城乡收入比{e.value('urban_income', y) / e.value('rural_income', y):.2f}。"
    )
    paper.table(
        "表3　居民收入（元）",
        ["年份", "城镇居民", "农村居民", "收入比"],
        [
            (
                str(t),
                f"{e.value('urban_income', t):,.0f}",
                f"{e.value('rural_income', t):,.0f}",
                f"{e.value('urban_income', t) / e.value('rural_income', t):.2f}",
            )
            for t in years
            if t >= 2022
        ],
    )
    towns = s.world.of_kind("town")
    output = s.voice.shares(round(e.value("primary", y) * 100), len(towns), 300)
    paper.table(
        "表4　分乡镇基本情况",
        ["乡镇", "行政村", "户数", "人口", "第一产业增加值（亿元）"],
        [
            (
                town.short_name,
                len(s.world.villages_of(town)),
                f"{town.households:,}",
                f"{town.population:,}",
                f"{value / 100:.2f}",
            )
            for town, value in zip(towns, output, strict=True)
        ],
        (
            "合计",
            20,
            f"{sum(t.households for t in towns):,}",
            f"{sum(t.population for t in towns):,}",
            v("primary"),
        ),
    )
    paper.p(
        s.sentence(
            "[分乡镇看，{town}、{town}农业占比较高|{town}特色种植增长最快]，[{crop}、{crop}是主要增收来源|农民专业合作社<160-280>家]，[土地流转面积<6.8-11.6>万亩|村均集体收入<14-28>万元]。"
            "[表中人口为户籍在村人口|20个行政村为统计口径]，[县城社区人口未计入|与全县户籍人口口径不同]"
        )
    )
    paper.section("资源环境和安全").p(
        s.sentence(
            "[空气优良天数比例<84-93>%|国控断面优良率<92-100>%]，[森林覆盖率<36-43>%|完成造林<0.4-1.6>万亩]，[单位产值能耗下降<1.2-3.6>%|城镇污水处理率<93-98>%]。[生产安全事故起数下降<3-18>%|未发生较大事故]，[食品抽检合格率<97.6-99.2>%|消防宣传覆盖20个村]"
        )
    )
    paper.heading("注释", 4).p(
        s.sentence(
            "[部分合计因四舍五入可能不等于分项之和|增速除特别说明外按现价计算]。[收入数据来自城乡住户调查|人口数据为抽样推算数]，[上年数据按最终核实数调整|资料来自县直有关部门]"
        )
    )
    table = sheet(
        "统计公报主要指标.xlsx",
        "主要指标",
        ["指标", "单位", str(y), str(y - 1)],
        [
            ("地区生产总值", "亿元", gdp, e.gdp(y - 1)),
            ("粮食产量", "万吨", e.value("grain", y), e.value("grain", y - 1)),
            ("财政收入", "亿元", e.value("revenue", y), e.value("revenue", y - 1)),
        ],
    )
    return s.document(
        title,
        paper,
        f"{y}年地区生产总值{gdp:.2f}亿元，常住人口{v('residents')}万人。",
        keywords=("统计公报", str(y)),
        attachments=(table,),
    )


@kind("economy", "经济分析", "statistics", "development-reform")
def economy(s: Scene) -> Document:
    quarter, year = ((s.on.month - 1) // 3, s.year) if s.on.month > 3 else (4, s.year - 1)
    words = {1: "一季度", 2: "上半年", 3: "前三季度", 4: "全年"}[quarter]
    e = s.world.economy
    title = f"{year}年{words}阳光县经济运行情况"
    rows: list[Row] = []
    for label, name, unit in (
        ("规模以上工业和建筑业增加值", "secondary", "亿元"),
        ("服务业增加值", "tertiary", "亿元"),
        ("固定资产投资", "investment", "亿元"),
        ("社会消费品零售总额", "retail", "亿元"),
        ("一般公共预算收入", "revenue", "亿元"),
        ("一般公共预算支出", "spending", "亿元"),
        ("全社会用电量", "power", "亿千瓦时"),
        ("游客接待", "visitors", "万人次"),
    ):
        now, before = e.to_quarter(name, year, quarter), e.to_quarter(name, year - 1, quarter)
        rows.append((label, unit, f"{now:.2f}", f"{before:.2f}", f"{(now / before - 1) * 100:+.1f}"))
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"{words}，[面对需求不足等压力|面对复杂形势]，全县[稳投资、促消费、惠民生|抓项目、帮企业、保就业]，[经济总体平稳|主要指标处于合理区间]，[结构继续优化|积极因素增多]"
            )
        )
    )
    paper.table(f"{words}主要指标", ["指标", "单位", "本期", "上年同期", "同比（%）"], rows)
    best, worst = max(rows, key=lambda r: float(r[-1])), min(rows, key=lambda r: float(r[-1]))
    paper.p(f"增长最快的是{best[0]}（{best[-1]}%），增长较慢的是{worst[0]}（{worst[-1]}%）。")
    paper.section("主要特点")
    for order, pattern in enumerate(
        s.voice.some(
            (
                "农业基础稳固，[{crop}长势好于上年|夏粮面积稳定在<22-24>万亩]，[生猪存栏<11-15>万头|蔬菜在田<3-5>万亩]，[农资价格回落<1-6>%|秋播进度正常]",
                "工业企业[用电增长<3-9>%|产能利用率<71-82>%]，{company}[订单饱满|技改投产]，[小微企业复产<120-360>户|原材料成本下降]",
                "重点项目[开工率<82-98>%|完成投资<42-78>%]，{project}[超序时进度|进入安装阶段]，[专项债资金支付<58-86>%|民间投资回暖]",
                "消费[节假日带动明显|网购增长<8-16>%]，[{town}集市恢复|以旧换新<600-2200>台]，[餐饮收入增长<4-11>%|汽车销售企稳]",
                "民生支出占财政支出<71-79>%，[城镇新增就业<680-2800>人|社保缴费稳定]，[低保资金及时到位|村级项目<28-66>个完工]",
            ),
            3,
            5,
        ),
        start=1,
    ):
        paper.p(f"{cn(order)}是{s.sentence(pattern)}")
    paper.section(s.say("[需要关注的问题|困难和风险]")).p(
        s.sentence(
            "[房地产和建材低迷|部分企业回款慢]，[招商落地率<38-56>%|人才外流]，[财政自给率不足<18-24>%|小微融资难]，[农产品价格波动|夏秋灾害多发]"
        )
    )
    paper.section("下步打算")
    for head, text in s.measures(2, 3):
        paper.p(f"{head}。{text}")
    paper.sign(s.name, s.on)
    return s.document(
        title, paper, f"{words}财政收入{rows[4][2]}亿元，投资{rows[2][2]}亿元。", keywords=("经济运行", words)
    )


@kind("schools-list", "名单", "compulsory-education", "education")
def schools_list(s: Scene) -> Document:
    title = s.say(f"{s.year}年阳光县[义务教育学校基本情况|幼儿园办园等级和收费公示|规范化学校复查结果]")
    rows: list[Row] = []
    for order, name in enumerate(s.voice.shuffled(SCHOOLS)[: s.voice.number(8, 11)], start=1):
        pupils = s.voice.number(160, 2400)
        rows.append(
            (
                str(order),
                name,
                f"{pupils:,}",
                pupils // s.voice.number(36, 46) + 1,
                pupils // s.voice.number(12, 17) + 1,
                s.say("[达标|优秀|良好|整改后达标]"),
            )
        )
    paper = (
        Paper()
        .title(title)
        .p(
            s.sentence(
                f"[经学校自查、县级复核|截至{s.on.month}月底统计]，现公布{len(rows)}所学校（幼儿园）情况，[在校生{sum(int(r[2].replace(',', '')) for r in rows):,}人|共{sum(r[3] for r in rows)}个班级]"
            )
        )
    )
    paper.table("学校基本情况", ["序号", "学校", "学生数", "班级", "教职工", "评价"], rows)
    for head, text in s.measures(2, 3):
        paper.p(f"{head}。{text}")
    paper.p(
        s.sentence(
            "[数据每学期更新|收费项目在校门口公示]，[班额过大的控制招生|未达标的限期<30-60>天整改]，举报电话：{phone}"
        )
    ).sign(s.name, s.on)
    return s.document(title, paper, f"公布{len(rows)}所学校情况。", keywords=("学校",))
