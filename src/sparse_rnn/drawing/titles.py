"""Titles of panels that stay within their room: broken in two lines, or else set smaller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

TITLE = "title"
"""Mark of the titles that may be broken."""

GAP = 4.0
"""Points left free before the title of the next panel and before the edge."""


def set_title(axes: Axes, title: str, **style: str | float) -> None:
    """Write a title above a panel; ``fit_titles`` may break it after one of its commas."""
    axes.set_title(title, gid=TITLE, **style)


def fit_titles(figure: Figure) -> bool:
    """Make the titles fit that would leave the canvas or run into the next one, if there are any.

    Parameters
    ----------
    figure : Figure
        After its layout: where the panels are decides how much room titles have.

    Returns
    -------
    bool
        Whether a title was changed, so that the panels need a new layout.
    """
    titles = [text for text in figure.findobj(Text) if text.get_gid() == TITLE]
    wide = [(text, room) for text, room in rooms(figure, titles) if width(text) > room]
    for text, room in wide:
        text.set_text(in_two_lines(text.get_text()))
        text.set_fontsize(text.get_fontsize() * min(1.0, room / width(text)))
    return bool(wide)


def width(text: Text) -> float:
    """Return the width of a text in pixels."""
    return text.get_window_extent().width


def rooms(figure: Figure, titles: Sequence[Text]) -> Iterator[tuple[Text, float]]:
    """Yield each title and the pixels it may take: to the next one beside it, or to the edge."""
    gap = GAP * figure.dpi / 72
    boxes = [text.get_window_extent() for text in titles]
    for text, box in zip(titles, boxes, strict=True):
        beside = [b.x0 for b in boxes if b.x0 > box.x0 and b.y0 < box.y1 and b.y1 > box.y0]
        yield text, min([*beside, figure.bbox.x1]) - gap - box.x0


def narrow(label: str) -> str:
    """Return a label with what stands in brackets on a line of its own."""
    return label.replace(" (", "\n(")


def in_two_lines(title: str) -> str:
    """Return a title broken after the comma nearest its middle; one without a comma as it is."""
    commas = [place for place, letter in enumerate(title) if letter == ","]
    if not commas:
        return title
    half = min(commas, key=lambda place: abs(place - len(title) / 2)) + 1
    return f"{title[:half]}\n{title[half:].lstrip()}"
