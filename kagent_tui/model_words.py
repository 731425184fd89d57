"""Models in words: how one fits, how its download goes, what a trial and a measurement found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kagent_tui.i18n import listed, mark, tr
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.troubles import in_words

if TYPE_CHECKING:
    from kagent_tui.model_shelf import FitReasons
    from models.benchmarking import Benchmark
    from models.download_events import DownloadEvent, Progressed
    from models.installed import Probe

VERIFIED: Final = {
    "published": mark("its hash is the published one"),
    "server": mark("its hash is the server's"),
    "first": mark("its hash is that of the first download"),
}
_UNVERIFIED: Final = mark("its hash was written down")
_RATES: Final = {
    "embedding": mark("{rate} texts/s"),
    "speech": mark("{rate} times as fast as speech"),
}
_LANGUAGE_RATE: Final = mark("{rate} tokens/s")
_FITS: Final = {
    "fits": mark("fits"),
    "slow": mark("slow"),
    "too big": mark("too big"),
    "unknown": mark("unknown"),
}
_LIBRARY_PASSAGES: Final = 10_000


def fit_word(fit: str) -> str:
    """In a word or two, whether a model fits this machine."""
    return tr(_FITS.get(fit, fit))


def fit_lines(reasons: FitReasons) -> list[str]:
    """Why it fits or does not, the reason that counts most first."""
    lines = [_memory_line(reasons)]
    if reasons.speed:
        rate = f"{reasons.speed:,.3g}" if reasons.is_measured else f"{reasons.speed:,.0f}"
        known = tr("{rate} tokens/s, as measured", rate=rate)
        guess = tr("about {rate} tokens/s on {cores} cores", rate=rate, cores=reasons.cores)
        speed = known if reasons.is_measured else guess
        lines.insert(0 if reasons.fit == "slow" else 1, speed)
    return lines


def _memory_line(reasons: FitReasons) -> str:
    if not reasons.memory_bytes:
        return tr("its memory is not known")
    needs, has = size_text(reasons.memory_bytes), size_text(reasons.total_bytes)
    if not reasons.total_bytes:
        return tr("needs {needs} of memory", needs=needs)
    if reasons.fit == "too big":
        return tr(
            "needs {needs} of {has} of memory, of which {free} can be spared",
            needs=needs,
            has=has,
            free=size_text(reasons.usable_bytes),
        )
    return tr("needs {needs} of {has} of memory", needs=needs, has=has)


def verified_words(verified: str) -> str:
    """What an installed model's hash was compared with."""
    return tr(VERIFIED.get(verified, _UNVERIFIED))


def probe_words(probe: Probe, kind: str) -> str:
    """What a trial found, in a few words."""
    parts = []
    if probe.rate is not None:
        parts.append(tr(_RATES.get(kind, _LANGUAGE_RATE), rate=f"{probe.rate:g}"))
    if probe.prompt_rate:
        parts.append(tr("prompts at {rate} tokens/s", rate=f"{probe.prompt_rate:g}"))
    if probe.memory:
        parts.append(tr("{size} of memory", size=size_text(probe.memory)))
    return listed(parts) or tr("works")


def share_words(part: int, whole: int | None) -> str:
    """So much of so much: "1.2 MB of 4.0 MB (30 %)"."""
    if not whole:
        return size_text(part)
    return tr(
        "{part} of {whole} ({percent} %)",
        part=size_text(part),
        whole=size_text(whole),
        percent=part * 100 // whole,
    )


def progress_words(event: Progressed) -> str:
    """How far it is, how fast it goes, and how long the rest may take."""
    parts = [share_words(event.bytes, event.total)]
    if event.rate > 0:
        parts.append(tr("{size}/s", size=size_text(event.rate)))
    left = event.seconds_left
    if left is not None and event.bytes != event.total:
        parts.append(tr("about {time} left", time=duration_text(left)))
    return listed(parts)


def download_words(event: DownloadEvent) -> str:
    """What an event of a download means; empty where nothing is to be said."""
    from models import download_events as events

    text = ""
    match event:
        case events.Started() if event.have:
            text = tr("going on after {size}", size=size_text(event.have))
        case events.Checking():
            share = share_words(event.bytes, event.total)
            text = tr("checking what is here: {share}", share=share)
        case events.Progressed():
            text = progress_words(event)
        case events.Retrying():
            pause = duration_text(event.seconds)
            text = tr("{reason}; asking again in {time}", reason=in_words(event.reason), time=pause)
        case events.Restarted():
            text = tr("{reason}: from the beginning", reason=in_words(event.reason))
        case events.Finished():
            text = tr("the whole file is here, and its hash is right")
    return text


def benchmark_lines(found: Benchmark, kind: str) -> list[str]:
    """The figures of a measurement, and what they mean for an answer."""
    own = {"embedding": _embedding_lines, "speech": _speech_lines}.get(kind, _language_lines)
    lines = own(found)
    lines.append(tr("loaded in {time}", time=duration_text(found.load_seconds)))
    if found.memory:
        lines.append(tr("memory: {size} at most", size=size_text(found.memory)))
    return lines


def _language_lines(found: Benchmark) -> list[str]:
    first, whole = found.answer_seconds
    read, written = found.answer_tokens
    return [
        tr(
            "an answer: about {time}, its first word after {first} "
            "({read} tokens read, {written} written)",
            time=duration_text(whole),
            first=duration_text(first),
            read=f"{read:,}",
            written=written,
        ),
        tr("reading: {rate} tokens a second", rate=f"{found.prompt_rate:,g}"),
        tr("writing: {rate} tokens a second", rate=f"{found.rate:,g}"),
        tr(
            "first token: after {time} for a prompt of {count} tokens",
            time=duration_text(found.first_token_seconds),
            count=found.prompt_tokens,
        ),
    ]


def _embedding_lines(found: Benchmark) -> list[str]:
    seconds = _LIBRARY_PASSAGES / found.rate if found.rate else 0.0
    return [
        tr(
            "a library of {count} passages: about {time}",
            count=f"{_LIBRARY_PASSAGES:,}",
            time=duration_text(seconds),
        ),
        tr("passages: {rate} a second", rate=f"{found.rate:,g}"),
    ]


def _speech_lines(found: Benchmark) -> list[str]:
    return [tr("speech: {rate} times as fast as it is spoken", rate=f"{found.rate:,g}")]
