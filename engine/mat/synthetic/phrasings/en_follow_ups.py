"""English questions after the one that they go on from, as one text, with the tool of the last.

A day, year or place that the second names (its slot ends in 2) takes the place of the first one's.
"""

from __future__ import annotations

_WEATHER = (
    "{place} weather {day}? And {noun2}?",
    "Will it rain in {place} {day}? What about {noun2}?",
    "What's the weather in {place} {day}? and in {place2}?",
    "what's the weather in {place}? And in {place2}?",
    "weather in {place} {day} how about {place2}?",
    "is it cold in {place}? and {place2}?",
    "Will it snow in {place} {day}? and {day2}?",
    "Do I need an umbrella in {place} {day}? And in {place2}?",
    "How warm is it in {place}? what about {place2} {day2}?",
    "forecast {place} {day} and for {noun2}?",
    "will it be windy in {place} {day}? And will it rain?",
    "What's the weather in {place} {day}? And do I need a coat?",
    "What's the temperature in {place} {day}? So should I take a jacket there?",
    "how's the weather in {place} {day}? will it be cold there {day2}?",
    "weather {place}? and how will it be in {place2}?",
)
_CALENDAR = (
    "What weekday is {fixed}? And {fixed2}?",
    "what day is {fixed}? and {date2}?",
    "When is {event}? And {event2}?",
    "when is {event}? what about {event2}?",
    "Is {fixed} a weekend? and what about {fixed2}?",
    "What's the lunar date of {fixed}? How about {fixed2}?",
    "What date is it {relative}? And which weekday is that?",
    "When is {event}? Which day of the week is that?",
    "When is {event}? is that a weekend?",
    "How many days until {event}? what weekday is it?",
    "how many days until {fixed}? And which day of the week is that?",
    "how long until {future}? is that a weekend?",
    "When is {event}? And what is its lunar date?",
)
_DELTA = (
    "How many days until {future}? And until {future2}?",
    "how long till {future}? and {event2}?",
    "days until {event}? what about {event2}?",
    "How long ago was {past}? And {past2}?",
    "When is {event}? How many days is that from now?",
    "when is {event}? how long is that?",
    "What weekday is {fixed}? And how many days until then?",
    "what day is {fixed}? How many weeks is that from now?",
    "When is {event}? So how many days until it?",
    "when's {event}? how many sleeps is that?",
    "How many days until {future}? And in weeks?",
    "how many weeks until {future}? and how many days is that?",
    "how many days since {past}? and in months?",
)
_HOLIDAYS = (
    "What are the public holidays in {country} in {year}? And in {country2}?",
    "public holidays in {country}? what about {country2}?",
    "public holidays in {country} in {year}? And in {year2}?",
    "bank holidays {country} {year}? how about {year2}",
    "When is {holiday} in {year}? And how many days off are there?",
    "When is {holiday}? How many days off do we get?",
    "When is {holiday} in {year}? and in {year2}?",
    "When is {holiday}? And in {year2}?",
    "when is {holiday} {year}? Are there make-up working days for it?",
    "When is the next public holiday in {country}? And in {country2}?",
)
_TERMS = (
    "When is {term} in {year}? And {term2}?",
    "when is {term}? And in {year2}?",
    "When is {term} {year}? and {year2}?",
    "which solar terms are there in {year}? what about {year2}?",
    "when is {term}? and {term2}?",
)
OFFLINE: tuple[tuple[str, str], ...] = (
    *(("get_calendar_info", text) for text in _CALENDAR),
    *(("time_delta", text) for text in _DELTA),
    *(("get_holidays_info", text) for text in _HOLIDAYS),
    *(("get_solar_terms_info", text) for text in _TERMS),
)
FOLLOW_UPS: tuple[tuple[str, str], ...] = (
    *OFFLINE,
    *(("get_weather_info", text) for text in _WEATHER),
)
