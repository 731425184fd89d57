"""The built-in embedding model is made end to end, on a corpus and a teacher of this file's own."""

from __future__ import annotations

import argparse
import io
import json
import random
import struct
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.embedding.static import StaticModel
from models.training.embedding_queries import question_from

WIDTH, HEADS = 24, 12
# Twelve subjects of six made-up words, and a Han character that translates each of them.
SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa")
WORDS = [first + second for first in SYLLABLES for second in SYLLABLES][:72]
SUBJECTS = [WORDS[start : start + 6] for start in range(0, 72, 6)]
HAN = {word: chr(0x4E00 + 50 * number) for number, word in enumerate(WORDS)}
FILLER = ["the", "a", "of", "in", "near", "with", "old", "new", "every", "small", "great"]
pytestmark = pytest.mark.usefixtures("torch_installed")


def english_sentence(rng: random.Random, subject: list[str]) -> str:
    words = [rng.choice(subject if rng.random() < 0.6 else FILLER) for _ in range(12)]
    return f"In {rng.randint(1900, 2020)} they saw {' '.join(words)}."


def chinese_sentence(rng: random.Random, subject: list[str]) -> str:
    return (
        f"{rng.randint(1900, 2020)}年，"
        + "的".join(HAN[rng.choice(subject)] for _ in range(12))
        + "。"
    )


def prose(rng: random.Random, sentence: Any) -> str:
    documents = []
    for number in range(48):
        subject = SUBJECTS[number % len(SUBJECTS)]
        paragraphs = [
            " ".join(sentence(rng, subject) for _ in range(6)) for _ in range(rng.randint(1, 3))
        ]
        documents.append(f"# {number}\n" + "\n\n".join(paragraphs))
    return "\n\n\n".join(documents)


def write_archive(path: Path, name: str, text: str) -> None:
    with tarfile.open(path, "w:xz") as archive:
        data = text.encode()
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))


def write_data(folder: Path) -> str:
    """The archives that the training reads; returns a passage that evaluations use."""
    rng = random.Random(4)
    text, questions = folder / "text", folder / "document-qa"
    (questions / "qed").mkdir(parents=True)
    text.mkdir()
    evaluated = english_sentence(rng, WORDS) + " " + english_sentence(rng, WORDS)
    english = prose(rng, english_sentence) + f"\n\n\n# Evaluated\n{evaluated}" + " Also tax." * 20
    write_archive(text / "prose-en-general.tar.xz", "en/general.txt", english)
    write_archive(text / "prose-en-technical.tar.xz", "en/more.txt", prose(rng, english_sentence))
    write_archive(text / "prose-zh-general.tar.xz", "zh/general.txt", prose(rng, chinese_sentence))
    write_archive(text / "prose-zh-technical.tar.xz", "zh/m.txt", prose(rng, chinese_sentence))
    pairs = [f"{word}\t{character}" for word, character in HAN.items()]
    write_archive(text / "parallel-en-zh.tar.xz", "parallel/p.tsv", "\n".join(pairs))
    article = {"title": "t", "paragraphs": [{"context": evaluated, "qas": []}]}
    (questions / "squad.json").write_text(json.dumps({"data": [article]}))
    agents = folder / "agents"
    agents.mkdir()
    steps = [
        {
            "question": " ".join(words[:2]) + "?",
            "decomposition": [f"Which {words[2]}?", "Is #1 new?"],
            "facts": [english_sentence(rng, words), english_sentence(rng, words)],
        }
        for words in SUBJECTS
    ]
    write_archive(agents / "strategyqa.tar.xz", "data/train.json", json.dumps(steps))
    talks = [
        {
            "messages": [
                {"message": f"{HAN[words[0]]}是什么？"},
                {
                    "message": "不知道。",
                    "attrs": [
                        {
                            "name": f"{HAN[words[1]]}（某）",
                            "attrname": "说明",
                            "attrvalue": chinese_sentence(rng, words),
                        }
                    ],
                },
            ]
        }
        for words in SUBJECTS
    ]
    write_archive(agents / "kdconv.tar.xz", "data/film/dev.json", json.dumps(talks))
    with (questions / "qed" / "qed-dev.jsonlines").open("w") as file:
        for number in range(40):
            subject = SUBJECTS[number % len(SUBJECTS)]
            sentences = [english_sentence(rng, subject) for _ in range(4)]
            entry = {"question_text": sentences[0], "paragraph_text": " ".join(sentences)}
            file.write(json.dumps(entry) + "\n")
    return evaluated


