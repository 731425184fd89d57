"""On the models screen: a server in the model's place, the context, what searches and hears."""

from __future__ import annotations

import json
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from kagent_tui.assembly import Assembly
from kagent_tui.config import Config
from kagent_tui.screens.dialogs import ChoiceScreen, LineScreen
from kagent_tui.screens.models import ModelsScreen
from models.installed import ModelFolder, Record, probe_of
from models.training.embedding_bert_gguf import write_bert_gguf
from store.records import NewDocument, NewSegment
from tests.engine.web_servers import page, raw_server
from tests.kagent_tui.models_host import ModelsHost, details, dialog, point, told
from tests.kagent_tui.small_bert import WORDS, random_bert
from tests.kagent_tui.waiting import until
from tests.models.test_speech_file import model_file

pytestmark = pytest.mark.anyio


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a model server with two models, and what it is asked."""
    names = ["llama3.2:1b", "[/b]qwen3:8b"]
    body = json.dumps({"data": [{"id": name} for name in names]}).encode()

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(page(body, content_type="application/json"))

    with raw_server(answer) as (port, requests):
        yield f"http://127.0.0.1:{port}", requests


async def _type(pilot: object, app: ModelsHost, key: str, text: str) -> None:
    """Press the key of a question, and answer it."""
    await pilot.press(key)  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(app.screen, LineScreen))  # type: ignore[arg-type]
    app.screen.query_one(Input).value = text
    await pilot.press("enter")  # type: ignore[attr-defined]


async def test_a_servers_model_is_chosen_by_its_address(
    tmp_path: Path, server: tuple[str, list[str]]
) -> None:
    url, _ = server
    app = ModelsHost(tmp_path, Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "kagent-nano" in details(pilot))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        assert "It sees every question" in dialog(pilot)
        app.screen.query_one(Input).value = url
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        assert app.screen.query_one(OptionList).option_count == 2
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(app.wanted))
        assert app.wanted == [f"{url}/v1"]
        assert tomllib.loads((tmp_path / "config.toml").read_text()) == {
            "model": f"{url}/v1",
            "remote_name": "[/b]qwen3:8b",
        }
        machine = app.screen.query_one("#machine")
        await until(pilot, lambda: f"{url}/v1 answers" in str(machine.render()))


@pytest.mark.parametrize(
    ("network", "typed", "says"),
    [
        ("off", "http://127.0.0.1:9", "the network is off"),
        ("ask", "http://127.0.0.1:9", "no model server at"),
        ("ask", "localhost", "is no URL"),
    ],
)
async def test_a_server_that_cannot_be_asked_is_not_written(
    tmp_path: Path, network: str, typed: str, says: str
) -> None:
    app = ModelsHost(tmp_path, Config(network=network))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "kagent-nano" in details(pilot))
        await _type(pilot, app, "s", typed)
        await until(pilot, lambda: says in told(pilot))
        assert app.wanted == []
        assert not (tmp_path / "config.toml").exists()


async def test_the_context_is_set_and_the_model_loaded_anew(tmp_path: Path) -> None:
    with Assembly(tmp_path / "home", Config()) as assembly:
        app = ModelsHost(tmp_path, Config(), assembly)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "kagent-nano" in details(pilot))
            await _type(pilot, app, "c", "1024")
            await until(pilot, lambda: bool(app.wanted))
            assert app.wanted == ["builtin"]
            assert assembly.use_model("builtin").context_tokens == 1024
            await _type(pilot, app, "c", "many")
            await until(pilot, lambda: "number of tokens" in told(pilot))
            await pilot.press("c")
            await until(pilot, lambda: isinstance(app.screen, LineScreen))
            assert app.screen.query_one(Input).value == "1024"
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ModelsScreen))


async def test_another_embedding_model_searches_once_its_vectors_are_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "models").mkdir(parents=True)
    write_bert_gguf(home / "models" / "tiny-bert.gguf", random_bert(len(WORDS)), WORDS, heads=4)
    with Assembly(home, Config()) as assembly:
        bank = assembly.bank
        texts = [f"The ferry {number} leaves." for number in range(20)]
        segments = [NewSegment(text, 0, len(text)) for text in texts]
        bank.add_document(NewDocument("/ferry.txt", "Ferries", texts[0], "1"), segments)
        app = ModelsHost(home, Config(), assembly)
        async with app.run_test(size=(80, 24)) as pilot:
            await point(pilot, "tiny-bert")
            await pilot.press("u")
            await until(pilot, lambda: bool(app.wanted))
            assert app.wanted == ["vectors"]
            assert tomllib.loads((home / "config.toml").read_text()) == {
                "embedding": "models/tiny-bert.gguf"
            }
            await until(pilot, lambda: "0 of 20 passages have vectors" in told(pilot))
            while assembly.embed_for(1.0):
                pass
            await until(pilot, lambda: "all 20 passages are there" in told(pilot))
            assert bank.vectors.identity is not None
            assert bank.vectors.reembedding.progress() == (20, 20)


async def test_a_speech_model_reads_recordings_from_now_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = ModelFolder(home / "models")
    folder.folder.mkdir(parents=True)
    for name, layers in (("small", 12), ("tiny", 4)):
        path = folder.folder / f"{name}.bin"
        path.write_bytes(model_file(layers=layers, text_layers=layers))
        folder.save(Record(name, "speech", "a test", probe=probe_of(path, rate=9.0)))
    with Assembly(home, Config()) as assembly:
        assert assembly.media_options().speech_model == str(folder.folder / "small.bin")
        app = ModelsHost(home, Config(), assembly)
        async with app.run_test(size=(80, 24)) as pilot:
            await point(pilot, "tiny")
            await pilot.press("u")
            await until(pilot, lambda: "tiny writes down what is said" in told(pilot))
            assert tomllib.loads((home / "config.toml").read_text()) == {
                "speech_model": "models/tiny.bin"
            }
            assert assembly.media_options().speech_model == str(folder.folder / "tiny.bin")
            await until(pilot, lambda: "State: in use" in details(pilot))
