"""What the further tools of KAgentBench-mini know of books and medicines; all invented."""

from __future__ import annotations

from typing import NamedTuple


class Book(NamedTuple):
    """What a catalogue says of a book."""

    en: str
    zh: str
    author_en: str
    author_zh: str
    year: int
    pages: int
    kind_en: str
    kind_zh: str
    note_en: str
    note_zh: str


BOOKS = (
    Book(
        "The Salt Lanterns",
        "盐灯",
        "Imre Castell",
        "伊姆雷·卡斯特尔",
        2011,
        312,
        "novel",
        "小说",
        "first part of the Tide trilogy; the second is The Ebb Road",
        "《潮汐》三部曲的第一部，第二部是《退潮之路》",
    ),
    Book(
        "The Ebb Road",
        "退潮之路",
        "Imre Castell",
        "伊姆雷·卡斯特尔",
        2014,
        368,
        "novel",
        "小说",
        "second part of the Tide trilogy; winner of the Heron Prize 2015",
        "《潮汐》三部曲的第二部，2015年苍鹭奖得主",
    ),
    Book(
        "A Clock for Moths",
        "飞蛾的钟",
        "Dorothea Vance",
        "多萝西娅·万斯",
        1987,
        204,
        "short stories",
        "短篇小说集",
        "eleven stories set in one night",
        "发生在同一夜的十一个故事",
    ),
    Book(
        "Bread Before Dawn",
        "黎明前的面包",
        "Pilar Ondarra",
        "皮拉尔·翁达拉",
        2019,
        176,
        "cookery",
        "烹饪",
        "42 recipes for sourdough",
        "四十二个酸面包配方",
    ),
    Book(
        "Mapping the Quiet Sea",
        "测绘静海",
        "Yusuf Adair",
        "优素福·阿代尔",
        2003,
        451,
        "history",
        "历史",
        "on the survey ship Petrel, 1862 to 1869",
        "讲述1862至1869年的测量船“海燕号”",
    ),
    Book(
        "Seven Bridges of Oskar Lind",
        "奥斯卡·林德的七座桥",
        "Greta Halvorsen",
        "格蕾塔·哈尔沃森",
        1996,
        289,
        "biography",
        "传记",
        "with 60 drawings by the engineer himself",
        "附有工程师本人的六十幅图纸",
    ),
    Book(
        "Small Engines, Patient Hands",
        "小引擎与耐心的手",
        "Tom Brackley",
        "汤姆·布拉克利",
        2008,
        238,
        "handbook",
        "手册",
        "second edition; for readers from 12 years",
        "第二版，适合12岁以上读者",
    ),
    Book(
        "The Fox Who Kept Accounts",
        "记账的狐狸",
        "Mei Lanting",
        "梅兰亭",
        2021,
        48,
        "picture book",
        "绘本",
        "for readers from 5 years",
        "适合5岁以上读者",
    ),
    Book(
        "Winter Mathematics",
        "冬日数学",
        "Anselm Kroy",
        "安塞尔姆·克罗伊",
        1978,
        520,
        "textbook",
        "教科书",
        "out of print since 2002",
        "自2002年起绝版",
    ),
    Book(
        "Letters from Pier Nine",
        "九号码头来信",
        "Rosalind Achebe-Stone",
        "罗莎琳德·斯通",
        1954,
        197,
        "letters",
        "书信集",
        "edited by her daughter in 1981",
        "1981年由其女儿编辑",
    ),
    Book(
        "The Orchard Under Glass",
        "玻璃下的果园",
        "Shen Yuhe",
        "沈雨荷",
        2016,
        334,
        "novel",
        "小说",
        "translated into nine languages",
        "已译成九种语言",
    ),
    Book(
        "How Rivers Remember",
        "河流如何记忆",
        "Callum Reyes",
        "卡勒姆·雷耶斯",
        2023,
        265,
        "popular science",
        "科普",
        "with a chapter on the Calder flood of 1931",
        "其中一章讲述1931年石溪洪水",
    ),
)


class Medicine(NamedTuple):
    """What the leaflet of a medicine says."""

    en: str
    zh: str
    leaflet_en: str
    leaflet_zh: str


MEDICINES = (
    Medicine(
        "Dolovane",
        "多乐芬",
        "for headache and fever; adults 400 mg every 8 hours, at most 1,200 mg a day; with food; "
        "not with Cardinol",
        "用于头痛和发热；成人每8小时400毫克，每日最多1200毫克；随餐服用；不可与卡迪诺同服",
    ),
    Medicine(
        "Cardinol",
        "卡迪诺",
        "for high blood pressure; 5 mg once a day in the morning; no grapefruit; not with Dolovane",
        "用于高血压；每天早晨5毫克；忌西柚；不可与多乐芬同服",
    ),
    Medicine(
        "Sneezarin",
        "止敏灵",
        "for hay fever; 10 mg in the evening; makes drowsy: do not drive for 8 hours",
        "用于花粉过敏；晚间10毫克；会嗜睡，服后8小时内勿驾车",
    ),
    Medicine(
        "Coughex Syrup",
        "咳立停糖浆",
        "for dry cough; 10 ml three times a day, children from 6 years 5 ml; shake before use",
        "用于干咳；每日三次，每次10毫升，6岁以上儿童5毫升；用前摇匀",
    ),
    Medicine(
        "Gastrolin",
        "胃舒宁",
        "for heartburn; 20 mg half an hour before breakfast, at most 14 days",
        "用于胃灼热；早餐前半小时20毫克，最多连服14天",
    ),
    Medicine(
        "Penvalin",
        "青维林",
        "antibiotic; 250 mg every 6 hours for 7 days; no milk within 2 hours of a dose",
        "抗生素；每6小时250毫克，连服7天；服药前后2小时内不喝牛奶",
    ),
    Medicine(
        "Somnilet",
        "安眠宁",
        "for sleep; 3 mg one hour before bed, at most 4 weeks; no alcohol",
        "助眠；睡前1小时3毫克，最多连用4周；禁酒",
    ),
    Medicine(
        "Ferroplus",
        "补铁康",
        "for iron deficiency; 100 mg a day with orange juice; not with tea or coffee",
        "用于缺铁；每日100毫克，以橙汁送服；不与茶或咖啡同服",
    ),
    Medicine(
        "Dermacalm",
        "舒肤安",
        "for eczema; a thin layer twice a day, at most 10 days on the face",
        "用于湿疹；每日薄涂两次，面部最多使用10天",
    ),
    Medicine(
        "Travelex Patch",
        "行安贴",
        "against travel sickness; one patch behind the ear 6 hours before travel, works 72 hours",
        "防晕车；出发前6小时贴于耳后一片，有效72小时",
    ),
)
