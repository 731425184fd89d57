"""Words that tell titles which name something from those that do not, English and Chinese."""

from __future__ import annotations

import re

from store.folding import fold

# What a part of a document is for, rather than what it is about.
_ROLES = """
introduction|intro|overview|contents|table of contents|summary|abstract|conclusion|
conclusions|preface|foreword|references|bibliography|appendix|appendices|notes|note|index|
glossary|acknowledgements|acknowledgments|background|motivation|related work|discussion|
results|result|methods|method|methodology|evaluation|experiments|experiment|limitations|
future work|agenda|minutes|todo|to do|to-do|tasks|action items|next steps|questions|question|
answers|answer|faq|readme|changelog|license|licence|copyright|contributing|installation|
install|setup|usage|getting started|quickstart|quick start|examples|example|tutorial|guide|
documentation|docs|reference|api|options|configuration|requirements|prerequisites|
troubleshooting|support|contact|about|about us|home|main|page|part|chapter|section|slide|
title|subtitle|outline|objectives|goals|scope|purpose|definition|definitions|terms|details|
detail|description|features|feature|general|miscellaneous|misc|other|others|more|see also|
external links|further reading|sources|source|thanks|thank you|welcome|the end|end|start|
begin|beginning|step|steps|warning|warnings|tip|tips|tests|test|data|figures|figure|tables|
table|list|history|uses|use|properties|types|type|kinds|structure|design|advantages|
disadvantages|pros and cons|pros|cons|benefits|problems|problem|solution|solutions|
ingredients|directions|preparation|method of preparation|materials|equipment|products|
services|people|places|news|blog|archive|archives|menu|search|login|sign in|settings|help|
download|downloads|early life|personal life|career|life|death|legacy|reception|plot|cast|
characters|production|release|awards|new|old|draft|final|copy|untitled|document|file|image|
video|audio|recording|scan|inbox|meeting|meetings|report|reports|invoice|invoices|receipt|
receipts|letter|letters|email|emails|message|messages|project|projects|work|personal|private|
parameters|parameter|arguments|return value|return values|resources|review|reviews|operation|
operations|activities|activity|performance|design and development|politics|geography|economy|
culture|climate|demographics|education|government|transport|transportation|religion|sports|
tourism|architecture|syntax|implementation|key concepts|key terms|key concepts and summary|
exercises|problem set|soundtrack|compatibility|overview and history|etymology|name|names|
environment|restrictions|caveats|rationale|alternatives|copyright notice|
security considerations|modules|module|classes|functions|methods and results|colors|arrest|
biography|works|publications|filmography|discography|gallery|trivia|january|february|march|
april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|
thursday|friday|saturday|sunday|today|yesterday|tomorrow|简介|介绍|引言|导言|前言|序|序言|
绪论|概述|概览|概要|综述|总览|目录|摘要|总结|小结|结论|结语|后记|附录|参考文献|参考资料|参考|
注释|备注|说明|索引|术语|术语表|致谢|背景|动机|相关工作|讨论|结果|方法|实验|评估|展望|议程|
待办|任务|下一步|问题|答案|常见问题|安装|配置|设置|用法|使用|使用方法|使用说明|快速开始|
快速入门|示例|例子|教程|指南|文档|选项|要求|联系我们|关于|关于我们|首页|正文|标题|定义|概念|
特点|特征|特性|功能|优点|缺点|优缺点|种类|类型|分类|结构|原理|历史|发展|发展历史|应用|用途|
影响|意义|作用|步骤|材料|做法|食材|注意事项|提示|警告|测试|数据|图|表|列表|更多|其他|其它|
杂项|外部链接|延伸阅读|来源|生平|早年|早年生活|个人生活|职业生涯|情节|剧情|演员|角色|人物|
制作|获奖|评价|新闻|归档|菜单|搜索|登录|帮助|下载|会议|会议记录|报告|周报|日报|月报|发票|收据|
信件|邮件|项目|工作|个人|私人|今天|昨天|明天|导论|绪言|课程|课程介绍|目标|内容|产品|服务|描述|
发行|概况|交通|地理|经济|文化|气候|人口|教育|政治|体育|军事|外交|宗教|旅游|建筑|局限|局限性|
实现|性能|优化|兼容性|语法|参数|返回值|环境|限制|处理|设计|开发|建筑风格|杰出校友|词源|名称|
名称由来|作品|著作|作品列表|角色列表|演员列表|音乐|原声带|票房|反响|争议|行政区划|自然|资源|
设施|车站|站台|路线|路线图|相册|特效|战斗|剧集|季度|变体|安全性|安全|故障|排错|背景知识|
学习目标|练习|习题|思考题|未命名|新建文档|草稿|最终版|副本|图片|视频|录音|扫描|无标题|
"""
_NOISE = """
final|draft|copy|new|old|v|ver|version|rev|revised|edited|latest|clean|signed|scan|scanned|
print|backup|bak|tmp|temp|test|fixed|updated|approved|full|short|hd|1080p|720p|4k|x264|x265|
subtitled|official|pdf|doc|docx|ppt|slides|video|audio|最终|最终版|终稿|定稿|草稿|初稿|修订|
修订版|副本|备份|新|旧|打印版|扫描件|签字版|高清|字幕版|完整版|
"""
_QUESTION = """
how|why|what|when|where|which|who|whom|whose|is|are|was|were|can|could|do|does|did|should|
would|will|shall|has|have|if|let|let's|we|i|you|they|it|this|that|these|those|there|here|my|
our|your|please|make|use|using|add|create|get|set|run|install|build|find|see|read|write|open|
close|don't|not|no|and|or|but|with|without|for|to|from|in|on|at|by|as|of|
"""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for word in words.replace("\n", "").split("|") if word)


ROLES = _folded(_ROLES)
# Words at the end of a file's name that say how far it is, not what it is about.
NOISE_WORDS = _folded(_NOISE)
# No name of a thing begins with these.
QUESTION_WORDS = _folded(_QUESTION)
LEADING_WORDS = re.compile(
    r"^(?:(?:my\s+)?notes?\s+(?:on|about)|(?:an?\s+)?(?:short\s+|brief\s+|gentle\s+)?introduction\s+to|"
    r"intro\s+to|(?:an?\s+|the\s+)?(?:\w+\s+)?guide\s+to|getting\s+started\s+with|all\s+about|about|"
    r"(?:an?\s+)?overview\s+of|(?:the\s+)?history\s+of|(?:the\s+)?basics\s+of|what\s+(?:is|are)\s+(?:an?\s+|the\s+)?"
    r"(?=\S+(?:\s\S+){0,2}$)|什么是|何为|关于|初识|认识|走进|深入理解|深入浅出|浅谈|漫谈|一文读懂|读懂)\s*",
    re.IGNORECASE,
)
TRAILING_CHINESE = re.compile(
    r"(?<=\S\S)\s*(?:学习笔记|读书笔记|笔记|入门教程|入门指南|入门|教程|简介|介绍|概述|概论|导论|指南|手册|攻略|详解|基础知识|基础|讲座|课程|是什么)$"
)
