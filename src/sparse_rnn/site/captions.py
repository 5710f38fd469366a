"""The captions of the figures, which the report of a run has too: titles and alternative texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CAPTIONS = "workflow/report"
"""Where the captions are, in reStructuredText, by the names of the figures."""


@dataclass(frozen=True)
class Caption:
    """What a figure shows.

    Attributes
    ----------
    title : str
        Its message in a sentence.
    text : str
        What is drawn, and how.
    """

    title: str
    text: str

    @property
    def alternative(self) -> str:
        """The words for a reader who does not see the figure: title and first sentence."""
        first = re.split(r"(?<=[a-z)]{2}[.]) (?=[A-Z])", self.text)[0]
        return f"{self.title} {first}".replace("*", "").strip()


def read_caption(path: str | Path) -> Caption:
    """Read a caption: a bold sentence and some text, in reStructuredText.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it does not begin with a bold sentence.
    """
    text = " ".join(Path(path).read_text(encoding="utf-8").split()).replace("\\|", "|")
    found = re.match(r"\*\*(.+?)\*\* *(.*)", text)
    if not found:
        raise ValueError(f"{path} is no caption: it must begin with **a bold sentence.**")
    return Caption(found[1], found[2])


START_CAPTIONS = (
    Caption(
        "Loops of the network that was trained above.",
        "z-scores of the eight feed-forward loops against random networks; balanced loops left.",
    ),
    Caption(
        "Loops of the example network.",
        "z-scores of the eight feed-forward loops against random networks; balanced loops left.",
    ),
)
"""Captions of the first notebook, which no run draws."""
