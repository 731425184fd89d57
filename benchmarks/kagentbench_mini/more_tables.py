"""What the kitchen, shop, harbour and reminder tools of KAgentBench-mini know; all invented."""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """A dish by its main ingredient."""

    ingredient: tuple[str, str]
    dish: tuple[str, str]
    minutes: int
    serves: int
    needs: tuple[str, str]


RECIPES = (
    Recipe(
        ("pumpkin", "南瓜"),
        ("pumpkin soup with ginger", "姜味南瓜汤"),
        35,
        4,
        ("800 g pumpkin, 20 g ginger, 200 ml coconut milk", "南瓜800克、姜20克、椰奶200毫升"),
    ),
    Recipe(
        ("egg", "鸡蛋"),
        ("tomato and egg stir-fry", "番茄炒蛋"),
        15,
        2,
        ("4 eggs, 3 tomatoes, 1 spring onion", "鸡蛋4个、番茄3个、葱1根"),
    ),
    Recipe(
        ("salmon", "三文鱼"),
        ("salmon baked with dill", "莳萝烤三文鱼"),
        25,
        2,
        ("2 salmon fillets, 1 lemon, 10 g dill", "三文鱼2块、柠檬1个、莳萝10克"),
    ),
    Recipe(
        ("lentils", "扁豆"),
        ("red lentil dal", "红扁豆糊"),
        40,
        4,
        ("300 g red lentils, 2 onions, 1 tsp turmeric", "红扁豆300克、洋葱2个、姜黄1茶匙"),
    ),
    Recipe(
        ("tofu", "豆腐"),
        ("braised tofu with mushrooms", "香菇烧豆腐"),
        20,
        3,
        ("400 g tofu, 8 shiitake, 2 tbsp soy sauce", "豆腐400克、香菇8朵、酱油2汤匙"),
    ),
    Recipe(
        ("apple", "苹果"),
        ("apple crumble", "苹果酥"),
        50,
        6,
        ("6 apples, 150 g flour, 100 g butter", "苹果6个、面粉150克、黄油100克"),
    ),
    Recipe(
        ("chicken", "鸡肉"),
        ("chicken rice in one pot", "一锅鸡饭"),
        45,
        4,
        ("600 g chicken thighs, 300 g rice, 700 ml stock", "鸡腿600克、米300克、高汤700毫升"),
    ),
    Recipe(
        ("potato", "土豆"),
        ("potato cakes", "土豆饼"),
        30,
        3,
        ("600 g potatoes, 1 egg, 50 g flour", "土豆600克、鸡蛋1个、面粉50克"),
    ),
    Recipe(
        ("aubergine", "茄子"),
        ("aubergine with garlic sauce", "鱼香茄子"),
        25,
        3,
        ("2 aubergines, 4 cloves of garlic, 1 tbsp vinegar", "茄子2根、蒜4瓣、醋1汤匙"),
    ),
    Recipe(
        ("spinach", "菠菜"),
        ("spinach and feta pie", "菠菜奶酪派"),
        55,
        6,
        ("500 g spinach, 200 g feta, 6 sheets of filo", "菠菜500克、羊奶酪200克、薄酥皮6张"),
    ),
    Recipe(
        ("banana", "香蕉"),
        ("banana bread", "香蕉面包"),
        65,
        8,
        ("3 bananas, 250 g flour, 2 eggs", "香蕉3根、面粉250克、鸡蛋2个"),
    ),
    Recipe(
        ("chickpeas", "鹰嘴豆"),
        ("chickpea and spinach stew", "鹰嘴豆炖菠菜"),
        30,
        4,
        ("2 tins of chickpeas, 300 g spinach, 1 tin of tomatoes", "鹰嘴豆2罐、菠菜300克、番茄1罐"),
    ),
)


class Item(NamedTuple):
    """An article of a shop: how many are there, where, and when more come."""

    en: str
    zh: str
    number: int
    shelf: str
    price: float
    delivery: str


ITEMS = (
    Item("AA batteries", "五号电池", 48, "B2", 6.9, "2026-12-01"),
    Item("desk lamp", "台灯", 0, "C4", 34.0, "2026-12-08"),
    Item("A4 paper", "A4纸", 120, "A1", 4.5, "2026-12-03"),
    Item("USB-C cable", "USB-C数据线", 7, "B5", 9.9, "2026-11-30"),
    Item("rain jacket", "雨衣", 3, "D1", 59.0, "2026-12-15"),
    Item("thermos flask", "保温杯", 22, "D3", 24.5, "2027-01-11"),
    Item("wool blanket", "羊毛毯", 0, "E2", 72.0, "2026-12-18"),
    Item("bicycle pump", "打气筒", 11, "F1", 19.8, "2026-12-04"),
    Item("ink cartridge", "墨盒", 2, "A3", 27.0, "2026-11-28"),
    Item("kitchen scale", "厨房秤", 5, "C1", 21.0, "2026-12-09"),
    Item("paint white 5 l", "白色油漆5升", 14, "G2", 38.0, "2026-12-22"),
    Item("picture frame", "相框", 31, "E5", 12.4, "2027-01-05"),
)


class Harbour(NamedTuple):
    """The first high water of 1 November 2026, in minutes after midnight, and the heights."""

    en: str
    zh: str
    first_high: int
    high: float
    low: float


HARBOURS = (
    Harbour("Bracken Bay", "蕨湾", 74, 5.4, 0.8),
    Harbour("Fenwick", "芦港", 131, 4.1, 1.1),
    Harbour("Gull Point", "鸥角", 212, 6.2, 0.5),
    Harbour("Sandholm", "沙岛", 303, 3.3, 0.9),
    Harbour("Port Merrow", "美罗港", 18, 4.8, 1.3),
)
TIDES_FROM, TIDES_TO = "2026-11-01", "2027-03-31"


