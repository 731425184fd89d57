"""web_search and hybrid_search: the web, an encyclopedia and videos, asked beside each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.network import NetworkError
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.services import ToolServices
from engine.tools.tool import ForProse, FromQuestion, Tool, tool

if TYPE_CHECKING:
    from engine.kuaipedia.base import EntityLinker, LinkedEntities
    from engine.web_access import WebAccess
    from engine.web_search.parallel import Outcome, PartError
    from engine.web_search.searching import WebSearch

# The parts of a hybrid search that have not answered by then are left out.
_HYBRID_SECONDS = 25.0
_LONGEST_QUERY = 400
_LOOKED_THROUGH = 10
_NO_TEXT: Mapping[Language, str] = {
    "en": "{tool} needs some words to search for",
    "zh": "{tool} 需要给出要查找的词语",
}
_NO_CONNECTION: Mapping[Language, str] = {
    "en": "neither the search engines nor Wikipedia can be reached; check the connection",
    "zh": "搜索引擎和维基百科都无法连接；请检查网络连接",
}
_CANCELLED: Mapping[Language, str] = {"en": "the search was cancelled", "zh": "查找已取消"}
_LATE: Mapping[Language, str] = {
    "en": "no answer within {seconds:g} seconds",
    "zh": "{seconds:g} 秒内没有回答",
}
_NOTHING: Mapping[Language, str] = {
    "en": 'nothing was found about "{text}"',
    "zh": "没有找到关于“{text}”的内容",
}
_WIKIPEDIA: Mapping[Language, str] = {"en": "Wikipedia", "zh": "维基百科"}


class _SearchTools:
    """The tools, with what they ask."""

    def __init__(self, services: ToolServices, encyclopedia: EntityLinker | None) -> None:
        self._services = services
        self._encyclopedia = encyclopedia
        self._made: WebSearch | None = None

    @property
    def _search(self) -> WebSearch:
        if self._made is None:
            from engine.web_search.searching import WebSearch

            self._made = WebSearch(self._services)
        return self._made

    def web_search(self, context: ToolContext, text: Annotated[str, ForProse()]) -> Observation:
        """Search the web and return pages about the text, each with its title, address and
        summary.

        Args:
        text: what to look for, keywords or a question
        """
        from engine.web_search.report import Found, merged, search_observation
        from engine.web_search.results import SearchFailedError

        words = _words(context, text, "web_search")
        web = context.need_web()
        hosts = self._search.hosts(words, context.language)
        try:
            web.announce(hosts, tool="web_search", sends=words)
            results = self._search.results(web, words, context.language, "web_search")
        except (NetworkError, SearchFailedError) as error:
            raise _as_tool_error(error, ", ".join(hosts), context.language) from error
        return search_observation(merged(Found(words, results=results)), context)

    def hybrid_search(
        self, context: ToolContext, text: Annotated[str, FromQuestion(whole=True)]
    ) -> Observation:
        """Search the web, the encyclopedia, the user's own Kuaipedia and videos at once: the entity
        that the text is about with a summary, its aspects and its article, pages of the web, and
        videos, the user's own with the times at which they speak of it.

        Args:
        text: what to look for, keywords or a question
        """
        from engine.web_search.parallel import run_beside

        words = _words(context, text, "hybrid_search")
        troubles: dict[str, ToolError] = {}
        web = self._allowed_web(context, words, troubles)
        outcomes = run_beside(
            self._parts(context, web, words),
            _HYBRID_SECONDS,
            paused=lambda: web is not None and web.waits_for_user,
            cancel=context.cancel,
        )
        if context.cancel is not None and context.cancel.is_set():
            raise ToolError("failed", _CANCELLED[context.language])
        values: dict[str, Any] = {}
        for name, outcome in outcomes.items():
            trouble = _trouble(outcome, name, context.language)
            if trouble is None:
                values[name] = outcome.value
            else:
                troubles[name] = trouble
        return _hybrid_observation(words, values, troubles, context)

    def _allowed_web(
        self, context: ToolContext, words: str, troubles: dict[str, ToolError]
    ) -> WebAccess | None:
        """The access to the web; without it what is on this computer must do."""
        has_archive = bool(self._services.archives) and self._encyclopedia is not None
        try:
            web = context.need_web()
            web.announce(self._hosts(context, words), tool="hybrid_search", sends=words)
        except ToolError as error:
            trouble = error
        except NetworkError as error:
            trouble = _as_tool_error(error, "hybrid_search", context.language)
        else:
            return web
        if not (has_archive or _knows_at_home(context)):
            raise trouble
        troubles["web"] = trouble
        return None

    def _hosts(self, context: ToolContext, words: str) -> list[str]:
        hosts = self._search.hosts(words, context.language, videos=True)
        if self._encyclopedia is not None:
            from engine.targets import host_of

            hosts.append(host_of(self._services.wikipedia.format(language=context.language)))
        return [host for host in hosts if host]

    def _parts(
        self, context: ToolContext, web: WebAccess | None, words: str
    ) -> dict[str, Callable[[], Any]]:
        parts: dict[str, Callable[[], Any]] = {}
        language, name = context.language, "hybrid_search"
        encyclopedia, knowledge = self._encyclopedia, context.knowledge
        if web is not None:
            parts["web"] = lambda: self._search.results(web, words, language, name)
            parts["videos"] = lambda: self._search.videos(web, words, language, name)
        if encyclopedia is not None and (web is not None or self._services.archives):
            parts["encyclopedia"] = lambda: encyclopedia.link(words, context)
        if knowledge is not None:
            parts["library"] = lambda: _own_videos(context, words)
        if context.kuaipedia is not None:
            parts["kuaipedia"] = lambda: _own_entities(context, words)
        return parts


def _words(context: ToolContext, text: str, name: str) -> str:
    """The words that are searched for, in one line that engines accept.

    Raises:
        ToolError: there are none.
    """
    words = clean_line(text)
    if not any(character.isalnum() for character in words):
        raise ToolError("invalid_argument", _NO_TEXT[context.language].format(tool=name))
    if len(words) > _LONGEST_QUERY:
        words = words[:_LONGEST_QUERY].rpartition(" ")[0] or words[:_LONGEST_QUERY]
    return words


def _own_videos(context: ToolContext, words: str) -> list[Passage]:
    """Passages of the library that have a time: transcripts and subtitles."""
    from store.errors import StoreError

    assert context.knowledge is not None
    try:
        found = context.knowledge.search(words, _LOOKED_THROUGH)
    except StoreError as error:
        raise ToolError("failed", clean_line(str(error))) from error
    return [passage for passage in found if passage.location.start is not None]


def _own_entities(context: ToolContext, words: str) -> tuple[LinkedEntities, list[Passage]]:
    """The items of the user's own Kuaipedia that the words name, and evidence of the first: its
    recordings before other documents."""
    from store.errors import StoreError

    kuaipedia = context.kuaipedia
    assert kuaipedia is not None
    try:
        linked = kuaipedia.link(words, context)
        if linked.principal is None:
            return linked, []
        shown = kuaipedia.evidence(linked.principal, recordings_only=True, limit=_LOOKED_THROUGH)
        if len(shown) < _LOOKED_THROUGH:
            shown += kuaipedia.evidence(linked.principal, limit=_LOOKED_THROUGH)
    except StoreError as error:
        raise ToolError("failed", clean_line(str(error))) from error
    return linked, list(shown)


def _knows_at_home(context: ToolContext) -> bool:
    """Whether the library may answer without the internet: it has recordings, or items."""
    recordings, kuaipedia = context.recordings, context.kuaipedia
    return (recordings is not None and recordings.any()) or (
        kuaipedia is not None and kuaipedia.any()
    )


def _own_passages(found: Sequence[Passage], evidence: Sequence[Passage]) -> list[Passage]:
    """Of the library: what the words find in the entity's own recordings, what else shows it there,
    other recordings that the words find, then other documents of the entity; each place once."""
    sources = {passage.source for passage in evidence}
    timed = [passage for passage in evidence if passage.location.start is not None]
    wanted = [
        *(passage for passage in found if passage.source in sources),
        *timed,
        *(passage for passage in found if passage.source not in sources),
        *(passage for passage in evidence if passage.location.start is None),
    ]
    places: dict[tuple[str, int], Passage] = {}
    for passage in wanted:
        place = passage.location
        key = passage.source, int(place.start or (place.span or (0, 0))[0])
        places.setdefault(key, passage)
    return list(places.values())


def _trouble(outcome: Outcome, part: str, language: Language) -> ToolError | None:
    """Why a part brought nothing; None where it brought something, or there is nothing."""
    if outcome.late:
        return ToolError("timed_out", _LATE[language].format(seconds=_HYBRID_SECONDS))
    if outcome.error is None:
        return None
    where = _WIKIPEDIA[language] if part == "encyclopedia" else part
    return _as_tool_error(outcome.error, where, language)


def _as_tool_error(error: PartError, where: str, language: Language) -> ToolError:
    from engine.network_wording import network_error
    from engine.web_search.results import SearchFailedError

    if isinstance(error, SearchFailedError):
        return ToolError(error.kind, error.messages[language])
    return network_error(error, where, language) if isinstance(error, NetworkError) else error


def _hybrid_observation(
    words: str,
    values: Mapping[str, Any],
    troubles: Mapping[str, ToolError],
    context: ToolContext,
) -> Observation:
    from engine.kuaipedia.base import LinkedEntities
    from engine.web_search.report import Found, left_out_text, merged, search_observation

    # That a part found nothing is no trouble.
    left_out = {name: str(one) for name, one in troubles.items() if one.kind != "not_found"}
    personal, evidence = values.get("kuaipedia") or (LinkedEntities(), [])
    found = merged(
        Found(
            words,
            values.get("encyclopedia") or LinkedEntities(),
            personal,
            values.get("web") or (),
            values.get("videos") or (),
            _own_passages(values.get("library") or (), evidence),
            left_out,
        )
    )
    if not found.empty:
        return search_observation(found, context)
    nothing = _NOTHING[context.language].format(text=words)
    if not left_out:
        raise ToolError("not_found", nothing)
    is_cut_off = {trouble.kind for trouble in troubles.values()} == {"offline"}
    if is_cut_off and context.web is not None:
        raise ToolError("offline", _NO_CONNECTION[context.language])
    first = next(iter(left_out))
    said = left_out_text(left_out, context.language)
    raise ToolError(
        troubles[first].kind,
        f"{nothing}. {said}" if context.language == "en" else f"{nothing}。{said}",
    )


def search_tools(services: ToolServices, encyclopedia: EntityLinker | None) -> tuple[Tool, ...]:
    """hybrid_search and web_search; `encyclopedia` links the words to entities.

    With an archive of an encyclopedia, recordings or a Kuaipedia of the user's own a hybrid search
    answers without the internet too.
    """
    tools = _SearchTools(services, encyclopedia)
    return (
        tool(
            tools.hybrid_search,
            en="Search the web",
            zh="在网上查找",
            returns="the entity with its id, summary, aspects and address; pages with title, "
            "address and summary; videos, the user's own with id and time; one a line, to be "
            "browsed for more",
            online=not (services.archives and encyclopedia is not None),
        ),
        tool(
            tools.web_search,
            en="Search web pages only",
            zh="只查找网页",
            returns="pages, one a line: title, address, summary",
            online=True,
        ),
    )
