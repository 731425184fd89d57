"""What models and their downloads say: models, kagent_tui.controllers.models."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("{name} is not here yet; to get it: {command}"),
    mark("{name} is no language model; see: {command}"),
    mark("{name} comes with the program and stays"),
    mark("{name} comes with the program: nothing to download"),
    mark("{name} is not here; see: {command}"),
    mark("{name} is in use; before it is removed: {command}"),
    mark("{name} does not work here, and is not used: {reason}"),
    mark("{name} was taken away while it was tried: fetch it again"),
    mark("{name} could not be measured: {reason}"),
    mark("{name} answers from a server, which is not measured: name a model that is here"),
    mark("HF_ENDPOINT is no address of a server: {address}"),
    mark("HF_ENDPOINT: {reason}"),
    mark("the context is a number of tokens from {least} on, or nothing for the model's own"),
    mark("there is no model {name} in the catalogue; {hint}"),
    mark("did you mean {name}?"),
    mark("see: {command}"),
    mark("{name} is being downloaded by another process: let that one go on"),
    mark("{name} is being downloaded by another process: stop that first"),
    mark(
        "{folder}: {needed} GB are needed and {free} GB are free (with {margin} GB "
        "to spare): make room, or move the home with --home"
    ),
    mark(
        "{folder}: {needed} GB are needed and {free} GB are free (with {margin} GB "
        "to spare): make room, or move the home with --home, or add --link"
    ),
    mark("what was put together from several tries is not the whole file"),
    mark("it cannot be told whether the source is still the same"),
    mark("the server gives nothing to tell by that the file is still the same"),
    mark("the server sends the whole file again"),
    mark("the file at the source has changed"),
    mark("the server does not go on where it was asked to"),
    mark("the source has no such bytes any more"),
    mark("the server asks to try later ({status})"),
    mark("the connection was cut"),
    mark("{url}: {reason}; given up after {failures} tries without progress"),
    mark(
        "{url}: {reason}; given up after {failures} tries without progress; the "
        "{size} MB that have arrived are kept"
    ),
    mark("{url}: {reason}, in {seconds} seconds"),
    mark("{url}: {reason}, in {seconds} seconds; the {size} MB that have arrived are kept"),
    mark(
        "{url}: has {total} bytes where {expected} are expected: it is another file "
        "now, or the mirror is wrong"
    ),
    mark(
        "{url}: the file was replaced, and is not fetched: the server names another "
        "sha256, {found}, than {expected}, {whose}"
    ),
    mark("{url}: sends more than the {size} bytes that it has"),
    mark("{folder}: the disk is full; make room, then run the same command"),
    mark(
        "{folder}: the disk is full; the {size} MB that have arrived are kept; make "
        "room, then run the same command"
    ),
    mark(
        "{url}: what arrived was damaged or replaced, and is thrown away: its "
        "sha256 is {digest} and not {expected}, {whose}"
    ),
    mark("the published one"),
    mark("the server's own"),
    mark("{url}: what arrived is of no use: {reason}"),
    mark("interrupted"),
    mark("interrupted; the {size} MB that have arrived are kept"),
    mark("interrupted; nothing was imported"),
    mark("{url}: the server packs the file, which was not asked for; {remedy}"),
    mark(
        "{url}: the server answers {status}: it wants a login or an agreement to "
        "the licence; {remedy}"
    ),
    mark(
        "{url}: the server answers {status}: the file was moved or the mirror "
        "(HF_ENDPOINT) lacks it"
    ),
    mark("{url}: the server answers {status}; {remedy}"),
    mark("the server answers {status}: it was moved or deleted"),
    mark("the server answers {status}; {remedy}"),
    mark("the server answers {status}"),
    mark("download it in a browser, then add the file"),
    mark("download it in a browser and run: kagent models import FILE"),
    mark("there is a model called {name} already: choose another --name"),
    mark("there is no model file at {path}: check the path"),
    mark("{path} cannot be read ({reason}): check its permissions"),
    mark("{path} cannot be read ({reason}): check the path"),
    mark("{path} is a directory: give the path of one .gguf file"),
    mark("{path} is empty: download or copy it again"),
    mark("{path} is cut short: download or copy it again"),
    mark("{path} is no usable model file: {reason}"),
    mark("it is not in the GGUF format; give a .gguf file"),
    mark("it is a {kind} GGUF; convert it to a little-endian GGUF version 3"),
    mark("it is cut short ({size} bytes, {needed} needed); download or copy it again"),
    mark("it ends within its header"),
    mark("it does not name its architecture"),
    mark("it holds no tensors, so it cannot answer"),
    mark("its number of layers cannot be"),
    mark("its header describes a tensor that cannot be"),
    mark(
        "{path} is one of {count} parts of a model, and its name does not say "
        "which: name the files NAME-00001-of-{last}.gguf and so on"
    ),
    mark("{path} is part {number} of {count}: put the others beside it ({names})"),
    mark("{path} is no model of its own, but {what}: give the model's file"),
    mark("{path} ranks passages, which KAgent does not use: choose another"),
    mark("{path} is no speech model of whisper.cpp that is known here"),
    mark("{path} is damaged: download or copy it again"),
    mark("speech recognition cannot be loaded here: {reason}"),
    mark("{path} cannot be loaded: {reason}; choose another model file"),
    mark("{path} cannot be loaded: {reason}; choose another embedding model"),
    mark("{path} cannot generate text; choose a chat model"),
    mark("{path} cannot embed: {reason}; choose another embedding model"),
    mark("{path} gives no embeddings: choose another embedding model"),
    mark("{path} gives empty vectors: choose another embedding model"),
    mark("{path} is a reranker: choose an embedding model"),
    mark("{path} is no embedding model of KAgent: install KAgent again"),
    mark("{path} is damaged ({reason}): install KAgent again"),
    mark("its checksum is wrong"),
    mark("the embedding model {name} is closed: open it"),
    mark('no embedding model is set: use "builtin" or the path of a .gguf file'),
    mark('no language model is set: use "builtin", a .gguf file or a server\'s URL'),
    mark("llama.cpp gave no reason"),
    mark("out of memory?"),
    mark("no reason given"),
    mark("llama.cpp failed with code {status} ({reason}): try again"),
    mark("no context of {count} tokens could be made ({reason}): lower context_tokens"),
    mark("the context is full: ask something shorter"),
    mark(
        "the prompt has {count} tokens and the answer may take {room}, but {name} "
        "has room for {most}: shorten the question, raise context_tokens, or take a "
        "model that was trained for a longer context"
    ),
    mark("the model {name} is closed: load it again"),
    mark("the model is closed: load it again"),
    mark("gpu_layers is set, but llama-cpp-python was built without GPU support: {remedy}"),
    mark("{name}: its chat template cannot be used ({reason}), choose another model"),
    mark("the model's output is not a number: its file is damaged, replace it"),
    mark("the model's vocabulary cannot go on as the grammar demands"),
    mark("there is not enough memory for it: choose a smaller model"),
    mark("{url} is no URL of a model server: correct it"),
    mark("the model server {url} refused the API key: set api_key in config.toml"),
    mark("{url} is no OpenAI-compatible API, it answers with status {status}: correct the URL"),
    mark("the model server {url} refused the API key: set the right one; status {status}"),
    mark(
        "the model server {url} has no model {name} or is no OpenAI-compatible API: "
        "check name and URL; status {status}"
    ),
    mark("the model server {url} asks to slow down: try again later; status {status}"),
    mark("the model server {url} failed: see its log; status {status}"),
    mark("the model server {url} refused the request; status {status}"),
    mark("the model server {url} broke off in the middle of its answer: see its log and try again"),
    mark("the model server {url} failed ({reason}): see its log and try again"),
    mark("the connection to {url} is closed: open it again"),
    mark("{problem}, or add --link"),
    mark("{name}: its end token must be <|end|>, export it again"),
    mark("{name}: no control token {token}, export it again"),
    mark(
        "the model server {url} sent something that is no JSON object: check that "
        "it is OpenAI-compatible"
    ),
    mark("the model server {url} sent a line without end"),
    mark("the model server {url} sent nothing for {seconds} s: check whether it is overloaded"),
    mark("its vocabulary has the same token twice"),
    mark("its header has an array of the unknown type {kind}"),
    mark("its alignment {alignment} is not a power of two"),
    mark("its header has an empty or repeated key"),
    mark("its key {name} has the unknown type {kind}"),
    mark("its key {name} has the wrong type"),
    mark(
        "the model server {url} is not asked, for the network is off: set "
        'network to "ask" or "on" in config.toml, or use a model on this '
        "machine"
    ),
    mark("there is no model server at {url}: start it or correct the URL"),
    mark("the model server {url} did not answer in time: check whether it is overloaded"),
    mark("the model server {url} broke off ({reason}): try again"),
    mark("no reason"),
    mark(
        "the model server {url} refused the API key: set the right one; status {status} ({detail})"
    ),
    mark(
        "the model server {url} has no model {name} or is no OpenAI-compatible "
        "API: check name and URL; status {status} ({detail})"
    ),
    mark("the model server {url} asks to slow down: try again later; status {status} ({detail})"),
    mark("the model server {url} failed: see its log; status {status} ({detail})"),
    mark("the model server {url} refused the request; status {status} ({detail})"),
    mark(
        "this build of llama.cpp uses instructions that the processor lacks "
        "(SIGILL): build it again, see the README"
    ),
    mark("it was not ready within {seconds} seconds"),
    mark(
        "its process was killed, most likely for want of memory ({sizes}): choose a smaller model"
    ),
    mark("the library crashed on it ({name}): choose another model file"),
    mark("the file has {size} GB, this machine {total} GB of memory: choose a smaller model"),
)
