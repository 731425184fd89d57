"""A small encyclopedia of our own writing."""

from __future__ import annotations

from tests.engine.encyclopedia.made_article import MadeArticle

_ENGLISH = (
    MadeArticle(
        "Lionel Messi",
        "en",
        (
            "Lionel Andrés Messi (born 24 June 1987) is an Argentine footballer who plays as a "
            "forward. He grew up in [[Rosario]] and is married to [[Antonela Roccuzzo]].",
            "He is among the most decorated players of the game.",
        ),
        (("Born", "24 June 1987 (age 37) [[Rosario]], Argentina"), ("Height", "1.70 m")),
        (
            (2, "Club career", ("He joined the academy of a Catalan club at the age of 13.",)),
            (
                3,
                "Barcelona",
                (
                    "His first match for the first team was on 16 October 2004. He scored 672 "
                    "goals for the club.",
                ),
            ),
            (3, "Paris and Miami", ("In 2021 he went to Paris, and in 2023 to Miami.",)),
            (
                2,
                "International career",
                ("Argentina won the World Cup of 2022 in Qatar with Messi as captain.",),
            ),
            (2, "Personal life", ("He and [[Antonela Roccuzzo]] have three sons.",)),
        ),
        ("Messi", "Leo Messi"),
    ),
    MadeArticle(
        "Antonela Roccuzzo",
        "en",
        (
            "Antonela Roccuzzo (born February 26, 1988) is an Argentine model. She was born in "
            "[[Rosario]] and is the wife of the footballer [[Lionel Messi]].",
        ),
        (("Date of birth", "26 February 1988"), ("Spouse", "[[Lionel Messi]] (m. 30 June 2017)")),
        ((2, "Life", ("She studied dentistry, and then social communication.",)),),
    ),
    MadeArticle(
        "Rosario",
        "en",
        ("Rosario is a city in Argentina, on the Paraná River, with about 1.3 million people.",),
        sections=((2, "Economy", ("Its port ships grain and oil.",)),),
    ),
    MadeArticle(
        "Mercury",
        "en",
        ("Mercury most commonly may refer to:",),
        meanings=(
            "[[Mercury (planet)]], the planet closest to the Sun",
            "[[Mercury (element)]], a metal that is liquid at room temperature",
            "[[Freddie Mercury]], a British singer",
        ),
        redirects=("Mercury (disambiguation)",),
    ),
    MadeArticle(
        "Mercury (planet)",
        "en",
        (
            "Mercury is the smallest planet of the Solar System and the closest to the Sun. One "
            "orbit around the Sun takes 87.97 days.",
        ),
        sections=((2, "Surface", ("Its surface is full of craters, like that of the Moon.",)),),
    ),
    MadeArticle(
        "Mercury (element)",
        "en",
        (
            "Mercury is a chemical element with the symbol Hg. It is the only metal that is "
            "liquid at room temperature; it melts at −38.8 degrees.",
        ),
    ),
    MadeArticle(
        "Freddie Mercury",
        "en",
        (
            "Freddie Mercury (5 September 1946 – 24 November 1991) was a British singer. He led "
            "a rock band and wrote many of its songs.",
        ),
        (("Born", "5 September 1946"), ("Died", "24 November 1991 (aged 45)")),
    ),
    MadeArticle(
        "Photosynthesis",
        "en",
        (
            "Photosynthesis is the process by which plants turn light, water and carbon dioxide "
            "into sugar and oxygen.",
        ),
        sections=(
            (2, "Light reactions", ("Chlorophyll takes up light in the thylakoids.",)),
            (2, "Carbon fixation", ("The enzyme RuBisCO binds carbon dioxide in the stroma.",)),
        ),
    ),
    MadeArticle(
        "General relativity",
        "en",
        (
            "General relativity is the theory of gravitation that [[Albert Einstein]] published "
            "in 1915. It describes gravity as the curvature of spacetime.",
        ),
        redirects=("General theory of relativity",),
    ),
    MadeArticle(
        "Albert Einstein",
        "en",
        (
            "Albert Einstein (14 March 1879 – 18 April 1955) was a German-born physicist. He is "
            "known for the theory of relativity.",
        ),
        (("Born", "14 March 1879 Ulm"), ("Died", "18 April 1955 Princeton")),
        (
            (
                2,
                "Death",
                ("He died in the hospital of Princeton on 18 April 1955, at the age of 76.",),
            ),
            (2, "Awards", ("In 1921 he was awarded the Nobel Prize in Physics.",)),
        ),
        ("Einstein",),
    ),
    MadeArticle(
        "Marie Curie",
        "en",
        (
            "Marie Salomea Skłodowska-Curie (7 November 1867 – 4 July 1934) was a physicist and "
            "chemist. She discovered polonium and radium.",
        ),
        redirects=("Madame Curie",),
    ),
    MadeArticle(
        "Lantern Software",
        "en",
        (
            "Lantern Software is a maker of map programs with its seat in [[Port Ellis]]. It was "
            "founded on 4 September 1998 by Ines Halloran.",
        ),
        (("Founded", "4 September 1998"), ("Employees", "212")),
        ((2, "Products", ("Its best known product is the map viewer Wick.",)),),
        ("Lantern Software Inc.",),
    ),
    MadeArticle(
        "Port Ellis",
        "en",
        ("Port Ellis is a harbour town with 41,200 people. Its lighthouse was built in 1862.",),
        sections=((2, "Ellis Observatory", ("See [[Ellis Observatory]].",)),),
    ),
    MadeArticle(
        "Ellis Observatory",
        "en",
        (
            "The Ellis Observatory is an astronomical observatory above [[Port Ellis]]. It was "
            "opened on May 3, 1931.",
        ),
        (("Opened", "May 3, 1931"), ("Altitude", "812 m")),
    ),
    MadeArticle(
        "The Glass Harbour",
        "en",
        (
            "The Glass Harbour is a novel by Orla Venn. It was published on 12 March 2004 and "
            "tells of a lighthouse keeper.",
        ),
        (("Author", "Orla Venn"), ("Publication date", "12 March 2004")),
    ),
    MadeArticle(
        "World War I",
        "en",
        (
            "World War I (28 July 1914 – 11 November 1918) was a global conflict between two "
            "coalitions.",
        ),
        (("Date", "28 July 1914 – 11 November 1918"),),
        redirects=("First World War", "WWI"),
    ),
    MadeArticle(
        "Python (programming language)",
        "en",
        (
            "Python is a programming language. Guido van Rossum began to work on it in the late "
            "1980s; it was first released on 20 February 1991.",
        ),
        (("First appeared", "20 February 1991"),),
    ),
    MadeArticle(
        "Berlin",
        "en",
        ("Berlin is the capital of Germany and its largest city, with 3.7 million people.",),
    ),
    MadeArticle(
        "Day",
        "en",
        ("A day is the time that the Earth takes for one turn around its axis.",),
        redirects=("Days",),
    ),
    MadeArticle(
        "How",
        "en",
        ("How is a greeting in films about the American West.",),
        redirects=("Of The",),
    ),
)

