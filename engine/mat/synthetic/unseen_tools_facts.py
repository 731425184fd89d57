"""Tools that look a fact up or work a figure out, for training; written by us.

Each thing has several facts, and each figure follows from others, so that tools stand side by side
that differ in what they tell. The lines are those of unseen_tools_en.
"""

# A line of a table is data: it is not broken.

from __future__ import annotations

from collections.abc import Iterator

from engine.events import Language

# Figures, and what they follow from; in English and Chinese.
_FIGURES = """
density: mass, volume | 密度: 质量, 体积
momentum: mass, velocity | 动量: 质量, 速度
acceleration: velocity, time | 加速度: 速度, 时间
voltage: current, resistance | 电压: 电流, 电阻
electric power: voltage, current | 电功率: 电压, 电流
pressure: force, area | 压强: 力, 面积
hypotenuse: first leg, second leg | 斜边: 直角边甲, 直角边乙
rectangle area: length, width | 长方形面积: 长, 宽
rectangle perimeter: length, width | 长方形周长: 长, 宽
cylinder volume: radius, height | 圆柱体积: 半径, 高
cone volume: radius, height | 圆锥体积: 半径, 高
average speed: distance, time | 平均速度: 路程, 时间
discount price: original price, discount | 折后价: 原价, 折扣
sales tax: price, tax rate | 销售税: 价格, 税率
profit margin: revenue, cost | 利润率: 收入, 成本
return on investment: gain, cost | 投资回报率: 收益, 成本
break-even point: fixed costs, unit margin | 盈亏平衡点: 固定成本, 单位毛利
depreciation: purchase price, lifetime | 折旧: 购买价, 使用年限
dividend yield: dividend, share price | 股息率: 股息, 股价
simple interest: principal, rate | 单利: 本金, 利率
running pace: distance, minutes | 跑步配速: 距离, 分钟数
calories burned: weight, minutes | 消耗热量: 体重, 分钟数
target heart rate: age, resting pulse | 目标心率: 年龄, 静息心率
fuel consumption: liters, kilometers | 油耗: 升数, 公里数
travel cost: distance, price per liter | 路费: 距离, 每升油价
paint needed: wall area, coats | 用漆量: 墙面积, 遍数
number of tiles: floor area, tile size | 瓷砖数量: 地面面积, 砖的面积
molarity: moles, liters | 摩尔浓度: 摩尔数, 升数
wavelength: frequency, wave speed | 波长: 频率, 波速
gravitational force: mass, distance | 引力: 质量, 距离
potential energy: mass, height | 势能: 质量, 高度
work done: force, distance | 做功: 力, 距离
slope: rise, run | 斜率: 升高, 水平距离
permutations: items, places | 排列数: 元素个数, 位置个数
combinations: items, choices | 组合数: 元素个数, 选取个数
least common multiple: first number, second number | 最小公倍数: 第一个数, 第二个数
remainder: dividend, divisor | 余数: 被除数, 除数
power: base, exponent | 乘方: 底数, 指数
population density: inhabitants, area | 人口密度: 人口, 面积
growth rate: old value, new value | 增长率: 旧值, 新值
hourly wage: salary, hours | 时薪: 工资, 工时
overtime pay: wage, extra hours | 加班费: 工资, 加班时长
electricity cost: kilowatt hours, price | 电费金额: 用电量, 单价
download time: file size, bandwidth | 下载时间: 文件大小, 带宽
mortgage ratio: loan, house value | 贷款成数: 贷款, 房价
"""