def write_teacher(folder: Path) -> None:
    """An untrained BERT in the files that the teacher is read from."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    folder.mkdir()
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789"]
    vocabulary = [
        "[PAD]",
        "[UNK]",
        *WORDS,
        *FILLER,
        *letters,
        *(f"##{letter}" for letter in letters),
    ]
    vocabulary = list(dict.fromkeys(vocabulary))
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    numbers = {token: number for number, token in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    rng = np.random.default_rng(0)
    shapes = {
        "embeddings.word_embeddings": (len(vocabulary), WIDTH),
        "embeddings.position_embeddings": (256, WIDTH),
        "embeddings.token_type_embeddings": (2, WIDTH),
        "embeddings.LayerNorm": (WIDTH,),
    }
    layer = "encoder.layer.0."
    for name in ("query", "key", "value"):
        shapes[f"{layer}attention.self.{name}"] = (WIDTH, WIDTH)
    shapes[f"{layer}attention.output.dense"] = (WIDTH, WIDTH)
    shapes[f"{layer}intermediate.dense"] = (2 * WIDTH, WIDTH)
    shapes[f"{layer}output.dense"] = (WIDTH, 2 * WIDTH)
    shapes[f"{layer}attention.output.LayerNorm"] = shapes[f"{layer}output.LayerNorm"] = (WIDTH,)
    tensors = {}
    for name, shape in shapes.items():
        tensors[f"{name}.weight"] = rng.normal(0.0, 0.5, shape)
        tensors[f"{name}.bias"] = np.zeros(shape[0])
    header, data = {}, b""
    for name, values in tensors.items():
        piece = values.astype(np.float32).tobytes()
        place = [len(data), len(data) + len(piece)]
        header[name] = {"dtype": "F32", "shape": values.shape, "data_offsets": place}
        data += piece
    text = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> argparse.Namespace:
    folder = tmp_path_factory.mktemp("embedding")
    write_data(folder / "data")
    write_teacher(folder / "teacher")
    (folder / "characters.txt").write_text("麵\t面\n乾\t干 乾\n", encoding="utf-8")
    return argparse.Namespace(
        data=folder / "data",
        work=folder / "work",
        teacher=folder / "teacher",
        characters=folder / "characters.txt",
        out=folder / "out.bin",
        steps=120,
        rate=3e-2,
        batch=48,
        teacher_blocks=1,
        threads=1,
    )


@pytest.fixture(scope="module")
def made(options: argparse.Namespace) -> StaticModel:
    from models.training import embedding

    embedding.make(options)
    return StaticModel.open(options.out)


def test_it_learns_what_belongs_together(made: StaticModel) -> None:
    # Three words of a subject find the other three, which they only shared passages with.
    english = made.embed_documents([" ".join(words[:3]) for words in SUBJECTS])
    chinese = made.embed_documents(["的".join(HAN[w] for w in words[:3]) for words in SUBJECTS])
    queries = np.stack([made.embed_query(" ".join(words[3:])) for words in SUBJECTS])
    wanted = np.arange(len(SUBJECTS))
    assert ((queries @ english.T).argmax(axis=1) == wanted).mean() > 0.8
    assert ((queries @ chinese.T).argmax(axis=1) == wanted).mean() > 0.5
    assert np.array_equal(made.embed_query("乾一"), made.embed_query("干一"))


def test_the_file_computes_what_was_trained(options: argparse.Namespace, made: StaticModel) -> None:
    import torch

    from models.embedding.features import FeatureExtractor
    from models.training.embedding_model import StaticEncoder

    vocabulary = json.loads((options.work / "vocabulary.json").read_text("utf-8"))
    state = torch.load(options.work / "encoder.pt", weights_only=True)["encoder"]
    count = len(vocabulary["names"])
    encoder = StaticEncoder(
        np.zeros((count, state["vectors"].shape[1]), np.float32), np.ones(count, np.float32)
    )
    encoder.load_state_dict(state)
    extractor = FeatureExtractor(vocabulary["names"], vocabulary["simplified"])
    text = "In 1999 they saw " + " ".join([*SUBJECTS[0], *SUBJECTS[1][:2]])
    query = " ".join(["which", *SUBJECTS[0][:2], *SUBJECTS[2][:1]])
    rows = [np.array(extractor.numbers(t), np.int32) for t in (text, query)]
    with torch.inference_mode():
        passage = encoder.passages([rows[0]])[0].numpy()
        asked = encoder.queries([rows[1]])[0].numpy()
        match = encoder.matches([rows[1]], [rows[0]]).item()
    # Four bits a number lose a little.
    assert passage @ made.embed_documents([text])[0] > 0.98
    assert asked @ made.embed_query(query) > 0.98
    # The mean of the best cosine of each word, by weights that lie between the least and the most.
    words = made.word_vectors(np.array(made.word_numbers(query.split()), np.intp))
    best = (words @ made.word_vectors(rows[0].astype(np.intp)).T).max(axis=1)
    assert best.min() - 0.02 <= match <= best.max() + 0.02
    assert best[1] == pytest.approx(1.0, abs=1e-5)


def test_evaluated_passages_are_left_out(options: argparse.Namespace, made: StaticModel) -> None:
    assert made.dimensions > 0
    from models.embedding.features import FeatureExtractor
    from models.training.embedding_prepare import read_prose

    passages = read_prose(options.data, options.work, FeatureExtractor([], {}))
    assert passages
    assert "Evaluated" not in {passage.title for passage in passages}


def test_training_goes_on_at_its_checkpoint(
    options: argparse.Namespace, made: StaticModel, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.training import embedding

    again = argparse.Namespace(**{**vars(options), "out": options.work / "again.bin"})
    embedding.make(again)
    assert capsys.readouterr().out == ""
    assert StaticModel.open(again.out).identity == made.identity


@pytest.mark.parametrize(
    ("sentence", "chinese", "gone"),
    [
        ("The bridge was opened to traffic in 1932.", False, "1932"),
        ("该桥于1932年通车。", True, "1932"),
    ],
)
def test_a_question_asks_for_something_of_the_sentence(
    sentence: str, chinese: bool, gone: str
) -> None:
    asked = {question_from(sentence, "", chinese, random.Random(seed)) for seed in range(40)}
    assert any(question is not None and gone not in question for question in asked)
    assert question_from("", "", chinese, random.Random(1)) is None
