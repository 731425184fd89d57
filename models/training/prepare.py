"""Learn the tokenizer and pack the training data into token arrays.

python -m models.training.prepare --step prose --data ../shared/data --work .training
"""

from __future__ import annotations

import argparse
import json
from itertools import chain, islice
from pathlib import Path

from models.training.archives import unpack
from models.training.batches import pack_conversations, read_conversations
from models.training.config import DecoderConfig
from models.training.corpus import clean_blocks, evaluation_ngrams, pack_prose
from models.training.tokenizer import load_tokenizer, train_tokenizer

PROSE_ARCHIVES = (
    "prose-en-general",
    "prose-en-technical",
    "prose-zh-general",
    "prose-zh-technical",
)
TOKENIZER_BYTES = 5_000_000
PROSE_BYTES = 9_000_000


def contents(path: Path, limit: int) -> list[str]:
    """The texts of the first `limit` conversations."""
    conversations = islice(read_conversations(path), limit)
    return [message["content"] for messages in conversations for message in messages]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--conversations", type=Path)
    steps = ("tokenizer", "prose", "conversations", "polish", "tools")
    parser.add_argument("--step", choices=steps, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer_path = options.work / "tokenizer.json"
    config = DecoderConfig()
    if options.step == "tokenizer":
        folder = unpack(options.data, options.work, PROSE_ARCHIVES)
        prose = clean_blocks(folder, ("en", "zh"), TOKENIZER_BYTES, set())
        texts = contents(options.conversations, 60_000)
        train_tokenizer(chain(prose, texts), config.vocabulary, tokenizer_path)
    elif options.step == "prose":
        folder = unpack(options.data, options.work, PROSE_ARCHIVES)
        forbidden = evaluation_ngrams(options.data / "document-qa")
        blocks = clean_blocks(folder, ("en", "zh"), PROSE_BYTES, forbidden)
        count = pack_prose(load_tokenizer(tokenizer_path), blocks, options.work / "prose.npy")
        print(json.dumps({"prose_tokens": count}))
    else:
        kept, dropped = pack_conversations(
            load_tokenizer(tokenizer_path),
            options.conversations,
            options.work / f"{options.step}.npz",
            config.context,
        )
        print(json.dumps({"conversations": kept, "left_out": dropped}))


if __name__ == "__main__":
    main()
