"""What the library screen does with its documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kagent_tui.controllers import library
from kagent_tui.controllers.adding import host_of
from kagent_tui.controllers.library_jobs import Job
from kagent_tui.controllers.library_search import citation_of_document, citation_of_hit
from kagent_tui.i18n import listed, tr
from kagent_tui.messages import ConsentReply, NetworkPolicyChanged
from kagent_tui.screens import library_rows
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.screens.dialogs import (
    DetailsScreen,
    LineScreen,
    QuestionScreen,
    problem_of_name,
)
from kagent_tui.screens.library_add import AddRequest, LibraryAddScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.sources import find_source

if TYPE_CHECKING:
    from engine.events import Citation
    from kagent_tui.assembly import Assembly
    from kagent_tui.controllers.library import Entry, Removed
    from kagent_tui.screens.library import LibraryScreen
    from store.memory import MemoryBank
    from store.records import SegmentHit

Result = TypeVar("Result")


class LibraryActions:
    """Asks where asking is due, works beside the screen, and says what was done."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen

    def show(self) -> None:
        """Show the passage under the cursor, or the beginning of the document."""
        if self._is_no_document():
            self.info()
            return
        hit, entry = self._screen.contents.hit, self._screen.contents.entry
        self._with_bank(
            lambda bank: find_source(bank, _citation(bank, hit, entry), has_terminal=True),
            lambda found: self._screen.app.push_screen(PassageScreen(found)),
        )

    def open(self) -> None:
        """Open it in its program, at its place."""
        if self._is_no_document():
            self.info()
            return
        hit, entry = self._screen.contents.hit, self._screen.contents.entry
        self._with_bank(
            lambda bank: _citation(bank, hit, entry), self._screen.workspace.runner.open_source
        )

    def info(self) -> None:
        """Show all that is known of it."""
        entry = self._chosen()
        if entry is None:
            return

        def known(bank: MemoryBank) -> list[tuple[str, str]]:
            found = library.details(bank, entry.source)
            return [] if found is None else library_rows.facts(library.detail_rows(found))

        def shown(rows: list[tuple[str, str]]) -> None:
            self._screen.app.push_screen(DetailsScreen(entry.title, rows))

        self._with_bank(known, shown)

    def ask_what_to_add(self, text: str) -> None:
        """Ask for files and a collection; `text` is what was dropped."""
        screen = self._screen
        names = [name for name, _ in screen.contents.overview.collections]
        collection = screen.contents.collection or screen.jobs.collection
        screen.app.push_screen(LibraryAddScreen(text, collection, names), self._add)

    def _add(self, request: AddRequest | None) -> None:
        if request is None:
            return
        if not request.wanted.addresses:
            self._begin(request)
            return
        assembly = self._screen.workspace.assembly
        if assembly is None:
            return
        policy = assembly.network.policy
        if policy == "ask":
            self._ask_for_network(request, assembly)
        else:
            self._begin(request, online=assembly if policy == "on" else None)

    def _ask_for_network(self, request: AddRequest, assembly: Assembly) -> None:
        """Ask as for any first connection; without a yes only the files are read."""
        from engine.web_access import ConnectionRequest

        addresses = request.wanted.addresses
        hosts = tuple(dict.fromkeys(map(host_of, addresses)))
        wanted = ConnectionRequest(hosts, "\n".join(addresses), tr("The library"))
        reply = ConsentReply()

        def answered(_: object) -> None:
            choice = reply.wait(0)
            if choice == "always":
                assembly.network.policy = "on"
                self._screen.app.screen_stack[0].post_message(NetworkPolicyChanged("on"))
            self._begin(request, online=assembly if choice in ("allow", "always") else None)

        self._screen.app.push_screen(ConsentScreen(wanted, reply), answered)

    def _begin(self, request: AddRequest, online: Assembly | None = None) -> None:
        refused = request.wanted.addresses if online is None else ()
        targets = tuple(one for one in request.wanted.targets if one not in refused)
        if refused:
            names = listed(refused)
            self._screen.trouble(tr("Not read without the network: {names}", names=names))
        if targets:
            network = None
            if online is not None and request.wanted.addresses:
                network = online.network.opened()
            self._screen.jobs.begin(Job(targets, request.collection, network=network))

    def remove(self) -> None:
        """Take it out of the library, after asking."""
        entry = self._chosen()
        if entry is None:
            return
        question = QuestionScreen(
            tr("Remove from the library?"),
            [entry.title, entry.source, tr("The file itself stays where it is.")],
            yes=tr("Remove"),
            no=tr("Keep"),
        )
        self._screen.app.push_screen(question, lambda yes: self._remove(entry) if yes else None)

    def _remove(self, entry: Entry) -> None:
        self._with_bank(lambda bank: library.remove(bank, [entry.source]), self._say_removed)

    def _say_removed(self, removed: Removed) -> None:
        notes = []
        if removed.purge is not None and removed.purge.remains is not None:
            notes.append(removed.purge.remains)
        if removed.absent:
            notes.append(tr("It was not in the library any more."))
        else:
            notes.insert(0, tr("Removed."))
        self._done(" ".join(notes))

    def reread(self) -> None:
        """Look into the file again, whatever its size and time say."""
        entry = self._chosen()
        if entry is None:
            return

        def looked(missing: bool) -> None:
            if missing:
                # A sync would take it out of the library, which nobody asked for here.
                self._screen.trouble(
                    tr("The file is not there: {path}. D removes it.", path=entry.source)
                )
            else:
                self._reread(entry)

        self._with_bank(lambda _: library.is_missing(entry.source), looked)

    def _reread(self, entry: Entry) -> None:
        assembly = self._screen.workspace.assembly
        if entry.kind == "archive":
            self._screen.jobs.begin(Job((entry.source,)))
            return
        online = assembly is not None and assembly.network.policy == "on"
        network = assembly.network if assembly is not None and online else None
        self._screen.jobs.begin(Job(within=(entry.source,), thorough=True, network=network))

    def sync(self) -> None:
        """Look at everything again that was ever added."""
        self._screen.jobs.begin(Job())

    def stop(self) -> None:
        """Stop reading."""
        if self._screen.jobs.busy:
            self._screen.jobs.stop()
        else:
            self._screen.notify(tr("Nothing is being read."), markup=False, timeout=2)

    def put(self) -> None:
        """Ask for a collection, and put it there."""
        entry = self._chosen()
        if entry is None or entry.document_id is None:
            return
        names = [name for name, _ in self._screen.contents.overview.collections]

        def put(name: str | None) -> None:
            if name is not None:
                self._with_bank(
                    lambda bank: library.put_into(bank, [entry.source], name),
                    lambda _: self._done(tr("It is in the collection {name} now.", name=name)),
                )

        title = tr("Put into the collection")
        dialog = LineScreen(
            title, self._screen.jobs.collection, known=names, problem=problem_of_name
        )
        self._screen.app.push_screen(dialog, put)

    def take(self) -> None:
        """Take it out of the collection that is shown."""
        entry, name = self._chosen(), self._screen.contents.collection
        if not name:
            self._screen.notify(tr("Go to a collection first."), markup=False, timeout=3)
            return
        if entry is None:
            return
        self._with_bank(
            lambda bank: library.take_out(bank, [entry.source], name),
            lambda _: self._done(tr("It is no longer in the collection {name}.", name=name)),
        )

    def _is_no_document(self) -> bool:
        """Whether there is no text to show: an archive, or a file that could not be read."""
        entry = self._screen.contents.entry
        return entry is None or entry.document_id is None

    def _with_bank(
        self, work: Callable[[MemoryBank], Result], done: Callable[[Result], object]
    ) -> None:
        screen = self._screen
        bank = screen.bank
        if bank is not None:
            screen.background.run(
                lambda _: work(bank), done=done, failed=screen.trouble, group="action"
            )

    def _done(self, text: str) -> None:
        self._screen.notify(text, markup=False, timeout=4)
        self._screen.load()

    def _chosen(self) -> Entry | None:
        """The entry under the cursor; says so where there is none."""
        entry = self._screen.contents.entry
        if entry is None:
            self._screen.notify(tr("Nothing is chosen."), markup=False, timeout=2)
        return entry


def _citation(bank: MemoryBank, hit: SegmentHit | None, entry: Entry | None) -> Citation:
    """A passage that was found, or the beginning of a document."""
    if hit is not None:
        return citation_of_hit(hit)
    return citation_of_document(bank, "" if entry is None else entry.source)
