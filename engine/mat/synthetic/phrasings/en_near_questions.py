"""English questions for documents or the web that come near another kind, and bare follow-ups."""

from __future__ import annotations

NEAR_QUESTIONS = (
    "how much (is|are|does|do) (the rent|the fee|the deposit|a permit|the fine|insurance|it cost) for (half a day|{n} people|a (small|double|corner) (room|unit|garage|plot)|a (second|third) child|the (big|small) hall|{n} guests)?",
    "(what's|what is|how much is) the (rent|fee|price|fine|charge|deposit|cost) (per|for each|a|for every) (month|plot|head|person|night|page|bag|kilo|hour)?",
    "how long does (it take|charging take|the {thing} take|the battery take) (to (charge|go|heat|fill)|) from {n} to {m} (percent|%|degrees|litres)?",
    "from {n} to {m} (percent|%|degrees|bar), how long does (the {thing}|it|the battery) take?",
    "how (many|much) (watts|litres|kilos|amps|people|grams|calories|pages|seats|bars|volts) (does|can|has|will) the {thing} (use|take|hold|need|have|carry)?",
    "(what|which) (does|is) (model|product|article|order|part|room|gate|form|rule|clause|page|plot) (no. |number |){n} (cost|about|for|say|called|weigh)?",
    "price of (the {thing}|model {n}|a pack of {h}|{n} {items}|product {n})",
    "(is|are) (the {thing}|model {n}|the season ticket|the family card) (cheaper|worth the money|in stock|on sale|heavier than the old one|over {n} dollars|suitable for {h} people)?",
    "(which|what) (size|colour|voltage|fuse|battery|oil|tyre|plug|filter) (do i need|fits|goes|is right) (for|in|into) (the {thing}|model {n}|a {n} litre tank)?",
    "who (has|keeps|holds|owns|signed for|pays for|ordered|looks after|won|sold) (the keys|room {n}|the {thing}|parcel {n}|plot {n}|the {items}|the cup|the garden|the {n} dollar invoice)?",
    "how (tall|heavy|old|rich|far|deep|wide|fast|big) (is|was) (the {thing}|plot {n}|the president|the captain|that tower|the great wall|the moon|a blue whale|napoleon|the bridge)?",
    "how many (goals|medals|children|wives|albums|moons|legs|teeth|bones|islands|states|floors|strings) (does|did|has|have) (mozart|jupiter|a spider|he|a horse|a guitar|the tower|japan|messi|an adult|the queen) (have|had|score|win|got)?",
    "(what|who|where) (is|was|are) (the boss of plot {n}|behind project {n}|room {n}|gate {h}|line {h}|apollo 11|studio 54|agent 007|area 51|route 66|number 10)?",
    "how long (is|was|does|did) (the (film|song|flight|war|bridge|course|river|queue|trial|match)|a (goldfish|pregnancy|marathon|football match|solar eclipse)) (last|take|run|live|)?",
    "how long (do|should|must|can) (i|you|we) (boil|bake|soak|keep|freeze|store|microwave|roast|charge|grill) (an egg|the beans|the bread|a chicken|the {thing}|leftovers|rice|the dough)?",
    "how (many|much) (eggs|sugar|salt|flour|water|yeast|milk|coffee) (for|per|goes in|do i need for) ({n} people|a cake|{h} pancakes|a litre|one loaf|{h} cups)?",
    "(how many|how much|what) (points|minutes|hours|miles|credits|hours of sleep|dollars) (do i|does one|do you|must we) need (to (pass|win|qualify|join|enter|park)|for (a pass|the visa|the badge|class {h}|the discount))?",
    "(can|may|could) (i|{h} people|a child of {h}|two adults|we all) (share|use|rent|ride on|join with|get in with) (one ticket|the {thing}|plot {n}|a day pass|the family card)?",
    "what('s| is) the (speed limit|minimum age|maximum load|top speed|boiling point|opening time|dress code|wifi code|voltage|discount for {n}|postcode|population|capital|zip code)( there| of {place}| at the {event_thing}| on line {h}|)?",
    "what happens (if|when) (it rains|it snows|there's a storm|i'm {h} minutes late|i cancel|{n} people turn up|the {thing} freezes|the {thing} overheats) (at|during|before) (the match|the fair|the tour|the wedding|the race|the course)?",
    "(does|will|is) the (match|fair|race|ferry|market|tour|concert|course) (go ahead|stop|be cancelled|run|be moved inside) (if it rains|in bad weather|in the snow|when it's windy|on public holidays|at weekends)?",
    "(how much|what) (is|are|does|do) (an umbrella|a raincoat|a sun hat|the heater|the air conditioner|snow tyres|solar panels) (cost|worth|made of|weigh)?",
    "(the|our|my) (rent|phone bill|membership|ticket|loan) (is|went from) {n}( to {m}|), (why|who decided that|is that normal|what does it include)?",
    "what did (the speaker|{person}|the minister|the chair|the coach) say (about|on) (monday's strike|the {n} jobs|the new year bonus|the summer party|the holiday rota|the storm damage)?",
    "who (sings|wrote|directed|plays|painted|composed) (white christmas|the four seasons|purple rain|singin' in the rain|1984|catch 22|the old man and the sea|hotel california|winter sonata)?",
    "what (film|song|book|band|game) (is|was) (number one|on|about a storm|called {n}|with the line about rain|by {person})?",
    "why (is|do|does|did) (good friday|thanksgiving|halloween|the leap year|christmas|easter|boxing day|new year|the solstice|labour day) (called that|matter|exist|move around|come from|begin)?",
    "(what|how) do people (eat|cook|wear|do|sing|give|celebrate) (at|on|for) (thanksgiving|christmas|easter|the lantern festival|halloween|new year|canada day|the mid-autumn festival) and why?",
    "(history|origin|meaning|story) of (thanksgiving|canada day|the new year|halloween|the dragon boat festival|bastille day|groundhog day|black friday)",
    "best (price|deal|offer|time of year|shop|place) (for|to buy|to get) (a {thing}|{n} {items}|winter tyres|a raincoat|cheap flights|a christmas tree)?",
    "(news|score|results|lineup|standings) (of|from|for) (the (match|election|race|final|derby)|group {h}|stage {h})( today| last night| on sunday|)",
    "what's (on tv|in the news|for lunch|on the menu|on at the cinema|new in the shop) (today|tonight|tomorrow|this week|on sunday)?",
)

# With nothing before them to go on from, they are searched for as they are.
BARE = (
    "(what about|how about|and|and what about|and in|what about in|and for|same for|the same for|same question for|and how about|also for) ({place}|{country}|{place2})(?|, please|)",
    "(same for|the same for|same again for|same question for|and for|what about|how about|and in|and what of|but in) ({year}|{relative}|{month})(?|)",
    "(and|but|what about|how about|same for|or) (children|the second one|the other one|students|weekends|two people|the cheaper one|the red one|the upstairs flat|members|pensioners|the rest|her brother|the author|the old model|the {thing}|{topic}|{person})(?|)",
    "(and|so|but|then) (in weeks|in months|by train|without it|with two kids|at night|the year after|the one after that|who was second|where then|how much then|for how long)(?|)",
    "(what if|suppose|say) it's ({year}|{place}|two people|the other {thing}|{country} instead)(?|)",
    "(and|what about|how about) (until|before|after|since|for|on) ({event}|{holiday}|{future})(?|)",
    "(make that|i meant|no, i mean|sorry, i meant|instead) ({place}|{country}|{year}|the other {thing})",
)