# Things, what can be looked up of them, and some of them.
_FACTS: dict[Language, str] = {
    "en": """
mountain: height, location, first ascent, climbing difficulty | Mount Everest, K2, the Matterhorn, Kilimanjaro, Denali, Mount Fuji
river: length, source, water level, depth | the Nile, the Danube, the Mississippi, the Mekong, the Rhine
chemical element: atomic weight, melting point, symbol, discoverer | oxygen, gold, helium, carbon, mercury, iron
planet: distance from the sun, number of moons, diameter, surface temperature | Mars, Jupiter, Venus, Saturn, Neptune
painting: painter, year, museum, price | the Mona Lisa, Guernica, The Night Watch, The Scream, Sunflowers
scientist: birthplace, discovery, field of work, publications | Marie Curie, Isaac Newton, Ada Lovelace, Alan Turing, Charles Darwin
university: tuition, ranking, number of students, application deadline | Stanford, Oxford, ETH Zurich, Kyoto University, MIT
airport: code, arrivals, parking fee, lounges | Heathrow, JFK, Schiphol, Changi, Narita
museum: entrance fee, opening hours, current exhibition, address | the Louvre, the Prado, MoMA, the Uffizi, the British Museum
electric car: range, charging time, price, top speed | Tesla Model 3, Nissan Leaf, BMW i4, Hyundai Ioniq 5, Rivian R1T
phone: battery life, screen size, price, camera resolution | iPhone 15, Pixel 8, Galaxy S24, Fairphone 5, Nokia 3310
laptop: weight, memory, warranty, price | MacBook Air, ThinkPad X1, XPS 13, Zenbook 14, Framework 13
football player: goals, club, salary, age | Messi, Mbappe, Haaland, Sam Kerr, Ronaldo
basketball team: next game, roster, coach, win rate | the Lakers, the Bulls, the Celtics, the Warriors, the Heat
chess player: rating, openings, titles, next tournament | Magnus Carlsen, Hou Yifan, Garry Kasparov, Ding Liren
video game: release date, rating, system requirements, price | Zelda, Minecraft, Elden Ring, Tetris, Stardew Valley
dog breed: lifespan, size, temperament, origin | Labrador, poodle, beagle, Dalmatian, border collie
tree: growth rate, maximum height, leaf shape, soil needs | oak, ginkgo, birch, sequoia, maple
bird: wingspan, migration route, song, habitat | the robin, the albatross, the stork, the barn owl, the swift
vitamin: daily dose, food sources, deficiency symptoms, overdose risks | vitamin C, vitamin D, vitamin B12, folic acid
vaccine: side effects, schedule, manufacturer, price | measles, tetanus, influenza, hepatitis B, HPV
law case: ruling, date, judge, parties | Roe v. Wade, Brown v. Board, Smith v. Jones, Marbury v. Madison
lawyer: hourly rate, specialty, address, success rate | Dana White, Mr. Okoro, Julia Brandt, Sanjay Rao
stock fund: annual return, fees, holdings, risk class | Vanguard 500, MSCI World, Fidelity Growth, ARK Innovation
bank account: balance, interest, last transactions, owner | 1234-5678, DE22 1001, savings 42, 99-0071
house: value, year built, energy rating, floor area | 12 Oak Street, 5 Hill Road, Villa Rosa, 221B Baker Street
insurance policy: coverage, premium, expiry date, deductible | P-2231, HOME-77, AX-1009, 55-1201
patient: allergies, test results, next appointment, doctor | Jane Miller, Omar Haddad, Lucy Chen, Peter Novak
employee: vacation days, department, manager, start date | Anna Schmidt, Raj Patel, employee 1042, Tom Baker
order: total, delivery date, items, discount | 10045, A-7781, #552, 2026-118
train: speed, platform, delay, stops | ICE 598, TGV 8412, Amtrak 20, Eurostar 9024
ship: position, cargo, captain, destination | the Ever Given, the Aurora, MV Sirius, the Black Pearl
satellite: orbit, launch date, next pass, operator | Hubble, Sentinel-2, Landsat 9, the ISS
programming language: inventor, latest version, syntax, license | Python, Rust, Haskell, Go, COBOL
holiday resort: rating, distance to the beach, price per night, activities | Club Sol, Blue Lagoon, Alpine Lodge, Palm Bay
concert: ticket price, venue, start time, support act | Coldplay, Taylor Swift, the Vienna Philharmonic, Rammstein
cheese: fat content, country of origin, ripening time, wine match | Gouda, Brie, Manchego, Feta, Stilton
""",
    "zh": """
mountain=山: 海拔, 位置, 门票, 登山难度 | 珠穆朗玛峰, 泰山, 黄山, 富士山, 峨眉山
river=河: 长度, 源头, 水位, 流域面积 | 长江, 黄河, 珠江, 尼罗河, 松花江
element=元素: 原子量, 熔点, 符号, 发现者 | 氧, 金, 氦, 碳, 铁
planet=行星: 离太阳的距离, 卫星数量, 直径, 表面温度 | 火星, 木星, 金星, 土星, 海王星
painting=名画: 作者, 年代, 收藏地, 拍卖价 | 蒙娜丽莎, 清明上河图, 向日葵, 千里江山图
scientist=科学家: 出生地, 主要成就, 研究领域, 获奖 | 居里夫人, 钱学森, 屠呦呦, 牛顿, 华罗庚
university=大学: 学费, 排名, 在校人数, 录取线 | 清华, 复旦, 浙大, 南开, 斯坦福
airport=机场: 三字码, 到达航班, 停车费, 贵宾室 | 首都机场, 浦东机场, 白云机场, 双流机场
museum=博物馆: 票价, 开放时间, 特展, 地址 | 故宫, 陕西历史博物馆, 卢浮宫, 苏州博物馆
electric_car=电动车: 续航, 充电时间, 售价, 最高时速 | 比亚迪汉, 特斯拉Model 3, 蔚来ET5, 小米SU7
phone=手机: 电池容量, 屏幕尺寸, 售价, 摄像头像素 | 华为Mate 60, 小米14, iPhone 15, vivo X100
player=球员: 进球数, 所属俱乐部, 年薪, 年龄 | 梅西, 武磊, 姚明, C罗, 易建联
team=球队: 下一场比赛, 大名单, 教练, 胜率 | 广东队, 湖人队, 国安, 皇马
game=游戏: 发售日, 评分, 配置要求, 价格 | 原神, 黑神话, 我的世界, 塞尔达
dog=犬种: 寿命, 体型, 性格, 原产地 | 金毛, 柯基, 哈士奇, 柴犬, 边牧
tree=树: 生长速度, 最高高度, 叶形, 土壤要求 | 银杏, 梧桐, 香樟, 白桦
vitamin=维生素: 每日用量, 食物来源, 缺乏症状, 过量危害 | 维生素C, 维生素D, 叶酸, 维生素B12
vaccine=疫苗: 副作用, 接种时间, 生产厂家, 价格 | 流感疫苗, 乙肝疫苗, HPV疫苗, 狂犬疫苗
fund=基金: 年化收益, 费率, 重仓股, 风险等级 | 沪深300ETF, 易方达蓝筹, 余额宝, 华夏成长
account=账户: 余额, 利率, 最近流水, 户名 | 6222-0011, 储蓄卡42, 8818账户, 工资卡
house=房产: 估价, 建成年份, 物业费标准, 建筑面积 | 幸福小区3号楼, 中山路12号, 东湖花园, 阳光公寓
policy=保单: 保障范围, 保费, 到期日, 免赔额 | P-2231, 车险77号, AX-1009, 2026001
patient=病人: 过敏史, 化验结果, 下次预约, 主治医生 | 王芳, 李建国, 赵小燕, 12床
employee=员工: 剩余年假, 部门, 上级, 入职日期 | 张伟, 陈静, 工号1042, 刘洋
order=订单: 总价, 送达日期, 商品明细, 优惠 | 10045, A-7781, 202611, #552
train=列车: 时速, 站台, 晚点情况, 停靠站 | G101, D312, K528, Z19
satellite=卫星: 轨道, 发射日期, 过境时间, 用途 | 北斗三号, 天宫, 风云四号, 东方红一号
language=编程语言: 发明者, 最新版本, 语法, 许可证 | Python, Rust, Java, Go
concert=演唱会: 票价, 场馆, 开始时间, 嘉宾 | 周杰伦, 五月天, 张学友, 陈奕迅
tea=茶: 产地, 冲泡温度, 保存方法, 功效 | 龙井, 普洱, 铁观音, 碧螺春
scenic_spot=景区: 最佳季节, 游玩路线, 人流量, 停车场 | 九寨沟, 张家界, 鼓浪屿, 外滩
hospital=医院: 挂号费, 科室, 门诊时间, 专家 | 协和医院, 华西医院, 中山医院, 儿童医院
""",
}
_SNAKE = str.maketrans(" -", "__")


