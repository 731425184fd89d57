"""What the further tools of KAgentBench-mini know of places, trains and plants.

What these tables and the other two (shelf_tables, more_tables) hold is invented; what stands twice
stands in English and in Chinese.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Opening hours from Monday to Sunday, "" where it is closed, and a remark."""

    en: str
    zh: str
    hours: tuple[str, str, str, str, str, str, str]
    note_en: str
    note_zh: str


def _week(weekdays: str, saturday: str, sunday: str, monday: str | None = None) -> tuple[str, ...]:
    first = weekdays if monday is None else monday
    return (first, weekdays, weekdays, weekdays, weekdays, saturday, sunday)


def _place(en: str, zh: str, hours: tuple[str, ...], note_en: str, note_zh: str) -> Place:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = hours
    week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    return Place(en, zh, week, note_en, note_zh)


PLACES = (
    _place(
        "Larkfield Library",
        "云雀图书馆",
        _week("09:00-20:00", "10:00-17:00", "", monday="13:00-20:00"),
        "books can be returned at any hour through the hatch by the door",
        "任何时间都可通过门口的还书口还书",
    ),
    _place(
        "Harbour Museum",
        "海港博物馆",
        _week("10:00-18:00", "10:00-18:00", "11:00-17:00", monday=""),
        "last admission 45 minutes before closing",
        "闭馆前45分钟停止入场",
    ),
    _place(
        "Old Mill Swimming Pool",
        "老磨坊游泳馆",
        _week("06:30-21:30", "08:00-20:00", "08:00-18:00"),
        "the outdoor pool is closed until 1 April 2027",
        "室外泳池关闭至2027年4月1日",
    ),
    _place(
        "Quince Street Pharmacy",
        "榅桲街药房",
        _week("08:30-19:00", "09:00-13:00", ""),
        "out of hours ring the night bell; a fee of 4.50 is charged",
        "营业时间外请按夜间门铃，加收4.50元",
    ),
    _place(
        "Northgate Post Office",
        "北门邮局",
        _week("09:00-17:30", "09:00-12:30", ""),
        "parcels over 20 kg only at counter 3",
        "20公斤以上的包裹只在3号窗口办理",
    ),
    _place(
        "Saffron Market",
        "藏红花市场",
        ("", "", "07:00-14:00", "", "07:00-14:00", "07:00-15:00", ""),
        "fish stalls on Fridays only",
        "鱼摊只在星期五出摊",
    ),
    _place(
        "Ember Observatory",
        "余烬天文台",
        ("", "", "19:00-23:00", "", "19:00-23:30", "18:00-23:30", ""),
        "closed under cloud; call 555 0142 after 16:00 to ask",
        "多云时不开放，16:00后可致电5550142询问",
    ),
    _place(
        "Town Hall Registry",
        "市政厅登记处",
        ("08:00-12:00", "08:00-12:00", "", "13:00-18:00", "08:00-12:00", "", ""),
        "bring an identity card and the printed form",
        "请携带身份证和打印好的表格",
    ),
    _place(
        "Copper Kettle Café",
        "铜壶咖啡馆",
        _week("07:30-18:00", "08:00-18:00", "09:00-16:00"),
        "the kitchen closes one hour earlier",
        "厨房提前一小时打烊",
    ),
    _place(
        "Willow Clinic",
        "柳树诊所",
        _week("08:00-17:00", "", ""),
        "blood samples are taken from 08:00 to 10:00 only, fasting",
        "只在8:00至10:00空腹抽血",
    ),
    _place(
        "Riverside Recycling Yard",
        "河畔回收站",
        ("", "13:00-18:00", "13:00-18:00", "13:00-18:00", "10:00-18:00", "08:00-14:00", ""),
        "garden waste up to 1 cubic metre is free",
        "1立方米以内的园林垃圾免费",
    ),
    _place(
        "Glasshouse Botanic Garden",
        "琉璃植物园",
        _week("09:00-16:30", "09:00-16:30", "09:00-16:30"),
        "the palm house opens at 10:00",
        "棕榈馆10:00开放",
    ),
)


class Route(NamedTuple):
    """Departures with arrivals on weekdays and at weekends, and the price of one way."""

    origin: tuple[str, str]
    destination: tuple[str, str]
    weekdays: tuple[str, ...]
    weekend: tuple[str, ...]
    price: float


