"""The end of a question: the answer is written, cited, and made whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from engine.citations import CitationWriter, cite
from engine.cleaning import clean
from engine.concluding import (
    EMPTY_LIBRARY_TEXT,
    GO_ONLINE_TEXT,
    NOT_FOUND_IN_ATTACHED_TEXT,
    NOT_FOUND_ON_THE_WEB_TEXT,
    NOT_FOUND_TEXT,
    ONLY_TROUBLE_TEXT,
    POINTER_TOKENS,
    PROSE_TOKENS,
    REPLY_TOKENS,
    TROUBLE_TEXT,
    Pointed,
    pointed_answer,
    pointer_constraint,
    read_pointer,
)
from engine.events import (
    Answer,
    Citation,
    Concluding,
    Event,
    Outcome,
    StopReason,
    UsageTotals,
)
from engine.evidence import Evidence, is_computed, passage_of, sentence_evidence
from engine.exact_times import with_exact_times
from engine.profile import DEFAULT_PROFILE
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.quoted_lines import with_exact_lines
from engine.quoting import DEFAULT_QUOTE, QuoteSettings, options_for, weigh
from engine.subjects import asks_for_a_list
from engine.tools.observation import Observation
from engine.tools.wording import day_text
from models.language.base import (
    Constraint,
    ContextOverflowError,
    Generation,
    LanguageModel,
    Message,
    OptionScorer,
)

Result = TypeVar("Result")


class Conclusion:
    """Writes the answer of one question and remembers what it became."""

    def __init__(
        self,
        model: LanguageModel,
        layout: PromptLayout,
        question: Question,
        progress: Progress,
        quote: QuoteSettings = DEFAULT_QUOTE,
    ) -> None:
        self._quote = quote
        self._model = model
        self._layout = layout
        self._question = question
        self._progress = progress
        self._text = ""
        self._citations: tuple[Citation, ...] = ()
        self._outcome: Outcome = "stopped"

    @property
    def complete(self) -> bool:
        """Whether the answer was written to its end."""
        return self._outcome != "stopped"

    def write(self) -> Iterator[Event]:
        """The pieces of the answer.

        Raises:
            ModelError: the model failed.
        """
        if self._progress.talk:
            yield from self._reply()
        elif not self._progress.shown and not self._progress.recalled:
            yield from self._say_not_found()
        elif self._model.style == "pointer" and not self._quote.never:
            # The last observation is what the plan was after; earlier ones only led to it.
            request = self._layout.conclude(self._question.goal, with_evidence=True)
            yield from self._point(self._progress.latest, request)
        elif self._quote.always:
            yield from self._quote_sentences()
        else:
            yield from self._prose()

    def answer(self, seconds: float, stop_reason: StopReason | None) -> Answer:
        """The whole answer; what was written so far when the question was stopped."""
        usage = self._progress.usage
        return Answer(
            question=self._question.goal,
            text=self._text.strip(),
            language=self._question.language,
            outcome=self._outcome,
            citations=self._citations,
            tasks=tuple(self._progress.records),
            session=self._question.session,
            model=self._model.name,
            usage=UsageTotals(
                usage.prompt_tokens,
                usage.evaluated_tokens,
                usage.generated_tokens,
                seconds,
                usage.context_tokens,
            ),
            stop_reason=stop_reason,
        )

    def _generate(
        self, max_tokens: int, constraint: Constraint | None, request: Message
    ) -> Generation:
        return self._fitting(
            lambda messages: self._model.generate(
                messages,
                max_tokens=max_tokens,
                constraint=constraint,
                cancel=self._question.cancel,
            ),
            request,
        )

    def _fitting(self, work: Callable[[list[Message]], Result], request: Message) -> Result:
        """What `work` makes of as many messages as there is room for, and the request."""
        while True:
            try:
                return work([*self._progress.messages, request])
            except ContextOverflowError:
                if not self._progress.forget_oldest():
                    raise

    def _finish(self, generation: Generation, outcome: Outcome) -> None:
        self._progress.usage += generation.usage
        self._outcome = "stopped" if generation.finish == "cancelled" else outcome

    def _reply(self) -> Iterator[Event]:
        room = REPLY_TOKENS if self._model.style == "pointer" else PROSE_TOKENS
        writer = CitationWriter(self._progress.evidence)
        request = self._layout.conclude(self._question.goal, with_evidence=False)
        generation = self._generate(room, None, request)
        yield from self._written(writer, self._by_its_name(generation))
        self._finish(generation, "answered")

    def _by_its_name(self, pieces: Iterable[str]) -> Iterable[str]:
        """A small model says the name that it was trained with: the profile's stands in its
        place."""
        name = self._layout.profile.name
        if self._model.style != "pointer" or name == DEFAULT_PROFILE.name:
            return pieces
        return ["".join(pieces).replace(DEFAULT_PROFILE.name, name)]

    def _say_not_found(self) -> Iterator[Event]:
        language, progress = self._question.language, self._progress
        text = NOT_FOUND_TEXT[language]
        if self._question.library_is_empty and self._searched():
            text = EMPTY_LIBRARY_TEXT[language]
        elif progress.searched_web and not progress.troubles:
            text = NOT_FOUND_ON_THE_WEB_TEXT[language]
        elif self._question.attached is not None:
            text = NOT_FOUND_IN_ATTACHED_TEXT[language]
        if progress.troubles:
            told = TROUBLE_TEXT if self._searched() else ONLY_TROUBLE_TEXT
            text = told[language].format(text=text, trouble=progress.troubles[-1])
        elif self._question.could_go_online and not self._question.library_is_empty:
            text += GO_ONLINE_TEXT[language]
        self._text = text
        self._outcome = "not_found"
        yield Concluding(self._text)

    def _searched(self) -> bool:
        records = self._progress.records
        return any(record.task.command.name == "search_knowledge" for record in records)

    def _quote_sentences(self) -> Iterator[Event]:
        """A large model points at sentences of what it has read, as a small one does."""
        progress, goal = self._progress, self._question.goal
        # An earlier answer is no source: what it was taken from is.
        read = [
            piece
            for piece in progress.evidence.values()
            if not piece.source.startswith(("tool:", "session:"))
        ]
        computed = [piece for piece in progress.shown if is_computed(piece.source)]
        passages = tuple(passage_of(piece) for piece in read)
        observation = Observation("", passages=passages)
        pieces = computed + sentence_evidence(goal, observation, progress.next_id())
        if not pieces:
            yield from self._say_not_found()
            return
        yield from self._point(pieces, self._layout.conclude_by_quoting(goal, pieces))

    def _point(self, pieces: Sequence[Evidence], request: Message) -> Iterator[Event]:
        progress, pointed = self._progress, self._pointed(pieces, request)
        if not self.complete:
            return
        if not pointed.evidence:
            yield from self._say_not_found()
            return
        self._citations = self._exact(
            cite(number, piece) for number, piece in enumerate(pointed.evidence, 1)
        )
        if all(piece.id in progress.errors for piece in pointed.evidence):
            # What is wrong with the question is said plainly; it is no answer and cites nothing.
            self._outcome, self._citations = "failed", ()
            self._text = pointed.evidence[0].text
            yield Concluding(self._text)
            return
        further = self._grounds(pointed.evidence)
        marks = "".join(f" [{citation.id}]" for citation in further)
        self._citations += further
        answer = pointed_answer(pointed, self._question.language)
        for line in f"{answer}{marks}".splitlines(keepends=True):
            self._text += line
            yield Concluding(line)

    def _pointed(self, pieces: Sequence[Evidence], request: Message) -> Pointed:
        """What the model points at: by the likelihood of each, where it can tell that."""
        progress, model = self._progress, self._model
        everything = progress.everything if len(progress.everything) > 1 else ()
        options = options_for(pieces, everything=bool(everything), certain=progress.certain)
        if progress.whole or len(options) < 2 or not isinstance(model, OptionScorer):
            return self._written_pointer(pieces, everything, request)
        cancel = self._question.cancel
        scores = self._fitting(
            lambda messages: model.score(messages, options, cancel=cancel), request
        )
        progress.usage += scores.usage
        if not scores.log_probabilities:
            return Pointed(())
        self._outcome = "answered"
        weighed = weigh(
            pieces,
            options,
            scores.log_probabilities,
            question=self._question.shown_goal,
            trained=model.style == "pointer",
        )
        listed = bool(everything) and is_computed(pieces[0].source)
        if weighed.wants_everything or (listed and asks_for_a_list(self._question.shown_goal)):
            return Pointed(tuple(everything))
        chosen = weighed.chosen(self._quote)
        if not chosen or is_computed(chosen[0].source):
            return Pointed(chosen)
        # The likeliest sentence is settled; what is left to write are the words of it that answer.
        best = self._written_pointer(chosen[:1], (), request, certain=True)
        return replace(best, evidence=chosen)

    def _written_pointer(
        self,
        pieces: Sequence[Evidence],
        everything: Sequence[Evidence],
        request: Message,
        *,
        certain: bool = False,
    ) -> Pointed:
        constraint = pointer_constraint(
            pieces,
            self._layout.shown,
            everything=bool(everything),
            whole=self._progress.whole,
            certain=certain or self._progress.certain,
        )
        generation = self._generate(POINTER_TOKENS, constraint, request)
        pointed = read_pointer("".join(generation), pieces, everything, self._layout.shown)
        self._finish(generation, "answered")
        return pointed

    def _grounds(self, pointed: Sequence[Evidence]) -> tuple[Citation, ...]:
        """What a calculation with named days rests on: where those days are said."""
        if len(pointed) != 1 or not is_computed(pointed[0].source):
            return ()
        language, progress = self._question.language, self._progress
        days = {name: progress.named_dates[name] for name in progress.dated_by}
        said = dict(progress.dated_by)
        if progress.dated is not None:
            days |= progress.dated.days
            said |= progress.dated.by
        stated = {
            piece.text: piece
            for name, piece in said.items()
            if day_text(days[name], language) in pointed[0].text
        }
        return self._exact(cite(number, piece) for number, piece in enumerate(stated.values(), 2))

    def _prose(self) -> Iterator[Event]:
        writer = CitationWriter(self._progress.evidence)
        request = self._layout.conclude(self._question.goal, with_evidence=True)
        generation = self._generate(PROSE_TOKENS, None, request)
        yield from self._written(writer, generation)
        # An answer that rests on nothing observed must not look like one that does.
        self._finish(generation, "answered" if self._citations else "not_found")

    def _written(self, writer: CitationWriter, pieces: Iterable[str]) -> Iterator[Event]:
        """The model's own words as they come, with the citations that they make."""
        for piece in pieces:
            shown = writer.feed(clean(piece))
            self._text = writer.text
            if shown:
                yield Concluding(shown)
        rest = writer.finish()
        if rest:
            yield Concluding(rest)
        self._text = writer.text
        self._citations = self._exact(writer.citations())

    def _exact(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """The citations at the very lines and seconds of their quotes."""
        return with_exact_times(with_exact_lines(citations), self._question.recordings)
