"""Characters, topics and dialogues, each written by the teacher from the one before.

Paper appendix B.4: the number of a character's instructions is random, and the characters there are
already are told so that none comes twice.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from engine.cleaning import clean, clean_line
from engine.events import Language
from engine.mat.asking import Asking
from engine.mat.errors import MalformedError
from engine.mat.memories import first_object, text_of
from engine.mat.prompt_texts import asked
from engine.mat.run_folder import draw
from models.language.base import LanguageModel, Message

TOPICS = 20
_INSTRUCTIONS = (3, 7)
_SHOWN = 40
_TOKENS = {"profile": 500, "topics": 800, "dialogue": 1600}
_LEAST_ROUNDS = 2
_HEADINGS: Mapping[Language, tuple[str, str]] = {
    "en": ("You are: {name}", "Answer by these instructions:"),
    "zh": ("你的角色：{name}", "按下面的指令回答："),
}


class Names:
    """The characters there are, for several threads."""

    def __init__(self, names: list[str]) -> None:
        self._names = {name.casefold(): name for name in names}
        self._lock = threading.Lock()

    def told(self) -> str:
        """The latest of them, one a line."""
        with self._lock:
            return "\n".join(f"- {name}" for name in list(self._names.values())[-_SHOWN:]) or "-"

    def add(self, name: str) -> None:
        """Keep a name.

        Raises:
            MalformedError: it is there already.
        """
        with self._lock:
            if name.casefold() in self._names:
                raise MalformedError(f"there is a character like this already: {name}")
            self._names[name.casefold()] = name


def make_profile(
    number: int, language: Language, names: Names, teacher: LanguageModel, asking: Asking
) -> Mapping[str, Any]:
    """A character with instructions; raises as `Asking.read` does."""
    low, high = _INSTRUCTIONS
    wanted = low + int(draw("instructions", str(number)) * (high - low + 1))
    messages = asked("profile", language, number=str(wanted), existing=names.told())

    def read(text: str) -> Mapping[str, Any]:
        found = first_object(text)
        inner = found.get("command")
        found = inner if isinstance(inner, dict) else found
        name, instructions = text_of(found, "name")[:80], _texts(found, "instructions")
        if len(instructions) != wanted:
            raise MalformedError(f"there are {len(instructions)} instructions and not {wanted}")
        names.add(name)
        return {"name": name, "instructions": instructions, "language": language}

    return asking.read(teacher, messages, _TOKENS["profile"], read, language)


def make_topics(
    profile: Mapping[str, Any], teacher: LanguageModel, asking: Asking
) -> Mapping[str, Any]:
    """Topics for a character, no two alike; raises as `Asking.read` does."""
    language = language_of(profile)
    messages = asked("topics", language, number=str(TOPICS), profile=profile_text(profile))

    def read(text: str) -> Mapping[str, Any]:
        topics = list(dict.fromkeys(_texts(first_object(text), "topics")))
        if len(topics) < TOPICS // 2:
            raise MalformedError(f"there are {len(topics)} different topics and not {TOPICS}")
        return {"topics": topics[:TOPICS]}

    return asking.read(teacher, messages, _TOKENS["topics"], read, language)


def make_dialogue(
    profile: Mapping[str, Any], topic: str, teacher: LanguageModel, asking: Asking
) -> Mapping[str, Any]:
    """A dialogue with the character; raises as `Asking.read` does."""
    language = language_of(profile)
    messages = asked("dialogue", language, profile=profile_text(profile), topic=topic)

    def read(text: str) -> Mapping[str, Any]:
        rounds = first_object(text).get("dialogues")
        if not isinstance(rounds, list) or not all(isinstance(each, dict) for each in rounds):
            raise MalformedError('"dialogues" is no list of rounds')
        read_rounds = [
            {"user": text_of(each, "user"), "character": _long(each, "character")}
            for each in rounds
        ]
        if len(read_rounds) < _LEAST_ROUNDS:
            raise MalformedError("the dialogue is too short")
        return {"topic": topic, "rounds": read_rounds}

    return asking.read(teacher, messages, _TOKENS["dialogue"], read, language)


def profile_text(profile: Mapping[str, Any]) -> str:
    """A character as prompts describe it, the collected ones too."""
    role, heading = _HEADINGS[language_of(profile)]
    lines = [role.format(name=profile["name"]), heading]
    lines += [f"{number}. {text}" for number, text in enumerate(profile["instructions"], start=1)]
    return "\n".join(lines)


def dialogue_prompts(
    profile: Mapping[str, Any], dialogue: Mapping[str, Any]
) -> list[tuple[list[Message], str]]:
    """Each of the character's turns with the prompt that it answers."""
    talk = [Message("system", profile_text(profile))]
    pairs = []
    for each in dialogue["rounds"]:
        talk = [*talk, Message("user", each["user"])]
        pairs.append((talk, str(each["character"])))
        talk = [*talk, Message("assistant", each["character"])]
    return pairs


def language_of(profile: Mapping[str, Any]) -> Language:
    """The language in which a character speaks."""
    return "zh" if profile["language"] == "zh" else "en"


def _texts(found: Mapping[str, Any], key: str) -> list[str]:
    value = found.get(key)
    items = value if isinstance(value, list) else []
    texts = [text for item in items if isinstance(item, str) and (text := clean_line(item))]
    if not texts:
        raise MalformedError(f'"{key}" is no list of texts')
    return texts


def _long(found: Mapping[str, Any], key: str) -> str:
    text_of(found, key)
    return clean(str(found[key])).strip()
