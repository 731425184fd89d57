"""Learn the tokenizer and pack the training data into token arrays.

python -m models.training.prepare --step prose --data DATA --work .training
python -m models.training.prepare --step rows --work .training --conversations A.jsonl B.jsonl
"""

from __future__ import annotations

import argparse
import json
from itertools import chain, islice
from pathlib import Path

from models.training.archives import unpack
from models.training.config import DecoderConfig
from models.training.conversation_rows import pack_files, read_conversations
from models.training.corpus import clean_blocks, evaluation_ngrams, pack_prose
from models.training.tokenizer import load_tokenizer, train_tokenizer

PROSE_ARCHIVES = (
    "prose-en-general",
    "prose-en-technical",
    "prose-zh-general",
    "prose-zh-technical",
)
TOKENIZER_BYTES = 5_000_000
TOKENIZER_CONVERSATIONS = 60_000
# Bytes of prose a language, drawn evenly over the files.
PROSE_BYTES = 45_000_000


def contents(path: Path, limit: int) -> list[str]:
    """The texts of the first `limit` conversations."""
    conversations = islice(read_conversations(path), limit)
    return [message["content"] for messages in conversations for message in messages]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--conversations", type=Path, nargs="*", default=[])
    parser.add_argument("--prose-bytes", type=int, default=PROSE_BYTES)
    parser.add_argument("--step", choices=("tokenizer", "prose", "rows"), required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer_path = options.work / "tokenizer.json"
    config = DecoderConfig()
    if options.step == "tokenizer":
        folder = unpack(options.data, options.work, PROSE_ARCHIVES)
        prose = clean_blocks(folder, ("en", "zh"), TOKENIZER_BYTES, set())
        texts = chain.from_iterable(
            contents(path, TOKENIZER_CONVERSATIONS) for path in options.conversations
        )
        train_tokenizer(chain(prose, texts), config.vocabulary, tokenizer_path)
    elif options.step == "prose":
        folder = unpack(options.data, options.work, PROSE_ARCHIVES)
        forbidden = evaluation_ngrams(options.data / "document-qa")
        blocks = clean_blocks(folder, ("en", "zh"), options.prose_bytes, forbidden)
        count = pack_prose(load_tokenizer(tokenizer_path), blocks, options.work / "prose.npy")
        print(json.dumps({"prose_tokens": count}))
    else:
        tokenizer = load_tokenizer(tokenizer_path)
        counts = pack_files(tokenizer, options.conversations, options.work, config.context)
        print(json.dumps(counts))


if __name__ == "__main__":
    main()
