"""What is said in a recording, with times: decoded, cut into speech, and read by whisper.

It runs in the media worker. Memory holds one piece of at most 30 seconds beside the model, whatever
the length of the recording; the model is loaded when somebody speaks for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.cleaning import clean_line
from engine.reading.chinese_script import simplified
from engine.reading.media import NO_SPEECH_MODEL, MediaOptions, Parts, TimedText
from engine.reading.speech_audio import Sound, sound_of
from engine.reading.speech_chunks import Chunk
from engine.reading.video_container import opened
from engine.time_codes import clock
from models.language.base import ModelError
from models.sound import RATE, Samples
from models.speech import SpeechRecogniser, SpokenSegment
from models.speech_inventions import believable
from models.voice_activity import Stretch, VoiceActivity, best_judge

# Silence of this length is a part of its own, so that it is not listened to again either.
_QUIET_PART: Final = 300 * RATE
# A language counts as known once it has this much probability on average over a piece or three.
_SURE: Final = 0.8
_MOST_VOTES: Final = 3


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said in a recording.

    `texts` are in order of time. `language` is the code of the language spoken and `model` the name
    of the model's file, both empty where nothing is said or there is no model. `unread` is one line
    about what could not be heard, empty when all was.
    """

    texts: tuple[TimedText, ...] = ()
    language: str = ""
    model: str = ""
    unread: str = ""


def read_speech(path: Path, options: MediaOptions, parts: Parts) -> Speech:
    """Transcribe the sound of a recording, going on behind the parts that are known.

    Raises:
        ReadingError: the recording cannot be opened.
    """
    with opened(path) as container:
        stream = sound_of(container)
        if stream is None:
            undecodable = "no speech: its sound is of a kind that cannot be decoded"
            return Speech(unread=undecodable if container.streams.audio else "")
        if options.speech_model is None:
            return Speech(unread=NO_SPEECH_MODEL if options.speech_wanted else "")
        reading = _Reading(Path(options.speech_model), options, parts)
        reading.resume()
        try:
            if not reading.is_whole:
                reading.listen(Sound(container, stream))
        except ModelError as error:
            reading.unread = f"no speech: {clean_line(str(error))}"
        return reading.result()


@dataclass(slots=True)
class _Reading:
    """One recording being listened to."""

    model: Path
    options: MediaOptions
    parts: Parts
    texts: list[TimedText] = field(default_factory=list)
    unread: str = ""
    is_whole: bool = False
    _at: int = 0  # the sample up to which parts were kept
    _language: str = ""  # once it is settled
    _spoken: str = ""  # of the last piece in which something was said
    _votes: list[dict[str, float]] = field(default_factory=list)
    _recogniser: SpeechRecogniser | None = None
    _pending: Chunk | None = None
    _whole: float = 0.0
    _told: int = 0

    def resume(self) -> None:
        """Take in the parts that an earlier run has kept."""
        while not self.is_whole and (known := self.parts.known(_name(self._at))) is not None:
            self._at = int(known["to"])
            self._language = self._spoken = str(known["language"]) or self._language
            self.unread = str(known["unread"])
            self.is_whole = bool(known["last"])
            self.texts += [
                TimedText(str(text), float(start), float(end), "said", float(confidence))
                for start, end, text, confidence in known["lines"]
            ]

    def listen(self, sound: Sound) -> None:
        """Listen from there to the end; raises ModelError."""
        self._whole = sound.duration
        activity = VoiceActivity(best_judge())
        at = self._at
        for _ in activity.finish(at):
            pass
        for block in sound.blocks(self._at):
            if block.at != at:
                self._gather(activity.finish(block.at))
            at = block.at + len(block.samples)
            self._gather(activity.feed(block.samples))
            self._pause(activity.quiet_since)
            # What waits to be transcribed is not done yet.
            self._tell(at if self._pending is None else self._pending.start)
        self._gather(activity.finish())
        self._read_pending()
        self.unread = _what_was_missed(sound)
        self.is_whole = True
        self._keep(self._at, [])

    def result(self) -> Speech:
        """What came of it."""
        heard = bool(self.texts)
        return Speech(
            tuple(self.texts),
            language=self._spoken if heard else "",
            model=self.model.stem if heard else "",
            unread=self.unread,
        )

    def _gather(self, stretches: Iterable[Stretch]) -> None:
        for stretch in stretches:
            if self._pending is None:
                self._pending = Chunk(stretch)
            elif not self._pending.take(stretch):
                self._read_pending()
                self._pending = Chunk(stretch)

    def _pause(self, quiet_since: int | None) -> None:
        """Do what can be done while nobody speaks."""
        if quiet_since is None:
            return
        if self._pending is not None:
            if not self._pending.is_near(quiet_since):
                self._read_pending()
        elif quiet_since - self._at >= _QUIET_PART:
            self._keep(quiet_since, [])

    def _read_pending(self) -> None:
        """Transcribe what was gathered, and keep it."""
        chunk, self._pending = self._pending, None
        if chunk is None:
            return
        if self._recogniser is None:
            self._recogniser = SpeechRecogniser(self.model, threads=self.options.threads)
        samples = chunk.samples()
        language = self._language or self._heard_language(self._recogniser, samples)
        segments = self._recogniser.transcribe(
            samples, language=language, stop=lambda: self._tell(chunk.start)
        )
        said = list(believable(segments))
        if not said and not self._language:
            # Music and noise have no language.
            self._votes.pop()
        self._keep(chunk.end, [_line(one, chunk) for one in said], language if said else "")

    def _heard_language(self, recogniser: SpeechRecogniser, samples: Samples) -> str:
        """The language of the pieces so far; it is settled when it is clear, or after a few."""
        best, shares = recogniser.language_of(samples, self.options.languages)
        self._votes.append(shares)
        likely = self._likely()
        mean = sum(vote.get(likely, 0.0) for vote in self._votes) / len(self._votes)
        if mean >= _SURE or len(self._votes) >= _MOST_VOTES:
            self._language = best = likely
        return best

    def _likely(self) -> str:
        names = {name for vote in self._votes for name in vote}
        return max(names, key=lambda name: sum(vote.get(name, 0.0) for vote in self._votes))

    def _keep(self, to: int, texts: list[TimedText], language: str = "") -> None:
        self.parts.keep(
            _name(self._at),
            {
                "to": to,
                "language": language,
                "lines": [[one.start, one.end, one.text, one.confidence] for one in texts],
                "unread": self.unread,
                "last": self.is_whole,
            },
        )
        self.texts += texts
        self._spoken = language or self._spoken
        self._at = to
        self._tell(to)

    def _tell(self, at: int) -> bool:
        """Report how far it is; false: nothing is to be stopped."""
        self._told = max(self._told, at)
        done = self._told / RATE
        self.parts.progress("said", done, max(done, self._whole))
        return False


def _name(at: int) -> str:
    """The name of the part that begins at this sample."""
    return f"said from {at / RATE:.3f}"


def _line(segment: SpokenSegment, chunk: Chunk) -> TimedText:
    start, end = chunk.times(segment.start, segment.end)
    text = clean_line(segment.text)
    if segment.language == "zh":
        text = simplified(text)
    return TimedText(text, round(start, 2), round(end, 2), "said", round(segment.confidence, 3))


def _what_was_missed(sound: Sound) -> str:
    """One line about what could not be heard, empty when all was."""
    if sound.is_protected:
        return "no speech: its sound is protected (DRM)"
    if sound.first_damage is None:
        return ""
    if not sound.heard:
        return "no speech: its sound is damaged"
    return f"its sound is damaged in places, first at {clock(sound.first_damage)}"
