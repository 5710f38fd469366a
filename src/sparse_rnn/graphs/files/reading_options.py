"""How a file is to be read where it does not say so itself: columns, signs, doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOUBTS = ("error", "drop")
"""What may be done with a link whose sign is unknown: refuse the file, or leave the link out."""

CONFLICTS = ("error", "drop", "majority", "last")
"""What may be done with a link that is given with both signs."""


@dataclass(frozen=True)
class ReadingOptions:
    """What the user says of a file.

    Attributes
    ----------
    format : str or None
        Ending that tells the kind of file, such as ``".tsv"``; None to go by the file's name.
    columns : tuple of str or None
        Names or numbers (from 1) of the columns of source, target and sign of a table; None to find
        them.
    attribute : str or None
        Edge attribute that holds the sign, in formats with attributes; None to find it.
    signs : mapping of str to int, or None
        What all codes in the file mean, such as ``{"1": 1, "2": -1}``; 0 is no link.
    unknown : {"error", "drop"}
        What becomes of a link whose sign is unknown (``?``, ``+-``, an empty field).
    conflicts : {"error", "drop", "majority", "last"}
        What becomes of a link that is given with both signs.
    merge : bool
        Count a link once that is given several times with the same sign.
    undirected : bool
        Take each link in both directions.
    transpose : bool
        Turn all links round: read a matrix as ``W[post, pre]``, entry (i, j) the link j -> i.
    """

    format: str | None = None
    columns: tuple[str, ...] | None = None
    attribute: str | None = None
    signs: Mapping[str, int] | None = None
    unknown: str = "error"
    conflicts: str = "error"
    merge: bool = False
    undirected: bool = False
    transpose: bool = False


AS_IT_STANDS = ReadingOptions()
"""A file that says all itself."""
