"""What llama.cpp was compiled for, and whether this processor has it."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
from pathlib import Path
from typing import Final

from kagent_tui.cli.doctor_findings import Finding

_PROBE: Final = (
    "import llama_cpp, sys; sys.stdout.write(llama_cpp.llama_print_system_info().decode())"
)
_SECONDS: Final = 60
# What matters for speed, in the order of what is told: llama.cpp's name, Linux's, the usual one.
_WIDE: Final = (("AVX", "avx", "AVX"), ("AVX2", "avx2", "AVX2"), ("AVX512", "avx512f", "AVX-512"))
_ARM: Final = ("NEON", "DOTPROD", "MATMUL_INT8", "SVE")
_X86: Final = ("x86_64", "amd64", "i686")
# IsProcessorFeaturePresent, from Microsoft's documentation of processthreadsapi.h.
_WINDOWS_FEATURES: Final = {"avx": 39, "avx2": 40, "avx512f": 41}
_COMPILE: Final = (
    "compile it for this processor: {flags}pip install --force-reinstall --no-cache-dir "
    "--no-binary llama-cpp-python llama-cpp-python=={version}"
)
# Virtual machines may announce AMX and yet not run it.
_NO_AMX: Final = "-mno-amx-tile -mno-amx-int8"


def processor() -> Finding:
    """The processor's abilities, set against those that llama.cpp uses.

    llama.cpp is asked in a process of its own: one that was compiled for another processor ends
    with an illegal instruction.
    """
    from models.language.threads import usable_cpus

    cores = len(usable_cpus())
    text = f"{platform.machine()}, {cores} {'core' if cores == 1 else 'cores'}"
    has = abilities()
    if has:
        wide = [shown for _, flag, shown in _WIDE if flag in has]
        text += f"; it has {' and '.join(wide) if wide else 'neither AVX nor AVX2'}"
    built = llama_features()
    if built is None:
        return Finding(
            f"{text}; llama.cpp does not run on it: it was compiled for another",
            "fails",
            _advice(f'CFLAGS="{_NO_AMX}" CXXFLAGS="{_NO_AMX}" '),
        )
    names = [shown for name, _, shown in _WIDE if name in built]
    names += [name for name in _ARM if name in built]
    text += f"; llama.cpp uses {', '.join(names) if names else 'no vector instructions'}"
    return judged(text, has, built)


def judged(text: str, has: frozenset[str] | None, built: frozenset[str]) -> Finding:
    """Whether the answers will come as fast as they could."""
    if has is None or platform.machine().lower() not in _X86:
        return Finding(text)
    if "avx2" not in has:
        return Finding(
            text, "doubtful", "without AVX2 large models are slow: keep to small ones, or a server"
        )
    if "AVX2" not in built:
        return Finding(f"{text}, which is slow", "doubtful", _advice())
    return Finding(text)


def llama_features() -> frozenset[str] | None:
    """The names of the abilities that llama.cpp was compiled for; None where it does not run.

    Raises:
        ImportError: it is not installed, or lacks a library.
    """
    done = subprocess.run(  # noqa: S603 - this Python, and a program of ours
        [sys.executable, "-c", _PROBE],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode > 0:
        raise ImportError((done.stderr.strip().splitlines() or ["llama_cpp"])[-1])
    return parsed_features(done.stdout) if done.returncode == 0 else None


def parsed_features(line: str) -> frozenset[str]:
    """From "CPU : AVX = 1 | AVX2 = 0 | ...", those that are 1."""
    pairs = (part.partition("=") for part in line.rpartition(" : ")[2].split("|"))
    return frozenset(name.strip() for name, _, value in pairs if value.strip() == "1")


def abilities(cpuinfo: Path = Path("/proc/cpuinfo")) -> frozenset[str] | None:
    """The processor's flags as Linux names them; None where the system does not say."""
    if platform.machine().lower() not in _X86:
        return None
    if sys.platform == "win32":
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent in what mypy sees
        return frozenset(
            flag
            for flag, number in _WINDOWS_FEATURES.items()
            if kernel.IsProcessorFeaturePresent(number)
        )
    try:
        lines = cpuinfo.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    flags = next((line for line in lines if line.startswith("flags")), "")
    return frozenset(flags.partition(":")[2].split()) or None


def _advice(flags: str = "") -> str:
    from importlib.metadata import version

    return _COMPILE.format(flags=flags, version=version("llama-cpp-python"))
