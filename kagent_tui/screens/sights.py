"""Pictures of sources, decoded beside the screen that shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from kagent_tui.controllers.recordings import frame_of
from kagent_tui.pictures import drawing
from kagent_tui.widgets.frame_picture import FramePicture, sight_words

if TYPE_CHECKING:
    from engine.reading.frame_grab import Frame
    from kagent_tui.background import Background
    from kagent_tui.controllers.recordings import Sight

# The group of background work: of several pictures that are wanted, only the last is decoded.
PICTURE: Final = "picture"


def look(
    background: Background,
    sight: Sight,
    size: tuple[int, int],
    done: Callable[[Sight, Frame], object],
    failed: Callable[[Sight, str], object],
) -> None:
    """Decode a picture of at most `size` pixels; `failed` takes a line on why there is none."""
    background.run(
        lambda cancel: frame_of(sight, size, cancel),
        done=partial(done, sight),
        failed=partial(failed, sight),
        group=PICTURE,
    )


def show_sight(picture: FramePicture, sight: Sight, background: Background) -> None:
    """Show what can be looked at: its words at once, its picture as soon as it is decoded."""
    way = drawing(picture.app)
    size = picture.wanted_size(way)
    picture.say(sight_words(sight, drawn=False))
    if size is None:
        return

    def done(_: Sight, frame: Frame) -> None:
        picture.show_frame(frame, sight_words(sight, drawn=True, size=frame.whole), way)

    look(background, sight, size, done, lambda _, reason: picture.say(reason))
