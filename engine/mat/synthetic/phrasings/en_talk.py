"""English talk that calls for no tool: greetings, feelings, orders that nobody here can carry out."""

from __future__ import annotations

_DO = "(please |can you |could you |will you |would you |pls |hey |i want you to |i need you to |)"

TALK = {
    "greeting": (
        "(hi|hello|hey|hey there|hello there|good morning|good evening|good afternoon|hi there|greetings|hiya|morning|"
        "hello KAgent|hi kagent|yo|hello again|howdy|heya|hullo|hellooo|hii|hai|heyy|g'day|gday mate|evening|sup|ello|"
        "aloha|bonjour|hola|namaste|salut|ciao|hi buddy|hello my friend|hey you|top of the morning to you|afternoon)(|!|.|, friend|!!| 👋)",
        "(hello|hi|hey), (anyone there|is anybody there|are you there|you there|it's me again|I'm back|long time no see|nice to meet you|I'm {name}|my name is {name}|{name} here)(|!|?)",
        "(good morning|good evening|hello|hi) (to you|everyone|kagent|dear|there, computer|my little robot|again my friend)(|!)",
        "(i'm back|back again|here I am|let's start|ready?|test|testing|testing testing|this is a test|knock knock|ping|can you hear me|do you read me|are you awake|wake up|you there?|anybody home?)",
        "(happy (birthday|new year|holidays|friday|monday)|merry christmas|happy easter|have a nice day|have a good weekend|nice to meet you|pleased to meet you|enjoy your weekend|happy diwali|eid mubarak)(|!|, kagent)",
    ),
    "how_are_you": (
        "(how are you|how are you doing|how is it going|how do you do|how are things|what's up|you ok|hows it going|how r u|"
        "how's life|how have you been|how was your day|how are you feeling|are you ok|are you well|everything alright|"
        "whats up|wassup|how you doing|u ok|are you doing well|how's your day|how is your day going|having a good day|all good with you|"
        "what's new|what's going on with you|how did you sleep)(| today| this morning| buddy| mate| kagent)(?|)",
    ),
    "goodbye": (
        "(bye|goodbye|see you|see you later|bye bye|good night|talk to you later|that's all, bye|i'm off|cya|see ya|"
        "ttyl|later|take care|gotta go|i have to go|i must leave now|that's it for now|that will be all|until next time|"
        "farewell|adios|ciao ciao|i'm done for today|going to bed now|catch you later|signing off|over and out|speak soon|"
        "i'm going home now|see you tomorrow|see you on monday|till tomorrow|see you next week|bye for now|have a good night)(|!|.| then|)",
    ),
    "thanks": (
        "(thanks|thank you|thank you very much|many thanks|thx|cheers|thanks a lot|great, thanks|ok thank you|"
        "thanks for your help|that helped, thanks|much appreciated|ty|tysm|thank u|thanks a million|thanks so much|ta|thnx|"
        "thank you for your time|that's very kind|i owe you one|perfect, thank you|ok cool thanks|awesome thx|thanks mate|cheers mate|"
        "i appreciate it|thanks, that's all i needed|nice, thank you|wonderful, thanks|grazie|merci|danke|thanks again|you've been a great help|"
        "thank you for the answer|thanks for explaining|thank you, that was quick)(|!|.|!!| 🙏)",
    ),
    "name": (
        "(who are you|what are you called|what is your name|your name|introduce yourself|tell me about yourself|"
        "what are you|who am i talking to|what should I call you|whats your name|do you have a name|what's kagent|what is kagent|"
        "who's this|who is this|tell me who you are|which model are you|what model is this|how big is your model|are you running on my computer|"
        "which version are you|are you offline|do you run locally|describe yourself|say who you are|and you are)(?|)",
        "(are you|is this) (kagent|siri|alexa|chatgpt|gpt|claude|gemini|deepseek|google|cortana|bixby|a real ai|an assistant|open source)(?|)",
    ),
    "maker": (
        "(who made you|who built you|who created you|who trained you|where do you come from|which company made you|"
        "who is your developer|who programmed you|who owns you|who is your boss|who do you work for|who's your creator|"
        "what company are you from|are you made by (google|openai|microsoft|apple|alibaba|kuaishou)|who is behind you|who wrote you|who pays you|"
        "what were you trained on|how were you made|when were you made|are you american|are you chinese)(?|)",
    ),
    "bot": (
        "(are you a (robot|bot|human|person|computer|real person|machine|language model|AI|program|man|woman|girl|boy)|"
        "am I talking to a (human|machine|bot|person|computer)|are you real|are you alive|are you human or machine|you're a bot right|"
        "you are a robot aren't you|is there a human I can talk to|can I speak to a person|is anyone real here|are you conscious|"
        "are you sentient|do you have a body|can you think|do you have a soul|are you smarter than me|are you intelligent|can you feel pain)(?|)",
    ),
    "capabilities": (
        "(what can you do|what can you help me with|how can you help me|what are you good at|what can I ask you|what do you do|"
        "help|what are your functions|what tools do you have|how do I use you|what kinds of questions can you answer|help me|"
        "i need help|how does this work|what is this|how do i start|where do i begin|what now|what are you for|what's your purpose|"
        "show me what you can do|what do you know|can you help me|could you help me with something|give me some examples|what are your skills|"
        "what features do you have|what else can you do|list your abilities|what should i ask|i have a question|can I ask you something|"
        "i have a problem|are you able to help|what are my options|commands|menu|usage|how to use|instructions please|"
        "do you speak (french|chinese|german|spanish)|what languages do you speak|can you speak chinese|can you browse the web|"
        "can you read my files|can you see my screen|do you remember me|can you learn|do you have internet|are you connected to the internet)(| please)(?|)",
    ),
    "personal": (
        "(how old are you|where do you live|do you have (friends|a family|hobbies|pets|feelings|a wife|kids|a girlfriend|a job|a dog|parents|dreams|a birthday)|"
        "what do you like|what's your favourite (colour|food|movie|song|book|season|animal|day|city|weather|holiday|team|number)|"
        "do you sleep|are you happy|do you dream|when were you born|when is your birthday|what's your birthday|what's your age|what's your star sign|"
        "are you married|do you like (me|music|cats|dogs|pizza|rain|snow|football|summer|christmas|people|your job|winter)|do you eat|do you get tired|are you tired|"
        "are you bored|are you lonely|what do you do for fun|what did you do yesterday|what are you doing tonight|what are you doing|"
        "where are you|where are you right now|where were you born|what do you look like|how tall are you|do you love me|will you marry me|"
        "be my friend|can we be friends|do you miss me|do you believe in god|do you have a favourite band|what are your plans for the weekend|"
        "do you go on holiday|are you male or female|what's your opinion of me|do you think i'm pretty|have you ever been in love|"
        "who's your best friend|do you know siri|what music do you like|tell me a secret|what makes you happy|are you afraid of anything)(?|)",
    ),
    "meaning": (
        "(what is the meaning of life|why are we here|what's the point of it all|does life have a meaning|what is love|is there a god|"
        "what happens after death|is there life after death|why do we exist|what's the meaning of it all|what is happiness|do we have free will|"
        "what is the answer to everything|why is there something rather than nothing|what should i do with my life|is money everything|"
        "what is truth|what is beauty|are we alone in the universe|is the glass half full|what is the purpose of my life)(?|)",
    ),
    "joke": (
        "(tell me a joke|make me laugh|say something funny|do you know a joke|another joke|i need a laugh|a joke please|"
        "got any jokes|know any good jokes|tell me something funny|crack a joke|joke|one more joke|be funny|entertain me|"
        "tell me a (dad joke|pun|riddle|funny story|knock knock joke|story|fun fact about yourself)|i'm bored|i am so bored|cheer me up|"
        "amuse me|say something interesting|surprise me|you got any puns|make a joke about (mondays|cats|my boss|germans))(| please)(?|!|)",
    ),
    "acknowledge": (
        "(ok|okay|yes|no|fine|alright|all right|i see|got it|never mind|stop|sure|right|yep|nope|maybe|good|hmm|not now|"
        "k|kk|oh|oh ok|ah i see|aha|uh huh|mhm|nvm|nevermind|forget it|cancel that|cancel|no thanks|no thank you|yes please|"
        "of course|definitely|i guess so|i don't know|idk|dunno|whatever|not really|i don't care|whatever you say|if you say so|"
        "makes sense|understood|noted|agreed|exactly|that's right|true|fair enough|interesting|cool|nice|wow|really|seriously|oops|"
        "sorry|my bad|sorry about that|wrong window|ignore that|scratch that|skip it|wait|hold on|one moment|just a sec|let me think|"
        "go on|continue|please continue|next|again|repeat that|say that again|come again|pardon|what|huh|lol|haha|hahaha|omg|yay|meh|hm ok|oh well|too bad|"
        "that's enough|enough|leave it|all good|no worries|no problem|it's fine|i'm fine|i'm good|nothing|nothing really|just looking|just testing)(|.|!)",
    ),
    "praise": (
        "(good job|well done|that was (great|helpful|perfect|right|quick|useful|amazing|spot on|good)|you are (great|smart|awesome|very helpful|the best|funny|cute|so kind|a genius|a star)|"
        "nice (work|one)|I love you|excellent|you rock|you're the best|bravo|brilliant|great answer|you're amazing|i like you|"
        "that's exactly what I wanted|good bot|good boy|impressive|you're so smart|love it|perfect|fantastic|wonderful|superb|"
        "keep it up|that's correct|you got it right|u r awesome|wow you're fast|you saved my day|what would i do without you|5 stars|10/10)(|!|.|!!| 👍| ❤️)",
    ),
    "feelings": (
        "(i'm|i am|im|i feel|i'm feeling|i feel so) (sad|tired|lonely|bored|stressed|happy|anxious|depressed|sick|great|angry|nervous|hungry|cold|"
        "exhausted|heartbroken|excited|scared|overwhelmed|homesick|ill|hungover|so hot|freezing|in love|confused|lost|down|blue|grumpy|not well|terrible|fantastic)(| today| right now| these days|, you know| lately|)(|.|!| 😢)",
        "(my (dog|cat|grandma|hamster|fish) died|my girlfriend left me|my boyfriend dumped me|i lost my job|i failed my exam|i passed my exam|"
        "i got the job|i'm getting married|i'm pregnant|nobody likes me|everyone hates me|i had a bad day|what a day|today was awful|today was great|"
        "i hate mondays|i hate my job|i hate rain|i hate winter|i love summer|i love rainy days|i miss my mum|i miss home|i can't sleep|i couldn't sleep last night|i need a hug|"
        "i need a holiday|i need a break|i'm so done with this week|life is hard|i give up|i don't know what to do|what a lovely day|it's such a beautiful day|"
        "i just had lunch|i had pizza yesterday|i'm going for a walk|it's monday again|thank god it's friday|tgif|finally weekend|i can't wait for christmas|i love christmas|"
        "winter is coming|it's raining cats and dogs here|it's so hot in here|it's freezing in my room|my feet are cold|my coffee is cold|talk to me|let's chat|can we talk|i want to talk|keep me company)(|.|!|...| 😭)",
        "(I have an exam|i've got a job interview|my mum is visiting|we're moving house|it's my birthday|i start a new job|i'm seeing the dentist|my best friend gets married|my favourite team plays|i'm meeting her parents|we fly to {place}|i have a date) {on}(, wish me luck|! so excited|, i'm so nervous|!!|, can't wait|, fingers crossed|. I'm scared|, yay| 🎉|)",
        "(i'm going to|we just got back from|i really miss|i live in|i grew up in|i love|greetings from|i've never been to) {place}(!|, it's lovely| and i love it|, yay|. just saying)",
    ),
    "insult": (
        "(you (are|re) (stupid|dumb|useless|an idiot|bad|slow|terrible|wrong|annoying|so dumb|a waste of time|not very smart|a piece of junk)|"
        "you suck|shut up|i hate you|stupid bot|dumb machine|idiot|that's wrong|that is not correct|wrong answer|that's nonsense|rubbish|"
        "that's not what i asked|that's not helpful|you don't understand me|you understand nothing|this is useless|go away|leave me alone|"
        "you're no help|what a stupid answer|bad bot|are you stupid|are you kidding me|you're lying|liar|boring|crap|damn it|what the hell|wtf|ffs|ugh|screw you|"
        "chatgpt is better than you|siri is smarter|you're fired|i'm disappointed|this sucks|worst assistant ever|you made a mistake|try harder)(|!|.|!!| 😡)",
    ),
    "gibberish": (
        "(asdf|asdfgh|qwerty|jkl|hjkl|lkjhg|aaaa|zzz|blah|blah blah|bla bla bla|foo bar|lorem ipsum|asd asd|fghjk|sdfsdf|xyz|abc|abcabc|"
        "123|12345|0|...|!!!|???|?|.|x|hfdjskl|kjhkjh|wert|ghgh|uiop|dfgdfg|mmmm|hmmmm|la la la|tralala|boop|beep boop|"
        "😀|🤔|👍|❤️|🙄|😂😂|<3|test123|null|undefined|none|asdkjh asd|qwe qwe|oiwejf|wqeqwe|cat on the keyboard|purple monkey dishwasher|"
        "potato|banana banana|the the the|and so on|colorless green ideas)(|!|?| {gib})",
        "{gib}",
        "{gib} {gib2}",
        "{gib} {gib2} {n}",
    ),
    "privacy": (
        "(do you (send|share|sell|store|upload|collect|keep) my (data|files|questions|documents|chats)|where (is|are) my (data|files|documents) (stored|kept|saved)|"
        "is my data (safe|private)|are you (spying on|listening to|watching|recording) me|can anyone (see|read) (this|my files|what i type)|is this (private|confidential|safe)|"
        "does this leave my computer|who can see my documents|are my files safe with you|do you phone home|is this conversation recorded|"
        "do you keep what i say|will you tell anyone|can I trust you|can you keep a secret)(?|)",
    ),
    "cannot": (
        _DO
        + "(set an alarm (for|at) {n}|set an alarm for tomorrow morning|wake me up at {h}|remind me to call (mom|Tom|the bank)|remind me (tomorrow|on friday|next week) to (pay rent|buy flowers|water the plants|call the dentist)|"
        "play (some jazz|my playlist|music|a song|despacito|the radio|the next song|something by queen)|put on some music|"
        "turn (on|off|down|up) the (lights|heating|tv|volume|radio|fan|air conditioning|oven)|dim the lights|lock the front door|"
        "book (a table|a flight|a hotel|me a taxi|a room in paris for tomorrow|a train to london on friday)(| for {n})|order (a pizza|lunch|a taxi|sushi|more coffee|flowers for mum)|"
        "send (an email|a message|a text|flowers|money) to (Anna|my boss|Tom|mum|the team)|call (Anna|the office|mom|a taxi|my wife|911)|open (the browser|spotify|the window|my email|the garage|youtube)|"
        "buy (milk|tickets|me a coffee|bitcoin|shares)|take a (photo|screenshot|selfie|note)|delete (the file|my emails|everything|this chat)|print (this|the page|my boarding pass)|"
        "transfer money to Tom|pay the bill|pay my rent|post this on (twitter|facebook|instagram)|start a timer for {n} minutes|set a timer for {n} min|stop the timer|"
        "add (milk|eggs|batteries) to (the|my) shopping list|add a meeting (on friday|tomorrow at {h}|for next monday) to my calendar|schedule a (call|meeting) with (Anna|the team) (tomorrow|on tuesday|next week)|"
        "cancel my (subscription|appointment on friday|order|meeting tomorrow|flight)|move my (meeting|appointment) to (friday|next week)|restart (the computer|yourself|my phone)|shut down|install (python|an app|the update)|"
        "find my phone|flip a coin|roll a dice|roll two dice|pick a number|choose for me|heads or tails|do my homework|clean my room|cook dinner|make me a sandwich|make me coffee|"
        "tweet something|log me in|change my password|join the call|share my location|navigate home|drive me home|skip this song|pause the music|mute|louder|turn it up|read my emails|check my inbox)(?|!|.|)",
        _DO
        + "(write|compose|draft|make|give me|create|come up with) (a poem|an essay|a letter|a haiku|a short story|a cover letter|a cv|a song|a limerick|a speech|an email|a birthday card|a love letter|a tweet|a slogan|a business plan|a resignation letter|a toast|lyrics)"
        "(| about {subject}| for {whom}| to my (landlord|boss|neighbour|teacher))(?|.|)",
        _DO
        + "(translate|say|put) (this|hello|good morning|i love you|the sentence|thank you very much|my text|'where is the station') (into|to|in) (French|Chinese|German|Spanish|japanese|italian)(?|)",
        "how do you say (hello|good night|thank you|cheese|goodbye|i love you) in (french|chinese|german|spanish|japanese|swahili)(?|)",
        _DO
        + "(write|code|program|make|fix|debug|refactor|give me) (a|some|my|this) (python|javascript|java|c++|bash|sql|html|rust|excel) (function|script|program|code|query|snippet|macro|formula|page)(| that sorts a list| to rename files| for fibonacci| please| to scrape a site| for me| that reverses a string)(?|)",
        _DO
        + "(rewrite|rephrase|proofread|correct|shorten|improve|paraphrase|spell check) (this|my text|this sentence|my essay|the following|my email|this paragraph)(|: i has a cat|: he go to school| in a friendly tone| for me)(?|.|)",
        _DO
        + "(sing (me |)a song|draw (me |)a (cat|picture|horse|map)|generate an image of (a dog|a sunset|my house)|make a (video|picture|logo|meme)|tell me my fortune|read my palm|predict the lottery numbers|guess my (name|age|weight)|play (chess|a game|tic tac toe|hangman|20 questions) with me|do an impression of yoda|talk like a pirate|pretend you are (my teacher|a king|my mother)|act as (a lawyer|a linux terminal|my therapist))(?|!|)",
    ),
    "weather": (
        "(what's the weather|what is the weather like|will it rain|is it (cold|hot|sunny|raining)|how warm is it|weather forecast|do I need an umbrella|how cold is it outside|should i wear a coat|is it windy)"
        "(| today| tomorrow| in Paris| in Beijing| this weekend| in {place}| on friday| there)(?|)",
    ),
    "weather_where": (
        "(how (cold|hot|warm|windy) is it outside|is it (cold|hot|sunny|windy|freezing) outside|is it warm out there|how warm is it|how cold will it be|what should i wear|do I need a (coat|jacket|jumper)|"
        "will it be (hot|cold|sunny|windy|foggy)|is a storm coming|how hot is it|what's the temperature|what is the temperature outside|temperature|how many degrees is it|is there any wind|is it icy outside|will there be frost|is it going to be (warm|hot|cold|sunny))"
        "(| today| tomorrow| tonight| this weekend| on {weekday}| right now)(?|)",
    ),
    "arithmetic": (
        "(what is|what's|calculate|compute|how much is|whats|) {n} (plus|times|minus|divided by|+|*|x|-|/) {m}(?|)",
        "(what is|what's|calculate|whats|how much is) {h} (percent|%) of {n}(?|)",
        "(square root of|the square of|half of|double|twice|a third of|log of|factorial of|cube of) {n}(?|)",
        "{n}(+|*|x|/|-){m}(|=|=?| =)",
        "(solve|work out) (x + {h} = {n}|{h}x = {n}|{n} - {h})(?|)",
        "(what's|what is) (the sum of|the product of|the average of) {n} and {m}(?|)",
        "convert {n} (km to miles|euros to dollars|pounds to kg|celsius to fahrenheit|inches to cm|cups to ml|usd to inr|feet to metres|kg to lbs)(?|)",
        "how many (cm|inches|feet|ounces|grams|litres|miles) (is|are) (in |){n} (feet|metres|pounds|gallons|km|kg)(?|)",
        "(split|divide) {n} (dollars|euros|pounds) (among|by|between) {h} people",
        "if I have {n} apples and eat {h}, how many (are left|do I have)(?|)",
        "a shirt costs {n} and is {h}% off, what do I pay(?|)",
        "is {n} (a prime|prime|even|odd|divisible by {h})(?|)",
        "tip for a {n} dollar bill(?|)",
    ),
}
FILLERS = {
    "name": "Sam|Anna|Tom|Priya|Lukas|Mei|Jack|Olga|Carlos|Aisha|Ben|Nina|Raj|Ellie|Mo|Kofi|Yuki|Ivy",
    "subject": "spring|my cat|love|the sea|autumn rain|snow|christmas|my grandmother|friendship|coffee|"
    "mondays|the moon|summer holidays|a dragon|winter|my birthday|football|trains|new year",
    "whom": "me|my wife|my mum's birthday|my boss|a friend|my son|valentine's day|our wedding|the team|work",
    "weekday": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "h": "3|4|5|6|7|8|9|10|12|15|20|25",
}
