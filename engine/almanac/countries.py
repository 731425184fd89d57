"""Countries and their parts as people name them: Germany, 德国, DE, US-CA, Bavaria, 巴伐利亚."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, NoReturn

from engine.almanac.country_names import COUNTRY_NAMES, SUBDIVISION_NAMES
from engine.cleaning import clean_line
from engine.events import Language
from engine.tools.observation import refuse

_LONGEST = 120
# Countries whose parts are found by name where the country is not named, the likelier ones first.
_FEDERATIONS = ("US", "GB", "DE", "CA", "AU", "CH", "AT", "ES", "IN", "BR", "MY", "NZ", "FR", "IT")

_WITH_ARTICLE = ("US", "GB", "AE", "NL", "PH", "BS", "MV", "GM", "CF", "CD", "CG", "CK", "DO", "SB")


class Place(NamedTuple):
    """A country by its ISO 3166 code, and the part of it that is meant, if any."""

    country: str
    subdivision: str | None
    zh: str
    en: str

    def name(self, language: Language) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en

    @property
    def in_english(self) -> str:
        """The English name as it stands in a sentence: the United States."""
        return f"the {self.en}" if self.code in _WITH_ARTICLE else self.en

    @property
    def code(self) -> str:
        """CN, or US-CA."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


CHINA = Place("CN", None, "中国", "China")


def find_place(written: str | None, language: Language) -> Place:
    """The country, or part of a country, that is named; China where nothing is.

    Raises:
        ToolError: of kind invalid_argument: none known by the name, or several; the message names
            those that are near.
    """
    text = clean_line(unicodedata.normalize("NFKC", written or ""))[:_LONGEST].strip(
        " ?!.。？！'\"“”"
    )
    if not text:
        return CHINA
    found = _coded(text) or _whole(text) or _in_parts(text)
    if found is None:
        mentioned = _mentioned(text)
        if len(mentioned) > 1:
            en, zh = (_alternatives(mentioned, each) for each in ("en", "zh"))
            refuse(language, f"{text!r} names {en}; ask for one", f"“{text}”中有{zh}；请只写一个")
        found = mentioned[0] if mentioned else None
    return found or _unknown(text, language)


def place_in_question(question: str) -> Place | None:
    """The one country, or part of one, that a question speaks of; None with none or several."""
    places = _mentioned(clean_line(unicodedata.normalize("NFKC", question)))
    return places[0] if len(places) == 1 else None


_AROUND = re.compile(
    r"^(?:(?:in|of|for|at|within|the)\s+)+|(?:'s?|\s+(?:public\s+|bank\s+|federal\s+|national\s+)?"
    r"holidays?|的|(?:的?(?:公共|法定)?(?:节假日|假期|假日|节日)))+$"
)


def _key(text: str) -> str:
    """What the spellings of a name have in common: letters without accents, digits, Han."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("&", " and ").replace("ø", "o").replace("ł", "l")
    return "".join(char for char in plain if char.isalnum())


@lru_cache(maxsize=1)
def _countries() -> dict[str, Place]:
    """By code."""
    places = {}
    for line in COUNTRY_NAMES.strip().splitlines():
        code, en, zh, *_ = line.split("|")
        places[code] = Place(code, None, zh, en)
    return places


@lru_cache(maxsize=1)
def _names() -> dict[str, Place]:
    """Countries, and the parts that have a name of their own here, by key."""
    found: dict[str, Place] = {}
    for line in COUNTRY_NAMES.strip().splitlines():
        code, *names = line.split("|")
        for name in names:
            found.setdefault(_key(name), _countries()[code])
    for line in SUBDIVISION_NAMES.strip().splitlines():
        code, *names = line.split("|")
        country, _, subdivision = code.partition("-")
        place = _part(_countries()[country], subdivision, names[1], names[0])
        for name in names:
            found.setdefault(_key(name), place)
    return found


def _part(country: Place, subdivision: str, zh: str, en: str) -> Place:
    return Place(country.country, subdivision, f"{country.zh}{zh}", f"{en}, {country.en}")


def _subdivisions(country: str) -> Iterator[tuple[str, str]]:
    """Codes of a country's parts with each of their names in the `holidays` package."""
    import holidays

    known = getattr(holidays, country)
    for code in known.subdivisions:
        yield code, code
    for name, code in known.subdivisions_aliases.items():
        yield code, name


def _find_part(country: Place, written: str, *, by_code: bool = True) -> Place | None:
    key = _key(written)
    own = _names().get(key)
    if own and own.subdivision and own.country == country.country:
        return own
    found = None
    for code, name in _subdivisions(country.country):
        if _key(name) == key and (by_code or len(name) > 3):
            found = code
            break
    if found is None:
        return None
    for place in _names().values():
        if (place.country, place.subdivision) == (country.country, found):
            return place
    names = [name for code, name in _subdivisions(country.country) if code == found]
    # The full name follows the code; short forms of it come after.
    name = names[1] if len(names) > 1 else names[0]
    return _part(country, found, name, name)


_CODED = re.compile(r"(?P<country>[A-Za-z]{2,3})(?:[-/_ ](?P<part>[A-Za-z0-9]{1,6}))?")


def _coded(text: str) -> Place | None:
    """DE, deu, US-CA."""
    found = _CODED.fullmatch(text)
    if not found:
        return None
    code = found["country"].upper()
    country = _countries().get(_alpha_3().get(code, "") if len(code) == 3 else code)
    if country is None or not found["part"]:
        return country
    return _find_part(country, found["part"])


