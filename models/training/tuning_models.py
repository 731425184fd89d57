"""Models and tokenizers of the Hugging Face kind: found, loaded, given adapters, merged."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any, Final

from models.training.tuning_settings import TuningError, TuningSettings
from models.training.tuning_tokens import TuningVocabulary

ADAPTER_FILE: Final = "adapter_config.json"
_NEEDED: Final = ("torch", "transformers", "peft", "accelerate", "safetensors", "gguf")


def require_packages() -> None:
    """Check that the extra `train` is installed.

    Raises:
        TuningError: it names what is missing.
    """
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise TuningError(
            f"tuning needs {', '.join(missing)}: pip install 'kagent-tui[train]' "
            "(for a GPU, install the PyTorch build that fits it first)"
        )


def quieten() -> None:
    """Keep the libraries from reporting home and from writing their own progress."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def load_tokenizer(name: str, *, online: bool) -> Any:
    """The tokenizer of a folder or of a model on the hub.

    Its tokenizer.json is taken as it stands: AutoTokenizer of transformers 5 replaces the splitting
    in it by what the model's architecture usually has, and then the tokens are others than those
    that the model was trained with.

    Raises:
        TuningError: there is none.
    """
    from transformers import AutoTokenizer, PreTrainedTokenizerFast
    from transformers.utils.hub import cached_file

    local = not online
    try:
        described = cached_file(
            name,
            "tokenizer.json",
            local_files_only=local,
            _raise_exceptions_for_missing_entries=False,
        )
        kind = AutoTokenizer if described is None else PreTrainedTokenizerFast
        return kind.from_pretrained(name, local_files_only=local)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise _not_loaded("tokenizer", name, online, error) from error


def load_model(name: str, *, dtype: Any, online: bool) -> Any:
    """A causal model, with the weights in `dtype`.

    Raises:
        TuningError: there is none, or its kind is unknown to the installed transformers.
    """
    from transformers import AutoModelForCausalLM

    try:
        return AutoModelForCausalLM.from_pretrained(
            name, dtype=dtype, local_files_only=not online, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise _not_loaded("model", name, online, error) from error


def add_adapters(model: Any, settings: TuningSettings) -> Any:
    """The model with fresh low-rank adapters; only they are trained.

    Raises:
        TuningError: no layer has one of the names.
    """
    from peft import LoraConfig, TaskType, get_peft_model

    named = [part.strip() for part in settings.targets.split(",") if part.strip()]
    config = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules="all-linear" if named == ["all-linear"] else named,
        task_type=TaskType.CAUSAL_LM,
    )
    try:
        return get_peft_model(model, config)
    except ValueError as error:
        reason = " ".join(str(error).split())[:200]
        raise TuningError(f"no adapters can be added ({reason}): correct --targets") from error


def merge_adapters(adapter: Path, target: Path, *, online: bool = False) -> Path:
    """Write to `target` the model that an adapter belongs to, with the adapter merged in.

    Its weights keep the base model's type; the tokenizer is the one beside the adapter.

    Raises:
        TuningError: the adapter or its base model is not there.
    """
    from peft import PeftModel

    try:
        config = json.loads((adapter / ADAPTER_FILE).read_text(encoding="utf-8"))
        base = config["base_model_name_or_path"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TuningError(f"{adapter} holds no adapter: give the folder of a tuning run") from error
    model = load_model(base, dtype="auto", online=online)
    try:
        merged = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload(safe_merge=True)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise TuningError(f"{adapter} does not fit its base model {base}: {reason}") from error
    tokenizer = load_tokenizer(str(adapter), online=False)
    note_ends(merged, tokenizer)
    merged.save_pretrained(target)
    tokenizer.save_pretrained(target)
    return target


def note_ends(model: Any, tokenizer: Any) -> None:
    """Have a model's own settings name what ends a text and what ends a turn."""
    vocabulary = TuningVocabulary(tokenizer)
    model.generation_config.eos_token_id = sorted(vocabulary.stops)
    model.config.eos_token_id = vocabulary.end


def _not_loaded(what: str, name: str, online: bool, error: Exception) -> TuningError:
    reason = " ".join(str(error).split())
    if Path(name).exists():
        return TuningError(f"{name} holds no {what} that can be tuned: {reason[:300]}")
    if online:
        return TuningError(f"the {what} {name} could not be fetched: {reason[:300]}")
    return TuningError(
        f"there is no {what} {name} on this machine: give the path of its folder, "
        "or add --online to fetch it from the Hugging Face hub"
    )
