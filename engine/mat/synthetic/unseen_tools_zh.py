"""Hand-written tools with Chinese questions, for training; written by us.

The tables are those of unseen_tools_en; of a family's thing, the name in English stands first.
"""

# A pattern is data: it is not broken over lines.

from __future__ import annotations

TOOLS = """
convert_units, unit_converter | 单位换算：长度、重量、体积、温度; 把一个数值从一种单位换成另一种单位 | value=number:number from_unit=unit to_unit=unit2 | {value}{from_unit}(等于|是|合)多少{to_unit}？; 把{value}{from_unit}(换算|转换|换)成{to_unit}; {value}{from_unit}换成{to_unit}是多少
convert_currency, currency_exchange | 按今天的汇率换算货币; 外币兑换计算 | amount=number:number from_currency=currency to_currency=currency2 | {amount}{from_currency}(等于|能换|是|合)多少{to_currency}？; 把{amount}{from_currency}(换|兑换)成{to_currency}; {from_currency}换{to_currency}，{amount}能换多少
set_reminder, remind_me | 设置提醒; 到时间提醒用户做一件事 | when=moment text=chore | {when}提醒我{text}; (请|麻烦|)(设|定)个{when}的提醒，{text}; 别让我忘了{when}要{text}; {when}(叫|提醒)我{text}(，谢谢|)
set_alarm, alarm_clock | 设闹钟; 定时响铃叫醒 | time=clock | (定|设)(个|一个){time}的闹钟; {time}叫我起床; (明天|)闹钟(调|设)到{time}
get_stock_price, stock_quote | 查询上市公司的股价; 股票行情 | company | {company}(的|)股价(是多少|多少了|)？; {company}股票(现在|今天)(多少钱|涨了吗|跌了没)？; 看看{company}的(行情|股价)
crypto_price, coin_quote | 查询加密货币的价格; 比特币等币价行情 | coin | {coin}(现在|)(多少钱|什么价)(一个|)？; (查|看)一下{coin}的价格; {coin}行情
find_recipe, recipe_search | 查菜谱; 某道菜的做法和用料 | dish | {dish}(怎么做|的做法|要怎么烧)？; 教我做{dish}; (找|查)一下{dish}的(菜谱|做法); 我想(做|烧){dish}，需要什么材料
translate_text, translator | 把文字翻译成另一种语言; 机器翻译 | text=phrase target_language=language | 把{text}翻译成{target_language}; {text}用{target_language}怎么说？; {text}的{target_language}(是什么|怎么讲)？; (帮我|)把{text}译成{target_language}
find_files, file_search | 按文件名在电脑上查找文件; 搜索磁盘 | pattern=file folder?=folder | (找|查找|搜)一下(文件|){pattern}; {pattern}(在哪|放哪了|在哪个文件夹)？; 在{folder}里(找|搜){pattern}; 帮我(找出|搜索){pattern}
rename_file, move_file | 给文件改名; 重命名磁盘上的文件 | file new_name=file2 | 把{file}(改名|重命名)为{new_name}; {file}改成叫{new_name}; 文件{file}的名字(换|改)成{new_name}
delete_file, remove_file | 删除文件; 把文件移到回收站 | file | (删除|删掉|清掉){file}; 把{file}(删了|删除|扔掉)(吧|); {file}不要了，删掉
zip_folder, compress_folder | 把文件夹打包压缩; 生成 zip 压缩包 | folder | (压缩|打包)(一下|){folder}(文件夹|); 把{folder}打成压缩包; 给{folder}做个zip
git_log, commit_history | 查看代码仓库的提交记录; 谁改了什么代码 | repository=repo author?=person | {repository}最近(有什么|的)提交(记录|)？; {author}在{repository}(里|)提交了什么？; 看看{repository}的(git|提交)记录
create_branch, new_git_branch | 在代码仓库新建分支; 开一个新的开发分支 | name=branch repository?=repo | (新建|创建|建|开)一个(叫|名为|){name}的分支; 在{repository}上开分支{name}; 建分支{name}
create_ticket, open_issue | 新建工单; 向开发者报告问题 | title=bug | (提|建|开)(一个|个)(工单|bug|问题)：{title}; (报告|反馈)一下，{title}; {title}，帮我(提|开)个工单
ticket_status, issue_status | 查工单的处理状态; 按编号查问题进展 | number=ticket | 工单{number}(处理得怎么样了|什么状态|解决了吗)？; {number}(修好了吗|关了没|谁在处理)？; 查一下{number}的(状态|进度)
track_parcel, package_tracking | 查快递到哪里了; 按单号查询物流 | tracking_number=tracking | (快递|包裹|单号)({tracking_number})(到哪了|什么时候到|送到了吗)？; 查(一下|)(快递|物流|单号){tracking_number}; {tracking_number}(派送了没|签收了吗|到哪儿了)
start_timer, countdown | 开始倒计时; 过几分钟响铃 | minutes=small:integer | (倒计时|计时){minutes}分钟; (定|设)(一个|个){minutes}分钟的(计时器|倒计时); {minutes}分钟后(响铃|叫我)
save_note, take_note | 记一条便签; 把内容写下来备忘 | text=chore | (记|写)(一下|下来|个便签)：{text}; 记个笔记，要{text}; (备忘|便签)：{text}
search_notes, find_note | 搜索自己的便签; 查以前记过的内容 | query=topic | 我(以前|之前|)记过(什么|哪些)(关于|){query}(的|)(便签|笔记)？; (找|搜)一下(关于|){query}的便签; 便签里(有没有|有)写{query}的
play_song, music_player | 播放歌曲; 放音乐，可指定歌手 | title=song artist?=artist | (播放|放|来一首|我想听){title}; (放|播放|听){artist}的{title}; 放一下{title}(吧|，谢谢|)
song_lyrics, find_lyrics | 查歌词; 一首歌的歌词全文 | title=song artist?=artist | {title}的歌词(是什么|)？; (查|找)一下{artist}{title}的歌词; {title}(怎么唱|歌词发我)
route_planner, get_directions | 规划两地之间的路线; 导航：距离和用时 | origin=city destination=city2 | 从{origin}到{destination}怎么走？; {origin}(去|到){destination}(的路线|开车要多久|有多远)？; 导航，从{origin}到{destination}; 去{destination}怎么走，我在{origin}
nearby_places, places_nearby | 查找附近的店铺和场所; 周边的药店、餐厅、加油站等 | kind=placekind location=placename | {location}附近(有|有没有|哪里有){kind}？; {location}(旁边|周边|周围)的{kind}; 离{location}最近的{kind}(在哪|)
log_weight, record_weight | 记录体重; 把体重写进健康档案 | kilograms=weight:number | 我今天(的|)体重(是|){kilograms}公斤; 记(一下|录)体重{kilograms}公斤; 体重{kilograms}，记下来
log_blood_pressure, record_blood_pressure | 记录血压; 把高压和低压写进健康档案 | systolic=sys:integer diastolic=dia:integer | (我的|刚量的|今天)血压(是|)高压{systolic}低压{diastolic}; 记录血压{systolic}，{diastolic}; 高压{systolic}，低压{diastolic}，记一下
log_workout, record_exercise | 记录运动和时长; 写运动日志 | activity=sport minutes=small:integer | (我|今天|)(做了|练了|完成了){minutes}分钟{activity}; 记录{activity}{minutes}分钟; {activity}了{minutes}分钟，记到运动日志
log_meal, food_diary | 记录吃了什么; 写饮食日记 | food=dish | (中午|晚上|早上)吃了{food}，(记一下|记录); 把{food}记到(今天的|)饮食(日记|记录)里; 记一顿饭：{food}
air_quality, air_pollution | 查城市的空气质量; PM2.5 和空气污染指数 | city | {city}(今天|现在|)(的|)空气(质量|)(怎么样|好不好|如何)？; {city}(有没有雾霾|PM2.5多少|污染严重吗); {city}的空气质量指数
tide_times, tide_table | 查海边的涨潮退潮时间; 潮汐表 | place=city day?=day | {place}{day}(几点|什么时候)(涨潮|退潮)？; {place}的潮汐(表|时间); (查|看)一下{place}{day}的潮汐
earthquake_feed, recent_earthquakes | 查最近的地震; 地震的时间、地点和震级 | region=country | {region}(最近|刚才|今天)(有|发生)地震(吗|了吗)？; {region}的地震(信息|记录); 刚刚{region}是不是地震了
fuel_prices, oil_price | 查今日油价; 各地汽油和柴油价格 | city | {city}(今天|现在|)(的|)油价(是多少|多少|)？; {city}(92|95)号汽油多少钱; {city}哪里加油便宜
train_times, next_train | 查火车时刻和车次; 两地之间的列车 | origin=city destination=city2 day?=day | {day}(从|){origin}到{destination}(有什么|有哪些|几点有)(火车|高铁|车次)？; {origin}到{destination}的(火车|高铁|动车)(时刻|车次|)(表|); 查{day}{origin}去{destination}的火车
find_bus, bus_departures | 查公交到站时间; 下一班公交什么时候来 | stop=placename line?=line | {stop}(站|)(的|)下一班({line}|)公交(几点|还有多久)(到|来)？; {line}路(到{stop}|还要)(多久|几分钟)？ 我在{stop}; {stop}有哪些公交
search_flights, flight_search | 搜索航班和票价; 查飞机票 | origin=city destination=city2 date=day | {date}(从|){origin}(飞|到){destination}的(航班|机票|飞机); 查一下{date}{origin}到{destination}的机票; {date}{origin}飞{destination}(多少钱|有票吗)？
flight_status, flight_tracker | 查航班是否准点; 航班动态 | flight_number=flight | {flight_number}(准点吗|晚点了吗|到了吗|起飞了没)？; 航班{flight_number}(的|)(状态|动态|在几号登机口); 查航班{flight_number}
book_hotel, reserve_room | 预订酒店; 订房间 | city nights=small:integer date=day | (订|预订){date}{city}的酒店，住{nights}晚; {date}去{city}，(帮我|)订{nights}晚酒店; 在{city}订个房间，{date}入住，{nights}晚
book_table, restaurant_booking | 餐厅订座; 预订几个人的桌位 | restaurant people=small:integer when=moment | (订|预订){when}{restaurant}的位子，{people}个人; {when}在{restaurant}订(一桌|个桌)，{people}(人|位); {restaurant}{when}{people}位，订一下
order_food, food_delivery | 点外卖; 订餐送到家 | dish quantity?=small:integer | (点|叫|来)(一份|个|){dish}外卖; (帮我|)(订|点){quantity}份{dish}; 想吃{dish}，叫个外卖
opening_hours, business_hours | 查店铺、博物馆的营业时间; 几点开门几点关门 | place=placename day?=day | {place}(几点|什么时候)(开门|关门|营业)？; {place}{day}(开不开|开门吗|营业吗)？; {place}的(营业|开放)时间
match_score, live_scores | 查球队的比赛结果; 足球篮球比分 | team | {team}(赢了吗|输了没|打了几比几)？; {team}(昨天|昨晚|最近)(的|)比赛(结果|比分); {team}的比分
league_table, standings | 查联赛积分榜; 哪个队排第一 | league | {league}(积分榜|排名|榜首是谁); (查|看)(一下|){league}的(积分|排名); {league}(谁|哪个队)(排第一|领先)？
movie_times, showtimes | 查电影的放映场次; 影院和时间 | movie=film city?=city | {movie}(几点|今天|什么时候)(有|)(放映|场次)？; {city}哪里(能看|在放){movie}？; {movie}的(排片|场次)
movie_info, film_details | 电影的导演、演员和评分; 查影片资料 | title=film | {title}(的导演是谁|是谁演的|好看吗|评分多少)？; 介绍一下电影{title}; (谁|哪个导演)拍的{title}
book_info, find_book | 查书的作者、页数和简介; 图书信息 | title=book | {title}(的作者是谁|是谁写的|有多少页|讲什么的)？; 查一下(书|){title}; 小说{title}的简介
define_word, dictionary_lookup | 查词典; 词语的意思和读音 | word | {word}(是什么意思|什么意思|怎么解释)？; (查|翻)一下词典，{word}; {word}(的|)(释义|含义|读音)
find_synonyms, thesaurus | 查近义词; 意思相同的词 | word | {word}的(近义词|同义词)(有哪些|是什么|)？; 跟{word}意思(差不多|相近)的词; {word}还能怎么说
find_antonyms, opposite_word | 查反义词; 意思相反的词 | word | {word}的反义词(是什么|有哪些|)？; 跟{word}(相反|意思相反)的词
count_words, word_counter | 统计文件的字数; 数一数文档有多少字 | file | {file}(有|一共)多少字？; (统计|数)一下{file}的字数; {file}字数
spell_check, check_typos | 检查文件里的错别字; 校对文档 | file | (检查|看看){file}(有没有|里的)错别字; (校对|校一下){file}; {file}里有错字吗
generate_password, random_password | 生成随机密码; 密码生成器 | length=small:integer | (生成|来|给我)一个{length}位的密码; 要一个{length}位随机密码; 密码，{length}位，随机的
random_number, number_between | 在两个数之间随机取一个数; 随机数 | low=small:integer high=large:integer | (给|生成|抽)(我|)一个{low}到{high}(之间|)的随机数; 从{low}到{high}(里|)随机选一个; {low}和{high}之间随便来个数
roll_dice, throw_dice | 掷骰子; 扔几个骰子 | count=small:integer | (掷|扔|摇){count}个骰子; 骰子来{count}个
loan_payment, mortgage_calculator | 计算贷款月供; 房贷计算器 | amount=large:number rate=percent:number years=small:integer | 贷款{amount}元，利率{rate}%，{years}年，(月供多少|每月还多少)？; {amount}元房贷分{years}年，利率{rate}%，(算|求)月供; 利率{rate}%，借{amount}，{years}年还清，每月多少
compound_interest, savings_growth | 计算复利; 存款若干年后有多少 | principal=large:number rate=percent:number years=small:integer | {principal}元，(年利率|利率){rate}%，存{years}年(有多少|后是多少)？; 复利：本金{principal}，利率{rate}%，{years}年; 存{principal}，{rate}%的利息，{years}年后连本带利多少
percentage, percent_of | 计算百分比; 一个数的百分之几是多少 | percent=percent:number number=large:number | {number}的{percent}%是多少？; (算|求){number}的百分之{percent}; {percent}%乘{number}
body_mass_index, bmi_calculator | 计算体质指数; 由身高体重算 BMI | weight=weight:number height=height:number | 身高{height}厘米，体重{weight}公斤，BMI(是多少|多少)？; 我{weight}公斤，{height}厘米，胖不胖？; (算|计算)BMI：{height}厘米，{weight}公斤
triangle_area, area_of_triangle | 由底和高求三角形面积; 几何计算 | base=small:number height=small2:number | 底{base}、高{height}的三角形面积(是多少|)？; 三角形底边{base}，高{height}，求面积; (算|求)三角形面积，底{base}高{height}
circle_area, area_of_circle | 由半径求圆的面积; 几何：圆 | radius=small:number | 半径(为|是|){radius}的圆面积(是多少|)？; 圆的半径是{radius}，(求|算)面积; 求半径{radius}的圆有多大
prime_check, is_prime | 判断一个数是不是质数; 素数检测 | number=large:integer | {number}是(质数|素数)吗？; (判断|看看){number}是不是(质数|素数)
greatest_common_divisor, gcd | 求两个数的最大公约数; 公约数计算 | a=large:integer b=large2:integer | {a}和{b}的最大公约数(是多少|是几|)？; 求{a}与{b}的最大公约数
factorial, compute_factorial | 求阶乘; n 的阶乘 | n=small:integer | {n}的阶乘(是多少|等于几|)？; (求|算){n}的阶乘
send_email, mail_someone | 给人发电子邮件; 写邮件并发送 | recipient=person subject=topic | 给{recipient}发(封|个|)邮件，(说|讲)(一下|){subject}(的事|); (写|发)(封|)邮件给{recipient}，主题是{subject}; 邮件通知{recipient}{subject}的事
read_inbox, unread_mail | 查看未读邮件; 邮箱里有什么新邮件 | sender?=person | (有没有|有)新邮件(吗|)？; {sender}(给我|)(来|发)邮件了吗？; (看|查)一下(收件箱|未读邮件)
send_message, text_contact | 给联系人发短信或微信; 发消息 | contact=person text=chore | (发|给)(微信|短信|消息)给{contact}，让(他|她|TA){text}; (告诉|通知){contact}{text}; 给{contact}发消息：{text}
call_contact, phone_call | 打电话给联系人; 拨号 | contact=person | (打电话给|呼叫|拨打){contact}; 给{contact}打(个|)电话; 我要跟{contact}通话
find_contact, lookup_contact | 查联系人的电话和地址; 通讯录 | name=person | {name}的(电话|手机号|地址|邮箱)(是多少|是什么|)？; (查|找)一下{name}的联系方式; 怎么联系{name}
take_screenshot, capture_screen | 截屏; 保存屏幕画面 | delay?=small:integer | (截|截个|来个)(屏|图)(吧|); {delay}秒后截图; 把屏幕(截|保存)下来
set_volume, change_loudness | 调节电脑音量; 设置音量百分比 | percent=percent:integer | (把|)音量(调到|设为|改成)(百分之|){percent}; 声音(开|调)到{percent}; 音量{percent}
disk_usage, free_space | 查磁盘剩余空间; 硬盘还有多大 | path?=folder | (硬盘|磁盘|{path})还(剩|有)多少空间？; 磁盘(满了吗|空间够不够); {path}占了多少(空间|地方)
running_processes, task_manager | 查看正在运行的程序; 占用内存的进程 | name?=app | {name}(占|用)了多少内存？; (电脑|什么程序)(很卡|在运行|占内存)，(看看|查一下)(有哪些进程|); {name}还在运行吗
open_app, launch_program | 打开程序; 启动应用 | app | (打开|启动|运行|开一下){app}; 我要用{app}，打开(它|一下); 帮我把{app}打开
server_status, ping_host | 检查服务器能不能访问; 网站是否在线 | host | {host}(能访问吗|挂了吗|通不通|在线吗)？; (ping|检查)(一下|){host}; {host}是不是宕机了
dns_lookup, resolve_domain | 查域名的 IP 地址; DNS 解析 | domain=host | {domain}的IP(地址|)(是多少|)？; (解析|查)域名{domain}; {domain}解析到哪里
shorten_url, make_short_link | 生成短链接; 缩短网址 | url=host | 把{url}(变成|缩成|转成)短链接; {url}太长了，缩短一下; 给{url}生成短网址
qr_code, make_qr_code | 生成二维码; 做一张能扫的码 | content=host | (把|){content}(生成|做成|转成)二维码; 给{content}做个二维码
medicine_info, drug_facts | 查药品的用量和副作用; 药品说明书 | medicine | {medicine}(有什么副作用|怎么吃|一天吃几次|能不能空腹吃)？; {medicine}的(说明书|用法用量); 吃{medicine}要注意什么
symptom_check, possible_causes | 根据症状查可能的原因; 身体不适的建议 | symptom | (我|老是|最近){symptom}(是怎么回事|怎么办|什么原因)？; {symptom}要不要看医生; {symptom}该挂什么科
plant_care, water_plants | 植物养护; 多久浇一次水 | plant | {plant}(多久浇一次水|怎么养|要不要晒太阳)？; 我的{plant}叶子黄了(怎么办|); 养{plant}要注意什么
job_search, find_jobs | 搜索招聘职位; 按职业和城市找工作 | profession city=city | {city}(有没有|有哪些|找)(招|){profession}的(工作|职位)？; 想在{city}找{profession}(的工作|); {city}{profession}招聘
apartment_search, find_flats | 租房搜索; 按城市和租金找房子 | city max_rent?=large:integer | (找|看看)(一下|){city}的(租房|房子|公寓); 想在{city}租房，(不超过|最多){max_rent}(元|块); {city}{max_rent}以下的(房子|出租房)
company_info, company_profile | 查公司的总部、员工和成立时间; 工商信息 | company | {company}(总部在哪|有多少员工|是谁创办的|哪年成立的)？; (查|介绍)一下{company}(这家公司|); {company}的(法人|注册资本)
country_facts, country_info | 国家的首都、人口和语言; 地理知识 | country | {country}的(首都|人口|官方语言|货币)(是哪里|是多少|是什么)？; {country}说什么语言; {country}有多少人口
news_headlines, latest_news | 查某个话题的新闻; 今日头条新闻 | topic | (关于|){topic}(有什么|有啥)(新闻|新消息)？; {topic}的(最新|)(新闻|报道|消息); 看看{topic}的新闻
paper_search, find_papers | 搜索学术论文; 文献检索 | topic author?=person | (找|搜|检索)(一下|)(关于|){topic}的(论文|文献); {author}发表过哪些{topic}(方面|)的论文; {topic}(最近|最新)的研究论文
image_resize, resize_picture | 调整图片大小; 缩放图片到指定宽度 | file width=large:integer | 把{file}(缩|缩小|调整)到{width}像素(宽|); {file}宽度改成{width}; (缩放|压)图片{file}，{width}像素
invoice_create, make_invoice | 给客户开发票; 开票 | customer=company amount=large:number | 给{customer}开(一张|张|){amount}元的发票; (开|要开)发票，(抬头|客户){customer}，金额{amount}; {customer}，{amount}元，开票
split_bill, share_costs | 几个人平摊费用; AA 制算账 | amount=large:number people=small:integer | {amount}(元|块)，{people}个人(平分|AA)，每人多少？; {people}个人(一共|)花了{amount}，怎么分摊; 把{amount}平摊给{people}个人
add_expense, log_expense | 记一笔支出; 记账 | amount=number:number category=expense | (今天|刚才|)(花了|){category}(花了|用了|){amount}(元|块); 记账：{category}{amount}元; 记一笔{category}，{amount}块
budget_report, spending_report | 统计某类支出花了多少; 家庭账目汇总 | category=expense | (这个月|上个月|今年){category}(花了|用了)多少(钱|)？; {category}(的支出|开销)(有多少|统计一下); 看看{category}一共花了多少
idiom_lookup, chengyu | 查成语的意思和出处; 成语词典 | idiom | {idiom}(是什么意思|出自哪里|怎么造句)？; (查|解释)(一下|)成语{idiom}; {idiom}这个成语(什么意思|怎么用)
poem_search, find_poem | 查古诗词全文和作者; 诗句出处 | line=poem | {line}(的下一句|出自哪首诗|是谁写的)？; {line}(全诗|全文); 哪首诗里有{line}
plate_restriction, driving_limits | 查车辆限行尾号; 今天限什么号 | city day?=day | {city}{day}限(行|)(什么号|几号|尾号是多少)？; {city}{day}(的|)限行(尾号|规定)
express_price, shipping_cost | 估算寄快递的运费; 快递价格 | origin=city destination=city2 weight=small:number | 从{origin}寄{weight}公斤到{destination}(要多少钱|运费多少)？; {weight}公斤的(东西|包裹)从{origin}寄到{destination}，运费
lottery_result, winning_numbers | 查彩票开奖号码; 双色球等开奖结果 | game=lottery | {game}(开奖了吗|开了什么号|中奖号码)(？|); {game}(最新|今天|昨天)(一期|)(开奖|)(结果|号码)
exam_score, query_score | 按准考证号查考试成绩; 成绩查询 | number=code | (查|看)(一下|)准考证(号|){number}的成绩; {number}考了多少分？; 成绩查询，{number}
school_search, find_school | 查学校信息和录取分数线; 高校资料 | school | {school}(在哪个城市|分数线多少|有哪些专业|是985吗)？; 介绍一下{school}; {school}的录取(分数线|情况)
"""

