"""Create and fill .venv, from a bare Python and nothing else.

    python3 packaging/environment.py run|dev|train

`run` installs the program, `dev` adds what `make test` needs and `train` what `make train` needs.
pip works quietly into .venv/install.log while the time is shown; if it fails, the log's end is.
A stamp in .venv holds a digest of pyproject.toml, so that nothing is done twice.
The Makefile has made sure that this Python is new enough.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = REPOSITORY / ".venv"
LOG = ENVIRONMENT / "install.log"
SECONDS_BETWEEN_SIGNS_OF_LIFE = 15
LOG_TAIL_LINES = 25
COMPILERS = ("cc", "gcc", "clang", "cl")
# Virtual machines may announce AMX and yet not run it, which a build for "this processor" then
# dies of; for small models it gains nothing.
NO_AMX = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
PROCESSOR = Path("/proc/cpuinfo")
# Loads llama.cpp and the built-in model, and lets it write a token.
TRIAL = (
    "from models.builtin import language_model_path as path\n"
    "from models.language.base import Message\n"
    "from models.language.local import LocalModel\n"
    "list(LocalModel(path()).generate([Message('user', 'hello')], max_tokens=1))\n"
)
# What CMake writes when it finds none.
SIGNS_OF_NO_COMPILER = ("CMAKE_C_COMPILER", "CMAKE_CXX_COMPILER")

# `pip install --group` came with pip 25.1.
UPGRADE_PIP = ("upgrading pip", ["install", "--upgrade", "pip>=25.1"])
INSTALL_PROGRAM = ("installing kagent and its libraries", ["install", "--editable", "."])
STEPS = {
    "run": [INSTALL_PROGRAM],
    "dev": [UPGRADE_PIP, ("installing the tools for the tests", ["install", "--group", "dev"])],
    "train": [("installing what training needs", ["install", "--editable", ".[train]"])],
}


class SetupError(Exception):
    """What went wrong and what to do about it, in one line."""


def say(text: str) -> None:
    """Write one line to stderr at once; stdout belongs to the program's answer."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def environment_python() -> Path:
    """Return the path of the Python inside .venv, whether it exists or not."""
    windows = os.name == "nt"
    return ENVIRONMENT / ("Scripts/python.exe" if windows else "bin/python")


def works(python: Path) -> bool:
    """Tell whether a Python starts and has pip; a moved or half-made environment does not."""
    try:
        done = subprocess.run([str(python), "-c", "import pip"], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def create_environment() -> None:
    """Create .venv unless a working one is there.

    Raises SetupError if this Python cannot make one.
    """
    if works(environment_python()):
        return
    say(f"Creating .venv with Python {sys.version.split()[0]}")
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        reason = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise SetupError(
            f"{sys.executable} cannot create .venv ({reason[0]}): "
            "on Debian and Ubuntu, apt install python3-venv"
        )


def last_line_of_log() -> str:
    """Return the log's last line, shortened to be shown after the time."""
    lines = LOG.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1].strip()[:70] if lines else ""


def run_pip(label: str, arguments: list[str]) -> None:
    """Run pip into the log and show every few seconds that it still works.

    Raises SetupError after showing the log's end if pip fails.
    """
    say(label[0].upper() + label[1:])
    command = [str(environment_python()), "-m", "pip", *arguments]
    began = time.monotonic()
    with LOG.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=build_variables(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            while True:
                try:
                    code = process.wait(SECONDS_BETWEEN_SIGNS_OF_LIFE)
                    break
                except subprocess.TimeoutExpired:
                    seconds = time.monotonic() - began
                    say(f"  {seconds:4.0f} s  {last_line_of_log()}")
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code:
        text = LOG.read_text("utf-8", "replace")
        say("\n".join(text.splitlines()[-LOG_TAIL_LINES:]))
        raise SetupError(explain_failure(label, text))
    say(f"  done in {time.monotonic() - began:.0f} s")


def build_variables() -> dict[str, str]:
    """Return the environment to compile llama.cpp in: without AMX where that is announced."""
    variables = dict(os.environ)
    announced = PROCESSOR.is_file() and " amx_tile" in PROCESSOR.read_text("utf-8", "replace")
    if announced and "CFLAGS" not in variables and understands(NO_AMX):
        variables |= {"CFLAGS": NO_AMX, "CXXFLAGS": NO_AMX}
    return variables


def understands(flags: str) -> bool:
    """Tell whether the C compiler knows these flags."""
    compiler = os.environ.get("CC") or "cc"
    command = [compiler, *flags.split(), "-x", "c", "-c", os.devnull, "-o", os.devnull]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def ensure_model_runs() -> None:
    """Compile llama.cpp anew where the build that pip had at hand does not run here.

    pip keeps the build of an earlier machine, which may have had another processor.
    Raises SetupError if the new one does not run either.
    """
    command = [str(environment_python()), "-c", TRIAL]
    if subprocess.run(command, check=False, cwd=REPOSITORY, capture_output=True).returncode == 0:
        return
    requirement = re.search(
        r"llama-cpp-python==[0-9.]+", (REPOSITORY / "pyproject.toml").read_text()
    )
    wanted = requirement[0] if requirement else "llama-cpp-python"
    again = ["install", "--no-cache-dir", "--force-reinstall", "--no-deps", wanted]
    run_pip("llama.cpp as it is does not run here: compiling it anew, about 5 minutes", again)
    done = subprocess.run(command, check=False, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"signal {-done.returncode}"])[-1]
        raise SetupError(f"the built-in model does not run here: {reason}")


def has_compiler() -> bool:
    """Tell whether a C compiler can be found."""
    return any(shutil.which(name) for name in (os.environ.get("CC", ""), *COMPILERS) if name)


def explain_failure(label: str, log: str) -> str:
    """Return the line that is shown after pip has failed and left this log."""
    if any(sign in log for sign in SIGNS_OF_NO_COMPILER):
        return (
            "llama-cpp-python is compiled here and there is no C and C++ compiler: install one "
            "(Debian and Ubuntu: apt install build-essential; Fedora: dnf install gcc-c++; "
            "macOS: xcode-select --install) and run make again"
        )
    return f"{label} failed, see above and {LOG}: mend the cause and run make again"


def digest() -> str:
    """Return what the stamps hold: changes of pyproject.toml or of the folder's place undo them."""
    content = (REPOSITORY / "pyproject.toml").read_bytes() + bytes(REPOSITORY)
    return hashlib.sha256(content).hexdigest()


def install(goal: str) -> None:
    """Carry out the steps of a goal, unless its stamp says that they are done.

    Raises SetupError as create_environment and run_pip do.
    """
    create_environment()
    stamp = ENVIRONMENT / f".kagent-{goal}"
    if stamp.exists() and stamp.read_text() == digest():
        stamp.touch()
        return
    if goal != "run":
        install("run")
    elif not has_compiler():
        say("There is no C compiler here: fine as long as pip finds llama-cpp-python ready made.")
    else:
        say("llama-cpp-python may have to be compiled, which takes about 5 minutes, only once.")
    for label, arguments in STEPS[goal]:
        run_pip(label, arguments)
    if goal == "run":
        ensure_model_runs()
    stamp.write_text(digest())


def main() -> int:
    """Install for the goal on the command line; return the exit code."""
    if len(sys.argv) != 2 or sys.argv[1] not in STEPS:
        say("usage: python3 packaging/environment.py run|dev|train")
        return 2
    try:
        install(sys.argv[1])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Running make again goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
