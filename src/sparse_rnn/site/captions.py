"""The captions of the figures, which the report of a run has too."""

from __future__ import annotations

import re
from pathlib import Path

CAPTIONS = "workflow/report"
"""Where the captions are, in reStructuredText, by the names of the figures."""


def caption_title(path: str | Path) -> str:
    """Return what a figure shows: the bold words that its caption begins with.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the caption does not begin with a bold sentence.
    """
    text = " ".join(Path(path).read_text(encoding="utf-8").split())
    found = re.match(r"\*\*(.+?)\*\*", text)
    if not found:
        raise ValueError(f"{path} is no caption: it must begin with **a bold sentence.**")
    return found[1]
