"""Feed-forward loops and their z-scores as inline SVG, for notebooks; needs no matplotlib."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.drawing.palette import (
    GREY,
    LOOP_COLOURS,
    NEGATIVE_COLOUR,
    NODE_PLACES,
    POSITIVE_COLOUR,
)
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS, LOOP_LINKS, UNBALANCED_SIGNS

WIDTH, HEIGHT, GLYPH, MARGIN = 460, 200, 28, 40
_TOP, _BOTTOM = 16, HEIGHT - GLYPH - 12
_SIGNIFICANT = 1.96


def loop_glyph(signs: str, size: float = GLYPH, x: float = 0, y: float = 0) -> str:
    """Return the drawing of a feed-forward loop; signs of w_ij, w_jk, w_ik.

    A positive link ends in an arrowhead, a negative one is dashed and ends in a bar.

    Raises
    ------
    ValueError
        If the signs are not one of the eight loops'.
    """
    if signs not in FFL_SIGNS:
        raise ValueError(f"no feed-forward loop has the signs {signs!r}; there are {FFL_SIGNS}")
    places = size * np.array([(px, 1 - py) for px, py in NODE_PLACES.values()])
    links = (
        _link(places[source], places[target], sign, size)
        for (source, target), sign in zip(LOOP_LINKS, signs, strict=True)
    )
    dots = (
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{0.09 * size:.1f}" fill="{GREY}"/>'
        for px, py in places
    )
    frame = f'x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}"'
    return f"<svg {frame}><title>{signs}</title>{''.join([*links, *dots])}</svg>"


def _link(start: np.ndarray, end: np.ndarray, sign: str, size: float) -> str:
    """Return one link with its head, which stops short of both nodes."""
    along = (end - start) / np.linalg.norm(end - start)
    across = 0.1 * size * np.array([-along[1], along[0]])
    tail, tip = start + 0.13 * size * along, end - 0.15 * size * along
    if sign == "-":
        dashed = f'stroke-dasharray="{0.1 * size:.1f} {0.06 * size:.1f}"'
        line = _line(tail, tip, NEGATIVE_COLOUR, 0.06 * size, dashed)
        return line + _line(tip - across, tip + across, NEGATIVE_COLOUR, 0.07 * size)
    neck = tip - 0.2 * size * along
    corners = " ".join(f"{px:.1f},{py:.1f}" for px, py in (tip, neck + across, neck - across))
    head = f'<polygon points="{corners}" fill="{POSITIVE_COLOUR}"/>'
    return _line(tail, neck, POSITIVE_COLOUR, 0.06 * size) + head


def _line(start: np.ndarray, end: np.ndarray, colour: str, width: float, more: str = "") -> str:
    (x1, y1), (x2, y2) = start, end
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:.2f}" {more}/>'


def profile_svg(motifs: pd.DataFrame) -> str:
    """Return the z-scores of the eight feed-forward loops as a picture.

    Parameters
    ----------
    motifs : pandas.DataFrame
        ``signs``, ``triad``, ``count``, ``z``; rows of other triads are left out.  An infinite z
        is an arrow at the edge; a z that does not exist is not drawn.
    """
    loops = motifs[motifs["triad"] == "030T"].set_index("signs")
    finite = loops["z"][np.isfinite(loops["z"])]
    high = max(finite.max() if len(finite) else 0, _SIGNIFICANT)
    low = min(finite.min() if len(finite) else 0, -_SIGNIFICANT)

    def height(z: float) -> float:
        return _TOP + (_BOTTOM - _TOP) * (high - np.clip(z, low, high)) / (high - low)

    upper, lower = height(_SIGNIFICANT), height(-_SIGNIFICANT)
    band = f'y="{upper:.1f}" height="{lower - upper:.1f}"'
    parts = [f'<rect x="{MARGIN}" {band} width="{WIDTH - MARGIN}" fill="{GREY}" opacity="0.15"/>']
    parts.append(_line((MARGIN, height(0)), (WIDTH, height(0)), GREY, 0.7))
    parts += [_text(4, height(z), f"z {z:.3g}") for z in (low, 0, high)]
    for place, signs in enumerate((*BALANCED_SIGNS, *UNBALANCED_SIGNS)):
        x = MARGIN + 24 + 50 * place + 16 * (signs in UNBALANCED_SIGNS)
        parts.append(loop_glyph(signs, x=x - GLYPH / 2, y=HEIGHT - GLYPH))
        if not np.isnan(loops["z"].get(signs, np.nan)):
            parts.append(_stem(x, height(0), height(loops.at[signs, "z"]), loops.loc[signs]))
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    style = 'style="background:white" font-family="sans-serif" font-size="10"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {style}>{"".join(parts)}</svg>'


def _stem(x: float, zero: float, end: float, loop: pd.Series) -> str:
    """Return the stem of one loop with its count; an infinite z ends in a triangle."""
    colour = LOOP_COLOURS[loop.name in BALANCED_SIGNS]
    label = _text(x + 7, end, f"{loop['count']:,}")
    stem = _line((x, zero), (x, end), colour, 3)
    if np.isfinite(loop["z"]):
        return f'{stem}<circle cx="{x}" cy="{end:.1f}" r="4" fill="{colour}"/>{label}'
    point = end - 8 * np.sign(loop["z"])
    corners = f"{x - 5},{end:.1f} {x + 5},{end:.1f} {x},{point:.1f}"
    return f'{stem}<polygon points="{corners}" fill="{colour}"/>{label}'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:g}" y="{y + 3:.1f}" fill="{GREY}">{words}</text>'
