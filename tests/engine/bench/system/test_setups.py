"""Which runs there are for what was asked for."""

from __future__ import annotations

from engine.bench.system.setups import WHOLE, Setup, chosen_setups, of_model


def test_parts_are_left_out_together_and_ablations_one_by_one() -> None:
    assert chosen_setups((), (), ablations=False) == [WHOLE]
    assert chosen_setups(("quotes", "memory"), (), ablations=False) == [Setup(("memory", "quotes"))]
    assert chosen_setups(("memory",), ("prose", "pointer"), ablations=False) == [
        Setup(("memory",), "prose"),
        Setup(("memory",), "pointer"),
    ]
    labels = [one.label for one in chosen_setups(("memory",), (), ablations=True)]
    assert labels == [
        "",
        "without memory",
        "without hybrid",
        "without quotes",
        "layout pointer",
        "layout prose",
    ]


def test_what_is_the_same_for_a_model_is_run_once() -> None:
    setups = chosen_setups((), (), ablations=True)
    small = [one.label for one in of_model(setups, "pointer")]
    assert small == ["", "without memory", "without hybrid", "without quotes", "layout prose"]
    large = [one.label for one in of_model(setups, "prose")]
    assert large == ["", "without memory", "without hybrid", "without quotes", "layout pointer"]


def test_only_a_layout_changes_the_prompts() -> None:
    assert Setup(("quotes",)).style("pointer") == "pointer"
    assert Setup(("memory",)).style("pointer") == "pointer"
    assert Setup(("quotes",), "pointer").style("prose") == "pointer"
