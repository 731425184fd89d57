"""Tiny models with random weights, to try the whole way from data to a GGUF file in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

from models.training.tuning_tokens import CHATML_TEMPLATE
from models.training.tuning_vocabulary import LLAMA3_PATTERN, QWEN2_PATTERN

Kind = Literal["llama", "qwen2", "qwen3"]
_LLAMA_TEMPLATE: Final = (
    "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message['role'] }}"
    "<|end_header_id|>{{ '\n\n' + message['content'] | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>{{ '\n\n' }}"
    "{% endif %}"
)
_LLAMA_SPECIAL: Final = (
    "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"
)  # fmt: skip
_QWEN_SPECIAL: Final = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def make_tiny_model(
    folder: Path,
    texts: Iterable[str],
    *,
    kind: Kind = "qwen2",
    vocabulary: int = 1000,
    width: int = 64,
    layers: int = 2,
    seed: int = 7,
) -> Path:
    """Write a model of a known architecture with random weights to `folder`.

    Its tokenizer is a byte-level BPE learnt from `texts` that splits them as the real models of its
    kind do; special tokens and chat template are theirs too, or shaped like theirs.
    """
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    tokenizer = _tokenizer(texts, kind, vocabulary)
    # Some more rows than tokens, as published models have.
    size = -(-(len(tokenizer) + 3) // 8) * 8
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2}
    if kind == "qwen3":
        heads["head_dim"] = width // 2
    config = AutoConfig.for_model(
        kind,
        vocab_size=size,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        max_position_embeddings=1024,
        tie_word_embeddings=kind != "llama",
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        initializer_range=0.64 * width**-0.5,
        **heads,
    )
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Fresh biases and norms are all 0 and 1, which would hide a mistake with them.
            if name.endswith("bias") or "norm" in name:
                parameter.add_(torch.randn_like(parameter), alpha=0.2)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer(texts: Iterable[str], kind: Kind, vocabulary: int) -> Any:
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
        trainers,
    )
    from transformers import PreTrainedTokenizerFast

    llama = kind == "llama"
    special = _LLAMA_SPECIAL if llama else _QWEN_SPECIAL
    backend = Tokenizer(models.BPE(ignore_merges=llama))
    pattern = LLAMA3_PATTERN if llama else QWEN2_PATTERN
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    backend.decoder = decoders.ByteLevel()
    if not llama:
        backend.normalizer = normalizers.NFC()
    backend.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=vocabulary,
            special_tokens=list(special),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    if llama:
        begin = special[0]
        backend.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A",
            pair=f"{begin} $A {begin} $B",
            special_tokens=[(begin, backend.token_to_id(begin))],
        )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend,
        bos_token=special[0] if llama else None,
        eos_token=special[-1],
        pad_token=special[1] if llama else special[0],
        additional_special_tokens=list(special[2:4] if llama else special[1:2]),
    )
    tokenizer.chat_template = _LLAMA_TEMPLATE if llama else CHATML_TEMPLATE
    return tokenizer
