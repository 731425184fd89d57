"""English phrasings of the questions that the built-in model must plan.

`(a|b|)` chooses one of the alternatives; `{slot}` is filled by `engine.mat.synthetic.slots`. A question is
lower-cased, or loses its final mark, at random afterwards.
"""

from __future__ import annotations

from engine.mat.synthetic.phrasings import (
    en_calendar,
    en_delta,
    en_holidays,
    en_library,
    en_weather,
)

DELTA_BACK = en_delta.DELTA_BACK
HOLIDAYS_THERE = en_holidays.HOLIDAYS_THERE
HOLIDAYS_THERE_NOW = en_holidays.HOLIDAYS_THERE_NOW
HOLIDAYS_ON = en_holidays.HOLIDAYS_ON
WEATHER = en_weather.WEATHER
WEATHER_NOW = en_weather.WEATHER_NOW
WEATHER_RANGE = en_weather.WEATHER_RANGE
WEATHER_OF_TWO = en_weather.WEATHER_OF_TWO

CALENDAR = (
    "(What|Which) (day of the week|weekday) (is|was|will be) {date}?",
    "(What|Which) (day of the week|weekday) does {date} fall on?",
    "What day (is|was|will be) {date}?",
    "What day does {date} (fall|land) on(| exactly)?",
    "(On which|On what) (day|weekday|day of the week) (does|did|will) {date} (fall|come)?",
    "Is {date} a (Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekend|weekday)?",
    "Does {date} fall on a (weekend|Monday|Friday|Sunday|weekday)?",
    "(Was|Is|Will be|Isn't) {date} a (Monday|Tuesday|Wednesday|Thursday|Saturday|Sunday)?",
    "(Is|Was) {date} a (working|work|business) day?",
    "if I (pay|arrive|leave|start) on {date}, (is|will) (it|that) (a |be a |)(weekend|working day|Sunday)?",
    "What (date|day) (will it be|is it|was it) {relative}?",
    "{relative}, what (date|day) (is|was|will) (it|that)( be|)?",
    "(Which|What) (date|day) (is|was) {relative}?",
    "What's {date}'s (weekday|lunar date|day of the week)?",
    "(Tell me|Give me|I need|Show me) the (weekday|day of the week) (of|for) {date}(|, please)",
    "What is the lunar date (of|for|on) {date}?",
    "What's {date} in the (lunar|Chinese|Chinese lunar) calendar?",
    "(Convert|Translate|Change) {date} (to|into) the (lunar|Chinese) calendar",
    "{date} in the lunar calendar",
    "(lunar date|chinese calendar date|weekday|day of week) (of|for) {date}",
    "(What are the weekday and the lunar date|weekday and lunar date|What weekday and lunar date) (of|for|is) {date}?",
    "Which lunar (day|month) is {date}?",
    "What Chinese zodiac (year|animal) is {date}?",
    "What('s| is) the date {date}?",
    "What('s| is) {date}'s date?",
    "What date (is|was|will) (it |it be |)(on |){date}?",
    "(When is|What date is|When's) {event}?",
    "What day of the week is {event}(| this time)?",
    "On (what|which) date (is|does) {event}( fall|)?",
    "(Look up|Check|Show) {date} (in|on) the calendar",
    "(Show me|Tell me|Give me) the calendar (for|of) {date}",
    "Calendar (entry |info |)for {date}(| please)",
    "Is {date} (a|an) (auspicious|special|festival) day in the Chinese calendar?",
    "(can|could) you (tell me|check|look up) (what|which) day {date} (is|was|falls on)(| please)?",
    "(do you know|any idea|I wonder) (what|which) day of the week {date} (is|was|will be)",
    "The date of {event}, please",
    "{date}: which weekday(| is that)?",
    "{date}, what weekday(| is it| was that)?",
    "I was born on {date}, what day was (it|that)?",
    "my birthday is {date}, which weekday is (it|that)?",
    "what day of the week was I born if my birthday is {date}",
    *en_calendar.CALENDAR,
)

CALENDAR_RANGE = (
    "(Show|List|Give) me the calendar from {date} to {date2}",
    "(Show|Give) (me |)the (lunar dates|weekdays) from {date} to {date2}",
    "(What are|List) the (lunar dates|weekdays) between {date} and {date2}(|?)",
    "Calendar (from|between) {date} (to|and) {date2}",
    "(Please |)(list|show|print) (the calendar|every day|the days) (between|from) {date} (and|to) {date2}",
    "(which|what) (weekdays|lunar dates) are {date} to {date2}?",
    *en_calendar.CALENDAR_RANGE,
)

