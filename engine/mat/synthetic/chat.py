"""Small talk and orders that need no tool, with the reply to each kind in our own words."""

from __future__ import annotations

from engine.events import Language

# One sentence for the kinds that a small model would confuse.
_WHO: dict[Language, str] = {
    "en": "I am KAgent, an open-source program with a small language model of its own, running on your computer.",
    "zh": "我是 KAgent，一个带有小语言模型的开源程序，在你自己的电脑上运行。",
}
REPLIES: dict[str, dict[Language, str]] = {
    "greeting": {
        "en": "Hello! Ask me about your documents, or about dates and holidays.",
        "zh": "你好！可以问我你的资料，也可以问我日期和节假日。",
    },
    "how_are_you": {
        "en": "I am fine, thank you. What would you like to know?",
        "zh": "我很好，谢谢。你想知道什么？",
    },
    "goodbye": {
        "en": "Goodbye! Everything you added stays on this computer.",
        "zh": "再见！你添加的内容都留在这台电脑上。",
    },
    "thanks": {"en": "You are welcome.", "zh": "不客气。"},
    "name": _WHO,
    "maker": _WHO,
    "bot": _WHO,
    "capabilities": {
        "en": "I can search the documents you add and quote them, count days, and look up the calendar, Chinese holidays and solar terms.",
        "zh": "我可以查找并引用你添加的资料，计算天数，查日历、农历、节假日和二十四节气。",
    },
    "personal": {
        "en": "I am a program, so I have no age, home, family or hobbies.",
        "zh": "我只是一个程序，没有年龄、家乡、家人和爱好。",
    },
    "meaning": {
        "en": "People have answered that in many ways; I am too small a model to settle it.",
        "zh": "这个问题众说纷纭，我这样的小模型给不出定论。",
    },
    "joke": {
        "en": "I asked my calendar for a date. It gave me thirty.",
        "zh": "我向日历要一个日子，它给了我三十个。",
    },
    "acknowledge": {"en": "All right.", "zh": "好的。"},
    "praise": {"en": "Thank you, I am glad it helped.", "zh": "谢谢，能帮上忙就好。"},
    "cannot": {
        "en": "I have no tool for that. I can search your documents and answer questions about dates.",
        "zh": "我没有做这件事的工具。我可以查找你的资料，回答有关日期的问题。",
    },
    "weather": {
        "en": "I have no weather tool here yet.",
        "zh": "我这里还没有查天气的工具。",
    },
    "arithmetic": {
        "en": "I do not calculate with numbers; I only count days.",
        "zh": "我不做数字运算，只计算天数。",
    },
}

CLINC_KINDS = {
    "greeting": "how_are_you",
    "goodbye": "goodbye",
    "thank_you": "thanks",
    "what_is_your_name": "name",
    "who_made_you": "maker",
    "who_do_you_work_for": "maker",
    "are_you_a_bot": "bot",
    "what_can_i_ask_you": "capabilities",
    "how_old_are_you": "personal",
    "where_are_you_from": "personal",
    "what_are_your_hobbies": "personal",
    "do_you_have_pets": "personal",
    "meaning_of_life": "meaning",
    "tell_joke": "joke",
    "yes": "acknowledge",
    "no": "acknowledge",
    "maybe": "acknowledge",
    "weather": "weather",
    "calculator": "arithmetic",
} | dict.fromkeys(
    (
        "play_music next_song alarm reminder timer make_call uber book_flight book_hotel "
        "restaurant_reservation smart_home change_volume order pay_bill transfer text "
        "update_playlist flip_coin roll_dice find_phone change_language change_user_name "
        "change_accent change_speed change_ai_name whisper_mode sync_device reset_settings cancel "
        "todo_list_update shopping_list_update calendar_update schedule_meeting freeze_account "
        "report_lost_card reminder_update cancel_reservation share_location car_rental "
        "schedule_maintenance order_checks accept_reservations pin_change replacement_card_duration"
    ).split(),
    "cannot",
)
# Questions about things and affairs: what a person's documents would answer.
CLINC_LIBRARY = (
    "definition oil_change_how insurance interest_rate ingredients_list apr vaccines plug_type "
    "nutrition_info recipe cook_time food_last tire_pressure jump_start direct_deposit "
    "international_fees rollover_401k improve_credit_score w2 bill_due min_payment pto_balance "
    "gas_type calories ingredient_substitution meal_suggestion taxes application_status "
    "travel_alert international_visa restaurant_reviews expiration_date"
).split()

