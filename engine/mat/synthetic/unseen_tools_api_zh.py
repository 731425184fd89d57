"""Made-up interfaces that are described in Chinese, with Chinese questions for them; our own."""

from __future__ import annotations

import random
from collections.abc import Iterator

from engine.mat.synthetic.questions import expand
from engine.mat.synthetic.unseen_tools_forms import AskedTool, ToolArgument, ToolForm, usable

_SOURCE = "api"
_THINGS = """gene=基因 protein=蛋白质 plant=植物 fungus=真菌 bird=鸟类 insect=昆虫 compound=化合物 reaction=化学反应
mineral=矿物 alloy=合金 stock=股票 bond=债券 loan=贷款 credit_card=信用卡 invoice=发票 budget=预算 club=俱乐部
marathon=马拉松 league=联赛 stadium=体育场 gym=健身房 lake=湖泊 volcano=火山 island=岛屿 glacier=冰川 contract=合同
patent=专利 trademark=商标 lawsuit=诉讼 regulation=法规 patient=患者 drug=药品 surgery=手术 hospital=医院 allergy=过敏
course=课程 scholarship=奖学金 exam=考试 teacher=教师 textbook=教材 solar_panel=太阳能板 wind_turbine=风力发电机
battery=电池 power_plant=发电厂 oil_field=油田 character=游戏角色 game_server=游戏服务器 guild=公会 weapon_skin=武器皮肤
repository=代码仓库 database=数据库 api_key=接口密钥 container=容器 log=日志 flight=航班 hotel=酒店 cruise=邮轮
visa=签证 rental_car=租车 recipe=菜谱 restaurant=餐厅 wine=葡萄酒 menu=菜单 bakery=面包店 crop=农作物 farm=农场
tractor=拖拉机 greenhouse=温室 soil=土壤 painting=画作 museum=博物馆 festival=节庆活动 opera=歌剧 novel=小说
planet=行星 comet=彗星 telescope=望远镜 rocket=火箭 subway=地铁 bridge=桥梁 parking_lot=停车场 truck=货车 taxi=出租车
company=公司 customer=客户 supplier=供应商 warehouse=仓库 meeting=会议 apartment=公寓 garden=花园 sofa=沙发 lamp=台灯
forest=森林 river=河流 landfill=垃圾填埋场 election=选举 census=人口普查 passport=护照 podcast=播客 video=视频
magazine=杂志 dream=梦境 mood=情绪 password=密码 firewall=防火墙 camera=监控摄像头 battle=战役 dynasty=王朝 word=词语
idiom=成语 essay=作文 crane=起重机 elevator=电梯 baby=婴儿 wedding=婚礼 pet=宠物 dress=裙子 watch=手表 perfume=香水
temple=寺庙 donation=捐款 volunteer=志愿者 charity=慈善机构"""
_FACETS = """price=价格 status=状态 history=历史 rating=评分 location=位置 schedule=时间安排 statistics=统计数据 risk=风险
size=尺寸 weight=重量 owner=所有者 details=详细信息 reviews=评价 ranking=排名 requirements=要求 expiry_date=到期日
population=数量 distribution=分布 safety=安全性 efficiency=效率 capacity=容量 output=产量 temperature=温度 quality=质量
trend=趋势 cost=成本 availability=可用情况 contact=联系方式 rules=规则 origin=来源 age=年限 maintenance=维护记录
side_effects=副作用 structure=结构 composition=成分 duration=时长 revenue=收入 balance=余额 fees=费用 deadline=截止日期
speed=速度 distance=距离 meaning=含义 usage=用法 impact=影响 members=成员 errors=错误记录 version=版本 storage=保存方法"""
_ACTIONS = (
    (
        "create",
        "创建一个新的{o}；新建{o}；添加{o}",
        "(新建|创建|添加)一个{o}；我(要|想)(建|加)个新的{o}",
    ),
    ("update", "更新{o}的信息；修改{o}", "(更新|修改|改)一下{o}；{o}的信息(要改|变了)"),
    ("delete", "删除{o}；移除已有的{o}", "(删除|删掉|去掉)这个{o}；{o}不要了"),
    ("book", "预订{o}；预约{o}", "(预订|预约|订)一个{o}；帮我订{o}"),
    ("analyze", "分析{o}的情况；评估{o}", "(分析|评估)一下{o}；{o}情况如何，分析看看"),
    ("monitor", "监控{o}的变化；跟踪{o}", "(监控|跟踪|盯着){o}；帮我留意{o}"),
    ("recommend", "根据偏好推荐{o}；推荐合适的{o}", "推荐(一个|几个|){o}；有什么好的{o}？"),
    ("predict", "预测{o}的发展；估计{o}的未来", "(预测|估计)一下{o}；{o}以后会怎么样？"),
    ("optimize", "优化{o}；提高{o}的效果", "(优化|改进){o}；怎么让{o}更好？"),
    ("export", "导出{o}数据；把{o}保存成文件", "(导出|下载){o}；把{o}存成文件"),
    ("repair", "报修{o}；申请维修{o}", "{o}坏了，(报修|修一下)；(修理|维修){o}"),
    ("share", "把{o}分享给别人；发布{o}", "(分享|发布|转发)这个{o}；让别人也看到{o}"),
    ("verify", "核实{o}是否有效；校验{o}", "(核实|校验|检查){o}；{o}是真的吗？"),
    ("design", "按要求设计{o}；起草{o}", "(设计|起草)一个{o}；帮我做个{o}的方案"),
)
_NAMES = (
    "get_{o}_{f}",
    "{o}_{f}",
    "query_{o}_{f}",
    "{o}_{f}_lookup",
    "find_{f}_of_{o}",
    "{f}_query",
)
_TOLD = ("查询{o}的{f}", "获取{o}的{f}信息", "返回指定{o}的{f}", "{o}{f}查询", "提供{o}的{f}数据", "根据{a}查{o}的{f}",
         "检索{o}数据库中的{f}", "了解{o}，包括{f}等")  # fmt: skip