POOLS = {
    "city": "北京|上海|广州|深圳|杭州|成都|西安|南京|武汉|重庆|青岛|大连|厦门|苏州|昆明|哈尔滨|拉萨|东京|巴黎|伦敦|长沙|天津|三亚|郑州|沈阳|石家庄",
    "country": "日本|法国|巴西|肯尼亚|新西兰|墨西哥|加拿大|土耳其|智利|印尼|意大利|韩国|挪威|越南|希腊|埃及|冰岛|泰国",
    "unit": "公里|英里|斤|公斤|磅|英寸|厘米|英尺|升|加仑|克|盎司|米|码|亩|公顷|平方米|两|里|毫升",
    "currency": "人民币|美元|欧元|日元|英镑|港币|韩元|泰铢|卢布|澳元|加元|新台币|瑞士法郎",
    "chore": "给妈妈打电话|买牛奶|浇花|交房租|发周报|接孩子|倒垃圾|预约牙医|换护照|喂猫|还图书馆的书|打印车票|给车充电|带钥匙|参加家长会|取快递|吃药|订蛋糕|交水电费|洗车",
    "moment": "明天早上九点|今晚七点|周五|下周一中午|两小时后|六点半|明天上午|周日晚上|下午三点|12号八点|后天|今天下午|星期六晚上六点",
    "day": "今天|明天|后天|周五|下周一|3月5日|这个周末|21号|下周|周日|国庆期间|2027年2月3日|大后天",
    "clock": "七点|六点半|早上八点|晚上十点|23点|下午五点半|6:45|中午十二点",
    "company": "腾讯|阿里巴巴|华为|比亚迪|茅台|小米|京东|特斯拉|苹果公司|宁德时代|中国平安|格力电器|美的|海尔|百度|联想|丰田|西门子|招商银行",
    "coin": "比特币|以太坊|狗狗币|莱特币|BTC|ETH",
    "dish": "红烧肉|宫保鸡丁|麻婆豆腐|番茄炒蛋|糖醋排骨|清蒸鱼|水煮鱼|酸辣汤|饺子|炸酱面|披萨|寿司|蛋炒饭|可乐鸡翅|牛肉面|小笼包|凉皮|鱼香肉丝|汉堡|麻辣烫",
    "phrase": "早上好|谢谢你|车站在哪里|生日快乐|我迷路了|再见|这个多少钱|好久不见|对不起|我爱你|请买单|祝你好运|没关系",
    "language": "英语|法语|日语|德语|韩语|西班牙语|俄语|意大利语|粤语|阿拉伯语|泰语|葡萄牙语|英文|日文",
    "file": "报告.pdf|预算.xlsx|notes.txt|IMG_2041.jpg|论文.docx|readme.md|backup.zip|main.py|简历.pdf|合同.docx|logo.png|data.csv|会议记录.md|照片.png",
    "folder": "下载|文档|图片|桌面|src|音乐|项目资料|D盘|C盘|备份|/var/log",
    "repo": "kagent|payments|商城|frontend|billing-api|小程序|search|backend|官网|auth-service",
    "person": "张三|李四|小王|王经理|妈妈|老板|陈医生|刘老师|赵敏|爸爸|外婆|孙工|周杰|小李|林小姐|房东|表哥|Anna|Tom",
    "branch": "fix-login|release-2.1|feature/search|dark-mode|hotfix|dev2|new-parser",
    "bug": "登录页空白|导出按钮没反应|搜索空白时崩溃|启动后卡死|日期差一天|菜单有错字|图片加载不出来|支付失败没有提示",
    "ticket": "#481|BUG-1207|2231|PROJ-88|OPS-14|10442|WEB-730|A0093",
    "tracking": "SF1402233445566|YT8800123456789|JD0146000032|EA123456785CN|773012345678|ZTO66120",
    "topic": "新能源|人工智能|房价|搬家|预算|高考|芯片|电动车|年会|税收|疟疾|航天|新办公室|机器翻译|气候变化|养老金|图论|春游|猎鹰项目|碳排放",
    "song": "月亮代表我的心|稻香|青花瓷|海阔天空|成都|后来|小幸运|平凡之路|夜曲|七里香|红豆|孤勇者",
    "artist": "周杰伦|邓丽君|陈奕迅|王菲|李健|五月天|张学友|毛不易|刘若英",
    "placekind": "药店|咖啡馆|加油站|超市|医院|停车场|素食餐厅|五金店|公园|邮局|书店|银行|充电桩|健身房|理发店",
    "placename": "人民广场|市图书馆|动物园|国家博物馆|万达广场|西湖|火车站|中山公园|体育馆|宜家|海底捞|科技馆|第一医院|大学城",
    "sport": "跑步|瑜伽|游泳|骑车|羽毛球|乒乓球|健身操|爬山|力量训练|太极",
    "line": "42|7|13|128|快速公交1号线|大学城专线",
    "flight": "CA1234|MU5101|CZ3102|HU7601|BA38|3U8888|KN5977",
    "restaurant": "海底捞|全聚德|外婆家|老四川|绿茶餐厅|小南国|东来顺|西贝|金龙酒家",
    "team": "国安|申花|恒大|皇马|湖人|勇士|曼联|国足|女排|拜仁|巴萨|辽宁队|广东队",
    "league": "中超|英超|西甲|NBA|CBA|德甲|意甲|法甲|欧冠",
    "film": "霸王别姬|流浪地球|泰坦尼克号|千与千寻|盗梦空间|活着|我不是药神|卧虎藏龙|让子弹飞|哪吒",
    "book": "三体|红楼梦|围城|平凡的世界|百年孤独|西游记|活着|骆驼祥子|边城|小王子|1984",
    "word": "蹉跎|斑驳|内卷|踌躇|旖旎|快乐|坚持|繁华|安静|勤劳|温柔|犹豫|氤氲|高兴|伟大",
    "idiom": "画蛇添足|守株待兔|叶公好龙|刻舟求剑|亡羊补牢|望梅止渴|胸有成竹|朝三暮四|破釜沉舟|班门弄斧",
    "poem": "床前明月光|春眠不觉晓|大江东去|举杯邀明月|锄禾日当午|山重水复疑无路|海内存知己|但愿人长久|会当凌绝顶",
    "number": "5|12|3.5|100|250|18|72|40|0.5|1200|60|2000|15|7.25|33|十|二十|五百|三",
    "small": "2|3|4|5|6|7|8|10|12|15|20|25|30|45|两|三|四|五|六|十|八",
    "large": "91|150|240|1000|1200|48|5000|360|97|20000|2500|800|1024|310|75|3000|100000",
    "percent": "3|4.5|5|10|15|20|25|12|50|70|30|80",
    "weight": "64|72|80.5|95|58|103|69.8|52",
    "height": "160|172|185|178|194|166",
    "sys": "120|135|128|142|118|150",
    "dia": "80|85|76|90|70|95",
    "app": "微信|浏览器|计算器|网易云音乐|钉钉|VS Code|Excel|记事本|腾讯会议|Photoshop",
    "host": "example.com|www.kagent.org|10.0.0.12|mail.acme.cn|https://news.site/a/1234|db01|github.com|baidu.com",
    "medicine": "布洛芬|阿司匹林|阿莫西林|板蓝根|二甲双胍|氯雷他定|奥美拉唑|头孢|感冒灵",
    "symptom": "头疼|嗓子疼|腰酸背痛|胳膊起疹子|头晕|干咳|胃胀|低烧|失眠|牙疼",
    "plant": "绿萝|兰花|仙人掌|龟背竹|月季|多肉|茉莉|富贵竹|君子兰",
    "profession": "护士|数据分析师|木工|老师|厨师|程序员|电工|翻译|司机|会计|设计师",
    "expense": "买菜|房租|咖啡|买书|加油|买衣服|礼物|旅游|外卖|保险|打车|话费",
    "lottery": "双色球|大乐透|福彩3D|七星彩|排列五",
    "school": "清华大学|北京大学|浙江大学|武汉大学|哈工大|四川大学|中山大学|同济大学",
    "code": "A-1042|88213|C-55|20260311|X9Q2|4471|INV-306|BX0071",
    "level": "3|18|21|40|55|70|100|5|60|22|二十六|三",
    "month": "一月|三月|5月|六月|8月|十月|11月|上个月|去年12月",
    "thing": "阿特拉斯|花园|里斯本之行|车险|老王|蓝色|书桌|物理|厨房|冬天|维生素D|意面|马拉松|年度报税|修车|面包机|星期一|火龙果|象棋社|屋顶|霸王别姬|生日会|跑鞋|入职培训|第三季度|橄榄油|图书馆|青岛游|体检|英语四级",
}