CALENDAR_NOW = (
    "What('s| is) the date(| right now)?",
    "What day is it(| now| please)?",
    "(tell me|give me|what is) the current date",
    "(which|what) (weekday|day of the week) is it(| now)?",
    "what date is it(| please| now)",
    "what time is it(| now)?",
    "What is the (current |)lunar date(| now)?",
    "which lunar month is it (now|)?",
    "what year is it?",
    "(date|date please|the date|current date|current time)",
    *en_calendar.CALENDAR_NOW,
)

HOLIDAYS = (
    "When is {holiday} (in |){year}?",
    "When (does|will) {holiday} (fall|be|start) (in |){year}?",
    "(What|Which) (date|dates|days) (is|are) {holiday} (in |){year}?",
    "How many days off (are there |do we get |do people get |)for {holiday} (in |){year}(| in China)?",
    "(How long|How many days) is the {holiday} (holiday|break) (in |){year}?",
    "(What|Which) (are the |)(public|statutory|official|national) holidays (are there |)(in China |)(in |){year}(| in China)?",
    "(List|Show|Give me|Show me) (all |)(the |)(public |Chinese |Chinese public |)holidays (in|of|for) {year}",
    "Chinese (public |)holidays (in |){year}",
    "(holiday schedule|holiday calendar|days off|holidays) (for|in) {year}",
    "Are there make-up (working |work |)days for {holiday} (in |){year}?",
    "Which (weekends|Saturdays|Sundays) are working days (in|because of holidays in) {year}?",
    "(Tell me|Do you know|I want to know) when {holiday} (is|falls) (in |){year}",
    "{holiday} {year} (dates|days off|holiday|date)",
    "(holiday dates|date) of {holiday} (in |){year}",
    "In {year}, when is {holiday}(| and how many days off)?",
    "When is {holiday} (in |){year} and how many days off (are there|do we get|is it)?",
    "When do we (have|get) (days |time |)off for {holiday} (in |){year}?",
    "from when to when is {holiday} (in |){year}",
    "is the day after {holiday} a day off (in |){year}?",
    "what (is|are) the official (dates|days) for {holiday} (in |){year}",
    *en_holidays.HOLIDAYS,
)

HOLIDAYS_NOW = (
    "When is {holiday}?",
    "(what|which) (date|day) is {holiday}(| in China)?",
    "How many days off (do we get |are there |)for {holiday}?",
    "When (does|will) the {holiday} (holiday|break) (start|begin|end)?",
    "What (public |)holidays are (left|there|coming)(| in China)?",
    "When('s| is) the next (public |)holiday?",
    "(list|show|tell me) the (public |chinese |)holidays",
    "which days are make-up working days for {holiday}?",
    "{holiday} (dates|days off|holiday|date)",
    "do we have to work (on a weekend |on Saturday |)for {holiday}?",
    "which (public |)holidays are coming up",
    *en_holidays.HOLIDAYS_NOW,
)

SOLAR_TERMS = (
    "When is {term} (in |){year}?",
    "(What|Which) (date|day) is {term} (in |){year}?",
    "(On what|On which) (date|day) (does|will) {term} (fall|come|begin) (in |){year}?",
    "(List|Show|Give me|Show me) (all |)(the |)(24 |twenty-four |)solar terms (of|in|for) {year}",
    "{term} {year}(| date| solar term)",
    "(solar terms|24 solar terms|all solar terms|the solar terms) (in |of |for |){year}",
    "(Tell me|Do you know|I need) the date of {term} (in |){year}",
    "In {year}, when (is|does) {term}( start| begin|)?",
    "the solar term {term} in {year}: which date?",
    "what day does the solar term {term} (start|begin|fall on) (in |){year}?",
    "At what time is {term} (in |){year}?",
    "(what are the|which) solar terms are (there |)in {year}?",
    *en_holidays.SOLAR_TERMS,
)

SOLAR_TERMS_NOW = (
    "When is {term}?",
    "(what|which) (date|day) is {term}?",
    "When does {term} (begin|start|fall)?",
    "(list|show|what are) (me |)the (24 |twenty-four |)solar terms",
    "What('s| is) the (next|current|coming) solar term?",
    "date of {term}",
    "which solar term (are we in|comes next|is it now)?",
    "when will it be {term}?",
    "the solar term {term}, when is it",
    *en_holidays.SOLAR_TERMS_NOW,
)