_ASKED = ("{o}的{f}(是多少|是什么|怎么样|)？", "(查|查询|查一下|看看){o}的{f}", "我想(知道|了解){o}的{f}",
          "(告诉我|给我|提供){o}的{f}", "请(帮我|)(查询|获取){o}的{f}", "{o}{f}", "关于{o}，{f}(如何|怎样)？")  # fmt: skip
# Names and their Chinese, the kind, and values.
_ARGUMENTS = """location|city|place 地点|城市 string 北京|上海|广州|成都|西安|杭州|纽约|东京|巴黎|云南|海淀区
date|day 日期 string 明天|今天|下周一|5月3日|2025-06-01|这个周末|2024年8月12日|昨天
id|code|number 编号 string A1029|8841|KX-77|90012345|B20|QZ8m3
name|title 名称|名字 string 星光|蓝天|东方一号|长城|春晓|明珠|绿洲
person|owner|contact 姓名|负责人 string 王芳|李伟|张小明|赵敏|陈静|刘洋|孙悦|周杰
company|brand 公司|品牌 string 华为|海尔|阿里巴巴|中石油|美的|蓝海科技|绿源公司
amount|price|budget 金额|预算 number 500|1200|88|3500|60000|99.5
count|people|quantity 人数|数量 integer 2|3|5|8|12|20|100
year 年份 integer 2020|1998|2015|2023|1949
days|duration 天数 integer 3|7|10|30|14
type|category 类型|类别 string 国产|高端|家用|商用|进口|小型|野生|古代
language 语言 string 英语|法语|日语|中文|俄语
reason|note 原因|备注 string 质量问题|临时有事|客户要求|天气不好|价格太高
method 方式|方法 string 快递|线上|人工|微信|自动"""
_WITH = ("，{n}是{v}", "，{n}为{v}", "，{n}：{v}", "，{n}{v}", "（{n}{v}）", "，{n}用{v}")
_BEFORE = ("{n}{v}，", "{n}是{v}，", "按{n}{v}")
_UNSAID = ("limit:integer", "verbose:boolean", "format:string", "options:object", "page:integer")


class ChineseApiTools:
    """Draws questions with tools that are not for them."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._things = [tuple(pair.split("=")) for pair in _THINGS.split()]
        self._facets = [tuple(pair.split("=")) for pair in _FACETS.split()]
        self._arguments = [line.split(" ") for line in _ARGUMENTS.splitlines()]

    def questions(self) -> Iterator[tuple[AskedTool, tuple[ToolForm, ...]]]:
        """Questions without end, each with five other tools."""
        rng = self._rng
        while True:
            thing, told = rng.choice(self._things), self._told()
            form, text, args = self._drawn(thing, told)
            alike = rng.choice((0, 0, 1, 2, 4))
            others: list[ToolForm] = []
            while len(others) < 5:
                near = len(others) < alike
                other = thing if near and rng.random() < 0.6 else rng.choice(self._things)
                does = told if near and other != thing else self._told()
                if (other == thing or does == told) != near or (other, does) == (thing, told):
                    continue
                others.append(self._drawn(other, does)[0])
            asked = usable(AskedTool(text, form, args, "zh"))
            if asked is not None:
                yield asked, tuple(others)

    def _told(self) -> tuple[str, ...]:
        return self._rng.choice(self._facets if self._rng.random() < 0.6 else _ACTIONS)

    def _drawn(
        self, thing: tuple[str, ...], told: tuple[str, ...]
    ) -> tuple[ToolForm, str, dict[str, str]]:
        rng = self._rng
        args: dict[str, str] = {}
        arguments: list[ToolArgument] = []
        before = after = ""
        words = "条件"
        for names, chinese, kind, values in rng.sample(
            self._arguments, rng.choice((0, 1, 1, 2, 3))
        ):
            name, words, value = (rng.choice(part.split("|")) for part in (names, chinese, values))
            args[name] = value
            arguments.append(ToolArgument(name, kind, rng.random() < 0.6))
            way = rng.choice(_BEFORE if not before and rng.random() < 0.25 else _WITH)
            said = way.replace("{n}", words if rng.random() < 0.8 else "").replace("{v}", value)
            before, after = (said, after) if way in _BEFORE else (before, after + said)
        if rng.random() < 0.3:
            name, _, kind = rng.choice(_UNSAID).partition(":")
            arguments.append(ToolArgument(name, kind))
        if len(told) == 2:
            name, described = rng.choice(_NAMES), rng.choice(_TOLD).replace("{f}", told[1])
            core = rng.choice(_ASKED).replace("{f}", told[1])
        else:
            name, described = rng.choice(("{f}_{o}", "{o}_{f}")), rng.choice(told[1].split("；"))
            core = rng.choice(told[2].split("；"))
        name = name.replace("{o}", thing[0]).replace("{f}", told[0])
        described = described.replace("{o}", thing[1]).replace("{a}", words)
        core = expand(core.replace("{o}", thing[1]), rng)
        core = core.rstrip("？") if after else core
        form = ToolForm(_SOURCE, thing[1], (name,), (described,), tuple(arguments))
        return form, f"{before}{core}{after}", args
