"""How a file is to be read where it does not say so itself: columns, signs, doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sparse_rnn.graphs.files.sign_words import UNKNOWN_SIGN, sign_of

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
    columns : sequence of str or int, or None
        Names or numbers (from 1) of the columns of source, target and sign of a table; None to find
        them.
    attribute : str or None
        Edge attribute that holds the sign, in formats with attributes; None to find it.
    signs : mapping, or None
        What all codes in the file mean, such as ``{"1": "+", "2": "-"}`` or ``{1: 1, 2: -1}``; 0 is
        no link, ``"?"`` an unknown sign.
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

    Raises
    ------
    ValueError
        If a choice is none of these, columns are not three, or a code has no sign.
    """

    format: str | None = None
    columns: Sequence[str | int] | None = None
    attribute: str | None = None
    signs: Mapping[str | int, str | int] | None = None
    unknown: str = "error"
    conflicts: str = "error"
    merge: bool = False
    undirected: bool = False
    transpose: bool = False

    def __post_init__(self) -> None:
        for name, choices in (("unknown", DOUBTS), ("conflicts", CONFLICTS)):
            if getattr(self, name) not in choices:
                known = ", ".join(choices)
                raise ValueError(f"{name} is {getattr(self, name)!r}; choose one of {known}")
        if self.columns is not None:
            object.__setattr__(self, "columns", _three(self.columns))
        if self.signs is not None:
            signs = {str(code): _meaning(code, sign) for code, sign in self.signs.items()}
            object.__setattr__(self, "signs", signs)


def _three(columns: Sequence[str | int]) -> tuple[str, ...]:
    """Return the names or numbers of three columns as texts."""
    if isinstance(columns, str) or len(columns) != 3:
        raise ValueError(f"columns are {columns!r}; give three: source, target and sign")
    return tuple(map(str, columns))


def _meaning(code: object, sign: str | int) -> int:
    """Return the sign that a code is given."""
    if isinstance(sign, str):
        sign = sign_of(sign)
    if sign not in (-1, 0, 1, UNKNOWN_SIGN):
        raise ValueError(f"code {code!r} has no sign; give it 1 or -1, + or -, 0 or ?")
    return int(sign)


AS_IT_STANDS = ReadingOptions()
"""A file that says all itself."""
