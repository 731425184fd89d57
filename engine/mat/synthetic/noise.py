"""What typing does to a question: slips, missing marks, capitals, greetings before and after.

Slots stand between the marks of `engine.mat.synthetic.questions.fill`; what is inside them changes
its capitals at most, so that it stays the span that is the argument.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache

from engine.subjects import MAYBE_WEATHER, speaks_of_holidays, speaks_of_solar_terms

# Around a slot's name and value, in a text whose slots are filled.
OPEN, CLOSE = "\ue000", "\ue001"
# Share of the questions that are typed carelessly.
SHARE = 0.35

_PARTS = re.compile(f"({OPEN}[^{CLOSE}]*{CLOSE})")
_WORD = re.compile(r"[A-Za-z']+")
# Neighbours on a keyboard.
_NEAR = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb",
    "h": "gjyn", "j": "hkum", "k": "jlim", "l": "kop", "z": "asx", "x": "zsc", "c": "xdv",
    "v": "cfb", "b": "vgn", "n": "bhm", "m": "njk",
}  # fmt: skip
_SHORT = {
    "you": "u", "are": "r", "please": "pls", "people": "ppl", "because": "cuz", "what's": "whats",
    "how's": "hows", "it's": "its", "i'm": "im", "don't": "dont", "want to": "wanna",
    "going to": "gonna", "got to": "gotta", "your": "ur", "and": "n", "with": "w",
    "birthday": "bday", "to know": "2 know", "about": "abt", "though": "tho", "tonight's": "2nites",
    "what is": "whats", "when is": "whens", "where is": "wheres", "how long": "how lng",
    "could": "cld", "would": "wld", "should": "shld", "really": "rly", "thanks": "thx",
    "i am": "im", "do not": "dont", "let me know": "lmk", "does not": "doesnt", "i will": "ill",
    "how many": "how mny", "until": "til", "through": "thru", "before": "b4",
}  # fmt: skip
# How key words are often misspelt.
_MISSPELT = {
    "weather": ("wether", "wheather", "weathr", "waether"),
    "forecast": ("forcast", "forecst"),
    "temperature": ("temprature", "temperture", "temp"),
    "umbrella": ("umbrela", "umberella"),
    "holiday": ("holliday", "hoilday", "holidy"),
    "holidays": ("hollidays", "holidys", "hols"),
    "raining": ("rainning",),
    "calendar": ("calender",),
    "lunar": ("luner",),
    "solstice": ("solstace", "soltice"),
    "equinox": ("equinoxe", "equanox"),
    "which": ("wich",),
    "exactly": ("exactley",),
    "definitely": ("definately",),
    "until": ("untill",),
    "beginning": ("begining",),
    "separate": ("seperate",),
    "tomorrow": ("tommorow", "tomorow"),
    "there": ("their", "ther"),
    "which day": ("wich day",),
    "business": ("buisness",),
    "between": ("betwen", "beetween"),
    "library": ("libary",),
    "receive": ("recieve",),
    "their": ("thier",),
}
_BEFORE = (
    "hi, ", "hey, ", "hey ", "hello, ", "hello! ", "ok, ", "ok so ", "so ", "um, ", "erm ",
    "well, ",
    "quick question: ", "quick q - ", "quick one: ", "question: ", "just wondering, ", "hiya, ",
    "please, ", "sorry, ", "sorry to bother you but ", "good morning, ", "morning! ", "hi there, ",
    "one more thing, ", "also, ", "oh and ", "btw ", "btw, ", "hey kagent, ", "kagent, ", "mate, ",
    "dear assistant, ", "good evening. ", "actually, ", "right, ", "alright, ", "look, ", "yo ",
    "could you tell me: ", "i have a question. ", "need help: ", "can you help? ", "asap: ",
    "for my planning: ", "out of curiosity, ", "random question, ", "silly question maybe: ",
    "my wife asks: ", "my boss wants to know: ", "for a friend: ", "hmm ", "hmm, ", "no rush but ",
)  # fmt: skip
_AFTER = (
    " please", ", please", " pls", " plz", ", thanks", " thanks", " thx", " ty", ", thank you",
    " 🙂", " 🙏", " 😅", " 😊", "!!", "??", "?!", " ...", "...", " ?", " asap", " again",
    ", do you know", ", any idea", ", just curious", ", cheers", " lol", " haha", " thank u",
    " exactly", ", quick", " mate", ", i forgot", ", i always forget", ", can't remember",
    ", need it for work", ", just checking", ". Thanks!", ". thanks in advance", ". Many thanks",
    " 😂", " 🎉", " !", ".", ", kindly", ", if you can", ", if that's ok", " for me",
    " right now pls",
)  # fmt: skip


def noisy(
    text: str, rng: random.Random, *, share: float = SHARE, change: Callable[..., str] | None = None
) -> str:
    """The question as somebody in a hurry types it, or as it is.

    `change(text, rng)` takes the place of the English slips, for another language.
    """
    if rng.random() >= share:
        return text
    return (change or careless)(text, rng)


def dressed(text: str, rng: random.Random) -> str:
    """An English question with the capitals and the final mark that people give it, or slips."""
    text = re.sub(rf"\bthe ({OPEN}\w+=the )", r"\1", text, flags=re.IGNORECASE)
    chance = rng.random()
    if chance < 0.3:
        text = text.lower()
    elif chance < 0.56 and text[:1].isalpha():
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.3:
        text = text.rstrip("?")
    return noisy(text, rng)


def careless(text: str, rng: random.Random) -> str:
    """An English question with one to three kinds of carelessness."""
    kinds = rng.sample(_KINDS, rng.choice((1, 1, 2, 2, 3)))
    for kind in kinds:
        text = kind(text, rng)
    return text


def outside_slots(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` made to what no slot filled."""
    parts = _PARTS.split(text)
    return "".join(part if part.startswith(OPEN) else change(part) for part in parts)