def fact_lines(language: Language) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A group, a line of a tool, and the pools of its own, for each fact and figure."""
    for line in _FIGURES.strip().splitlines():
        english, chinese = line.split(" | ")
        yield "figures", _figure(english, chinese, language), {}
    for line in _FACTS[language].strip().splitlines():
        head, examples = line.split(" | ")
        thing, told = head.split(": ")
        names, _, own = thing.partition("=")
        pool = {names.translate(_SNAKE): "|".join(part.strip() for part in examples.split(","))}
        for number, fact in enumerate(told.split(", ")):
            make = _fact_zh if language == "zh" else _fact_en
            yield f"facts {names}", make(names, own, fact, number), pool


def _figure(english: str, chinese: str, language: Language) -> str:
    figure, parts = english.split(": ")
    first, second = (part.translate(_SNAKE) for part in parts.split(", "))
    slots = f"{first}=number:number {second}=number2:number"
    name = figure.translate(_SNAKE)
    names = f"calculate_{name}, {name}, compute_{name}, {name}_calculator"
    if language == "en":
        one, other = parts.split(", ")
        told = f"Calculate the {figure} from {one} and {other}; {figure.capitalize()} calculator"
        asked = (
            f"(calculate|find|compute|determine|what is) the {figure} (for|given|with) a {one} of "
            f"{{{first}}} and a {other} of {{{second}}}; (my|the) {one} is {{{first}}} and the "
            f"{other} {{{second}}}, what is the {figure}?; {figure}: {one} {{{first}}}, {other} "
            f"{{{second}}}; what {figure} do I get (with|from) {one} {{{first}}} and {other} "
            f"{{{second}}}?"
        )
        return f"{names} | {told} | {slots} | {asked}"
    figure, parts = chinese.split(": ")
    one, other = parts.split(", ")
    told = f"由{one}和{other}计算{figure}; {figure}计算器; 求{figure}"
    asked = (
        f"{one}(是|为|){{{first}}}，{other}(是|为|){{{second}}}，(求|算)(一下|){figure}; "
        f"(计算|算一下|求){figure}：{one}{{{first}}}，{other}{{{second}}}; "
        f"{one}{{{first}}}、{other}{{{second}}}的时候{figure}(是多少|多大)？"
    )
    return f"{names} | {told} | {slots} | {asked}"


def _fact_en(thing: str, own: str, fact: str, number: int) -> str:
    noun, attribute = thing.translate(_SNAKE), fact.translate(_SNAKE)
    slot = ("name", noun, f"{noun}_name", "name")[number % 4]
    names = f"get_{noun}_{attribute}, {noun}_{attribute}, find_{attribute}"
    told = f"Get the {fact} of a {thing}; Looks up {thing} data: {fact}; {fact.capitalize()} of a {thing}"
    asked = (
        f"(what is|what's) the {fact} of {{{slot}}}?; (tell me|find|look up|show me|get) the {fact} "
        f"of {{{slot}}}; {{{slot}}} {fact}; I (need|want) to know the {fact} of {{{slot}}}; "
        f"(can|could) you (check|tell me) the {fact} of {{{slot}}}?"
    )
    return f"{names} | {told} | {slot}={noun} | {asked}"


def _fact_zh(thing: str, own: str, fact: str, number: int) -> str:
    slot = ("name", thing, f"{thing}_name", "name")[number % 4]
    names = f"get_{thing}_info_{number + 1}, {thing}_query_{number + 1}, query_{thing}"
    told = f"查{own}的{fact}; 查询{fact}（{own}）; {own}信息：{fact}"
    asked = (
        f"{{{slot}}}的{fact}(是多少|是什么|怎么样|)？; (查|看|告诉我)(一下|){{{slot}}}的{fact}; "
        f"(想|我要)知道{{{slot}}}的{fact}; {{{slot}}}{fact}"
    )
    return f"{names} | {told} | {slot}={thing} | {asked}"
