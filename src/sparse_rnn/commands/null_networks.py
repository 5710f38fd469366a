"""Drawing random networks for a terminal: with progress, and interruptible."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tqdm import tqdm

from sparse_rnn.base.interrupts import leaving_at_once

_FIRST = "drawing the first (a first run compiles for a minute)"


class Watch(NamedTuple):
    """What is called while random networks are drawn.

    Attributes
    ----------
    progress : callable
        To be called with the number of networks finished since the last call.
    tell : callable
        To be called with a line on what is being done.
    """

    progress: Callable[[int], None]
    tell: Callable[[str], None]


@contextmanager
def drawing(networks: int | None) -> Iterator[Watch]:
    """Yield what shows progress in drawing so many networks, None if nobody knows how many."""
    with leaving_at_once(), progress(networks) as bar:

        def finished(count: int) -> None:
            bar.set_description_str("", refresh=False)
            bar.update(count)

        yield Watch(finished, bar.set_description_str)


def progress(networks: int | None) -> tqdm:
    """Return a bar of progress with the time left, which only a terminal shows."""
    hidden = True if networks == 0 else None
    shown = {"unit": " networks", "file": sys.stderr, "disable": hidden}
    return tqdm(desc=_FIRST, total=networks, **shown)
