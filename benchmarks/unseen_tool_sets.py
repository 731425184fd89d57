"""Questions for tools that no training saw, from public sets that only measure.

Services that only the test set of Schema-Guided Dialogue has (CC BY-SA 4.0), Seal-Tools dev
(Apache-2.0), BFCL simple and multiple (Apache-2.0), ACEBench normal in English (MIT).
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.mat.synthetic.unseen_tools_forms import ToolForm, usable
from engine.mat.synthetic.unseen_tools_sgd import schema_guided_questions
from engine.own_tools.mcp_schema import SchemaError, parameters_of
from engine.tools.observation import Observation
from engine.tools.tool import Tool

# Names of types that the sets have beside those of JSON Schema.
_TYPES = {
    "dict": "object", "float": "number", "double": "number", "tuple": "array", "list": "array",
    "any": "string", "str": "string", "int": "integer", "bool": "boolean", "long": "integer",
}  # fmt: skip
_BFCL = r"/bfcl_eval/data/(?:possible_answer/)?BFCL_v4_{}\.json$"
_ACE = r"/data_en/(?:possible_answer/)?data_normal_\w+\.json$"
_USER = re.compile(r"^user: (.*?)(?=^(?:user|system): |\Z)", re.MULTILINE | re.DOTALL)
_CALLED = re.compile(r"^system: \[.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the right tool and the values that each of its arguments may have.

    An argument one of whose values is "" may be left out. `others` are the tools that stand beside
    it in the data; empty where the data gives none.
    """

    question: str
    tool: Tool
    args: Mapping[str, Sequence[Any]]
    others: tuple[Tool, ...] = ()


def read_sets(data: Path) -> Iterator[tuple[str, list[Case], list[Tool]]]:
    """Each set's name, cases, and all of its tools."""
    agents = data / "agents"
    yield ("sgd test services", *_schema_guided(agents / "sgd.tar.xz"))
    yield ("seal-tools dev", *_seal(agents / "seal-tools-dev.tar.xz"))
    for part, pattern in (("simple", "simple_python"), ("multiple", "multiple")):
        yield (f"bfcl {part}", *_bfcl(agents / "bfcl.tar.xz", pattern))
    yield ("acebench-en normal", *_acebench(agents / "acebench-en.tar.xz"))


def own_tool(name: str, description: str, parameters: Mapping[str, Any], origin: str) -> Tool:
    """A user's own tool that is never run.

    Raises:
        SchemaError: its parameters cannot be used.
    """
    return Tool(
        name=re.sub(r"[^A-Za-z0-9_]", "_", name)[:64],
        description=description,
        parameters=parameters_of(parameters),
        returns="",
        function=lambda context: Observation(""),
        task_phrases={"en": name, "zh": name},
        origin=origin,
    )


def _schema_guided(archive: Path) -> tuple[list[Case], list[Tool]]:
    tools: dict[int, Tool] = {}
    cases = []
    for asked in schema_guided_questions(archive, test=True):
        form = asked.form
        if id(form) not in tools:
            tools[id(form)] = _tool_of(form)
        said = usable(asked)
        args = {name: [value] for name, value in (said.args if said else {}).items()}
        cases.append(Case(asked.question, tools[id(form)], args))
    return cases, list(tools.values())


def _tool_of(form: ToolForm) -> Tool:
    properties = {argument.name: argument.spec() for argument in form.arguments}
    made = own_tool(
        form.names[0], form.descriptions[0], {"type": "object", "properties": properties}, "SGD"
    )
    return replace(made, returns=form.group)


def _seal(archive: Path) -> tuple[list[Case], list[Tool]]:
    files = dict(_lines(archive, r"/Seal-Tools_Dataset/(?:tool|dev)\.jsonl$"))
    tools: dict[str, Tool] = {}
    for row in files["tool.jsonl"]:
        schema = {"type": "object", "properties": row["parameters"], "required": row["required"]}
        try:
            tools[row["api_name"]] = own_tool(
                row["api_name"], row["api_description"], _as_json_schema(schema), "Seal-Tools"
            )
        except SchemaError:
            continue
    cases = []
    for row in files["dev.jsonl"]:
        if len(row["calling"]) == 1 and (tool := tools.get(row["calling"][0]["api"])):
            args = {name: [value] for name, value in row["calling"][0]["parameters"].items()}
            cases.append(Case(row["query"], tool, args))
    return cases, list(tools.values())


def _bfcl(archive: Path, part: str) -> tuple[list[Case], list[Tool]]:
    found = list(_lines(archive, _BFCL.format(part)))
    rows = next(rows for _, rows in found if "question" in rows[0])
    answers = {r["id"]: r["ground_truth"] for _, rows in found for r in rows if "ground_truth" in r}
    cases, every = [], []
    for row in rows:
        by_name = _functions(row["function"], "BFCL")
        gold = answers[row["id"]]
        every += by_name.values()
        ((name, args),) = gold[0].items()
        if len(gold) == 1 and name in by_name:
            others = tuple(tool for key, tool in by_name.items() if key != name)
            cases.append(Case(row["question"][0][-1]["content"], by_name[name], args, others))
    return cases, every


def _acebench(archive: Path) -> tuple[list[Case], list[Tool]]:
    """Those with one call, of what the user said since the last one."""
    rows, answers = {}, {}
    for _, found in _lines(archive, _ACE):
        for row in found:
            (answers if "ground_truth" in row else rows)[row["id"]] = row
    cases = []
    for number, row in rows.items():
        gold = answers[number]["ground_truth"]
        by_name = _functions(row["function"], "ACEBench")
        if isinstance(gold, list) or len(gold) != 1:
            continue
        ((name, args),) = gold.items()
        said = _USER.findall(_CALLED.split(row["question"])[-1])
        if name in by_name and said and len(by_name) > 1:
            others = tuple(tool for key, tool in by_name.items() if key != name)
            accepted = {key: [value] for key, value in args.items()}
            question = " ".join(" ".join(said).split())
            cases.append(Case(question, by_name[name], accepted, others))
    return cases, []


def _functions(functions: Sequence[Mapping[str, Any]], origin: str) -> dict[str, Tool]:
    found = {}
    for function in functions:
        schema = _as_json_schema(function.get("parameters") or function.get("arguments") or {})
        try:
            found[function["name"]] = own_tool(
                function["name"], function["description"], schema, origin
            )
        except SchemaError:
            continue
    return found


def _as_json_schema(schema: Any) -> Any:
    """The schema with the types that JSON Schema has."""
    if isinstance(schema, list):
        return [_as_json_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    read = {key: _as_json_schema(value) for key, value in schema.items()}
    kind = read.get("type")
    if isinstance(kind, str):
        read["type"] = _TYPES.get(kind.lower(), kind.lower())
    return read


def _lines(archive: Path, pattern: str) -> Iterator[tuple[str, list[Any]]]:
    """The JSON lines of an archive's files whose name is like `pattern`."""
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if re.search(pattern, member.name) else None
            if stream is not None:
                text = stream.read().decode("utf-8")
                rows = [json.loads(line) for line in text.splitlines() if line.strip()]
                yield member.name.rpartition("/")[2], rows