_ASTLEY, _BRACKEN = ("Astley", "青林"), ("Bracken Bay", "蕨湾")
_CALDER, _DUNMORE = ("Calder Junction", "石溪"), ("Dunmore", "东岭")
_ELMSTEAD, _FENWICK = ("Elmstead", "榆镇"), ("Fenwick", "芦港")
ROUTES = (
    Route(
        _ASTLEY,
        _BRACKEN,
        ("06:42-08:05", "09:12-10:35", "13:12-14:35", "17:42-19:05"),
        ("08:12-09:40", "14:12-15:40"),
        18.5,
    ),
    Route(
        _BRACKEN,
        _ASTLEY,
        ("07:20-08:43", "11:20-12:43", "16:20-17:43", "20:05-21:28"),
        ("10:20-11:48", "18:20-19:48"),
        18.5,
    ),
    Route(
        _ASTLEY,
        _CALDER,
        ("05:55-06:31", "07:25-08:01", "12:25-13:01", "18:25-19:01"),
        ("07:55-08:35", "12:55-13:35", "19:55-20:35"),
        9.2,
    ),
    Route(
        _CALDER,
        _DUNMORE,
        ("06:40-09:10", "13:10-15:40", "19:10-21:40"),
        ("08:45-11:20", "13:45-16:20"),
        31.0,
    ),
    Route(_DUNMORE, _CALDER, ("07:05-09:35", "15:50-18:20"), ("09:30-12:05", "17:00-19:35"), 31.0),
    Route(
        _ELMSTEAD, _FENWICK, ("08:04-08:49", "10:04-10:49", "15:34-16:19"), ("10:34-11:19",), 7.8
    ),
    Route(
        _FENWICK, _ELMSTEAD, ("09:15-10:00", "14:15-15:00", "18:45-19:30"), ("17:15-18:00",), 7.8
    ),
    Route(_ELMSTEAD, _ASTLEY, ("06:10-07:38", "16:10-17:38"), (), 16.4),
)


class Plant(NamedTuple):
    """How a plant is cared for."""

    en: str
    zh: str
    care_en: str
    care_zh: str


PLANTS = (
    Plant(
        "monstera",
        "龟背竹",
        "water every 7 to 10 days, bright light without direct sun, 18 to 27 °C",
        "每7至10天浇一次水，明亮散射光，18至27 °C",
    ),
    Plant(
        "aloe vera",
        "芦荟",
        "water every 3 weeks, full sun, at least 10 °C; toxic to cats",
        "每3周浇一次水，全日照，不低于10 °C；对猫有毒",
    ),
    Plant(
        "peace lily",
        "白掌",
        "water when the leaves droop, about every 6 days; shade; toxic to cats and dogs",
        "叶片下垂时浇水，约每6天一次；耐阴；对猫狗有毒",
    ),
    Plant(
        "basil",
        "罗勒",
        "water daily in summer, 6 hours of sun, at least 15 °C",
        "夏季每天浇水，6小时日照，不低于15 °C",
    ),
    Plant(
        "orchid",
        "兰花",
        "soak for 10 minutes once a week, half shade, feed every 14 days while it grows",
        "每周浸水10分钟，半阴，生长期每14天施肥一次",
    ),
    Plant(
        "snake plant",
        "虎尾兰",
        "water every 4 weeks, any light, 12 to 30 °C",
        "每4周浇一次水，光照不限，12至30 °C",
    ),
    Plant(
        "lemon tree",
        "柠檬树",
        "water twice a week in summer, full sun, bring indoors below 5 °C",
        "夏季每周浇水两次，全日照，低于5 °C时移入室内",
    ),
    Plant(
        "lavender",
        "薰衣草",
        "water every 2 weeks, full sun, prune in August",
        "每2周浇一次水，全日照，8月修剪",
    ),
    Plant(
        "boston fern",
        "波士顿蕨",
        "keep the soil moist, spray daily, no direct sun; safe for cats",
        "保持土壤湿润，每天喷水，避免直射光；对猫无害",
    ),
    Plant(
        "cyclamen",
        "仙客来",
        "water from below every 3 days, 10 to 15 °C, rests from May to August",
        "每3天从盆底浸水，10至15 °C，5月至8月休眠",
    ),
)
