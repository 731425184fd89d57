"""What a prompt says of each tool: a description, and one of each argument, in either language.

The English words of the further tools are those of their docstrings. The program's own tools are
told shorter here than to a user, with the arguments that a seed may use.
"""

from __future__ import annotations

from collections.abc import Mapping

Wording = tuple[str, Mapping[str, str]]

_DATE = "a date or the words for it"
ENGLISH: Mapping[str, Wording] = {
    "get_calendar_info": (
        "Show weekday, lunar date, solar term and festivals of dates.",
        {"start_date": f"{_DATE}; the first day", "end_date": "the last day of a range"},
    ),
    "get_holidays_info": (
        "List a country's public holidays of a year.",
        {"year": "the year", "country": "the country, by name or code"},
    ),
    "get_solar_terms_info": (
        "List the 24 solar terms of a year with their dates and times.",
        {"year": "the year"},
    ),
    "time_delta": (
        "Count the days, or hours and minutes, from one date or time to another.",
        {"start_time": f"{_DATE}, or now", "end_time": f"{_DATE}, or now"},
    ),
    "get_weather_info": (
        "Look up the weather of a place, now or on given days.",
        {
            "location": "the place",
            "start_date": "the first day",
            "end_date": "the last day",
            "is_current": "true for the weather now",
        },
    ),
    "search_knowledge": (
        "Search the user's own documents.",
        {"text": "what to look for"},
    ),
    "hybrid_search": (
        "Search the web, the encyclopedia and videos at once.",
        {"text": "what to look for"},
    ),
    "web_search": (
        "Search the web for pages about a text.",
        {"text": "what to look for"},
    ),
    "browse_wiki": (
        "Read the parts of an article of Wikipedia that answer a question.",
        {"url": "the article's address", "question": "what to find in it"},
    ),
    "browse_website": (
        "Read the parts of a web page that answer a question.",
        {"url": "the page's address", "question": "what to find in it"},
    ),
    "browse_aspect": (
        "Read one aspect of an entity that a search found.",
        {"entity_id": "the entity's id", "aspect": "the aspect's name"},
    ),
    "browse_video": (
        "Look into a video that a search listed: what is said and shown in it.",
        {"video_id": "the video's id", "question": "what to find in it"},
    ),
    "task_complete": (
        "Finish: what is known is enough to answer.",
        {"reason": "why no more tools are needed"},
    ),
    "do_nothing": ("Use no tool: small talk, or nothing to look up.", {}),
}
CHINESE: Mapping[str, Wording] = {
    "get_calendar_info": (
        "查询日期的星期、农历、节气和节日。",
        {"start_date": "日期或表示日期的词语；第一天", "end_date": "一段日期的最后一天"},
    ),
    "get_holidays_info": (
        "列出一个国家某年的法定节假日。",
        {"year": "年份", "country": "国家名称或代码"},
    ),
    "get_solar_terms_info": ("列出某年的二十四节气及其日期时刻。", {"year": "年份"}),
    "time_delta": (
        "计算从一个日期或时刻到另一个相隔的天数或小时分钟。",
        {"start_time": "日期、时刻或“现在”", "end_time": "日期、时刻或“现在”"},
    ),
    "get_weather_info": (
        "查询某地现在或指定日期的天气。",
        {
            "location": "地点",
            "start_date": "第一天",
            "end_date": "最后一天",
            "is_current": "查询现在的天气时为true",
        },
    ),
    "search_knowledge": ("在用户自己的资料中查找。", {"text": "要查找的内容"}),
    "hybrid_search": ("同时搜索网页、百科和视频。", {"text": "要查找的内容"}),
    "web_search": ("在网上搜索相关网页。", {"text": "要查找的内容"}),
    "browse_wiki": (
        "阅读维基百科条目中能回答问题的部分。",
        {"url": "条目的网址", "question": "要在其中找什么"},
    ),
    "browse_website": (
        "阅读网页中能回答问题的部分。",
        {"url": "网页的网址", "question": "要在其中找什么"},
    ),
    "browse_aspect": (
        "阅读搜索到的实体的某个方面。",
        {"entity_id": "实体的编号", "aspect": "方面的名称"},
    ),
    "browse_video": (
        "查看搜索列出的视频里说了什么、出现了什么。",
        {"video_id": "视频的编号", "question": "要在其中找什么"},
    ),
    "task_complete": ("结束：已知的内容足以回答。", {"reason": "不再需要工具的理由"}),
    "do_nothing": ("不用工具：闲聊，或没有什么要查。", {}),
    "convert_units": (
        "换算长度、质量、容积、面积、速度或温度的单位。",
        {"value": "数值", "from_unit": "原来的单位，如km、磅或°C", "to_unit": "要换成的单位"},
    ),
    "calculate": (
        "计算由数字、+ - * / // % ** 和括号组成的算式。",
        {"expression": "算式，如 (12.5 + 3) * 4"},
    ),
    "loan_payment": (
        "计算等额还款贷款的月供和利息合计。",
        {"principal": "本金", "annual_rate_percent": "年利率（百分数）", "months": "还款月数"},
    ),
    "body_mass_index": (
        "计算成年人的身体质量指数及其范围。",
        {"weight_kg": "体重（公斤）", "height_cm": "身高（厘米）"},
    ),
    "roman_numeral": (
        "把1至3999的整数换成罗马数字，或反过来。",
        {"number": "阿拉伯数字或罗马数字"},
    ),
    "split_bill": (
        "把账单连同小费平均分摊。",
        {"total": "不含小费的总额", "people": "人数", "tip_percent": "小费百分比，没有则为0"},
    ),
    "count_words": ("统计文字的字数和字符数。", {"text": "文字"}),
    "find_recipe": ("按主要食材查找一道菜：用时、份数和用料。", {"ingredient": "主要食材"}),
    "opening_hours": (
        "查询城里某处某天的开放时间。",
        {"place": "地方的名称", "day": "日期，如2026-11-27、周五或明天"},
    ),
    "train_times": (
        "列出某天两站之间的直达列车和票价。",
        {"origin": "出发站", "destination": "到达站", "date": "日期，如2026-11-27、周五或明天"},
    ),
    "book_info": (
        "在书目中查一本书：作者、年份、页数、类别。",
        {"title": "书名或其中一部分"},
    ),
    "exchange_rate": (
        "查询一单位货币今天合多少另一种货币。",
        {"base": "原来的货币，代码（如EUR）或名称", "target": "要换成的货币"},
    ),
    "stock_level": (
        "查询商店里某件商品的库存、货架、价格和下次到货。",
        {"item": "商品名称"},
    ),
    "tide_times": (
        "列出某港口某天的高潮和低潮时刻及高度（米）。",
        {"harbour": "港口名称", "date": "日期，如2026-11-27、周五或明天"},
    ),
    "list_reminders": (
        "列出用户某天、某周或某月的提醒事项。",
        {"day": "日期或时段，如2026-11-27、明天或下周"},
    ),
    "create_reminder": (
        "新建一个提醒。",
        {"text": "要提醒的事", "time": "带时刻的时间，如2026-11-28 09:00或明天上午9点"},
    ),
    "plant_care": (
        "查询室内或花园植物的养护方法：浇水、光照、温度。",
        {"plant": "植物名称"},
    ),
    "medicine_leaflet": ("查看药品说明书：用途、用量和注意事项。", {"medicine": "药品名称"}),
}
