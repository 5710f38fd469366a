"""All claims at a glance: a row for each, with its verdict in words and its conditions as a bar."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.drawing.grid import note_below
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_WIDTH, styled
from sparse_rnn.studies.claims.looks import LOOKS, WITHOUT_VERDICT, look_of
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import CANNOT_JUDGE, NOT_RUN

CLAIM_HEIGHT = 0.5
"""Inches of a claim."""
_LETTERS = 52
"""Letters of a claim in one line."""
_TEXT, _WORDS, _BAR, _END = 0.0, 5.0, 6.5, 10.0
"""Where text, verdict and bar begin and the bar ends; a row is one unit high."""
_NARROW = 0.15
"""Width up to which a part of a bar has no room for its number."""
_CAPTION = (
    "Bar: the conditions of a claim (task, model, strategy, sparsity) that ran, by their verdict."
)


@styled
def claims_figure(claims: pd.DataFrame) -> Figure:
    """Draw a row for each claim: its words, its verdict, and the verdicts on its conditions.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `studies.claims.table.claims_table` returns it.

    Raises
    ------
    ValueError
        If a verdict is unknown.
    """
    over_all = claims[claims["scope"] == OVERALL]
    figure = Figure(figsize=(PAGE_WIDTH, CLAIM_HEIGHT * len(over_all) + 0.75), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(_TEXT, _END)
    axes.set_ylim(len(over_all) - 0.4, -0.85)
    for place, row in enumerate(over_all.itertuples()):
        draw_claim(axes, place, row)
        draw_conditions(axes, place, verdicts_of(claims, row.claim))
    style = {"color": GREY, "va": "center"}
    for x, words in ((_TEXT, "claim"), (_WORDS, "verdict"), (_BAR, "number of conditions")):
        axes.text(x, -0.72, words, **style)
    note_below(figure, _CAPTION)
    return figure


def draw_claim(axes: Axes, place: float, row: tuple) -> None:
    """Write the claim in plain words and its verdict."""
    plain = CLAIMS[row.claim].plain if row.claim in CLAIMS else row.statement
    colour, _ = look_of(row.verdict)
    axes.axhline(place + 0.5, color="#DDDDDD", linewidth=0.5)
    axes.text(_TEXT, place, row.claim, fontsize=8.5, fontweight="bold", va="center")
    axes.text(_TEXT + 0.42, place, fill(plain, _LETTERS), fontsize=8, va="center")
    style = {"fontsize": 8.5, "fontweight": "bold", "color": colour, "va": "center"}
    axes.text(_WORDS, place, row.verdict, **style)


def verdicts_of(claims: pd.DataFrame, claim: str) -> pd.Series:
    """Return how many conditions of a claim have each verdict, in the order of the verdicts.

    A condition with several statistics counts once, as it does in the verdict on the claim.
    """
    rows = claims[(claims["claim"] == claim) & (claims["scope"] == DECIDING)]
    keys = ["task", "model", "strategy", "sparsity", "variant"]
    verdicts = rows.drop_duplicates(keys)["verdict"].value_counts()
    return verdicts.reindex([v for v in (*LOOKS, *WITHOUT_VERDICT) if v != NOT_RUN]).dropna()


def draw_conditions(axes: Axes, place: float, counts: pd.Series) -> None:
    """Draw the shares of the verdicts as one bar, each with its number and its word."""
    if counts.empty:
        axes.text(_BAR, place, NOT_RUN, fontsize=7.5, color=GREY, va="center")
        return
    scale, left = (_END - _BAR) / counts.sum(), _BAR
    for verdict, count in counts.astype(int).items():
        colour, _ = look_of(verdict)
        width = count * scale
        axes.barh(place - 0.13, width, 0.36, left, color=colour, edgecolor="w", linewidth=0.8)
        if width > _NARROW:
            style = {"ha": "center", "va": "center", "color": "w", "fontsize": 7.5}
            axes.text(left + width / 2, place - 0.13, f"{count}", **style)
        left += width
    told = counts.astype(int).rename({CANNOT_JUDGE: "too small to judge by"})
    words = ", ".join(f"{count} {verdict}" for verdict, count in told.items())
    axes.text(_BAR, place + 0.24, words, fontsize=7, va="center")
