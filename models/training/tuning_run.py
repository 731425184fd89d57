"""A tuning run: data, trainer, checkpoints and log, on one process or on many.

The training itself is the Trainer of `transformers`, which knows accelerate's ways of spreading a
model (data parallel, FSDP, DeepSpeed ZeRO). Here is what makes a run repeatable: one fixed order of
rows, losses weighed by all response tokens of a step, and checkpoints that fit their settings.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
import time
from dataclasses import asdict
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from models.training import tuning_models
from models.training.tuning_curve import append_log, read_log, rewind_log, write_curve
from models.training.tuning_data import read_conversations
from models.training.tuning_rows import Row, RowMaker, collate, ordered
from models.training.tuning_settings import BatchPlan, TuningError, TuningSettings, plan_batches
from models.training.tuning_tokens import TuningVocabulary, ensure_template

LOG_FILE: Final = "loss.jsonl"
CURVE_FILE: Final = "curve.svg"
RUN_FILE: Final = "run.json"
RESULT: Final = "model"
ADAPTER: Final = "adapter"
_CHECKPOINTS: Final = "checkpoints"
# Written last, so that a checkpoint with it is whole.
_STATE_FILE: Final = "trainer_state.json"
# Weights, and the two moments of AdamW, each in 32 bits.
_BYTES_PER_TRAINED_WEIGHT: Final = 12


def run(settings: TuningSettings) -> Path | None:
    """Tune, or go on tuning; the folder of the result, None where `stop_after` came first.

    Under `accelerate launch` every process calls this. The result is a model in `out/model`, or
    adapters in `out/adapter`; beside it lie the log, the learning curve and what was asked.

    Raises:
        TuningError: one line with what is wrong and what to do.
    """
    tuning_models.require_packages()
    tuning_models.quieten()
    first = int(os.environ.get("RANK", "0")) == 0
    say = _say if first else _silent
    plan = plan_batches(
        settings.batch, settings.micro_batch, int(os.environ.get("WORLD_SIZE", "1"))
    )
    result = settings.out / (ADAPTER if settings.lora else RESULT)
    checkpoint = _prepare_folder(settings, first=first)
    if checkpoint is None and _finished(result):
        say(f"{result} is finished; --restart makes it anew")
        return result
    tokenizer = tuning_models.load_tokenizer(settings.model, online=settings.online)
    if settings.template is not None:
        tokenizer.chat_template = _template(settings.template)
    named = ensure_template(tokenizer) if settings.layout == "chat" else None
    if named:
        say(f"the model has no chat template: {named} is used and saved with it")
    rows = _rows(settings, tokenizer, say)
    arguments = _arguments(settings, plan)
    model = _model(settings, tokenizer, arguments)
    if first and checkpoint is None:
        _check_disk(settings, model)
    total = len(rows) // settings.batch
    say(
        f"{total} steps of {settings.batch} rows: {plan.micro} at a time, {plan.accumulation} "
        f"times, on {plan.processes} process(es), in {'bf16' if arguments.bf16 else 'fp32'}"
    )
    trainer = _trainer(settings, model, arguments, rows, tokenizer)
    if checkpoint is not None:
        say(f"going on from {checkpoint}")
    _train(trainer, checkpoint)
    if trainer.state.global_step < total:
        say(f"stopped after step {trainer.state.global_step} of {total}; call it again to go on")
        return None
    _save(trainer, result)
    if first:
        say(f"saved {result}")
    return result


def _train(trainer: Any, checkpoint: Path | None) -> None:
    import torch

    try:
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    except torch.OutOfMemoryError as error:
        raise TuningError(
            "the GPU is out of memory: lower --micro-batch or --max-tokens, add "
            "--activation-checkpointing or --lora, or spread the model with zero3.yaml or fsdp.yaml"
        ) from error


def _template(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TuningError(f"the template {path} cannot be read: correct --template") from error


def _rows(settings: TuningSettings, tokenizer: Any, say: Any) -> list[Row]:
    """The rows of the run, in order."""
    conversations = read_conversations(settings.data, settings.learn)
    vocabulary = TuningVocabulary(tokenizer)
    maker = RowMaker(vocabulary, tokenizer.chat_template, settings.layout, settings.max_tokens)
    rows = maker.rows(conversations, packing=settings.packing, seed=settings.seed)
    say(maker.counts.described(settings.max_tokens))
    return ordered(
        rows,
        epochs=settings.epochs,
        steps=settings.steps,
        batch=settings.batch,
        seed=settings.seed,
        filler=vocabulary.end,
    )


def _model(settings: TuningSettings, tokenizer: Any, arguments: Any) -> Any:
    import torch

    # Trained weights stay in 32 bits: at 5e-6 a step is lost in the rounding of 16. Frozen ones
    # may be small.
    dtype = torch.bfloat16 if settings.lora and arguments.bf16 else torch.float32
    model = tuning_models.load_model(settings.model, dtype=dtype, online=settings.online)
    size = model.get_input_embeddings().num_embeddings
    if size < len(tokenizer):
        raise TuningError(
            f"the tokenizer has {len(tokenizer)} tokens and the model {size}: "
            "they do not belong together"
        )
    most = getattr(model.config, "max_position_embeddings", None)
    if most is not None and settings.max_tokens > most:
        raise TuningError(f"the model takes {most} tokens: set --max-tokens to at most {most}")
    tuning_models.note_ends(model, tokenizer)
    if settings.lora:
        # So that adapters begin alike however many processes there are.
        torch.manual_seed(settings.seed)
        model = tuning_models.add_adapters(model, settings)
        if settings.activation_checkpointing:
            model.enable_input_require_grads()
    return model


def _arguments(settings: TuningSettings, plan: BatchPlan) -> Any:
    """The Trainer's arguments. They come before the model, which ZeRO-3 loads in pieces."""
    import torch
    from transformers import TrainingArguments

    gpu = torch.cuda.is_available()
    bf16 = settings.precision == "bf16" or (
        settings.precision == "auto" and gpu and torch.cuda.is_bf16_supported()
    )
    return TrainingArguments(
        output_dir=str(settings.out / _CHECKPOINTS),
        per_device_train_batch_size=plan.micro,
        gradient_accumulation_steps=plan.accumulation,
        num_train_epochs=1,
        learning_rate=settings.peak_rate,
        lr_scheduler_type="cosine",
        warmup_steps=settings.warm_up,
        weight_decay=settings.weight_decay,
        optim="adamw_torch",
        bf16=bf16,
        use_cpu=not gpu,
        ddp_backend="gloo" if plan.processes > 1 and not gpu else None,
        # Every weight has a gradient in every pass, so none is searched for.
        ddp_find_unused_parameters=False,
        activation_checkpointing=settings.activation_checkpointing,
        seed=settings.seed,
        train_sampling_strategy="sequential",
        remove_unused_columns=False,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_steps=settings.save_every,
        save_strategy="steps" if settings.save_every else "no",
        save_total_limit=settings.keep,
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=gpu,
    )