@lru_cache(maxsize=1)
def _alpha_3() -> dict[str, str]:
    """The two letters of each country by its three."""
    from holidays.registry import COUNTRIES

    return {three: two for _, two, three, *_ in COUNTRIES.values()}


def _whole(text: str) -> Place | None:
    """One name, with the words that people put around it."""
    written = _AROUND.sub("", text.lower()).strip()
    for form in (text, written):
        if place := _names().get(_key(form)):
            return place
    for code in _FEDERATIONS:
        if place := _find_part(_countries()[code], written, by_code=False):
            return place
    return None


def _in_parts(text: str) -> Place | None:
    """A country and its part, either first: "Bavaria, Germany", "Canada Ontario", 德国巴伐利亚."""
    pieces = [piece.strip() for piece in re.split(r"[,，、()/;·]", text) if piece.strip()]
    pairs = [(pieces[0], pieces[1]), (pieces[1], pieces[0])] if len(pieces) == 2 else []
    words = text.split()
    for cut in range(1, len(words)):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        pairs += [(before, after), (after, before)]
    if not words[1:]:
        pairs += [(text[:cut], text[cut:]) for cut in range(2, len(text) - 1) if text[0] > "\u2e7f"]
    for first, second in pairs:
        country = _names().get(_key(_AROUND.sub("", first.lower())))
        if country and not country.subdivision:
            part = _find_part(country, _AROUND.sub("", second.lower()).strip())
            if part:
                return part
    return None


# Of the names of two letters these are written in small ones too; 上海地区 is not in Haiti.
_SHORT = ("US", "UK", "uk", "Uk")
# "us" is the country after these words or before those, otherwise the pronoun.
_BEFORE_US = frozenset(("the", "in"))
_AFTER_US = re.compile(
    r"(?:holidays?|federal|bank|public|national|thanksgiving|independence|memorial|labou?r|"
    r"presidents|veterans|columbus)(?:'s)?",
    re.IGNORECASE,
)
_NOT_HAITI = re.compile(r"(?<=[上珠威北青渤东南黄沿近])海地")


_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['.-][^\W\d_\u3400-\u9fff]+)*")


def _mentioned(text: str) -> list[Place]:
    """The places whose names stand in a longer text."""
    words = _WORD.findall(text)
    found: dict[str, Place] = {}
    taken = [False] * len(words)
    for size in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            span = slice(start, start + size)
            written = "".join(words[span]).removesuffix("'s")
            known = len(_key(written)) > 2 or written in _SHORT or _is_the_us(words, span)
            if known and not any(taken[span]) and (place := _named(written)):
                taken[span] = [True] * size
                # Chinese New Year is kept in many countries.
                if _key(written) != "chinese" or len(words) == size:
                    found[place.code] = place
    han = "".join(char for char in _NOT_HAITI.sub("", text) if "\u3400" <= char <= "\u9fff")
    for key in _han_keys():
        if key in han:
            han = han.replace(key, " ")
            found[_names()[key].code] = _names()[key]
    # A country and a part of it, both named, are the part.
    parts = {place.country for place in found.values() if place.subdivision}
    return [place for place in found.values() if place.subdivision or place.country not in parts]


def written_places(text: str) -> list[str]:
    """The countries, and parts of them, that a text names, as it writes them."""
    words = list(_WORD.finditer(text))
    found, taken = [], [False] * len(words)
    for size in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            span = slice(start, start + size)
            if any(taken[span]):
                continue
            written = text[words[start].start() : words[start + size - 1].end()]
            if len(_mentioned(written)) == 1 and (size == 1 or _named(written)):
                taken[span] = [True] * size
                found.append(written.removesuffix("'s"))
    left = text
    for key in _han_keys():
        if key in left:
            left = left.replace(key, " ")
            found.append(key)
    return found


def _named(written: str) -> Place | None:
    """The place of a name, or of its people: the Germans."""
    key = _key(written)
    plural = key[:-1] if len(key) > 5 and key.endswith("ans") else ""
    return _names().get(key) or _names().get(plural)


def _is_the_us(words: Sequence[str], span: slice) -> bool:
    """Whether a lower-case "us" is the country."""
    if words[span] not in (["us"], ["us's"]):
        return False
    before = words[span.start - 1].casefold() if span.start else ""
    after = words[span.stop] if span.stop < len(words) else ""
    return before in _BEFORE_US or _AFTER_US.fullmatch(after) is not None


@lru_cache(maxsize=1)
def _han_keys() -> list[str]:
    """Chinese names, the longer ones first."""
    return sorted((key for key in _names() if key[0] > "\u2e7f"), key=len, reverse=True)


def _alternatives(places: Iterable[Place], language: Language) -> str:
    names = dict.fromkeys(place.name(language) for place in places)
    return ("、" if language == "zh" else " and ").join(names)


def _unknown(text: str, language: Language) -> NoReturn:
    from difflib import get_close_matches

    near = [_names()[key] for key in get_close_matches(_key(text), _names(), n=3, cutoff=0.7)]
    names = dict.fromkeys(place.name(language) for place in near)
    en = f"did you mean {' or '.join(names)}?" if near else "write a country: Germany, JP, US-CA"
    zh = f"是否指{'或'.join(names)}？" if near else "请写国家名，例如德国、JP、US-CA"
    refuse(
        language,
        f"no country or region named {text!r} is known; {en}",
        f"没有名为“{text}”的国家或地区；{zh}",
    )
