"""How verdicts are drawn."""

from __future__ import annotations

from sparse_rnn.drawing.palette import GREY
from sparse_rnn.verdicts.rules import (
    CANNOT_JUDGE,
    CONTRADICTED,
    NOT_RUN,
    NOT_SHOWN,
    PARTLY,
    REPRODUCED,
)

LOOKS = {
    REPRODUCED: ("#1B5E20", "full"),
    PARTLY: ("#557A1F", "left"),
    NOT_SHOWN: ("#4A6274", "none"),
    CONTRADICTED: ("#8E0F5E", "right"),
}
"""Colour and filling of the marker of each verdict; no strategy and no kind of loop has them."""

WITHOUT_VERDICT = {NOT_RUN: (GREY, "none"), CANNOT_JUDGE: (GREY, "full")}
"""The same where nothing can be said."""


def look_of(verdict: str) -> tuple[str, str]:
    """Return colour and filling of a verdict.

    Raises
    ------
    ValueError
        If the verdict is unknown.
    """
    if verdict not in LOOKS | WITHOUT_VERDICT:
        raise ValueError(f"no drawing for verdict {verdict!r}; known: {', '.join(LOOKS)}")
    return (LOOKS | WITHOUT_VERDICT)[verdict]
