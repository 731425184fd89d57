"""Made-up interfaces have names that tools may have, and questions that say their arguments."""

from __future__ import annotations

import random
from itertools import islice

from engine.mat.synthetic.unseen_tools import beside_built_in_tools
from engine.mat.synthetic.unseen_tools_api import ApiQuestion, ApiTools
from engine.mat.synthetic.unseen_tools_api_values import API_ARGUMENTS, Values, in_words
from engine.mat.synthetic.unseen_tools_api_zh import ChineseApiTools
from engine.mat.synthetic.unseen_tools_forms import drawn_tool, is_said
from engine.own_tools.signatures import is_tool_name
from engine.tools.builtin import builtin_registry
from tests.engine.mat.synthetic.test_unseen_tools import check_plan

TERMS = ["blood pressure", "solar energy", "trade routes", "public health", "stone tools"]


def drawn(count: int) -> list[ApiQuestion]:
    return list(islice(ApiTools(TERMS, random.Random(5)).questions(), count))


def test_tools_are_many_and_differ_from_those_beside_them() -> None:
    rng = random.Random(1)
    questions = drawn(400)
    assert len({question.asked.form.names[0] for question in questions}) > 350
    for question in questions:
        own = question.asked.form
        assert len(question.others) == 5
        assert (own.names, own.descriptions) not in [
            (f.names, f.descriptions) for f in question.others
        ]
        for form in (own, *question.others):
            tool = drawn_tool(form, rng, "en", None)
            assert is_tool_name(tool.name), tool.name


def test_arguments_are_words_of_the_question() -> None:
    questions = drawn(400)
    assert sum(len(question.asked.args) for question in questions) > 400
    for question in questions:
        for argument in question.asked.form.arguments:
            value = question.asked.args.get(argument.name)
            if isinstance(value, str) and argument.kind == "string":
                assert is_said(question.asked.question, value)
            if argument.required:
                assert value is not None


def test_conversations_can_be_planned() -> None:
    rng = random.Random(2)
    makers = beside_built_in_tools(builtin_registry(), rng)
    for question in drawn(60):
        assert check_plan(makers["en"].among(question.asked, question.others)) == "own"
    for asked, others in islice(ChineseApiTools(rng).questions(), 60):
        assert check_plan(makers["zh"].among(asked, others)) == "own"


def test_values_fit_their_arguments() -> None:
    rng = random.Random(3)
    values = Values(TERMS, rng)
    for argument in API_ARGUMENTS:
        text, found = values.said(argument, [names[0] for names in argument.names])
        assert len(found) == len(argument.names)
        assert all(value in text for value in found)
        if argument.kind == "choice":
            assert found[0] in argument.pool.split("/")


def test_names_in_words() -> None:
    assert in_words("start_date") == "start date"
    assert in_words("startDate") == "start date"