DELTA = (
    "How many (days|weeks|months|nights) (are there |are |)(between|from) {date} (and|to|until) {date2}?",
    "How many days (is it |)from {date} to {date2}?",
    "How many days lie between {date} and {date2}?",
    "(How long|How much time) (is it |is there |)(between|from) {date} (and|to|until|till) {date2}?",
    "(Count|Calculate|Compute|Work out) the (days|weeks|number of days|time) (between|from) {date} (and|to|until) {date2}",
    "(number of|how many) days (between|from) {date} (and|to) {date2}",
    "(days|weeks|months|time) (between|from) {date} (and|to) {date2}",
    "{date} to {date2}(,|:) how many (days|weeks|months)(| is that)?",
    "from {date} to {date2} is how (many days|long)?",
    "(What is|What's) the (difference|time difference|interval|distance) (in days |)between {date} and {date2}?",
    "How far apart are {date} and {date2}?",
    "I (started|moved in|arrived) on {date} and (left|moved out|stopped) on {date2}, how many (days|weeks|months) is that?",
    "A trip from {date} to {date2}: how many (days|nights)?",
    "how (long|many days) did it (last|take): {date} to {date2}",
    "It (began|opened|started) on {date} and (ended|closed|finished) on {date2}. How (long|many days) was (it|that)?",
    "{date} until {date2}, how many (days|weeks|hours)",
    "if I (leave|go|start) on {date} and (return|come back|finish) on {date2}, how (long|many days) is (it|that)?",
    "(tell me|can you tell me|do you know|please count) how many days (there are |)(between|from) {date} (and|to) {date2}",
    "How many (years|weeks|hours) passed (between|from) {date} (and|to) {date2}?",
    *en_delta.DELTA,
)

DELTA_UNTIL = (
    "How many (days|weeks|months) (are left |are there |remain |)(until|till|to|before) {future}?",
    "How (long|much time) (is it |do I have |is left |)(until|till|before) {future}?",
    "(days|weeks|countdown|time) (until|till|to) {future}",
    "How many more (days|weeks) (until|till|to) {future}?",
    "How far (away|off) is {future}?",
    "How soon is {future}?",
    "(count down|countdown) to {future}",
    "(tell me|do you know|can you tell me) how many days (are |)(left |)(until|till|to) {future}",
    "{future} is how many days away?",
    "how many (sleeps|days) (until|till) {future}",
    "(what's|what is) the number of days left (until|before) {future}",
    "it's how long until {future}?",
    "My (exam|birthday|flight|deadline|wedding|holiday) is on {future}. How (many days|long|much time) (do I (still |)have|is left|is that)?",
    "The (exam|meeting|trip) is {future}, how many days (are |)(left|to go|remain)?",
    "when is it {future}, I mean in how many days?",
    *en_delta.DELTA_UNTIL,
)

DELTA_SINCE = (
    "How many (days|weeks|months|years) (have passed |is it |)since {past}?",
    "How long (has it been |is it |)since {past}?",
    "How long ago (was|is) {past}?",
    "(days|weeks|time) since {past}",
    "How many (days|weeks|years) ago was {past}?",
    "I was born on {past}, how old am I(| now)?",
    "how old is (someone|a person|a child) born on {past}?",
    "I (started|joined|moved) here on {past}, how long (have I been here|is that|has it been)?",
    "how many (days|weeks|years) from {past} to now?",
    "how many days (old am I|have I lived) if I was born on {past}?",
    "(tell me|count|calculate) the days since {past}",
    "We (moved|married|met|started) on {past}. How long (ago is that|is that now)?",
    *en_delta.DELTA_SINCE,
)

TWO_FESTIVALS = (
    "How many days (are there |)(from|between) {f1} (to|and) {f2} in {year}?",
    "In {year}, how many days (are there |)(from|between) {f1} (to|and) {f2}?",
    "How long is it from {f1} to {f2} in {year}?",
    "{year}: how many days from {f1} to {f2}?",
    "(Count|Calculate) the days (from|between) {f1} (to|and) {f2} in {year}",
    "(days|number of days) (from|between) {f1} (to|and) {f2} in {year}",
    "(what is|what's) the number of days between {f1} and {f2} in {year}?",
    "How far apart are {f1} and {f2} in {year}?",
)
TWO_FESTIVALS_NOW = (
    "How many days (are there |)(from|between) {f1} (to|and) {f2}?",
    "How long is it from {f1} to {f2}?",
    "(days|number of days) (from|between) {f1} (to|and) {f2}",
    "(count|calculate) the days (from|between) {f1} (to|and) {f2}",
)

