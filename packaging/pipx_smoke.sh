#!/usr/bin/env bash
# Install the wheel as a user would, into an empty home, and let it answer a question.
#
#   packaging/pipx_smoke.sh [PYTHON]
#
# Uses pipx where there is one, else the same by hand (an environment of its own and a link).
# pip's cache stays in use, so that llama-cpp-python is compiled at most once on a machine.
set -euo pipefail

repository="$(cd "$(dirname "$0")/.." && pwd)"
python="${1:-python3}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Ask pip before HOME changes where it looks.
PIP_CACHE_DIR="${PIP_CACHE_DIR:-$("$python" -m pip cache dir)}"
export PIP_CACHE_DIR

"$python" -m pip wheel --quiet --no-deps --wheel-dir "$work/wheel" "$repository"
wheel="$(ls "$work"/wheel/kagent_tui-*.whl)"

mkdir -p "$work/home" "$work/bin"
if command -v pipx >/dev/null; then
    export PIPX_HOME="$work/pipx" PIPX_BIN_DIR="$work/bin" PIPX_MAN_DIR="$work/man"
    pipx install --python "$(command -v "$python")" "$wheel"
else
    "$python" -m venv "$work/pipx"
    "$work/pipx/bin/python" -m pip install --quiet "$wheel"
    ln -s "$work/pipx/bin/kagent" "$work/bin/kagent"
fi

export HOME="$work/home" KAGENT_HOME="$work/home/kagent"
cd "$work/home"
kagent="$work/bin/kagent"
"$kagent" --version
"$kagent" --help >/dev/null
"$kagent" add "$repository/examples" >/dev/null
answer="$("$kagent" ask --json "When does the last ferry leave Little Morwen?")"
grep -q '"outcome": *"answered"' <<<"$answer"
grep -q '21:15' <<<"$answer"
echo "pipx smoke test passed: $(du -sh "$work/pipx" | cut -f1) installed, wheel $(du -h "$wheel" | cut -f1)"
