"""English talk that calls for no tool though it comes near a question; the kinds of `en_talk`."""

from __future__ import annotations

_YOU = (
    "(helper|assistant|buddy|robot|computer|kagent|my friend|machine|pal|mate|you|bot|dear helper)"
)
_DO = "(please |can you |could you |will you |would you |go on and |i'd like you to |let's hear you |now |come on, |)"

NEAR_TALK: dict[str, tuple[str, ...]] = {
    "greeting": (
        f"(are you there|you there|still there|are you around|are you up|you awake|anybody in|do you hear me|are you listening|are you online), {_YOU}(?|)",
        f"(hello|hi|hey|good (morning|day|evening)|greetings|morning), {_YOU}(, are you (there|around|awake|listening)|, it's me|, nice to see you again| - how lovely to meet you|, ready for today|, happy monday|)(?|!|)",
        "(I'm|I am|my name is|my name's|this is|they call me|call me|you can call me|people call me|let me introduce myself, I'm) {name}(, (nice to meet you|a (nurse|teacher|student|baker|pensioner|driver|gardener) from {place}|first time here|new here|and I'm new to this|I'm {h}0 years old|pleased to make your acquaintance)|)(.|!|)",
        "(happy|have a (lovely|great|good)) (sunday|tuesday|wednesday|weekend|day today|evening)(, {name} here|, helper|, my friend|)(!|)",
    ),
    "how_are_you": (
        f"how (are you|is everything|do you feel|are you holding up|is your (morning|week|evening|weekend)|was your (weekend|night|christmas|monday)) (today|this morning|so far|this fine day|, {_YOU}|these days|)(?|)",
        "(did you (sleep well|have a good weekend|enjoy the holidays|rest)|are you (alright|having a nice day|in a good mood|busy|feeling better) today)(?|)",
    ),
    "goodbye": (
        "(that's (all|it|enough|everything) for (today|tonight|now|this week)|let's (stop|leave it|call it a day)( here| for today|)|i'll be back (tomorrow|on monday|later|next week)|talk (tomorrow|next week|soon)|until (tomorrow|monday|next time)|i'm (leaving|logging off|heading out|turning in)( now| for tonight|))(, bye|, thanks|, goodnight|.|!|)",
    ),
    "thanks": (
        "(thanks|thank you|cheers|many thanks) for (today|everything|all your help|your patience|the quick reply|looking that up|listening|being there|this week|yesterday)(!|.|, really|, you're a star|)",
    ),
    "bot": (
        "(am i|are we|is it that i'm|i wonder if i'm) (talking|speaking|chatting|writing|typing) (to|with) (a (person|human|real person|human being|program|robot|machine|piece of software|living person)|somebody|a person or a (program|machine|bot)|a human or a (computer|robot|program))(?| right now?| here?|)",
        "(is there|is that|is this|have you got) (a (person|human|real person|human being|man|woman)|somebody|anybody|someone) (behind (this|the screen|you)|typing( this|)|at the other end|on the other side|answering me|in there)(?|)",
        "(are you|you're) (just |only |really |)(software|a program|a computer program|code|an algorithm|made of code|a person or a program|flesh and blood|a living thing|an automatic reply|a someone or a something|human or software)(?|)",
    ),
    "name": (
        f"(what|who|which name) (do i call you|shall i call you|are you exactly|am i speaking with|is on the line|am i writing to|do people call you|do you go by)(, {_YOU}|)(?|)",
        "(introduce|describe|present) yourself(| in (one|two|three) (sentence|sentences)| briefly| to my (mum|class|friend)| please)(.|)",
    ),
    "maker": (
        "(who|which (team|lab|people|firm|country)) (came up with you|put you together|is responsible for you|developed you|is your maker|coded you|designed you|gave you life|stands behind you)(?|)",
    ),
    "capabilities": (
        "(what|which) (sort of (things|tasks|questions)|kinds of things|jobs|stuff) (can you do|can you handle|do you know about|are you able to answer|should i ask|may i ask)( today| for me|)(?|)",
        "(what|how) (would|should|could|do) (i|we|a beginner) (use you for|ask you|get started with you|do with you|put a question to you|talk to you)(| today| at work)(?|)",
    ),
    "personal": (
        "(what|how) (will|did|do) you (do|spend|celebrate) (today|tomorrow|yesterday|this weekend|on sundays|at christmas|new year's eve|your birthday|your evenings|last summer)(?|)",
        "do you (like|enjoy|hate|prefer|mind|celebrate) (mondays|christmas|hot weather|cold weather|snow|rainy days|storms|summer or winter|tea or coffee|the holidays|sunshine|thunder|your birthday|halloween|books|long walks)(?|)",
        "(are|do|have) you (ever |)(get cold|get hungry|get lonely|get bored|slept|been to {place}|been outside|cried|laughed|told a lie|seen snow|go on dates|had a holiday|felt the sun|have siblings|work on weekends|off on sundays|free tonight|busy tomorrow)(?|)",
    ),
    "meaning": (
        "(what|why) (makes life worth living|is life about|do people suffer|do we dream|are people lonely|matters most in life|makes a good person|do we grow old|is a soul)(?|, do you think?|)",
    ),
    "joke": (
        _DO
        + "(tell|give|share|make up|crack|do|spare) (me |us |)(a|one|another|your best|a new|some) (joke|gag|pun|one-liner|limerick|riddle|tongue twister|ghost story|bedtime story|funny line|fairy tale|silly story)(s|)( about (dogs|winter|monday|lawyers|the weather|christmas|computers|my mother in law)| for (my kids|the party|today|a rainy day)|)(?|!|)",
        "(i'm bored|it's a dull (day|evening)|long (day|week|monday) today|nothing to do (today|tonight|this weekend)|stuck on a train|rainy sunday)(, |. )(make me laugh|tell me something funny|entertain me|cheer me up|chat with me|keep me company|tell me a story)(!|.|)",
    ),
    "acknowledge": (
        "(ok|okay|right|fine|good|alright|yes|no|sure|yeah|nah) (that's|that is|that'll be|it's) (fine|enough|all|ok|clear|good to know|not needed|what i thought|settled|wrong of me)( for today| then| now| thanks|)(.|)",
    ),
    "praise": (
        "(you|you've|you're) (did (a great|a fine|a lovely) job|been (brilliant|so helpful|a great help)|getting better|made my day|nailed it|so quick|a clever one|a good listener|a lifesaver|on fire)( today| again| this week|)(!|.|)",
    ),
    "feelings": (
        "(today|tonight|this week|this morning|yesterday|lately|these days|right now|all weekend) (i'm|i am|i feel|i felt|i've been|i was|i've felt) (so |a bit |rather |really |)(sad|low|tired|lonely|happy|worried|cheerful|grumpy|miserable|anxious|proud|lost|restless|ashamed|hopeful|exhausted|under the weather|on top of the world)(.|!|, that's all|, you know|)",
        "(today|this (morning|week|month|year)|yesterday|my (day|week|monday|weekend)|the (day|week)) (was|has been|is|feels) (so |really |a bit |)(hard|awful|wonderful|long|rough|a mess|a dream|exhausting|the worst|lovely|strange|heavy|boring)(.|!|, just saying|)",
        "(i|we) (got (married|promoted|sacked|dumped|a puppy|engaged)|broke up|had a row|lost (a friend|my keys|my dad|the game)|won (the game|a prize)|passed (the|my driving) test|moved house|retired|cried|argued) (today|yesterday|last week|this morning|on friday|last night)(.|!|, phew|, i'm (so sad|so happy|a wreck)|)",
        "(i (hate|love|can't stand|adore|dread|miss) (mondays|the cold|summer evenings|snow|rainy days|sundays|the heat|this weather|the autumn|dark mornings|storms|holidays with my family))(.|!|, don't you|)",
    ),
    "insult": (
        "(your|that|this|the last) (answer|reply|help|advice|work|joke) (was|is) (useless|awful|a joke|wrong again|pathetic|the worst|complete rubbish|not even close|embarrassing|garbage)( today|)(.|!|)",
    ),
    "privacy": (
        "(do|does|will|can) (you|anyone|your makers|this program|someone) (keep|read|see|sell|record|pass on|remember|log) (what i (say|type|ask)|my (questions|notes|secrets|letters)|this chat|all of this)(?|)",
    ),
    "cannot": (
        _DO
        + "(write|recite|compose|give us|make up|do|improvise|sing|read me) (me |)(a|one|some|another) (verse|rhyme|poem|sonnet|haiku|song|ballad|lullaby|speech|prayer|rap|couplet|toast|monologue|carol|story in verse)( about (the sea|winter|my dog|today|new year|friendship|{place}|my mum)| for (christmas|tonight|the party|my mother|new year's eve)|)(?|.|!|)",
        _DO
        + "(perform|dance|juggle|whistle|act out|do|show me|put on) (something|a trick|a scene|a magic trick|a little dance|a play|a tune|some stand-up|a show|a song and dance)( for us| for new year's eve| tonight| at the party|)(?|!|.|)",
        _DO
        + "(ring|wake|remind|call|text|email|book|order|cancel|switch|play|water|lock|feed) (me|mum|the dentist|a cab|the lights off|the plants|the cat|my order|some music|a table for two|the door|the boss) (tomorrow|tonight|on (monday|friday|the 3rd)|at {h}|in {h} minutes|at noon|next week)(?|.|)",
    ),
    "weather_where": (
        "(what's|how's|how is|what is) (the (weather|forecast|temperature)|it)( like| looking|) (outside|today|tomorrow|tonight|this weekend|on {weekday}|out there|now)(?|)",
        "(will|is) it (going to |)(rain|snow|be (cold|hot|windy|nice)|storm|freeze)( today| tomorrow| tonight| this weekend| on {weekday}|)(?|)",
    ),
}
