"""Search in the user's own documents, and counts and lists over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from engine.time_codes import time_code
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.tool import ForProse, FromQuestion, tool

if TYPE_CHECKING:
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey

PASSAGE_LIMIT = 5

_NOT_FOUND = {
    "en": 'I searched the documents in your library for "{text}" and found nothing about it.',
    "zh": "我在你的资料库文档中查找了“{text}”，没有找到相关内容。",
}
_NO_TEXT = {
    "en": "search_knowledge needs some words to search for.",
    "zh": "search_knowledge 需要给出要查找的词语。",
}
_UNKNOWN_COLLECTION = {
    "en": 'There is no collection "{name}"; there are: {names}.',
    "zh": "没有名为“{name}”的集合；现有：{names}。",
}
_NO_COLLECTION = {
    "en": 'There is no collection "{name}"; there are none yet.',
    "zh": "没有名为“{name}”的集合；目前还没有任何集合。",
}
_NO_LIBRARY = {"en": "No library is open to search in.", "zh": "没有打开可供查找的资料库。"}


def search_knowledge(
    context: ToolContext,
    text: Annotated[str, FromQuestion(whole=True)],
    kind: Annotated[str | None, ForProse()] = None,
    after: Annotated[str | None, ForProse()] = None,
    before: Annotated[str | None, ForProse()] = None,
    collection: Annotated[str | None, ForProse()] = None,
    count_only: Annotated[bool | None, ForProse()] = None,
) -> Observation:
    """Search the user's own documents and return the passages that are about the text. With any
    of the other arguments, count and list every document or dated entry that matches instead;
    the text may then be empty, or the words that each must hold.

    Args:
    text: what to look for, a question or keywords
    kind: only documents of this kind, such as contract, meeting, email or PDF; "document" for any
    after: only those dated on or after this date
    before: only those dated on or before this date
    collection: only documents in the collection of this name
    count_only: true to count them without listing them
    """
    wanted = " ".join(text.split())
    filtered = any((kind, after, before, collection)) or count_only is not None
    if not wanted and not filtered:
        raise ToolError("invalid_argument", _NO_TEXT[context.language])
    if context.knowledge is None:
        raise ToolError("failed", _NO_LIBRARY[context.language])
    if filtered:
        from engine.survey.arguments import collection_question

        question = collection_question(
            context,
            words=wanted,
            kind=kind or "",
            after=after or "",
            before=before or "",
            collection=collection or "",
            count_only=bool(count_only),
        )
        return _surveyed(context, context.knowledge, question, count_only=bool(count_only))
    return (
        _overview(context, wanted)
        or _whole_collection(context, context.knowledge, wanted)
        or _passages(context, context.knowledge, wanted)
    )


def _overview(context: ToolContext, text: str) -> Observation | None:
    """What a question about all of an attachment asks for; None for any other question."""
    if context.attached is None:
        return None
    return context.attached.overview(text, context.room, context.language)


def _whole_collection(
    context: ToolContext, knowledge: KnowledgeSearch, text: str
) -> Observation | None:
    """The answer to a question about the whole library; None when `text` is none.

    Where such a question finds nothing, the documents' text may still say something about it:
    "how many invoices did we write in May" may be told in a report.
    """
    from engine.survey.reading import read_collection_question

    question = read_collection_question(text, context)
    if question is None:
        return None
    found = _survey(context, knowledge, question)
    if not found.looked_at or (_may_be_told(found) and knowledge.search(text, 1)):
        return None
    return _survey_observation(context, found)


def _may_be_told(found: Survey) -> bool:
    question = found.question
    if found.items or found.only_mention or question.collection or question.dated_by != "own":
        return False
    listed_words = question.want == "list" and bool(question.words)
    named = not question.kind.is_any and not question.kind.is_file
    return listed_words or (named and bool(question.period or question.words or question.person))


def _surveyed(
    context: ToolContext,
    knowledge: KnowledgeSearch,
    question: CollectionQuestion,
    *,
    count_only: bool,
) -> Observation:
    found = _survey(context, knowledge, question)
    return _survey_observation(context, found, count_only=count_only)


def _survey(
    context: ToolContext, knowledge: KnowledgeSearch, question: CollectionQuestion
) -> Survey:
    from engine.survey.survey import UnknownCollectionError

    try:
        return knowledge.survey(question, context.now.date())
    except UnknownCollectionError as error:
        names = ", ".join(error.names)
        message = (_UNKNOWN_COLLECTION if names else _NO_COLLECTION)[context.language]
        raise ToolError("invalid_argument", message.format(name=error.name, names=names)) from None


def _survey_observation(
    context: ToolContext, found: Survey, *, count_only: bool = False
) -> Observation:
    from engine.survey.wording import survey_observation

    return survey_observation(found, context.language, count_only=count_only)


def _passages(context: ToolContext, knowledge: KnowledgeSearch, text: str) -> Observation:
    passages = knowledge.search(text, PASSAGE_LIMIT)
    described = () if passages else _described(knowledge, text)
    if context.web is None or context.attached is not None:
        # Nothing else can be asked: whether these answer is for the model to say.
        passages = knowledge.search(text, PASSAGE_LIMIT, weak=True)
    passages = described or passages
    if not passages:
        raise ToolError("not_found", _NOT_FOUND[context.language].format(text=text))
    return Observation(
        text="\n".join(_line(passage) for passage in passages),
        data=[
            {
                "source": passage.source,
                "title": passage.title,
                "location": passage.location.to_json(),
                "text": passage.text,
                "score": passage.score,
            }
            for passage in passages
        ],
        passages=passages,
        trust="private",
    )


def _described(knowledge: KnowledgeSearch, text: str) -> tuple[Passage, ...]:
    """What is found about the days that a question about time describes.

    "How many days until": no document says that of its dates.
    """
    from engine.date_questions import read_date_question

    asked = read_date_question(text)
    words = " ".join(day.words for day in asked.days) if asked else ""
    return knowledge.search(words, PASSAGE_LIMIT) if words and words != text else ()


def _line(passage: Passage) -> str:
    """One passage on one line, with the title and heading that it stands under, and its time."""
    place = " › ".join(part for part in (passage.title, passage.location.heading) if part)
    if passage.location.start is not None:
        place += f" [{time_code(passage.location.start)}]"
    return f"{place}: {' '.join(passage.text.split())}"


TOOLS = (
    tool(
        search_knowledge,
        en="Search the documents",
        zh="在资料库中查找",
        returns="the passages found, one a line, each with its document; or the count and a list",
    ),
)
