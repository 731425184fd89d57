"""Tools of installed packages: real metadata in a folder of sys.path, loaded by the worker only."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from engine.own_tools.custom import Found, find_custom_tools
from engine.own_tools.custom_call import ToolPlaces
from engine.own_tools.entry_points import entry_point_candidates
from engine.tools.context import ToolContext
from engine.tools.registry import Registry

MODULE = '''
def moon_phase(day: str) -> str:
    """Tell the phase of the moon."""
    return f"full on {day}"

def other(x: int) -> int:
    """Another."""
    return x

ALL = [moon_phase, other]
'''


def install(site: Path, name: str, points: str, module: str = "", direct_url: str = "") -> None:
    metadata = site / f"{name.replace('-', '_')}-1.2.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    (metadata / "entry_points.txt").write_text(f"[kagent.tools]\n{points}\n")
    if direct_url:
        (metadata / "direct_url.json").write_text(direct_url)
    if module:
        (site / f"{name.replace('-', '_')}.py").write_text(module)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def find(tmp_path: Path) -> Found:
    places = ToolPlaces.under(tmp_path / "home")
    return find_custom_tools(places, entry_point_candidates(places.folder))


def test_entry_points_of_three_forms(site: Path, tmp_path: Path) -> None:
    install(site, "moon-one", "moon = moon_one:moon_phase", MODULE)
    install(site, "moon-two", "all = moon_two:ALL", MODULE.replace("moon_phase", "moon_two"))
    install(site, "moon-x", "module = moon_x", MODULE.replace("moon_phase", "third"))
    found = find(tmp_path)
    assert found.warnings == ()
    names = [(entry.name, entry.origin) for entry in found.tools]
    assert names == [
        ("moon_two", "package moon-two 1.2"),
        ("other", "package moon-two 1.2"),
        ("third", "package moon-x 1.2"),
        ("other", "package moon-x 1.2"),
        ("moon_phase", "package moon-one 1.2"),
    ]
    context = ToolContext(datetime(2026, 1, 1))
    registry = Registry([found.tools[-1]])
    assert registry.run("moon_phase", {"day": "Friday"}, context).text == "full on Friday"
    assert "moon_one" not in sys.modules


def test_broken_packages_warn(site: Path, tmp_path: Path) -> None:
    install(site, "absent", "a = no_such_module:tool")
    install(site, "lacking", "b = lacking:tool", "x = 1\n")
    install(site, "raising", "c = raising:tool", "raise RuntimeError('not today')\n")
    install(site, "wrong", "d = wrong:tool", "tool = 3\n")
    found = find(tmp_path)
    assert found.tools == ()
    assert [warning.partition(";")[0] for warning in found.warnings] == [
        "package absent 1.2, entry point a: ModuleNotFoundError: No module named 'no_such_module'",
        "package lacking 1.2, entry point b: AttributeError: module 'lacking' has no attribute "
        "'tool'",
        "package raising 1.2, entry point c: RuntimeError: not today",
        "package wrong 1.2, entry point d: a tool must be a function, not int",
    ]


def test_a_package_in_work_is_described_anew(site: Path, tmp_path: Path) -> None:
    editable = '{"url": "file:///x", "dir_info": {"editable": true}}'
    install(site, "fixed", "a = fixed:moon_phase", MODULE)
    install(site, "moving", "b = moving:moon_phase", MODULE, editable)
    assert [one.stamp is None for one in entry_point_candidates(tmp_path)] == [False, True]
