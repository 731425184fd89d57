"""A question answered in two steps, as events."""

import pytest

from engine.events import (
    Answer,
    Citation,
    Command,
    Concluded,
    Concluding,
    Event,
    Location,
    Observed,
    Planning,
    Recalled,
    Recollection,
    Task,
    TaskPlanned,
    TaskRecord,
    ToolStarted,
    UsageTotals,
)


@pytest.fixture
def task() -> Task:
    return Task(
        "Count the days",
        Command("time_delta", {"start_time": "2024-01-01", "end_time": "2024-03-01"}),
    )


@pytest.fixture
def record(task: Task) -> TaskRecord:
    return TaskRecord(task, "From 2024-01-01 to 2024-03-01 there are 60 days.", None, 0.012)


@pytest.fixture
def answer(record: TaskRecord) -> Answer:
    return Answer(
        question="How many days?",
        text="There are 60 days. [1] The warranty is two years. [2]",
        language="en",
        outcome="answered",
        citations=(
            Citation(
                1,
                "tool:time_delta",
                "time_delta(start_time=2024-01-01, end_time=2024-03-01)",
                Location(),
                "From 2024-01-01 to 2024-03-01 there are 60 days.",
            ),
            Citation(
                2,
                "/notes/car.md",
                "Car",
                Location(heading="Warranty", line=12, span=(100, 140)),
                "The warranty lasts\ntwo years.",
            ),
        ),
        tasks=(record,),
        session="3f2a",
        model="kagent-nano",
        usage=UsageTotals(812, 310, 96, 1.934),
    )


@pytest.fixture
def events(task: Task, record: TaskRecord, answer: Answer) -> list[Event]:
    return [
        Recalled((Recollection("knowledge", "Car", "/notes/car.md", "The warranty", 4.2),)),
        Planning('{"task_name": '),
        TaskPlanned(task),
        ToolStarted(task),
        Observed(record),
        Concluding("There are 60 days. [1] "),
        Concluding("The warranty is two years. [2]"),
        Concluded(answer),
    ]