FAMILIES = (
    (
        "meeting_room=会议室|tennis_court=网球场|dentist=牙医号|haircut=理发|yoga_class=瑜伽课|parking_space=停车位|guided_tour=导游|ferry_ticket=船票|theatre_seat=话剧票|piano_lesson=钢琴课|desk=工位|projector=投影仪|moving_van=搬家车|campsite=露营位|driving_lesson=驾校课|vaccination=疫苗接种|photo_session=摄影棚|company_car=公车|lab=实验室|ski_pass=滑雪票|museum_ticket=博物馆门票|car_wash=洗车|badminton_court=羽毛球场|physical_exam=体检|bath_house=温泉|nanny=保姆|seminar_room=自习室|massage=按摩|swim_lane=泳道|ktv_room=包厢",
        """
book_{o} | 预订{o}; 预约{o}，指定时间; 约{o} | when=moment name?=person | (预订|预约|订|约)(一个|一下|){when}的{o}; {when}(我要|想要|帮我)(订|约|预约)(一个|个|){o}; (帮{name}|)(订|约)一下{when}的{o}; {when}还有{o}吗？有就订
cancel_{o} | 取消预订的{o}; 退掉{o}的预约 | when?=moment | (取消|退掉|不要){when}的{o}(了|); {o}(不去了|不用了|取消)(，帮我退掉|); 把(我|)(订|预约)的{o}(取消|退)了
reschedule_{o} | 更改{o}的预约时间; {o}改期 | new_time=moment | {o}(改到|换到|推迟到|挪到){new_time}; 把{o}的(时间|预约)(改|换)成{new_time}; {o}能不能改{new_time}？
list_{o}_bookings | 查看{o}的预订记录; 谁预订了{o} | day?=day | {day}{o}(被谁|谁)(订|预约)了？; (查|看)(一下|){day}{o}的(预订|预约)(记录|情况); 我(订|约)了哪些{o}
{o}_price | 查{o}的价格; {o}收费标准 | | {o}(多少钱|怎么收费|贵不贵)？; (查|问)一下{o}的价格; {o}的收费标准
""",
    ),
    (
        "parcel=包裹|refund=退款|insurance_claim=理赔|visa=签证申请|support_ticket=客服单|repair_order=维修单|job_application=求职申请|tax_return=报税|passport_renewal=护照换发|warranty_claim=保修单|loan=贷款申请|enrolment=入学报名|building_permit=施工许可|prescription=处方|print_job=打印任务|complaint=投诉|blood_test=化验单|purchase_order=采购单|shipment=货运单|leave_request=请假单|reimbursement=报销单|household_registration=户口迁移|social_security=社保转移|housing_fund=公积金提取|driver_licence=驾照换证|contract=合同审批|overtime=加班申请|safety_report=安全报告",
        """
{o}_status | 查{o}的进度; {o}办到哪一步了; 按编号查{o} | number=code | {o}{number}(办好了吗|到哪一步了|怎么样了|什么进度)？; 查(一下|){o}{number}的(进度|状态); (编号|){number}的{o}(批了吗|有结果了吗|好了没)
submit_{o} | 提交新的{o}; 新建{o}; 办理{o} | note?=topic | (提交|新建|办理|填|发起)(一个|一份|)(新的|){o}; 我(要|想)(办|申请|提交){o}; (提|交)一份(关于{note}的|){o}
withdraw_{o} | 撤回{o}; 取消正在办理的{o} | number=code | (撤回|撤销|取消){o}{number}; {o}{number}(不办了|填错了)，(撤回|撤掉); 把{number}(那个|号|){o}撤了
list_open_{o}s | 列出所有未完成的{o}; {o}一览 | | (列出|看看|显示)(我|所有|)(没办完|未完成|进行中)的{o}; 我(还)有哪些{o}(没办完|在办)？; 还有几个{o}没处理
assign_{o} | 把{o}交给某人处理; 指派{o} | number=code person | 把{o}{number}(交给|转给|分给|指派给){person}(处理|); 让{person}(处理|负责){o}{number}; {o}{number}由{person}来办
""",
    ),
    (
        "electricity_bill=电费|water_bill=水费|gas_bill=燃气费|phone_bill=话费|rent=房租|parking_fine=违停罚款|tuition=学费|property_fee=物业费|internet_bill=宽带费|gym_membership=健身年费|insurance_premium=保费|library_fine=图书馆欠款|road_toll=过路费|party_dues=会费|heating_fee=取暖费|kindergarten_fee=托费|tv_fee=电视费|streaming=视频会员|canteen_card=饭卡|traffic_card=交通卡",
        """
pay_{o} | 缴纳{o}; 交{o} | amount?=number:number | (交|缴|付)(一下|){o}; (交|缴|付){amount}元{o}; {o}(该交了|到期了)，(交一下|帮我缴了); 给{o}(付|充){amount}块
{o}_due | 查{o}欠多少、什么时候到期; {o}账单 | | (这个月|)(的|){o}(是多少|多少钱|欠了多少)？; {o}(什么时候|几号)(到期|要交)？; (查|看)一下{o}(账单|交了没)
automate_{o} | 每月自动缴{o}; 开通{o}代扣 | | (开通|设置|办){o}(自动缴费|代扣); 以后{o}(自动交|自动扣)(吧|); 每个月自动(交|缴){o}
{o}_receipt | 下载{o}的收据; {o}的缴费凭证 | month?=month | (要|下载|打印|开){month}(的|){o}(收据|凭证|发票); {month}(的|){o}(收据|缴费证明)(发我|给我); {o}的凭证在哪下
dispute_{o} | 对{o}有异议，申请复核; {o}申诉 | reason?=topic | {o}(不对|算错了|太高了)，(我要申诉|要投诉); (申诉|质疑|复核)(一下|){o}; 我对{o}有异议
""",
    ),
    (
        "note=便签|bookmark=书签|contact=联系人|expense=支出|task=任务|wine=藏酒|house_plant=盆栽|workout=训练|meal=餐食|medication=用药|birthday=生日|film=片单|customer=客户|invoice=发票|product=商品|quote=摘抄|subscriber=订阅者|flash_card=单词卡|photo=照片|project=项目|time_entry=工时|vocabulary=生词|shopping_item=购物清单|goal=目标|habit=习惯|playlist=歌单|supplier=供应商|idea=点子|feed=订阅源|alarm=闹钟",
        """
add_{o} | 添加{o}; 新增一条{o}; 把内容加到{o} | text=thing | (添加|新增|新建|加)(一个|一条|){o}{text}; 把{text}(加到|加进|存到|记到){o}(里|); (新|)(加|建)个{o}，叫{text}
delete_{o} | 删除{o}; 把一条{o}去掉 | name=thing | (删除|删掉|去掉){o}(里的|){name}; {o}{name}(不要了|删掉|没用了); 把{name}从{o}(里|)(删|去)掉
find_{o} | 查找{o}; 在{o}里搜索 | query=thing | (查找|找|搜)(一下|){o}(里的|){query}; 有没有(叫|关于|){query}的{o}？; {o}里(有没有|有){query}
list_{o}s | 列出全部{o}; 查看所有{o} | | (列出|显示|看看)(所有|全部|我的|)(的|){o}; (我|)(都|)有哪些{o}？; {o}(列表|一览|都有什么)
count_{o}s | 统计{o}的数量; 一共有多少{o} | | (一共|总共|我)有(多少|几)(个|条|){o}？; (数|统计)(一下|){o}(的数量|有多少); {o}数量
rename_{o} | 给{o}改名; 修改{o}的名称 | old_name=thing new_name=thing2 | 把{o}{old_name}(改名|改|重命名)(为|成){new_name}; {o}{old_name}(改叫|换成){new_name}
export_{o}s | 把{o}导出成文件; 下载{o}表格 | file?=file | (导出|下载)(所有|全部|)(的|){o}; 把{o}(导出|存)(成|到)(文件|{file}); {o}要一份表格
share_{o} | 把{o}分享给别人; 发送{o} | name=thing person | 把{o}{name}(分享|发|转)给{person}; (分享|发)一下{o}{name}给{person}; 让{person}看看{o}{name}
""",
    ),
    (
        "living_room_lamp=客厅灯|thermostat=温控器|air_conditioner=空调|garage_door=车库门|blinds=窗帘|dishwasher=洗碗机|washing_machine=洗衣机|heating=暖气|water_heater=热水器|camera=摄像头|speaker=音箱|tv=电视|fan=风扇|humidifier=加湿器|sprinkler=喷灌|oven=烤箱|coffee_machine=咖啡机|alarm_system=报警器|bedroom_light=卧室灯|vacuum_robot=扫地机器人|router=路由器|printer=打印机|electric_blanket=电热毯|aquarium_light=鱼缸灯|rice_cooker=电饭煲|air_purifier=空气净化器",
        """
turn_on_{o} | 打开{o}; 开启{o} | when?=clock | (打开|开|开启|启动)(一下|){o}; 把{o}(打开|开开|开了); {when}(打开|开){o}; {o}(开一下|打开)(吧|，谢谢|)
turn_off_{o} | 关闭{o}; 关掉{o} | when?=clock | (关闭|关|关掉|关上)(一下|){o}; 把{o}(关了|关掉|关上); {when}(关|关掉){o}; {o}(不用了|关一下)(吧|)
set_{o} | 调节{o}的档位或数值; 设置{o} | level:integer | (把|){o}(调到|设为|调成|开到){level}(度|档|); {o}(设|调){level}; {o}要{level}(度|档)
{o}_state | 查{o}开着没有; {o}的状态 | | {o}(开着吗|关了没|还在运行吗|是不是没关)？; (查|看)一下{o}(的状态|开没开); 我(是不是|有没有)(忘了关|关好){o}
schedule_{o} | 给{o}设定时; 每天定时运行{o} | time=clock | (每天|每晚|每天早上|工作日){time}(自动|)(开|打开|启动){o}; 给{o}(设|定)个(每天|){time}的定时; {o}每天{time}开
{o}_energy | 查{o}的耗电量; {o}用了多少电 | day?=day | {o}(耗电|用电)(多少|量|大吗)？; {day}{o}用了(多少|几度)电？; {o}费电吗
""",
    ),
)
