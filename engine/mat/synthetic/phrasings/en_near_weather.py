"""English questions for the weather in less usual words, and with the place in other spots."""

from __future__ import annotations

_NO = "(no|no wait|sorry|i mean|wait, no|or rather|actually|no, sorry|make that|scratch that|correction:|er, no)"
_ONLY = "(and nothing else|nothing more|only that|just that|that's all|in one word|in short|and that's it|no extras|short answer please|please and thank you|quickly please|if you don't mind|briefly)"
_SKY = "(blue skies|wet or dry|rain or shine|sunny or not|warm or cold|any chance of rain|brolly needed|coat needed|umbrella or no umbrella|dry or wet|foggy at all|any wind)"
_HOT = "(the high|the low|the max temp|the min temp|the top temperature|the lowest temperature|the daytime temperature|the overnight low temperature|the feels-like temperature|the humidity|the wind speed|the rain risk|the chance of showers)"

NEAR_WEATHER = (
    "{place3}, "
    + _NO
    + " {place} {day}(, weather| weather|, will it rain|, is it cold|, what's the forecast)?",
    "weather (in |for |){place3}, " + _NO + " {place} {day}",
    "(will it rain|will it snow|is it cold|how hot is it|what's the weather) in {place3}, "
    + _NO
    + " {place} {day}?",
    "what's the weather {day} in {place3}... " + _NO + " in {place}?",
    "(what is|what's|whats) " + _HOT + " (in|for|at) {place} {day}?",
    _HOT + " (in|for) {place} {day}",
    "{place} {day}: " + _HOT + "?",
    "{day}, {place}, " + _SKY + "?",
    "{place}, {day}, " + _SKY + "?",
    _SKY + " in {place} {day}?",
    _SKY + " {day}, {place}?",
    "weather {day}, {place}(?|)",
    "(will it rain|is it going to snow|how warm will it be|do i need a coat|any storms|is it freezing) {day}, {place}?",
    "(will it rain|how cold is it|what's the temperature|any snow|is it windy) {day}? {place}(.|)",
    "(will it rain|weather|temperature|how hot is it|is it snowing|forecast) in {place} {day} "
    + _ONLY,
    "{place} (weather|temperature|forecast) {day} " + _ONLY,
    "just the (weather|temperature|forecast|rain) for {place} {day}, " + _ONLY,
    "tell me if it (rains|snows|freezes) in {place} {day}, " + _ONLY,
    "{day} (will|does) {place} (see|get|have) (rain|snow|sun|showers|fog|frost|wind|storms)?",
    "what (can|should) {place} expect {day}, (rain|sun|snow|wind|storms)?",
    "what sort of (weather|temperatures) (does|will) {place} (have|get) {day}?",
    "what kind of (day|weather) will it be in {place} {day}, (rainy|sunny|cold|warm)?",
    "how (mild|wet|icy|muggy|breezy|sunny|stormy|chilly|frosty|cloudy) (is it|will it be|does it get) in {place} {day}?",
    "how (low|high) will the (temperature|mercury and the temperature|temp) (go|drop|get|climb) in {place} {day}?",
    "(is|will) the (sky|weather) (be |)(clear|grey and rainy|cloudy|sunny) (over|in|above) {place} {day}?",
    "will i (get wet|be cold|need gloves|be too warm|need wellies|see the sun|need sunscreen in the sun) in {place} {day}?",
    "(anorak|gloves|sandals and shorts|a scarf|a thick jumper|rain boots|a light jacket) for {place} {day}?",
    "(packing|dressing) for {place} {day}: (warm|cold|rain|umbrella|jacket or jumper)?",
    "(is it|it's) (raining|snowing|warm|freezing) in {place} {day}, (right|isn't it|yes or no|is that so)?",
    "(my aunt|my gran|our team|the choir|my boss|a colleague) (is in|flies to|walks in|plays in|marches in) {place} {day}, (will it rain|how cold will it be|what's the forecast|is it hot)?",
    "what will the weather do {day} over in {place}?",
    "{day} weather, {place}",
    "{day} weather for {place}, " + _ONLY,
    "{noun}'s (weather|forecast|temperature|high temperature) in {place}?",
    "{noun}: {place}: (rain|weather|temp)?",
    "i (want|need|would like) to know (whether it'll rain|how warm it gets|the temperature|if it will snow|the forecast) in {place} {day}, "
    + _ONLY,
    "(weather wise|weatherwise), (what's|how's) {place} (like |){day}?",
    "does (anybody|anyone) know the (forecast|weather) for {place} {day}?",
    "any idea (if it rains|how cold it gets|what the weather does) {day} in {place}?",
    "not {place3}, {place}: is it (warm|rainy|cold) {day}?",
)
NEAR_WEATHER_NOW = (
    "{place3}, "
    + _NO
    + " {place}(, weather| weather|: is it raining| now, is it cold|, what's the temperature)?",
    "(is it raining|is it snowing|how cold is it|what's the weather|how hot is it) in {place3}, "
    + _NO
    + " in {place}?",
    "(what is|what's|whats) " + _HOT + " in {place}( right now| at the moment|)?",
    _SKY + " in {place}( right now| at the moment|)?",
    "{place}, " + _SKY + "?",
    "(is it raining|weather|temperature|how hot is it|is it snowing|wind) in {place} " + _ONLY,
    "{place} (weather|temperature|rain) " + _ONLY,
    "just the (weather|temperature|forecast) for {place}, " + _ONLY,
    "how (mild|wet|icy|muggy|breezy|sunny|stormy|chilly|frosty|cloudy) is it (at present |right now |)in {place}?",
    "(is|are) (the sky|skies) over {place} (clear|sunny|grey and rainy|cloudy)?",
    "what's the sky over {place} doing, rain or sun?",
    "(anorak|gloves|sandals and shorts|a scarf|a thick jumper|a light jacket) in {place}?",
    "what (sort|kind) of weather (is {place} having|has {place} got|do they have in {place})( at the moment| right now|)?",
    "weather, {place}",
    "(will it rain|is it warm|any snow|is it cold)? {place}",
)
