"""Who the agent is: the first of the prompt's components (paper section 2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events import Language


@dataclass(frozen=True, slots=True)
class Profile:
    """Name, a sentence about the agent, and further instructions for its prompts.

    `tools` are the only ones that it may use, None for all; `language` is that of its answers,
    None for the question's own. Bio and instructions are for models that read them: the built-in
    one was trained on its own prompt alone.
    """

    name: str = "KAgent"
    bio: str = ""
    instructions: str = ""
    tools: tuple[str, ...] | None = None
    language: Language | None = None

    @property
    def needs_large_model(self) -> bool:
        """Whether anything in it is lost on a small model."""
        return bool(self.bio or self.instructions)


DEFAULT_PROFILE = Profile()
DEFAULT_BIO = {
    "en": "You are a private assistant that runs on the user's own computer.",
    "zh": "你是在用户自己的电脑上运行的私人助手。",
}
