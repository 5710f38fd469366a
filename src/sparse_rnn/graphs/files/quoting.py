"""How messages quote what stands in a file."""

from __future__ import annotations

import reprlib

_short = reprlib.Repr()
_short.maxstring = 60


def shown(text: str) -> str:
    """Return a text of a file as a message quotes it: one line, abbreviated."""
    return _short.repr(text)