def lower(text: str, rng: random.Random) -> str:
    """No capitals at all."""
    return text.lower()


def slips(text: str, rng: random.Random) -> str:
    """A few letters swapped, doubled, dropped or missed, in words that say nothing alone."""
    budget = rng.choice((1, 1, 1, 2, 2, 3))
    words = [match for match in _WORD.finditer(text) if _may_slip(text, match)]
    for match in sorted(rng.sample(words, min(budget, len(words))), key=lambda m: -m.start()):
        text = text[: match.start()] + slip(match[0], rng) + text[match.end() :]
    return text


def slip(word: str, rng: random.Random) -> str:
    """A word with one typing slip after its first letter."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.random()
    if kind < 0.35:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.6:
        return word[:at] + word[at + 1 :]
    if kind < 0.75:
        return word[:at] + word[at] + word[at:]
    near = _NEAR.get(word[at].lower())
    return word[:at] + (rng.choice(near) if near else word[at]) + word[at + 1 :]


def _may_slip(text: str, match: re.Match[str]) -> bool:
    inside = text.rfind(OPEN, 0, match.start()) > text.rfind(CLOSE, 0, match.start())
    return not inside and len(match[0]) > 3 and not is_key(match[0].lower())


@lru_cache(maxsize=8192)
def is_key(word: str) -> bool:
    """Whether the engine tells by this word what a question is about."""
    found = MAYBE_WEATHER.search(word) or speaks_of_holidays(word) or speaks_of_solar_terms(word)
    return found is not None if not isinstance(found, bool) else found


def _shortened(text: str, rng: random.Random) -> str:
    def change(part: str) -> str:
        for full, short in _SHORT.items():
            if full in part and rng.random() < 0.5:
                part = re.sub(rf"\b{full}\b", short, part)
        return part

    return outside_slots(text, change)


def _misspelt(text: str, rng: random.Random) -> str:
    def change(part: str) -> str:
        for right, wrong in _MISSPELT.items():
            if right in part and rng.random() < 0.4:
                part = re.sub(rf"\b{right}\b", rng.choice(wrong), part)
        return part

    return outside_slots(text, change)


def _no_marks(text: str, rng: random.Random) -> str:
    def change(part: str) -> str:
        return re.sub(r"[?,;:!']|\.(?=\s|$)", "", part)

    return outside_slots(text, change)


def _capitals(text: str, rng: random.Random) -> str:
    if len(text) > 70:
        return text.lower()
    return re.sub(
        rf"({OPEN}\w+=)|(.)", lambda m: m[1] or m[2].upper(), text, flags=re.DOTALL
    ).replace("ẞ", "SS")


def _each_word(text: str, rng: random.Random) -> str:
    """Capitals As In A Title."""

    def change(part: str) -> str:
        return re.sub(r"\b[a-z]", lambda m: m[0].upper(), part)

    return outside_slots(text, change) if rng.random() < 0.3 else text.lower()


def _before(text: str, rng: random.Random) -> str:
    opening = rng.choice(_BEFORE)
    return opening + (text[:1].lower() + text[1:] if opening.endswith((", ", " ")) else text)


def _after(text: str, rng: random.Random) -> str:
    ending = rng.choice(_AFTER)
    return text.rstrip("?.! ") + ending


def _spaces(text: str, rng: random.Random) -> str:
    def change(part: str) -> str:
        return re.sub(r"([,?]) ", lambda m: rng.choice((f" {m[1]} ", m[0])), part)

    return outside_slots(text, change)


_KINDS: tuple[Callable[[str, random.Random], str], ...] = (
    lower, lower, lower, slips, slips, slips, _shortened, _shortened, _misspelt, _no_marks,
    _no_marks, _no_marks, _capitals, _each_word, _before, _before, _after, _after, _spaces,
)  # fmt: skip