_CHINESE = (
    MadeArticle(
        "利昂内尔·梅西",
        "zh",
        (
            "利昂内尔·安德烈斯·梅西（1987年6月24日－），阿根廷足球运动员，司职前锋。他在[[罗萨里奥]]长大，"
            "妻子是[[安东内拉·罗库佐]]。",
        ),
        (("出生日期", "1987年6月24日（37岁）"), ("身高", "1.70米")),
        (
            (2, "俱乐部生涯", ("他13岁时加入一家加泰罗尼亚俱乐部的青训营。",)),
            (
                3,
                "巴塞罗那",
                ("2004年10月16日，他首次代表一线队出场。他为俱乐部打进672球。",),
            ),
            (2, "国家队生涯", ("2022年，他作为队长率领阿根廷队夺得世界杯冠军。",)),
        ),
        ("梅西",),
    ),
    MadeArticle(
        "安东内拉·罗库佐",
        "zh",
        (
            "安东内拉·罗库佐，1988年2月26日出生于[[罗萨里奥]]，阿根廷模特，[[利昂内尔·梅西|梅西]]的妻子。",
        ),
        (("出生", "1988年2月26日"),),
        redirects=("安东内拉",),
    ),
    MadeArticle("罗萨里奥", "zh", ("罗萨里奥是阿根廷的一座城市，位于巴拉那河畔，人口约130万。",)),
    MadeArticle(
        "鲁迅",
        "zh",
        (
            "鲁迅（1881年9月25日－1936年10月19日），原名周樟寿，浙江绍兴人，作家、思想家。",
            "他的小说《狂人日记》发表于1918年。",
        ),
        (("出生", "1881年9月25日"), ("逝世", "1936年10月19日（55岁）")),
        ((2, "作品", ("短篇小说集有《[[呐喊]]》和《彷徨》。",)),),
        ("周树人",),
    ),
    MadeArticle(
        "呐喊",
        "zh",
        ("《呐喊》是[[鲁迅]]的短篇小说集，1923年8月出版，收录十四篇小说。",),
    ),
    MadeArticle(
        "北京大学",
        "zh",
        ("北京大学位于北京市海淀区。学校成立于1898年7月3日，初名京师大学堂。",),
        (("建校日期", "1898年7月3日"),),
        ((2, "校园", ("主校区燕园内有未名湖和博雅塔。",)),),
        ("北大", "京师大学堂"),
    ),
    MadeArticle(
        "武汉长江大桥",
        "zh",
        ("武汉长江大桥是长江上的第一座公路铁路两用桥，1957年10月15日通车。",),
        (("通车", "1957年10月15日"), ("全长", "1670.4米")),
    ),
    MadeArticle(
        "光合作用",
        "zh",
        ("光合作用是植物利用光能把水和二氧化碳变成糖和氧气的过程。",),
        sections=((2, "光反应", ("叶绿素在类囊体中吸收光能。",)),),
    ),
    MadeArticle(
        "水星",
        "zh",
        ("水星是太阳系中最小、离太阳最近的行星，公转周期为87.97天。",),
    ),
    MadeArticle(
        "三体",
        "zh",
        ("三体可以指：",),
        meanings=("[[三体 (小说)]]，刘慈欣的科幻小说", "[[三体问题]]，天体力学中的问题"),
    ),
    MadeArticle(
        "三体 (小说)",
        "zh",
        ("《三体》是刘慈欣的长篇科幻小说，讲述人类与外星文明的故事。单行本于2008年1月1日出版。",),
    ),
    MadeArticle(
        "三体问题",
        "zh",
        ("三体问题是天体力学中的问题：三个质点在万有引力下如何运动。",),
    ),
    MadeArticle(
        "阿尔伯特·爱因斯坦",
        "zh",
        ("阿尔伯特·爱因斯坦（1879年3月14日－1955年4月18日），出生于德国的物理学家，提出相对论。",),
        redirects=("爱因斯坦",),
    ),
    MadeArticle(
        "國立臺灣大學",
        "zh",
        ("國立臺灣大學是位於臺北的大學，前身為臺北帝國大學，創立於1928年3月17日。",),
        redirects=("台灣大學", "台大"),
    ),
    MadeArticle("青岛", "zh", ("青岛是山东省的一座沿海城市，以啤酒和海滨闻名。",)),
    MadeArticle("天", "zh", ("天是地球自转一周的时间。",), redirects=("多少天", "天数")),
)

ARTICLES = (*_ENGLISH, *_CHINESE)


def in_language(language: str) -> list[MadeArticle]:
    """The articles of one language."""
    return [one for one in ARTICLES if one.language == language]
