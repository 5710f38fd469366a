"""What Ctrl-C does where an exception would come too late, or in the midst of an import."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Leave with exit code 130 if interrupted, instead of waiting until all threads are done.

    For use while nothing is being written; what was asked for can still be done again.
    """
    former = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
