"""Phrasings and names for questions that the web, the encyclopedia or the weather answer.

`(a|b|)` chooses one of the alternatives; `{slot}` is filled as `engine.mat.synthetic.questions.fill` does.
The people are made up.
"""

from __future__ import annotations

from engine.events import Language


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


WEATHER: dict[Language, tuple[str, ...]] = {
    "en": (
        "(What's|What is|How's|How is) the weather (like |)in {place} {day}?",
        "(What|How) will the weather be (like |)in {place} {day}?",
        "Will it (rain|snow|be sunny|be windy|be cold|be hot) in {place} {day}?",
        "Is it (going to |)(rain|snow) in {place} {day}?",
        "{day}, will it (rain|snow) in {place}?",
        "(weather|forecast|weather forecast) (for |in |){place} {day}",
        "{place} weather {day}",
        "How (warm|cold|hot) (is it|will it be|does it get) in {place} {day}?",
        "(Do I need|Should I take) (an umbrella|a coat|a jacket) in {place} {day}?",
        "What (temperature|temperatures) (can I expect|is expected|are expected) in {place} {day}?",
        "(I'm travelling|I am going|I travel) to {place} {day}, what's the weather (there|like)?",
        "(Tell me|Show me|Give me) the (weather|forecast) for {place} {day}(| please)",
        "chance of (rain|snow) in {place} {day}",
        "How (windy|humid) is {place} {day}?",
        "what will it be like in {place} {day}",
        "is {place} going to be (rainy|snowy|warm|cold|sunny|stormy) {day}?",
        "will there be (rain|snow|a storm|sunshine|fog|frost) in {place} {day}?",
        "{day} {place} (weather|forecast|temperature)",
        "(should|can) (I|we) go (hiking|to the beach|cycling) in {place} {day}, or will it rain?",
        "how (hot|cold) will {place} be {day}",
        "(need|want) the forecast for {day} in {place}",
        "what's it like outside in {place} {day}",
        "(high|low|max|min) temperature in {place} {day}?",
        "We fly to {place} {day}. What should we wear?",
    ),
    "zh": (
        "{place}{day}(天气怎么样|天气如何|的天气怎么样|天气|会下雨吗|会下雪吗|冷不冷|热不热|多少度|气温多少|要带伞吗|风大吗)(？|)",
        "{day}{place}(天气怎么样|天气如何|的天气怎么样|天气|会下雨吗|会下雪吗|冷吗|热吗|多少度|气温是多少|要带伞吗)(？|)",
        "(查一下|看看|帮我查|告诉我){place}{day}的天气(预报|)",
        "(查一下|看看|帮我查|告诉我){day}{place}的天气(预报|)",
        "{day}去{place}，(天气怎么样|要不要带伞|需要带厚衣服吗|会下雨吗)(？|)",
        "{place}{day}的(最高气温|最低气温|降水概率|风力|湿度)(是多少|多大|)(？|)",
        "{day}{place}(有雨吗|有雪吗|有雾吗|刮风吗|热到多少度|冷到多少度|适合出门吗|穿什么衣服合适)(？|)",
        "{place}{day}(有雨吗|有没有雨|有没有雪|是晴天吗|适合爬山吗|要穿羽绒服吗|气温怎么样)(？|)",
        "我{day}(要|)(去|到|飞){place}(出差|旅游|玩|)，(那边|那里|当地|)(天气怎么样|冷吗|下雨吗|穿什么)(？|)",
        "{place}{day}天气预报",
        "想知道{place}{day}(下不下雨|天气好不好|冷不冷)",
    ),
}
WEATHER_NOW: dict[Language, tuple[str, ...]] = {
    "en": (
        "(What's|What is|How's|How is) the weather (like |)in {place}(| now| right now)?",
        "(weather|current weather|temperature) (in |for |){place}",
        "Is it (raining|snowing|cold|hot|sunny|windy) in {place}(| now| right now)?",
        "How (warm|cold|hot) is it in {place}(| now| right now)?",
        "(Do I need|Should I take) (an umbrella|a coat) in {place}?",
        "{place} weather(| please)",
        "What's the temperature in {place}?",
        "{place} forecast",
        "forecast {place}",
        "weather {place}",
        "what is it like outside in {place}",
        "is there (snow|rain|fog|wind) in {place}( now|)?",
        "current (conditions|temperature|humidity) in {place}",
    ),
    "zh": (
        "{place}(现在|)(天气怎么样|天气如何|的天气|下雨吗|冷不冷|热不热|多少度|气温多少)(？|)",
        "(查一下|看看|帮我查){place}的天气",
        "现在{place}(多少度|天气怎么样|下雨了吗|冷吗|热吗)(？|)",
        "{place}天气(|？|预报)",
        "{place}(气温|温度|湿度)(是多少|多少|)(？|)",
        "{place}外面(冷吗|下雨吗|热吗)(？|)",
    ),
}
WEATHER_RANGE: dict[Language, tuple[str, ...]] = {
    "en": (
        "(What's|What is|How is) the weather in {place} from {day} to {day2}?",
        "(forecast|weather) for {place} (from |){day} (to|until) {day2}",
        "Will it rain in {place} between {day} and {day2}?",
        "{place} weather {day} to {day2}",
        "how will the weather be in {place} {day} through {day2}",
        "(I'm|we're) in {place} from {day} to {day2}, will it (rain|snow|be warm)?",
        "temperatures in {place} {day} - {day2}",
    ),
    "zh": (
        "{place}{day}到{day2}(的天气怎么样|天气如何|会下雨吗|的天气)(？|)",
        "{day}到{day2}{place}(的天气怎么样|天气怎么样|会下雨吗|冷不冷)(？|)",
        "{place}{day}至{day2}(的天气|天气怎么样|气温)(？|)",
        "从{day}到{day2}{place}(下雨吗|天气好吗|气温多少)(？|)",
    ),
}
# Days as people say them of the weather, beside those of `engine.mat.synthetic.slots`.
WEATHER_DAYS: dict[Language, tuple[str, ...]] = {
    "en": _split(
        "today|tonight|tomorrow|tomorrow morning|tomorrow night|this afternoon|this evening|"
        "this weekend|next weekend|this week|next week|on Monday|on Tuesday|on Wednesday|"
        "on Thursday|on Friday|on Saturday|on Sunday|on Christmas Day|the day after tomorrow|"
        "next month|in 3 days|in five days|over the weekend|at the weekend|later today|at noon"
    ),
    "zh": _split(
        "今天|今晚|今天晚上|今天下午|明天|明早|明天早上|明晚|后天|大后天|周末|这周末|下周末|这周|本周|下周|"
        "周一|周二|周三|周四|周五|周六|周日|星期天|国庆节|五一|春节|下个月|三天后|五天后|这个周六|下周三"
    ),
}
RANGE_ENDS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Monday", "Friday"),
        ("Friday", "Sunday"),
        ("Saturday", "Tuesday"),
        ("today", "Sunday"),
        ("tomorrow", "Thursday"),
        ("Dec 1", "Dec 5"),
        ("May 1", "May 4"),
        ("the 3rd", "the 8th"),
    ),
    "zh": (
        ("周一", "周五"),
        ("周五", "周日"),
        ("今天", "周日"),
        ("明天", "周四"),
        ("12月1日", "12月5日"),
        ("5月1号", "5月4号"),
        ("下周一", "下周三"),
        ("3号", "8号"),
    ),
}
PLACES: dict[Language, tuple[str, ...]] = {
    "en": _split(
        "Beijing|Shanghai|London|Paris|New York|Berlin|Tokyo|Hamburg|Oslo|Cape Town|"
        "Los Angeles|San Francisco|Port Ellery|Vancouver|Chicago|Sydney|Rome|Madrid|"
        "Buenos Aires|Hong Kong|Boston, Massachusetts|Portland, Oregon|Lyon, France|"
        "Kyoto|Chengdu|Reykjavik|Mexico City|Saint Petersburg|Dublin|Warsaw|Nairobi|"
        "Shenzhen|Toronto|Melbourne|Zurich|Lisbon|Hanoi"
    ),
    "zh": _split(
        "北京|上海|广州|深圳|成都|杭州|南京|西安|哈尔滨|乌鲁木齐|拉萨|昆明|青岛|厦门|重庆|武汉|天津|"
        "香港|台北|东京|巴黎|伦敦|纽约|柏林|悉尼|北京朝阳|苏州|三亚|大理|桂林|莫斯科|新加坡|长沙|"
        "郑州|济南|沈阳|大连|长春|合肥|福州|南昌|贵阳|南宁|海口|兰州|西宁|银川|呼和浩特|石家庄|太原|"
        "宁波|温州|无锡|常州|徐州|烟台|洛阳|开封|张家界|丽江|敦煌|吐鲁番|喀什|漠河|珠海|佛山|东莞|澳门|"
        "高雄|首尔|大阪|京都|札幌|曼谷|清迈|河内|吉隆坡|雅加达|马尼拉|德里|孟买|迪拜|伊斯坦布尔|开罗|"
        "罗马|米兰|威尼斯|马德里|巴塞罗那|里斯本|阿姆斯特丹|布鲁塞尔|维也纳|布拉格|华沙|雅典|奥斯陆|"
        "斯德哥尔摩|赫尔辛基|哥本哈根|雷克雅未克|都柏林|洛杉矶|旧金山|芝加哥|多伦多|温哥华|墨尔本|奥克兰|"
        "北京海淀|上海浦东|成都双流|日本东京|法国里昂|德国慕尼黑|美国波士顿|云南大理|海南三亚|内蒙古包头"
    ),
}
COMPARE: dict[Language, tuple[str, ...]] = {
    "en": (
        "How many days (older|younger) is {a} than {b}?",
        "How many days is {a} (older|younger) than {b}?",
        "How much (older|younger) is {a} than {b}(| in days)?",
        "(What is|What's) the (age difference|difference in age) (between|of) {a} and {b}?",
        "How many (days|years|weeks) (are there |)between the (births|birthdays) of {a} and {b}?",
        "(Who is older|Who was born first|Which one is older), {a} or {b}?",
        "By how many days is {a} (older|younger) than {b}?",
        "{a} and {b}: (how many days apart|age difference)?",
        "was {a} born before {b}?",
    ),
    "zh": (
        "{a}比{b}(大|小|年长|年轻)(多少天|几天|多少岁|几岁)(？|)",
        "{a}(和|与|跟){b}(相差多少天|差多少天|年龄差多少|相差几岁|差几岁)(？|)",
        "{a}(和|与|跟){b}(谁大|谁更大|谁年长|谁先出生)(？|)",
        "{a}比{b}(早|晚)出生(多少天|几天)(？|)",
        "{a}出生(和|与){b}出生(相隔|相差)(多少天|几天)(？|)",
    ),
}
AGE: dict[Language, tuple[str, ...]] = {
    "en": (
        "How old is {a}(| now| today)?",
        "(What is|What's) {a}'s age(| now)?",
        "{a} is (a genius|famous|great), how old is (he|she) now?",
        "How many days old is {a}?",
        "how many days has {a} lived",
    ),
    "zh": (
        "{a}(今年|现在|)(多大|几岁|多大了|几岁了|多大年纪)(？|)",
        "{a}的年龄(是多少|)(？|)",
        "{a}活了多少天(了|)(？|)",
    ),
}
ABOUT: dict[Language, tuple[str, ...]] = {
    "en": (
        "Who is {a}?",
        "What is {a} known for?",
        "What does {a} do?",
        "(Tell me|Say something) about {a}",
        "who was {a}",
    ),
    "zh": ("{a}是谁(？|)", "{a}是做什么的(？|)", "{a}因为什么出名(？|)", "介绍一下{a}"),
}
BORN: dict[Language, tuple[str, ...]] = {
    "en": (
        "When was {a} born?",
        "(What is|What's) (the birthday of {a}|{a}'s birthday|{a}'s date of birth)?",
        "(On which|On what) (day|date) was {a} born?",
        "{a} (birthday|date of birth|birth date)",
        "birthday of {a}",
        "what year was {a} born",
    ),
    "zh": (
        "{a}(是哪天出生的|是什么时候出生的|的生日是哪天|的出生日期|哪年出生|生于哪年)(？|)",
        "{a}的生日",
        "{a}(什么时候|哪天|哪一天|哪年哪月)出生(？|)",
    ),
}
FIRST_NAMES = _split(
    "Alma|Bruno|Clara|Dario|Elena|Felix|Greta|Hugo|Ines|Jonas|Katya|Lionel|Mara|"
    "Nadia|Oskar|Paula|Quentin|Rosa|Stefan|Tilda|Ugo|Vera|Walter|Xenia|Yusuf|Zora|"
    "Antonela|Ada|Grace|Alan"
)
FAMILY_NAMES = _split(
    "Almeida|Bergström|Castellan|Dvorak|Escobedo|Fontaine|Grimaldi|Halvorsen|"
    "Ibarra|Janssen|Kovac|Lindqvist|Marchetti|Novak|Okafor|Pettersen|Quiroga|"
    "Roccaforte|Sorensen|Tremblay|Ustinov|Vasquez|Winther|Yamada|Zielinski|Mayer|"
    "Hopper|Turner|Morwen|Ellery"
)
ZH_NAMES = _split(
    "林若溪|陈远舟|赵明川|王沐阳|周知远|许清河|沈亦安|顾长风|苏晚晴|江一帆|何思齐|"
    "郑南星|罗子墨|梁秋实|宋知微|唐景行|韩雨桐|白鹿鸣|孟临川|夏星辰|安东内拉|"
    "莱昂内尔|玛丽亚|费尔南多|卡洛斯|索菲亚"
)
ROLES: dict[Language, tuple[str, ...]] = {
    "en": _split(
        "an Argentine footballer|a Swedish chemist|an Italian painter|"
        "a Polish mathematician|a Chinese novelist|a Danish sailor|a French composer|"
        "a model and entrepreneur|a Canadian engineer|a Brazilian singer|"
        "a Norwegian skier|a Kenyan runner"
    ),
    "zh": _split(
        "阿根廷足球运动员|瑞典化学家|意大利画家|波兰数学家|中国小说家|丹麦航海家|"
        "法国作曲家|模特和企业家|加拿大工程师|巴西歌手|挪威滑雪运动员|肯尼亚长跑运动员"
    ),
}
ADVICE: dict[Language, tuple[str, ...]] = {
    "en": ("{name} is {role}.", "{name} (born {written}) is {role}.", "About {name}, {role}."),
    "zh": ("{name}，{role}。", "{name}（{written}出生），{role}。", "{name}是{role}。"),
}
# Sentences of a page about somebody that answer nothing.
PAGE_LINES: dict[Language, tuple[str, ...]] = {
    "en": (
        "{name} grew up in a small town near the coast.",
        "In 2012 {name} moved to another city.",
        "The family has three children.",
        "{name} studied there until the age of 21.",
        "The first great success came in 2015.",
        "{title} has been married since 2017.",
        "Early life and education are described in a biography of 2020.",
        "Since then {name} has worked abroad.",
        "An exhibition was held in 2018.",
        "The prize was given for the work of 10 years.",
    ),
    "zh": (
        "{name}在海边的一座小城长大。",
        "2012年，{name}搬到了另一座城市。",
        "家中有三个孩子。",
        "{name}在那里学习到21岁。",
        "2015年首次获得成功。",
        "{title}于2017年结婚。",
        "早年生活见2020年出版的传记。",
        "此后{name}一直在国外工作。",
        "2018年举办了展览。",
        "这一奖项表彰其十年的工作。",
    ),
}