def _trainer(settings: TuningSettings, model: Any, arguments: Any, rows: list[Row],
             tokenizer: Any) -> Any:  # fmt: skip
    from transformers import PrinterCallback, Trainer

    pad = tokenizer.pad_token_id
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=rows,
        data_collator=partial(
            collate,
            pad=tokenizer.eos_token_id if pad is None else pad,
            packed=settings.packing,
        ),
        processing_class=tokenizer,
        callbacks=[_watcher(settings, rows)],
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def _watcher(settings: TuningSettings, rows: list[Row]) -> Any:
    """The callback that logs, shows progress, and stops on request or on a loss that is lost."""
    from transformers import TrainerCallback

    log = settings.out / LOG_FILE
    batch = settings.batch
    total = len(rows) // batch
    sizes = [row.length for row in rows]
    tokens_after = [0, *accumulate(sum(sizes[i : i + batch]) for i in range(0, len(rows), batch))]

    class Watcher(TrainerCallback):
        """See `_watcher`."""

        def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            self.began, self.since = time.monotonic(), state.global_step
            if state.is_world_process_zero:
                rewind_log(log, state.global_step)

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            if state.global_step == settings.stop_after:
                control.should_save = control.should_training_stop = True

        def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            logs = kwargs["logs"]
            if "loss" not in logs:
                return
            step, loss = state.global_step, float(logs["loss"])
            if not math.isfinite(loss):
                raise TuningError(
                    f"the loss is {loss} at step {step}: lower --rate, or continue in fp32 "
                    "with --precision fp32"
                )
            if not state.is_world_process_zero:
                return
            spent = time.monotonic() - self.began
            left = spent / (step - self.since) * (total - step)
            append_log(
                log,
                {
                    "step": step,
                    "steps": total,
                    "loss": loss,
                    "rate": logs["learning_rate"],
                    "gradient_norm": logs.get("grad_norm"),
                    "tokens": tokens_after[step],
                    "seconds": round(spent, 3),
                },
            )
            _say(f"step {step}/{total} loss {loss:.4f} rate {logs['learning_rate']:.2e}, "
                 f"{_duration(left)} left")  # fmt: skip
            if step == total or step % max(1, total // 50) == 0:
                points = [(row["step"], row["loss"]) for row in read_log(log)]
                write_curve(settings.out / CURVE_FILE, points, "loss on responses, by step")

    return Watcher()


def _save(trainer: Any, result: Path) -> None:
    """Save the result whole or not at all; every process takes part where weights are spread."""
    if trainer.is_fsdp_enabled:
        trainer.accelerator.state.fsdp_plugin.set_state_dict_type("FULL_STATE_DICT")
    # The Trainer turned the cache off for training, also because packed rows forbid it.
    trainer.model.config.use_cache = True
    part = result.with_name(result.name + ".part")
    trainer.save_model(str(part))
    trainer.accelerator.wait_for_everyone()
    if trainer.is_world_process_zero():
        # A pickle with paths of this machine, of no use to anybody else.
        (part / "training_args.bin").unlink(missing_ok=True)
        shutil.rmtree(result, ignore_errors=True)
        part.replace(result)


def _finished(result: Path) -> bool:
    return (result / "config.json").exists() or (result / tuning_models.ADAPTER_FILE).exists()


def _prepare_folder(settings: TuningSettings, *, first: bool) -> Path | None:
    """Make `out`, or check that what lies there is this run's; its last whole checkpoint."""
    note = settings.out / RUN_FILE
    checkpoints = settings.out / _CHECKPOINTS
    if first:
        _start_folder(settings, note)
        _check_settings(settings, note)
    if settings.restart or not checkpoints.is_dir():
        return None
    result = settings.out / (ADAPTER if settings.lora else RESULT)
    whole = [path for path in checkpoints.glob("checkpoint-*") if (path / _STATE_FILE).exists()]
    if _finished(result) or not whole:
        return None
    return max(whole, key=lambda path: int(path.name.rpartition("-")[2]))


def _check_settings(settings: TuningSettings, note: Path) -> None:
    """Compare what is asked with what `out` was begun with, and note it."""
    wanted = settings.fingerprint()
    if note.exists():
        known = json.loads(note.read_text(encoding="utf-8"))
        differing = sorted(k for k in wanted if known.get("settings", {}).get(k) != wanted[k])
        if differing:
            raise TuningError(
                f"{settings.out} holds a run with other settings ({', '.join(differing)}): "
                "choose another --out, or add --restart to begin anew"
            )
    told = {"settings": wanted, "asked": json.loads(json.dumps(asdict(settings), default=str))}
    part = note.with_suffix(".part")
    part.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    part.replace(note)


def _start_folder(settings: TuningSettings, note: Path) -> None:
    try:
        settings.out.mkdir(parents=True, exist_ok=True)
        if settings.restart:
            for name in (_CHECKPOINTS, RESULT, ADAPTER):
                shutil.rmtree(settings.out / name, ignore_errors=True)
            for path in (note, settings.out / LOG_FILE):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise TuningError(
            f"{settings.out} cannot be written ({error.strerror}): choose another --out"
        ) from error


def _check_disk(settings: TuningSettings, model: Any) -> None:
    """Refuse to start where the checkpoints will not fit.

    Raises:
        TuningError: with what is free and what is needed.
    """
    trained = sum(
        # ZeRO-3 keeps the size of what it has spread in ds_numel.
        getattr(p, "ds_numel", p.numel())
        for p in model.parameters()
        if p.requires_grad
    )
    copies = settings.keep + 1 if settings.save_every else 1
    needed = trained * _BYTES_PER_TRAINED_WEIGHT * copies
    free = shutil.disk_usage(settings.out).free
    if free < needed:
        raise TuningError(
            f"{settings.out} has {free / 1e9:.1f} GB free and the checkpoints take up to "
            f"{needed / 1e9:.1f} GB: free some, choose another --out, or lower --keep"
        )


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _silent(_text: str) -> None:
    """What the other processes say."""
