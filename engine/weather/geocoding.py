"""Places by their names, from Open-Meteo's geocoding API (GeoNames).

The form of the answer: https://open-meteo.com/en/docs/geocoding-api. A name that matches nothing
is answered without `results`; a field that is empty is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError, refuse
from engine.weather import figures
from engine.weather.asking import Service
from engine.weather.place_names import (
    COUNTRIES,
    MOST_PLACES,
    STATES,
    Part,
    area_and_rest,
    name_key,
    same_name,
    spellings,
    split_places,
)
from engine.weather.report import Place

_COUNT = 20
_AREAS = ("admin1", "admin2", "admin3", "admin4")
# A namesake is worth a word where at least this share of the people lives there.
_CLOSE = 0.1
# Errors after which asking for the next place would end the same way.
LASTING = frozenset({"offline", "refused", "rate_limited"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place for the words that asked for it; `note` says what was taken for what."""

    asked: str
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why the words name no place that could be found."""

    asked: str
    error: ToolError


class Geocoder:
    """Finds the places that one call asks for; each name is asked for once."""

    def __init__(self, base: str, context: ToolContext, words: str) -> None:
        """`words` are a list of places such as "Paris, France and Berlin"; 北京、上海.

        Raises:
            ToolError: there is no name in it.
        """
        self.service = Service("Open-Meteo", base)
        self._context = context
        self._known: dict[str, tuple[Place, ...]] = {}
        self._parts = split_places(words)
        if not self._parts:
            refuse(context.language, *_NO_PLACE)

    def find(self) -> list[Found | NotFound]:
        """Every place in the list.

        Raises:
            ToolError: there are too many, or the service cannot be asked at all.
        """
        parts = list(self._parts)
        found: list[Found | NotFound] = []
        while parts:
            if len(found) == MOST_PLACES:
                refuse(self._context.language, *_TOO_MANY)
            found.append(self._next(parts))
        return found

    def _next(self, parts: list[Part]) -> Found | NotFound:
        """The first place of a list, taken off it with what narrows it down."""
        name = parts.pop(0).name
        asked = name
        try:
            places = self._places(name)
            while parts and parts[0].may_qualify:
                narrowed = tuple(place for place in places if _lies_in(place, parts[0].name))
                if not narrowed:
                    break
                places, asked = narrowed, f"{asked}, {parts.pop(0).name}"
            if places:
                return self._best(asked, name, places)
            return self._in_area(name)
        except ToolError as error:
            if error.kind in LASTING:
                raise
            return NotFound(asked, error)

    def _places(self, name: str) -> tuple[Place, ...]:
        """What the gazetteer knows under any spelling of a name."""
        found: tuple[Place, ...] = ()
        for spelling in spellings(name):
            found += tuple(place for place in self._ask(spelling) if place not in found)
            if any(place.population for place in found):
                break
        return found

    def _in_area(self, name: str) -> Found:
        """北京朝阳 and the like: the place in the area, or the area itself.

        Raises:
            ToolError: neither is known.
        """
        language = self._context.language
        for area, rest in area_and_rest(name):
            inside = tuple(place for place in self._places(rest) if _lies_in(place, area))
            if inside:
                return self._best(name, rest, inside)
            around = tuple(place for place in self._places(area) if same_name(place.name, area))
            if around:
                best = self._best(name, area, around)
                note = _words(language, *_ONLY_AREA).format(rest=rest, place=best.place.name)
                return Found(name, best.place, note)
        raise ToolError("not_found", _words(language, *_UNKNOWN).format(name=name))

    def _best(self, asked: str, name: str, places: Sequence[Place]) -> Found:
        """The most populous of the places that bear the name; the service's first always counts.

        The service also gives places whose name only begins so, and it may find a place by
        another name than the one that it shows: Peking is Beijing.
        """
        named = [place for place in places if same_name(place.name, name)]
        named += [place for place in places[:1] if place not in named]
        ranked = sorted(named, key=lambda place: -(place.population or 0))
        return Found(asked, ranked[0], _choice(asked, ranked, self._context.language))

    def _ask(self, name: str) -> tuple[Place, ...]:
        if name not in self._known:
            language = self._context.language
            query = urlencode(
                {"name": name, "count": _COUNT, "language": language, "format": "json"}
            )
            self._known[name] = self.service.ask(
                self._context, f"/v1/search?{query}", name, read_places
            )
        return self._known[name]


def read_places(answer: Any) -> tuple[Place, ...]:
    """The places of an answer, in the service's order.

    Raises:
        BadAnswerError: it has another form.
    """
    whole = figures.table(answer, "results")
    if "results" not in whole and "generationtime_ms" not in whole:
        raise figures.BadAnswerError("results")
    found = (_read_place(entry) for entry in figures.rows(whole.get("results", []), "results"))
    return tuple(place for place in found if place is not None)


def _read_place(entry: Any) -> Place | None:
    """A place; None for an entry without a name or a position, which nothing can be asked of."""
    row = figures.table(entry, "results")
    name = figures.name(row.get("name"), "name")
    latitude = figures.number(row.get("latitude"), "latitude", -90, 90)
    longitude = figures.number(row.get("longitude"), "longitude", -180, 180)
    texts = {key: figures.name(row.get(key), key) for key in (*_AREAS, "country", "country_code")}
    zone = figures.name(row.get("timezone"), "timezone")
    population = figures.whole(row.get("population"), "population", 0, 10**11)
    if not name or latitude is None or longitude is None:
        return None
    areas = tuple(text for text in texts.values() if text)
    return Place(
        name,
        latitude,
        longitude,
        region=texts["admin1"],
        country=texts["country"],
        country_code=texts["country_code"],
        time_zone=zone,
        population=population,
        areas=areas,
    )


def _lies_in(place: Place, area: str) -> bool:
    key = name_key(area)
    wanted = {key, COUNTRIES.get(key, key), STATES.get(key, key)}
    return any(name_key(one) in wanted for one in place.areas)


def _choice(asked: str, ranked: Sequence[Place], language: Language) -> str:
    """Which of several places was taken, and the runner-up where it is nearly as large."""
    others = [place for place in ranked[1:] if not _twins(ranked[0], place)]
    if not others:
        return ""
    best, second = ranked[0], others[0]
    close = (second.population or 0) >= _CLOSE * (best.population or 0)
    if language == "zh":
        text = f"“{asked}”取人口最多的{_with_people(best, 'zh')}"
        text += f"；其次是{_with_people(second, 'zh')}" if close else ""
        return f"{text}。如指别处，请写明国家或地区。"
    text = f"{asked} was taken as {_with_people(best, 'en')}, the most populous of that name"
    text += f"; the next is {_with_people(second, 'en')}" if close else ""
    return f"{text}. For another one, name its country or region."


def _twins(one: Place, other: Place) -> bool:
    """A town and the district of the same name around it are one place to the weather."""
    near = abs(one.latitude - other.latitude) < 0.5 and abs(one.longitude - other.longitude) < 0.5
    return near and one.country == other.country


def _with_people(place: Place, language: Language) -> str:
    name = place.full_name(language)
    if place.population is None:
        return name
    if language == "zh":
        return f"{name}，人口{place.population:,}"
    return f"{name} (population {place.population:,})"


def _words(language: Language, en: str, zh: str) -> str:
    return zh if language == "zh" else en


_NO_PLACE = (
    "get_weather_info needs the name of a place, such as Beijing or Paris, France",
    "get_weather_info需要一个地名，例如北京或法国巴黎",
)
_TOO_MANY = (
    f"at most {MOST_PLACES} places can be asked for at once; name fewer",
    f"一次最多查询{MOST_PLACES}个地点；请减少地点",
)
_UNKNOWN = (
    'no place named "{name}" was found; check the spelling, or name a larger place near it',
    "没有找到名为“{name}”的地点；请检查写法，或换成附近较大的地方",
)
_ONLY_AREA = (
    '"{rest}" was not found there; this is the weather of {place}.',
    "其中的“{rest}”没有找到；以下是{place}的天气。",
)