class Reminder(NamedTuple):
    """An entry of the user's reminders."""

    time: str
    en: str
    zh: str


REMINDERS = (
    Reminder("2026-11-27 08:30", "take the parcel to Northgate Post Office", "把包裹送到北门邮局"),
    Reminder("2026-11-27 18:00", "call the plumber about the boiler", "打电话给水管工说锅炉的事"),
    Reminder("2026-11-28 09:45", "swimming lesson for Nora", "诺拉的游泳课"),
    Reminder("2026-11-28 15:00", "pick up the glasses", "取眼镜"),
    Reminder("2026-11-30 10:00", "budget meeting with Oduya", "与欧杜亚开预算会"),
    Reminder("2026-11-30 17:30", "water the orchid", "给兰花浇水"),
    Reminder("2026-12-01 07:50", "blood test at Willow Clinic, fasting", "柳树诊所空腹抽血"),
    Reminder("2026-12-03 19:00", "choir rehearsal, room 12", "合唱团排练，12号房间"),
    Reminder("2026-12-04 12:15", "lunch with Mr Tanaka", "与田中先生共进午餐"),
    Reminder("2026-12-11 16:00", "hand in the tax form", "交税表"),
    Reminder("2026-12-24 11:00", "collect the goose from Saffron Market", "去藏红花市场取鹅"),
    Reminder("2027-01-04 09:00", "renew the parking permit", "续办停车证"),
)

# What one euro is worth in the table of 27 November 2026, and what a currency is called.
RATES = {
    "EUR": 1.0,
    "GBP": 0.862,
    "USD": 1.094,
    "CNY": 7.815,
    "JPY": 171.4,
    "CHF": 0.937,
    "HKD": 8.52,
    "AUD": 1.648,
    "CAD": 1.507,
    "SEK": 11.26,
}
CURRENCIES = {
    "EUR": ("euro", "euros", "欧元"),
    "GBP": ("pound", "pounds", "pound sterling", "英镑"),
    "USD": ("dollar", "dollars", "us dollar", "us dollars", "美元"),
    "CNY": ("yuan", "renminbi", "rmb", "人民币"),
    "JPY": ("yen", "japanese yen", "日元"),
    "CHF": ("franc", "francs", "swiss franc", "swiss francs", "瑞士法郎"),
    "HKD": ("hong kong dollar", "hong kong dollars", "港币", "港元"),
    "AUD": ("australian dollar", "australian dollars", "澳元"),
    "CAD": ("canadian dollar", "canadian dollars", "加元"),
    "SEK": ("krona", "kronor", "swedish krona", "瑞典克朗"),
}

# What a unit is of its kind's first one, and how it may be written; temperatures are apart.
UNITS: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "m": ("length", 1.0, ("metre", "metres", "meter", "meters", "米")),
    "km": ("length", 1000.0, ("kilometre", "kilometres", "kilometers", "公里", "千米")),
    "cm": ("length", 0.01, ("centimetre", "centimetres", "centimeters", "厘米")),
    "mm": ("length", 0.001, ("millimetre", "millimetres", "毫米")),
    "mi": ("length", 1609.344, ("mile", "miles", "英里")),
    "ft": ("length", 0.3048, ("foot", "feet", "英尺")),
    "in": ("length", 0.0254, ("inch", "inches", "英寸")),
    "yd": ("length", 0.9144, ("yard", "yards", "码")),
    "li": ("length", 500.0, ("里", "市里", "华里")),
    "kg": ("mass", 1.0, ("kilogram", "kilograms", "kilo", "kilos", "公斤", "千克")),
    "g": ("mass", 0.001, ("gram", "grams", "克")),
    "lb": ("mass", 0.45359237, ("pound", "pounds", "lbs", "磅")),
    "oz": ("mass", 0.028349523125, ("ounce", "ounces", "盎司")),
    "st": ("mass", 6.35029318, ("stone", "英石")),
    "jin": ("mass", 0.5, ("斤", "市斤")),
    "l": ("volume", 1.0, ("litre", "litres", "liter", "liters", "升")),
    "ml": ("volume", 0.001, ("millilitre", "millilitres", "milliliters", "毫升")),
    "pt": ("volume", 0.56826125, ("pint", "pints", "品脱")),
    "gal": ("volume", 4.54609, ("gallon", "gallons", "加仑")),
    "cup": ("volume", 0.25, ("cups", "杯")),
    "m2": ("area", 1.0, ("square metre", "square metres", "square meters", "平方米", "平米")),
    "ha": ("area", 10000.0, ("hectare", "hectares", "公顷")),
    "acre": ("area", 4046.8564224, ("acres", "英亩")),
    "mu": ("area", 2000.0 / 3.0, ("亩",)),
    "km/h": ("speed", 1.0, ("kph", "kilometres per hour", "公里每小时", "千米每小时")),
    "mph": ("speed", 1.609344, ("miles per hour", "英里每小时")),
    "m/s": ("speed", 3.6, ("metres per second", "米每秒")),
    "kn": ("speed", 1.852, ("knot", "knots", "节")),
    "c": ("temperature", 0.0, ("°c", "celsius", "摄氏度", "摄氏")),
    "f": ("temperature", 0.0, ("°f", "fahrenheit", "华氏度", "华氏")),
    "k": ("temperature", 0.0, ("kelvin", "开尔文", "开")),
}
