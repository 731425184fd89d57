"""What an encyclopedia can be asked, wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from engine.events import Language

if TYPE_CHECKING:
    from engine.encyclopedia.article import Article

NEAR_TITLES = 5


class ArticleMissingError(Exception):
    """There is no article of this title; `near` are titles that are like it."""

    def __init__(self, title: str, near: Sequence[str] = ()) -> None:
        super().__init__(title)
        self.title = title
        self.near = tuple(near)


class EncyclopediaError(Exception):
    """An archive cannot be used, or a server's answer; `messages` say it in both languages.

    `busy`: the server asks to come again later.
    """

    def __init__(self, messages: Mapping[Language, str], *, busy: bool = False) -> None:
        super().__init__(messages["en"])
        self.messages = messages
        self.busy = busy


class Encyclopedia(Protocol):
    """A Wikipedia in one language.

    Every method raises EncyclopediaError when it is in trouble, and NetworkError where it is
    asked over the network.
    """

    @property
    def language(self) -> str:
        """The code of its language, as in its address."""
        ...

    @property
    def archive(self) -> str:
        """The name of the file that it is read from; empty for the internet."""
        ...

    def article(self, title: str) -> Article:
        """The article of a title, through redirects.

        Raises:
            ArticleMissingError: there is none.
        """
        ...

    def lookup(self, titles: Sequence[str]) -> dict[str, str]:
        """Of these titles those that lead to an article, with that article's own title."""
        ...

    def search(self, words: str, limit: int = NEAR_TITLES) -> list[str]:
        """Titles that are like the words, or whose articles are about them, best first."""
        ...

    def leads(self, titles: Sequence[str]) -> dict[str, str]:
        """The beginnings of articles, by their titles."""
        ...
