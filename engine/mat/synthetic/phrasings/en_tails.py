"""What follows on an English question and takes its tool: only another day, year, place or festival.

By the tool of the question before; a slot that ends in 2 takes the place of that one's argument.
"""

from __future__ import annotations

_SO = "(and|and|what about|how about|and what about|ok and|also|or|so what about|but)"

TAILS: dict[str, tuple[str, ...]] = {
    "get_weather_info": (
        f"{_SO} {{place2}}(?|)",
        f"{_SO} in {{place2}}(?|)",
        f"{_SO} {{noun2}}(?|)",
        f"{_SO} {{place2}} {{day2}}(?|)",
        "(and |so |)(do i need an umbrella|will it be windy|is it cold there|should i take a coat|how low does it get|will it rain there|what's the high)(?|)",
        "{place2}(?| too?| as well?)",
        "{noun2} then(?|)",
        "same for {place2}(?|)",
    ),
    "get_calendar_info": (
        f"{_SO} {{fixed2}}(?|)",
        f"{_SO} {{event2}}(?|)",
        f"{_SO} {{relative2}}(?|)",
        "{date2} then(?|)",
        "same for {fixed2}(?|)",
        "(and |)(which weekday is that|is that a weekend|what's that in the lunar calendar|what day of the week would that be)(?|)",
    ),
    "until": (
        f"{_SO} (until|till|to|for|) {{future2}}(?|)",
        f"{_SO} until {{event2}}(?|)",
        "{future2} then(?|)",
        "same for {future2}(?|)",
        "(and |)(in weeks|in months|how many weeks is that|in hours)(?|)",
    ),
    "since": (
        f"{_SO} (since|from|) {{past2}}(?|)",
        "(and |)(in weeks|in months|how many weeks is that|in years)(?|)",
    ),
    "between": (
        f"{_SO} (until|till|to) {{fixed2}}(?|)",
        "(and |)(in weeks|in months|how many weeks is that)(?|)",
    ),
    "get_holidays_info": (
        f"{_SO} (in |for |){{year2}}(?|)",
        f"{_SO} {{holiday2}}(?|)",
        f"{_SO} (in |){{country2}}(?|)",
        "{country2}'s(?|)",
        "same for {year2}(?|)",
        "(and |)(how many days off is it|do we have to make it up|is it a long weekend|which days are make-up days|is it a day off)(?|)",
    ),
    "get_solar_terms_info": (
        f"{_SO} {{term2}}(?|)",
        f"{_SO} (in |){{year2}}(?|)",
        "(and |)(at what time|what time exactly|the exact time)(?|)",
    ),
}
# The day of a festival, and from it till the present.
FROM_A_NAME = (
    "when (was|is) {event}? (and |)(how many days|how long) (is it |)from then (till|until|to) {today}(?|)",
    "what date was {event}? how many days since then(?|)",
    "when was {event}? (and |)how long ago is that(?|)",
    "what day was {event}? from then (to|till) {today}, how many days(?|)",
)
