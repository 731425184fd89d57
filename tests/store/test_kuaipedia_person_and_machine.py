"""Whatever a person changes of the Kuaipedia, in any order, the machine changes nothing of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from store.errors import StoreError
from store.kuaipedia_records import ItemRecord
from tests.store.kuaipedia_bank import TEXTS, link, open_bank, read, view


class PersonAndMachine(RuleBasedStateMachine):
    """A person changes at random; whatever the machine does then must change nothing of it."""

    picks = st.integers(0, 50)
    names = st.sampled_from(["Coffee", "Espresso", "Tea", "Java", "Kaffee", "Machine", "Green tea"])

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.bank = open_bank(self.home)
        link(self.bank)
        self.reading = 1

    def teardown(self) -> None:
        problems = self.bank.problems()
        self.bank.close()
        shutil.rmtree(self.home)
        assert problems == []

    def _item(self, pick: int) -> ItemRecord:
        items = self.bank.kuaipedia.items(limit=100)
        return sorted(items, key=lambda one: one.id)[pick % len(items)]

    def _aspect(self, pick: int) -> int | None:
        aspects = self.bank.kuaipedia.aspects(self._item(pick).id)
        return aspects[pick % len(aspects)].id if aspects else None

    def _any_items(self) -> bool:
        return self.bank.kuaipedia.count() > 0

    def _try(self, change: Callable[[], object]) -> None:
        """Do it, if it can be done; then the machine has its turn, twice."""
        try:
            change()
        except StoreError as error:
            if "damaged" in str(error):  # A constraint that did not hold.
                raise
        link(self.bank)
        before = view(self.bank)
        self.reading += 1
        for source in TEXTS:
            read(self.bank, source, self.reading)
        link(self.bank)
        assert view(self.bank) == before
        count = "SELECT count(*) FROM kuaipedia_evidence WHERE item_id = kuaipedia_items.id"
        wrong = self.bank._database.value(
            f"SELECT count(*) FROM kuaipedia_items WHERE evidence <> ({count})"
        )
        assert wrong == 0

    @precondition(_any_items)
    @rule(pick=picks, name=names)
    def rename(self, pick: int, name: str) -> None:
        chosen = self._item(pick)
        self._try(lambda: self.bank.kuaipedia.rename(chosen.id, name))

    @precondition(_any_items)
    @rule(pick=picks, other=picks)
    def merge(self, pick: int, other: int) -> None:
        one, two = self._item(pick), self._item(other)
        self._try(lambda: self.bank.kuaipedia.merge([one.id], two.id))

    @precondition(_any_items)
    @rule(pick=picks, name=names)
    def split(self, pick: int, name: str) -> None:
        chosen = self._item(pick)
        self._try(lambda: self.bank.kuaipedia.split(chosen.id, [name], name))

    @precondition(_any_items)
    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        chosen = self._item(pick)
        self._try(lambda: self.bank.kuaipedia.delete(chosen.id))
        assert self.bank.kuaipedia.item(chosen.id) is None

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        gone = self.bank.kuaipedia.gone()
        if gone:
            self._try(lambda: self.bank.kuaipedia.restore(gone[pick % len(gone)].id))

    @precondition(_any_items)
    @rule(pick=picks, name=names, hidden=st.booleans())
    def name(self, pick: int, name: str, hidden: bool) -> None:
        chosen, kuaipedia = self._item(pick), self.bank.kuaipedia
        change = kuaipedia.hide_alias if hidden else kuaipedia.add_alias
        self._try(lambda: change(chosen.id, name))

    @precondition(_any_items)
    @rule(pick=picks, name=st.sampled_from(["Brewing", "Grind", "History", "Making"]))
    def rename_aspect(self, pick: int, name: str) -> None:
        chosen = self._aspect(pick)
        if chosen is not None:
            self._try(lambda: self.bank.kuaipedia.rename_aspect(chosen, name))

    @precondition(_any_items)
    @rule(pick=picks, other=picks)
    def move_aspect(self, pick: int, other: int) -> None:
        chosen, parent = self._aspect(pick), self._aspect(other)
        if chosen is not None and chosen != parent:
            self._try(lambda: self.bank.kuaipedia.move_aspect(chosen, parent))

    @precondition(_any_items)
    @rule(pick=picks)
    def hide_aspect(self, pick: int) -> None:
        chosen = self._aspect(pick)
        if chosen is not None:
            self._try(lambda: self.bank.kuaipedia.hide_aspect(chosen))

    @precondition(_any_items)
    @rule(pick=picks, source=st.sampled_from(sorted(TEXTS)), linked=st.booleans())
    def decide(self, pick: int, source: str, linked: bool) -> None:
        chosen = self._item(pick)
        document = read(self.bank, source, self.reading)
        self._try(lambda: self.bank.kuaipedia.decide(chosen.id, document, linked))
        found = {one.source for one in self.bank.kuaipedia.evidence(chosen.id, limit=500)}
        assert (source in found) is linked


TestPersonAndMachine = PersonAndMachine.TestCase
TestPersonAndMachine.settings = settings(
    max_examples=10, stateful_step_count=8, deadline=None, print_blob=True
)