HWU_KINDS = {
    "general_joke": "joke",
    "general_praise": "praise",
    "general_affirm": "praise",
    "general_confirm": "acknowledge",
    "general_dontcare": "acknowledge",
    "general_commandstop": "acknowledge",
    "general_negate": "acknowledge",
    "weather_query": "weather",
    "qa_maths": "arithmetic",
} | dict.fromkeys(
    (
        "alarm_set alarm_remove play_radio play_music play_audiobook play_podcasts play_game "
        "iot_coffee iot_cleaning iot_hue_lightchange iot_hue_lightoff iot_hue_lighton iot_hue_lightup "
        "iot_wemo_off iot_wemo_on social_post transport_ticket transport_taxi takeaway_order "
        "email_sendemail email_addcontact calendar_set calendar_remove lists_createoradd lists_remove "
        "audio_volume_mute audio_volume_up audio_volume_down music_settings"
    ).split(),
    "cannot",
)
HWU_LIBRARY = (
    "qa_definition",
    "qa_factoid",
    "cooking_recipe",
    "takeaway_query",
    "email_querycontact",
)

TALK_EN = {
    "greeting": "(hi|hello|hey|hey there|hello there|good morning|good evening|good afternoon|hi there|"
    "greetings|hiya|morning|hello KAgent|hi kagent|yo|hello again|howdy)(|!|.|, friend)",
    "how_are_you": "(how are you|how are you doing|how is it going|how do you do|how are things|what's up|you ok)(| today)(?|)",
    "goodbye": "(bye|goodbye|see you|see you later|bye bye|good night|talk to you later|that's all, bye|i'm off)(|!|.)",
    "thanks": "(thanks|thank you|thank you very much|many thanks|thx|cheers|thanks a lot|great, thanks|ok thank you|"
    "thanks for your help|that helped, thanks|much appreciated)(|!|.)",
    "name": "(who are you|what are you called|what is your name|your name|introduce yourself|tell me about yourself|"
    "what are you|who am i talking to|what should I call you)(?|)",
    "maker": "(who made you|who built you|who created you|who trained you|where do you come from|which company made you|who is your developer)(?|)",
    "bot": "(are you a (robot|bot|human|person|computer|real person|machine|language model|AI)|am I talking to a (human|machine|bot))(?|)",
    "capabilities": "(what can you do|what can you help me with|how can you help me|what are you good at|what can I ask you|"
    "what do you do|help|what are your functions|what tools do you have|how do I use you|what kinds of questions can you answer)(| please)(?|)",
    "personal": "(how old are you|where do you live|do you have (friends|a family|hobbies|pets|feelings|a wife)|what do you like|"
    "what's your favourite (colour|food|movie)|do you sleep|are you happy|do you dream|when were you born)(?|)",
    "meaning": "(what is the meaning of life|why are we here|what's the point of it all|does life have a meaning|what is love|is there a god)(?|)",
    "joke": "(tell me a joke|make me laugh|say something funny|do you know a joke|another joke|i need a laugh|a joke please)(| please)(|?|!)",
    "acknowledge": "(ok|okay|yes|no|fine|alright|all right|i see|got it|never mind|stop|sure|right|yep|nope|maybe|good|hmm|not now)(|.|!)",
    "praise": "(good job|well done|that was (great|helpful|perfect|right)|you are (great|smart|awesome|very helpful)|nice (work|one)|I love you|excellent)(|!|.)",
    "cannot": "(please |can you |could you |)(set an alarm (for|at) {n}|remind me to call (mom|Tom|the bank)|play (some jazz|my playlist|music|a song)|"
    "turn (on|off) the (lights|heating|tv)|book (a table|a flight|a hotel|me a taxi)(| for {n})|order (a pizza|lunch|a taxi)|"
    "send (an email|a message) to (Anna|my boss|Tom)|call (Anna|the office|mom)|open (the browser|spotify|the window)|"
    "buy (milk|tickets)|write (a poem|an essay|a letter)(| about spring| for me)|translate (this|hello) (into French|to Chinese)|"
    "take a (photo|screenshot)|delete (the file|my emails)|print (this|the page)|transfer money to Tom|pay the bill|"
    "sing (me |)a song|draw (me |)a (cat|picture)|post this on twitter|start a timer for {n} minutes|add milk to the shopping list)(|?|!|.)",
    "weather": "(what's the weather|what is the weather like|will it rain|is it (cold|hot|sunny|raining)|how warm is it|weather forecast|do I need an umbrella)"
    "(| today| tomorrow| in Paris| in Beijing| this weekend)(?|)",
    "arithmetic": "(what is|what's|calculate|compute|how much is|) {n} (plus|times|minus|divided by|+|*|x|-|/) {m}(?|)",
}
TALK_ZH = {
    "greeting": "(你好|您好|嗨|哈喽|早上好|早|下午好|晚上好|你好呀|在吗|在不在|你好啊|大家好|hello|喂|又见面了|嗨，KAgent)(|！|。)",
    "how_are_you": "(你好吗|最近怎么样|你还好吗|过得怎么样|近来可好|你怎么样|最近好吗)(？|)",
    "goodbye": "(再见|拜拜|下次见|回头见|晚安|我走了|先这样|明天见|没事了，再见|我先下了)(|！|。)",
    "thanks": "(谢谢|多谢|谢谢你|非常感谢|感谢|谢了|太感谢了|好的谢谢|辛苦了|谢谢你的帮助|麻烦你了)(|！|。)",
    "name": "(你是谁|你叫什么|你叫什么名字|介绍一下你自己|你是什么|怎么称呼你|自我介绍一下|您贵姓|你的名字是什么|请问你是)(？|)",
    "maker": "(谁(开发|创造|做|训练|设计)(了|出)你|你是(谁|哪家公司|哪个公司)(开发|做|训练|研发)的|你的(作者|开发者)是谁|你从哪里来的)(？|)",
    "bot": "(你是(机器人|人|真人|人类|电脑|程序|人工智能|AI|语言模型)吗|你是不是(机器人|真人)|我在跟(机器|真人)说话吗)(？|)",
    "capabilities": "(你会什么|你能做什么|你可以做什么|你能帮我什么|你有什么功能|有哪些功能|帮助|怎么用你|你会干什么|能问你什么|"
    "你有哪些工具|你能干嘛|可以问你哪些问题|你擅长什么)(？|)",
    "personal": "(你(几岁|多大)了|你住在哪里|你有(朋友|家人|爱好|宠物|感情|女朋友)吗|你喜欢什么|你最喜欢(什么颜色|吃什么)|你累吗|你会做梦吗|你开心吗|你睡觉吗)(？|)",
    "meaning": "(人生的意义是什么|活着是为了什么|生命的意义是什么|人为什么活着|什么是爱|世界上有神吗|幸福是什么)(？|)",
    "joke": "(讲个笑话|说个笑话|给我讲个笑话|逗我笑|来个段子|再讲一个笑话|讲点好笑的|说点有趣的)(吧|听听|)(|！|。)",
    "acknowledge": "(好的|好|嗯|知道了|明白|明白了|行|可以|不用了|算了|是的|不是|对|没问题|停|收到|哦|不要|了解)(|。|！)",
    "praise": "(真棒|做得好|你真厉害|你太聪明了|不错|很好|答得好|真不错|你很有帮助|太好了|牛|厉害了|我爱你)(|！|。)",
    "cannot": "(请|帮我|麻烦|能不能|可以|)(定个闹钟|设一个{n}点的闹钟|提醒我开会|放首歌|播放音乐|放点轻音乐|开灯|关灯|打开空调|关掉电视|"
    "订(一张机票|酒店|餐厅|外卖)|叫个车|打电话给(妈妈|小王|老板)|发(邮件|短信|微信)给(张三|小李|老板)|写(一首诗|一篇作文|一封信)|"
    "翻译(成英文|这句话)|画一只猫|唱首歌|买(点牛奶|两张票)|转账给小王|交电费|拍张照|打印这个文件|删除这个文件|打开浏览器|发个朋友圈|"
    "开始计时{n}分钟|把音量调大|切歌)(吧|一下|吗|)(|。|！|？)",
    "weather": "(今天|明天|后天|北京|上海|周末|)(天气怎么样|天气如何|会下雨吗|冷不冷|热吗|要带伞吗|多少度|的天气预报|气温多少)(？|)",
    "arithmetic": "({n}(加|乘以|减|除以|乘|+|×|*|-){m}(等于多少|是多少|等于几|)|(计算|算一下|帮我算){n}(加|乘以|减|+|×){m})(？|)",
}
TALK: dict[Language, dict[str, str]] = {"en": TALK_EN, "zh": TALK_ZH}
