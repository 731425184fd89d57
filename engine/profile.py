"""Who the agent is: the first of the prompt's components (paper section 2.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """Name, a sentence about the agent, and further instructions for its prompts."""

    name: str = "KAgent"
    bio: str = ""
    instructions: str = ""


DEFAULT_PROFILE = Profile()
DEFAULT_BIO = {
    "en": "You are a private assistant that runs on the user's own computer.",
    "zh": "你是在用户自己的电脑上运行的私人助手。",
}