LIBRARY = (
    "What does (the|my|our) {document} say about {topic}?",
    "(Find|Search|Look up|Look for|Show me) (my notes|my documents|the notes|everything|the passage|anything) (on|about) {topic}",
    "Who (is|was) responsible for {topic}?",
    "How do I {action} the {thing}?",
    "How (often|long) (should|must|do) I {action} the {thing}?",
    "What is the {attribute} of the {thing}?",
    "What('s| is) the {attribute} for {topic}?",
    "How much (is|does|are) (the |){costly}( cost|)?",
    "How many {items} (are there|do we have|can I (have|take|borrow)|does the {document} (mention|list))?",
    "When (does|did|will) the {event_thing} (start|begin|end|open|close|leave|arrive|take place)?",
    "What time (does|do) the {event_thing} (open|close|start|leave|arrive|end) on {weekday}?",
    "(Is|Are) {items} (allowed|included|covered|permitted)(| by the {document})?",
    "(Can|May) I {permission}?",
    "(Where|Who) (is|are|keeps|has) the {thing}?",
    "Where can I find (the |){topic}?",
    "Why (is|does|did) the {thing} (blink|stop|fail|leak|make noise|not work|show an error)?",
    "What (happens|should I do) (if|when) the {thing} (breaks|leaks|stops|is empty|shows an error|gets lost)?",
    "What does (error|code|the light|the red light) (E1|E3|02|F7|H2|) mean( on the {thing}|)?",
    "How long (is|does) the {period}( last|)?",
    "How many days (of |)({period}|notice|paid leave|sick leave) (do|does|can|must) (I|we|an employee|tenants|members) (get|have|give|take)?",
    "What was (decided|agreed|discussed|said) (about|on|regarding) {topic}(| at the meeting| in the last meeting)?",
    "Who (attended|wrote|signed|chaired|approved) the {document}?",
    "(Summarise|Summarize|Explain) (the |our |my ){document}",
    "(what|which) (documents|files|notes) (mention|talk about|are about) {topic}?",
    "Tell me about {topic}",
    "What is {topic}?",
    "Who is {person}?",
    "(What|Which) {attribute} does the {thing} (have|need|use)?",
    "according to the {document}, (what is|how much is|when is|who handles) {topic}?",
    "Is there (a|any) {attribute} for {topic}?",
    "{topic} {attribute}",
    "{document} {topic}",
    "when is the {period} due?",
    "by when (must|should) I (pay|return|submit|cancel|renew) the {document}?",
    "on which day (is|does) the {event_thing} (held|closed|open)?",
    "how much (notice|time|money) (do I need|must I give|is needed) for {topic}?",
    "what is the (deadline|fee|price|limit|phone number|address) (for|of) {topic}?",
    "how many (days|weeks|months) (can|may) I keep (the |){items}?",
    "does the {document} (cover|mention|allow|include) {topic}?",
    "what day of the week (is|does) the {event_thing} (closed|meet|held)?",
    *en_library.LIBRARY,
)

FILLERS = {
    "document": "contract|lease|manual|handbook|report|minutes|policy|agreement|notes|guide|timetable|"
    "invoice|budget|syllabus|recipe book|warranty|insurance policy|meeting notes|user manual|rules",
    "topic": "refunds|parking|the deposit|late fees|pets|bicycles|annual leave|travel expenses|"
    "the roof repair|the budget|the boiler|water filters|descaling|cancellations|luggage|overtime|"
    "remote work|data backups|the garden|the new supplier|the heating|safety|noise|subletting|"
    "visitors|guest rooms|training costs|project Falcon|the migration plan|the harbour|maintenance|"
    "opening hours|membership|lost keys|insurance|the warranty|tickets|discounts|waste sorting|"
    "quantum computing|photosynthesis|the French Revolution|penguins|neural networks|solar panels",
    "thing": "coffee machine|espresso machine|washing machine|printer|boiler|router|water filter|"
    "dishwasher|car|bike|ferry|projector|alarm system|heat pump|air conditioner|scanner|oven|lamp|"
    "pump|tank|server|thermostat|lock|gate",
    "action": "clean|descale|reset|repair|replace|install|start|refill|maintain|service|connect|"
    "unlock|calibrate|switch off|update|store",
    "attribute": "price|weight|capacity|deadline|limit|phone number|address|warranty|maximum|"
    "temperature|pressure|voltage|size|fee|reimbursement limit|rate|colour|password policy|serial number",
    "costly": "a ticket|the deposit|the rent|a replacement filter|membership|the late fee|parking|"
    "a return ticket|the annual fee|a dog ticket|a bicycle|the subscription|delivery|the course",
    "items": "books|dogs|bicycles|guests|members|plots|tickets|chairs|rooms|vacation days|employees|"
    "spare keys|meals|visitors|seats|devices|filters|pages",
    "event_thing": "library|office|meeting|first ferry|last ferry|museum|shop|course|pool|clinic|"
    "restaurant|workshop|ferry|bus|kitchen|reading room|market|next boat",
    "weekday": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|weekends|holidays|public holidays|Christmas",
    "permission": "bring my dog|sublet the flat|paint the walls|renew a book|take a bike on board|"
    "smoke on the balcony|work from home|return a ticket|park here|keep a cat|borrow two books|"
    "use tap water|claim taxi costs|bring guests|cancel early",
    "period": "notice period|warranty|lease|loan period|trial period|rental period|insurance|"
    "probation period|break|course|contract|guarantee|crossing|cleaning cycle",
    "person": "Maria Lindqvist|Dr. Okafor|the project manager|the landlord|Mr. Tanaka|our accountant|"
    "the chairperson|Elena|the treasurer|Marie Curie|the author of the report|the caretaker",
}
