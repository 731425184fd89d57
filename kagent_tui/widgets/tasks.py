"""The tasks of a question, one line each, that unfold to what the tool observed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.strip import Strip
from textual.widgets import Static

from engine.events import Task, TaskRecord
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import tr
from kagent_tui.roles import TaskState, task_sign
from kagent_tui.widgets.pointed import pointed_focus
from kagent_tui.widgets.text import call_line, plain, plain_line


class TaskView(Vertical, can_focus=True):
    """A mark, the tool with its arguments, and the seconds; below it the observation."""

    BINDINGS = bindings_of("task")
    DEFAULT_CSS = """
    TaskView {
        height: auto;
        & > Horizontal { height: 1; }
        & .task-call { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
        & .task-seconds { width: auto; padding: 0 1; color: $text-muted; }
        & .task-observation { display: none; height: auto; padding: 0 1 0 4; color: $foreground; }
        &.-unfolded .task-observation { display: block; }
        &:focus > Horizontal { background: $surface-lighten-2; }
    }
    """

    def __init__(self, task: Task, number: int) -> None:
        super().__init__()
        self.planned_task = task
        self._number = number
        self.finished = False

    def compose(self) -> ComposeResult:
        """The line and the folded observation."""
        with Horizontal():
            yield _Call(self._line("planned"), classes="task-call", markup=False)
            yield Static(classes="task-seconds", markup=False)
        yield Static(classes="task-observation", markup=False)

    def show_running(self) -> None:
        """The tool has begun."""
        self._show_line("running")

    def show_record(self, record: TaskRecord) -> None:
        """The tool came back, or failed."""
        self.finished = True
        self.planned_task = record.task
        failed = record.error is not None
        self._show_line("failed" if failed else "done")
        seconds = tr("{seconds} s", seconds=f"{record.seconds:.2f}")
        self.query_one(".task-seconds", Static).update(Content(seconds))
        # The planner sees an error as an observation, so that the two are often the same words.
        parts = [record.error or "", record.observation]
        seen = "\n".join(dict.fromkeys(part for part in parts if part.strip()))
        self.query_one(".task-observation", Static).update(
            plain(seen or tr("(nothing was observed)"))
        )

    def show_stopped(self) -> None:
        """The question ended while this task was unfinished."""
        self.finished = True
        self._show_line("stopped")

    def on_focus(self) -> None:
        """Point at the line."""
        self.query_one(_Call).refresh()

    def on_blur(self) -> None:
        """Point at it no more."""
        self.query_one(_Call).refresh()

    def action_unfold(self) -> None:
        """Fold or unfold the observation."""
        self.toggle_class("-unfolded")

    def on_click(self, event: Click) -> None:
        """A click folds and unfolds like Enter."""
        event.stop()
        self.action_unfold()

    def _line(self, state: TaskState) -> Content:
        command = self.planned_task.command
        sign = task_sign(self._number, state)
        return Content.assemble("  ", sign, " ", plain_line(call_line(command.name, command.args)))

    def _show_line(self, state: TaskState) -> None:
        self.query_one(".task-call", Static).update(self._line(state))


class _Call(Static):
    """The line of a task's call."""

    def render_line(self, y: int) -> Strip:
        """A line of it; for a screen reader with a pointer where the task has the focus."""
        task = next(one for one in self.ancestors if isinstance(one, TaskView))
        return pointed_focus(self, y, super().render_line(y), focused=task)


class TaskList(Vertical):
    """The tasks in the order in which they were planned."""

    # Shown by a class, so that the quiet mode can hide it.
    DEFAULT_CSS = """
    TaskList {
        height: auto; margin: 0 0 1 0; display: none;
        &.-filled { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()

    async def plan(self, task: Task) -> None:
        """A new line for a task that will run."""
        await self.mount(TaskView(task, len(self.children) + 1))
        self.add_class("-filled")

    async def start(self, task: Task) -> None:
        """Mark the planned line as running; a line is made where none was planned."""
        (await self._line_of(task)).show_running()

    async def finish(self, record: TaskRecord) -> None:
        """Write what came of a task on its line."""
        (await self._line_of(record.task)).show_record(record)

    async def drop_unfinished(self) -> None:
        """Remove lines without a record: what stays on the screen is what was stored."""
        for line in self._unfinished():
            await line.remove()
        self.set_class(bool(self.children), "-filled")

    def stop_unfinished(self) -> None:
        """Mark lines without a record as stopped."""
        for line in self._unfinished():
            line.show_stopped()

    def unfold(self) -> bool:
        """Unfold all lines, or fold them where all are unfolded; False when there are none."""
        lines = list(self.query(TaskView))
        unfolded = all(line.has_class("-unfolded") for line in lines)
        for line in lines:
            line.set_class(not unfolded, "-unfolded")
        return bool(lines)

    def _unfinished(self) -> list[TaskView]:
        return [line for line in self.query(TaskView) if not line.finished]

    async def _line_of(self, task: Task) -> TaskView:
        for line in self._unfinished():
            if line.planned_task.command == task.command:
                return line
        await self.plan(task)
        return self.query(TaskView).last()
