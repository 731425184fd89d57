"""What a person changes of the library's items: asked where asking is due, done, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from kagent_tui.controllers import personal_items
from kagent_tui.i18n import tr
from kagent_tui.screens.choosing import ChoosingScreen
from kagent_tui.screens.dialogs import ChoiceScreen, LineScreen, QuestionScreen, problem_of_name
from kagent_tui.screens.personal_rows import counts
from kagent_tui.widgets.entry_list import Entry
from kagent_tui.widgets.text import plain_line

if TYPE_CHECKING:
    from kagent_tui.controllers.personal_items import Changed, ItemView
    from kagent_tui.screens.items import ItemsScreen
    from store.kuaipedia_records import AspectRecord, ItemRecord
    from store.memory import MemoryBank
    from store.records import DocumentRecord

_MOST_CHOICES = 30


class ItemChanges:
    """The screen hands it its keys; every change can be undone while the page is open."""

    def __init__(self, screen: ItemsScreen) -> None:
        self._screen = screen
        self._done: list[Changed] = []

    def rename(self) -> None:
        """Ask for another name of the aspect under the cursor, or of the item."""
        view = self._view()
        if view is None:
            return
        aspect, record = self._screen.pointed_aspect, view.record
        if aspect is not None:
            self._ask_line(
                tr("Rename the aspect"),
                aspect.name,
                lambda bank, name: personal_items.rename_aspect(bank, aspect, name),
            )
        else:
            self._ask_line(
                tr("Rename the item"),
                record.title,
                lambda bank, title: personal_items.rename(bank, record, title),
            )

    def merge(self) -> None:
        """Ask of which other item this one is a part."""
        view, bank = self._view(), self._screen.bank
        if view is None or bank is None:
            return
        record = view.record
        found: dict[str, ItemRecord] = {}

        def find(text: str) -> list[Entry]:
            items = personal_items.find_personal(bank, text, _MOST_CHOICES)
            found.update({str(item.id): item for item in items if item.id != record.id})
            return [_entry(item) for item in items if item.id != record.id]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(lambda bank: personal_items.merge(bank, record, found[key]))

        lines = [tr("Its names, its aspects and all that speaks of it go to the other one.")]
        title = tr("Merge {item} into:", item=clean_line(record.title))
        self._screen.app.push_screen(ChoosingScreen(title, find, lines=lines), chosen)

    def split(self) -> None:
        """Ask which names are those of another thing."""
        view = self._view()
        if view is None:
            return
        record = view.record
        if not record.aliases:
            self._say(tr("It has only one name; A adds others."))
            return

        def chosen(text: str | None) -> None:
            names = None if text is None else personal_items.names_in(record, text)
            if names:
                self._do(lambda bank: personal_items.split(bank, record, names))

        dialog = LineScreen(
            tr("Split off names of {item}", item=clean_line(record.title)),
            lines=[tr("Those that mean another thing, commas between; the first is its title.")],
            known=[clean_line(name) for name in record.aliases],
            problem=lambda text: personal_items.problem_of_names(record, text),
        )
        self._screen.app.push_screen(dialog, chosen)

    def delete(self) -> None:
        """Delete the item, after asking."""
        view = self._view()
        if view is None:
            return
        record = view.record
        question = QuestionScreen(
            tr("Delete this item?"),
            [
                clean_line(record.title),
                counts(record),
                tr("The documents stay. It is not made again; U brings it back."),
            ],
            yes=tr("Delete"),
            no=tr("Keep"),
        )
        self._screen.app.push_screen(
            question,
            lambda yes: self._do(lambda bank: personal_items.delete(bank, record)) if yes else None,
        )

    def add_name(self) -> None:
        """Ask for one more name."""
        view = self._view()
        if view is not None:
            record = view.record
            self._ask_line(
                tr("Another name of {item}", item=clean_line(record.title)),
                "",
                lambda bank, name: personal_items.add_name(bank, record, name),
            )

    def hide(self) -> None:
        """Hide the aspect under the cursor, or ask for a name that does not mean the item."""
        view = self._view()
        if view is None:
            return
        aspect = self._screen.pointed_aspect
        if aspect is not None:
            self._do(lambda bank: personal_items.hide_aspect(bank, aspect))
            return
        record = view.record
        names = record.aliases
        if not names:
            self._say(tr("It has only one name; D deletes the item."))
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                self._do(lambda bank: personal_items.hide_name(bank, record, names[place]))

        title = tr("Which name does not mean {item}?", item=clean_line(record.title))
        rows = [plain_line(name) for name in names]
        self._screen.app.push_screen(ChoiceScreen(title, rows), chosen)

    def unlink(self) -> None:
        """Say that the document under the cursor is not about the item."""
        view, evidence = self._view(), self._screen.pointed_evidence
        if view is None:
            return
        if evidence is None:
            self._say(tr("Go to the document first that is not about it."))
            return
        self._do(lambda bank: personal_items.unlink(bank, view.record, evidence))

    def link(self) -> None:
        """Ask which document is about the item, or about the aspect that is chosen."""
        view, bank = self._view(), self._screen.bank
        if view is None or bank is None:
            return
        record, aspect = view.record, view.aspect
        found: dict[str, DocumentRecord] = {}

        def find(text: str) -> list[Entry]:
            documents = personal_items.find_documents(bank, text)
            found.update({str(one.id): one for one in documents})
            return [Entry(str(one.id), one.title, one.source) for one in documents]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(lambda bank: personal_items.link(bank, record, found[key], aspect))

        self._screen.app.push_screen(ChoosingScreen(_link_title(record, aspect), find), chosen)

    def undo(self) -> None:
        """Undo the last change that was made here."""
        if not self._done:
            self._say(tr("There is nothing to undo."))
            return
        changed = self._done.pop()

        def undone(_: object) -> None:
            self._say(tr("Undone: {change}", change=clean_line(changed.said)))
            self._screen.changed(changed.item_id)

        self._run(changed.undo, undone)

    def _view(self) -> ItemView | None:
        """The item that is shown; says so where there is none of the library's."""
        view = self._screen.view
        if view is None:
            self._say(tr("Choose an item of your library first."))
        return view

    def _ask_line(self, title: str, value: str, work: Callable[[MemoryBank, str], Changed]) -> None:
        def written(text: str | None) -> None:
            if text is not None and text != value:
                self._do(lambda bank: work(bank, text))

        self._screen.app.push_screen(LineScreen(title, value, problem=problem_of_name), written)

    def _do(self, work: Callable[[MemoryBank], Changed]) -> None:
        def done(changed: Changed) -> None:
            self._done.append(changed)
            self._say(tr("{change} U undoes it.", change=clean_line(changed.said)))
            self._screen.changed(changed.item_id)

        self._run(work, done)

    def _run(self, work: Callable[[MemoryBank], object], done: Callable[..., object]) -> None:
        bank = self._screen.bank
        if bank is not None:
            self._screen.background.run(
                lambda _: work(bank), done=done, failed=self._screen.trouble, group="change"
            )

    def _say(self, text: str) -> None:
        self._screen.notify(text, markup=False, timeout=5)


def _entry(item: ItemRecord) -> Entry:
    return Entry(str(item.id), item.full_title, counts(item))


def _link_title(record: ItemRecord, aspect: AspectRecord | None) -> str:
    item = clean_line(record.title)
    if aspect is None:
        return tr("Which document is about {item}?", item=item)
    return tr("Which document is about {item}: {aspect}?", item=item, aspect=aspect.name)
