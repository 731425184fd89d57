"""Reading English questions about the whole library.

A question counts as one only when every word of it is understood: "how many meetings were there in
May" is one, "how many meetings did the auditor miss" is a question to the documents' text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.survey.kinds import kinds_by_noun, noun_pattern
from engine.survey.periods import Period, read_period
from engine.survey.question import MOST_WORDS, Draft
from engine.tools.context import ToolContext
from engine.tools.wording import alternatives

_POLITE = re.compile(
    r"(?:(?:please|hi|hello|hey|so|ok|okay|and|kagent|can you|could you|would you|will you|tell me"
    r"|let me know|i want to know|i'd like to know|i would like to know|do you know|i need)[ ,]+)*"
)
_QUANTIFIERS = (
    r"(?P<every>(?:(?:of|all|every|each|any|the|my|our|these|those|different|full|complete|list|a"
    r"|single) )*)"
)
_COUNT = re.compile(
    r"(?:how many|(?:(?:what is|what's|give me|show me|tell me) )?(?:the )?(?:total |exact )?"
    rf"number of|count(?: up)?|in how many) {_QUANTIFIERS}"
)
_LIST = re.compile(
    r"(?:(?:list|enumerate)(?: out| up)?|(?:show|give|find|get|display|print)(?: me| us)?)"
    rf"(?: for me)? {_QUANTIFIERS}"
)
_WHICH = re.compile(rf"(?:in )?(?:which|what)(?: are)? {_QUANTIFIERS}")
_ANY_THERE = re.compile(rf"(?:do (?:i|we) have|have (?:i|we) got|are there) {_QUANTIFIERS}")
_CONTENTS = re.compile(
    r"(?:what is|what's|what do (?:i|we) have|show me what is|list (?:all|everything))"
    r" in (?:my|our|the|this) (?:library|knowledge base)"
)
_NOUNS = noun_pattern(chinese=False)
_NOUN = re.compile(
    rf"(?P<modifier>(?:[^\s,.?!]+ ){{0,4}}?)(?P<noun>{_NOUNS})(?![\w'-])(?! (?:{_NOUNS})(?![\w'-]))"
)
_NO_MODIFIER = alternatives(
    "a|an|the|of|in|on|at|to|for|with|from|by|and|or|is|are|was|were|be|do|does|did|has|have"
    "|had|can|could|will|would|should|must|may|might|i|you|we|he|she|it|they|my|our|your|his"
    "|her|their|how|many|much|what|which|who|when|where|why|that|this|there|than|not|no|more"
    "|most"
)
_SAYS_NOTHING = alternatives("new|newly|existing|stored|individual|separate|other|total|various")
_FILLER = re.compile(
    r"(?:[,;:.]|-|(?:and|that|which|who|there|are|is|were|was|have|has|had|been|being|all|any"
    r"|currently|already|now|right now|please|for me|so far|at the moment|in total|altogether"
    r"|overall|at all|together|available|on file|stored|kept|held|planned|scheduled|recorded"
    r"|noted|listed|take place|took place|taking place|happened"
    r"|with (?:their|the) (?:dates?|titles?)|by (?:date|title|name)|in it|in them|you know of"
    r"|you can find)(?![\w'-]))"
)
_POSSESSION = re.compile(
    r"(?:(?:do|did|have|had|will|would) (?:i|we|you)(?: (?:have|has|had|got|own|keep|store|hold"
    r"|possess))*|(?:i|we|you)(?:'ve)?(?: (?:have|had|own|keep|got|have got))?|of (?:mine|ours)"
    r"|there)(?![\w'-])"
)
_ADDED = re.compile(
    r"(?:(?:did|have|had) (?:i|we) |(?:i|we)(?:'ve| have| had)? )?(?:newly |just )?"
    r"(?:add|added|import|imported|upload|uploaded|ingest|ingested)(?![\w'-])"
)
_CHANGED = re.compile(
    r"(?:(?:did|have|had) (?:i|we) |(?:i|we)(?:'ve| have| had)? )?(?:just |last )?"
    r"(?:change|changed|modify|modified|update|updated|edit|edited)(?![\w'-])"
)
_LIBRARY = re.compile(
    r"(?:to|into|in|from|inside|within|of|across|among)(?: all)?(?: of)?"
    r"(?: (?P<whose>my|our|the|this|your))?(?: (?:whole|entire))?"
    r" (?:library|knowledge base|memory bank|memory|documents|files|archive|database|kagent)"
    r"(?![\w'-])"
    r"|in (?:my|our) (?:notes|papers|emails|mails)(?![\w'-])"
)
_COLLECTION = (
    re.compile(
        r"(?:to|in|from|of|inside|within)(?: the| my| our)? collections?(?: called| named)? "
        r"[\"']?(?P<name>[^\"']+?)[\"']?(?=$|,| that | which | about | mention| from | in )"
    ),
    re.compile(
        r"(?:to|in|from|of|inside|within)(?: the| my| our)? [\"']?(?P<name>\w[\w .&-]*?)[\"']?"
        r" collection(?![\w'-])"
    ),
)
_MENTION = re.compile(
    r"(?:(?:do|does|did|to|that|which|is|are|was|were) )*"
    r"(?:mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|includ(?:e|es|ing)|discuss(?:es|ed|ing)?"
    r"|refer(?:s|red|ring)? to|(?:talk|speak|write|written)(?:s|ing)? about|deal(?:s|ing)? with"
    r"|about|concern(?:s|ing)?|regarding|relat(?:ed|ing) to|cover(?:s|ed|ing)?|with|on|naming)"
    r"(?: the (?:words?|names?|phrases?|terms?|topic|subject)(?: of)?)? (?P<words>.+)"
)
_APPEARS = re.compile(
    r"(?:in which |where )?(?:(?:is|are|was|were|do|does|did) )?(?P<words>.+?)"
    r"(?: (?:is|are|was|were))? (?:mentioned|named|discussed|appears?|occurs?|comes? up)"
    r"(?P<rest>(?: .*)?)"
)
_PERSON = (
    re.compile(
        r"(?:(?:was|were|is|are|been) )?(?:written|authored|sent|made|created|composed)? ?"
        r"(?:by|from) (?P<name>.+)"
    ),
    re.compile(
        r"did (?P<name>.+?) (?:send|write|author|mail)(?: to)?(?: me| us)?(?P<rest>(?: .*)?)"
    ),
    re.compile(r"(?P<name>[^ ]+(?: [^ ]+)?) (?:sent|wrote)(?: to)?(?: me| us)?(?P<rest>(?: .*)?)"),
)
_TO_ME = re.compile(r" (?:me|us)(?= |$)")
_PREPOSITION = re.compile(
    r" (?=(?:in|on|from|of|since|after|before|between|during|until|till|up to|dated|within|over"
    r"|for|this|last|next|today|yesterday|tomorrow|recently|lately)(?![\w'-]))"
)
_BARE_PERIOD = re.compile(
    r"(?:in|on|from|of|since|after|before|between|during|until|till|up to|dated|within|over|for"
    r"|this|last|next|today|yesterday|tomorrow|recently|lately|the (?:last|past)|all)(?![\w'-])|\d"
)
# What can follow a subject: "about the lease did I add in May".
_BEHIND_SUBJECT = re.compile(
    r" (?:(?P<whole>(?:did|have|had) (?:i|we) (?:newly |just |last )?(?:add|import|upload|change"
    r"|modif|updat|edit)\w*)(?= |$)|(?:(?:do|did|have) (?:i|we) (?:have|got|keep|own)|are there"
    r"|there are|is there|in total|altogether|so far)$)"
)
_ARTICLE = re.compile(r"(?:the|a|an|my|our) ")
_NO_SUBJECT = alternatives("in|on|of|to|at|by|for|from|with|her|his|its|their|it|them")
_THOUGHT = re.compile(
    r"(?:what|how|why|when|who|whom|whether|if|should|must|need|that|than|because"
    r"|but|not|or|without|except)(?![\w'-])"
)
_LONGEST_PERIOD = 7
_BOOK_NEEDS_MINE = frozenset({"book", "article", "order"})


def read_english(text: str, context: ToolContext) -> Draft | None:
    """The query that a folded question makes; None when it is no question about the library."""
    text = text.strip(" ?!.")
    start = _POLITE.match(text)
    head = text[start.end() :] if start else text
    if _CONTENTS.fullmatch(head):
        return Draft("list", noun="documents")
    for pattern, want in (
        (_COUNT, "count"),
        (_LIST, "list"),
        (_WHICH, "which"),
        (_ANY_THERE, "any"),
    ):
        if found := pattern.match(head):
            return _Reading(want, found["every"], context).read(head[found.end() :])
    return None


class _Reading:
    """One question being read; `read` consumes it from left to right."""

    def __init__(self, want: str, quantifiers: str, context: ToolContext) -> None:
        self._want = want
        self._quantifiers = set(quantifiers.split())
        self._context = context
        self._draft = Draft("count" if want == "count" else "list")
        self._plural = False
        self._steps = 0

    def read(self, text: str) -> Draft | None:
        found = _NOUN.match(text)
        if found is None or not self._read_noun(found):
            return None
        rest = text[found.end() :].strip()
        while rest:
            left = self._step(rest)
            self._steps += 1
            if left is None or len(left) >= len(rest):
                return None
            rest = left.strip()
        return self._draft if self._is_about_the_library() else None

    def _is_about_the_library(self) -> bool:
        draft = self._draft
        if draft.kind.is_any and draft.modifier and not draft.signals:
            return False
        if draft.asks_for_works and self._want != "list":
            return False
        if self._want == "count":
            return True
        if self._want == "list":
            every = self._quantifiers & {"all", "every", "each", "my", "our", "list"}
            return (
                bool(every)
                or (self._plural and not self._quantifiers & {"the", "a", "single"})
                or (self._plural and draft.signals > 0)
            )
        if (
            self._want == "which"
            and self._quantifiers & {"the", "a", "single"}
            and not self._plural
        ):
            return False
        return draft.signals > 0 or (self._plural and bool(self._quantifiers & {"my", "our"}))

    def _read_noun(self, found: re.Match[str]) -> bool:
        draft = self._draft
        draft.noun = found["noun"]
        draft.kind = kinds_by_noun()[draft.noun]
        self._plural = draft.noun not in draft.kind.words or draft.noun.endswith("s")
        modifier = " ".join(w for w in found["modifier"].split() if w not in _SAYS_NOTHING)
        for kind_word in (word for word in modifier.split() if word in kinds_by_noun()):
            kind = kinds_by_noun()[kind_word]
            if kind.is_file and not draft.kind.is_file:
                draft.files = kind
                modifier = " ".join(word for word in modifier.split() if word != kind_word)
        if not modifier:
            return True
        if period := read_period(modifier, self._context):
            draft.period = period
            draft.signals += 1
            return True
        draft.modifier = modifier
        return not _NO_MODIFIER & set(modifier.split())

    def _step(self, rest: str) -> str | None:
        """Consume one qualifier at the start of `rest`; what is left, None if there is none."""
        readers: tuple[Callable[[str], str | None], ...] = (
            self._collection,
            self._library,
            self._period,
            self._change,
            self._appearance,
            self._sent,
            self._possession,
            self._person,
            self._mention,
            self._filler,
        )
        for reader in readers:
            left = reader(rest)
            if left is not None:
                return left
        return None

    def _filler(self, rest: str) -> str | None:
        found = _FILLER.match(rest)
        return rest[found.end() :] if found else None

    def _possession(self, rest: str) -> str | None:
        found = _POSSESSION.match(rest)
        if found is None or not found.group():
            return None
        self._draft.signals += found.group() != "there"
        return rest[found.end() :]

    def _library(self, rest: str) -> str | None:
        found = _LIBRARY.match(rest)
        if found is None:
            return None
        if self._draft.kind.words[0] in _BOOK_NEEDS_MINE and found["whose"] not in {"my", "our"}:
            return None
        self._draft.signals += 1
        return rest[found.end() :]

    def _collection(self, rest: str) -> str | None:
        for pattern in _COLLECTION:
            if found := pattern.match(rest):
                self._draft.collection = found["name"].strip()
                self._draft.signals += 1
                return rest[found.end() :]
        return None

    def _change(self, rest: str) -> str | None:
        for pattern, dated_by in ((_ADDED, "added"), (_CHANGED, "changed")):
            if found := pattern.match(rest):
                self._draft.dated_by = "added" if dated_by == "added" else "changed"
                self._draft.signals += 1
                return rest[found.end() :]
        return None

    def _period(self, rest: str) -> str | None:
        if self._draft.period is not None or not _BARE_PERIOD.match(rest):
            return None
        words = rest.split(" ")
        for length in range(min(_LONGEST_PERIOD, len(words)), 0, -1):
            period = self._as_period(" ".join(words[:length]).strip(","))
            if period:
                self._draft.period = period
                self._draft.signals += 1
                return " ".join(words[length:])
        return None

    def _as_period(self, words: str) -> Period | None:
        return read_period(words, self._context)

    def _appearance(self, rest: str) -> str | None:
        found = _APPEARS.fullmatch(rest)
        if found is None or not self._take_words(found["words"]):
            return None
        return found["rest"]

    def _mention(self, rest: str) -> str | None:
        found = _MENTION.fullmatch(rest)
        if found is None or (rest.startswith("on ") and self._steps):
            return None
        words, left = self._peel(found["words"])
        return left if self._take_words(words) else None

    def _sent(self, rest: str) -> str | None:
        for pattern in _PERSON[1:]:
            if (found := pattern.fullmatch(rest)) and self._take_person(found["name"]):
                self._draft.signals += bool(_TO_ME.search(found.group()))
                return found["rest"]
        return None

    def _person(self, rest: str) -> str | None:
        found = _PERSON[0].fullmatch(rest)
        if found is None:
            return None
        name, left = self._peel(found["name"])
        return left if self._take_person(name) else None

    def _take_words(self, words: str) -> bool:
        words = _ARTICLE.sub("", words.strip(" \"'"))
        if not words or self._draft.words or len(words.split()) > MOST_WORDS:
            return False
        if words.split()[0] in _NO_SUBJECT or any(map(_THOUGHT.match, words.split())):
            return False
        self._draft.words = words
        self._draft.signals += 1
        return True

    def _take_person(self, name: str) -> bool:
        name = name.strip(" \"'")
        if not name or self._draft.person or len(name.split()) > 4 or name in {"i", "we", "you"}:
            return False
        if _NO_MODIFIER & set(name.split()):
            return False
        self._draft.person = name
        self._draft.signals += 1
        return True

    def _peel(self, words: str) -> tuple[str, str]:
        """Part a subject from the qualifiers that stand behind it, which are left to be read."""
        for pattern in (_LIBRARY, *_COLLECTION):
            for found in pattern.finditer(words):
                if found.start() and words[found.start() - 1] == " ":
                    return words[: found.start()].strip(), words[found.start() :]
        behind = _BEHIND_SUBJECT.search(words)
        if behind and behind["whole"]:
            return words[: behind.start()], words[behind.start() + 1 :]
        for found in _PREPOSITION.finditer(words):
            tail = words[found.end() :]
            if self._as_period(tail) is not None:
                return words[: found.start()], tail
        if behind:
            return words[: behind.start()], words[behind.start() + 1 :]
        return words, ""
