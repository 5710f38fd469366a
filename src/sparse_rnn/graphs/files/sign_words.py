"""What a sign may be called in a file: numbers, words, codes, and what says that it is unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.quoting import shown

UNKNOWN_SIGN = 2
"""The value of a sign that the file itself leaves open."""

NOT_A_SIGN = 3
"""The value of what is no sign at all."""

_POSITIVE = """+ activation activator activates activate activating positive pos up upregulation
    upregulates up-regulation up-regulates excitatory excitation excites exc stimulation stimulator
    stimulates induction inducer induces -> -->"""
_NEGATIVE = """- repression repressor represses repress repressing negative neg down downregulation
    downregulates down-regulation down-regulates inhibitory inhibition inhibitor inhibits inhibit
    inh suppression suppressor suppresses -| --|"""
_UNKNOWN = """? +- -+ +/- -/+ \u00b1 dual both unknown unclear undefined na n/a #n/a <na> nan none
    null"""
SIGN_WORDS: dict[str, int] = {
    **dict.fromkeys(_POSITIVE.split(), 1),
    **dict.fromkeys(_NEGATIVE.split(), -1),
    **dict.fromkeys(_UNKNOWN.split(), UNKNOWN_SIGN),
    "": UNKNOWN_SIGN,
}
"""What the words of a file mean, in lower case; U+2212 stands for a minus."""

CODES = frozenset((0.0, 1.0, 2.0, 3.0))
"""The numbers that are taken for codes where a file holds two or more of them and nothing else."""

_REGULATES = re.compile(r"(up|down)-regulates\b.*")  # SIGNOR: "up-regulates quantity by ..."
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(e[+-]?[0-9]+)?")


def signs_from_text(text: str) -> dict[str, int]:
    """Return what codes mean, given as ``"1=+,2=-"``.

    A code may mean any of the `SIGN_WORDS` or a number: ``0`` is no link, ``?`` an unknown sign.

    Raises
    ------
    ValueError
        If a part of the text is no code with a sign.
    """
    meanings = {}
    for part in text.split(","):
        code, equals, meaning = part.rpartition("=")
        sign = sign_of(meaning)
        if not equals or sign == NOT_A_SIGN or not code.strip() or not meaning.strip():
            raise ValueError(f"{text!r} does not say what codes mean, as 1=+,2=- does")
        if meanings.setdefault(code.strip(), sign) != sign:
            raise ValueError(f"{text!r} gives the code {code.strip()!r} two signs")
    return meanings


def read_signs(values: np.ndarray, codes: Mapping[str, int] | None = None) -> np.ndarray:
    """Return the signs of weights or words.

    Parameters
    ----------
    values : ndarray, (L,)
        Numbers, or objects: texts or numbers as they stand in the file.
    codes : mapping of str to int, optional
        What the values mean; these then decide alone.

    Returns
    -------
    ndarray, (L,) int8
        1, -1, 0 for no link, `UNKNOWN_SIGN` or `NOT_A_SIGN`.
    """
    if codes is None and values.dtype.kind in "buif":
        return _signs_of_numbers(values.astype(float))
    number, distinct = _factorized(values)
    return _signs_of_distinct(distinct, codes)[number]


def sign_of(value: object, codes: Mapping[str, int] | None = None) -> int:
    """Return the sign of one weight or word; see `read_signs`."""
    if codes is not None:
        return _sign_of_code(value, codes)
    if isinstance(value, str):
        word = _plain(value)
        if match := _REGULATES.fullmatch(word):
            word = match[1]
        if word in SIGN_WORDS:
            return SIGN_WORDS[word]
    number = number_of(value)
    return NOT_A_SIGN if number is None else int(_signs_of_numbers(np.array([number]))[0])


def number_of(value: object) -> float | None:
    """Return a value as a number, None if it is none; NaN stands for nothing."""
    if value is None or value is pd.NA:
        return math.nan
    if isinstance(value, str):
        value = _plain(value) or "nan"
        if _DECIMAL_COMMA.fullmatch(value):
            value = value.replace(",", ".")
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def complaint(value: object, codes: Mapping[str, int] | None = None) -> str:
    """Return what is wrong with a value that `read_signs` calls `NOT_A_SIGN`."""
    text = shown(str(value).strip())
    if codes is not None:
        known = ", ".join(map(shown, codes))
        return f"{text} is not among the codes {known} of --signs; say what it means too"
    if number_of(value) is not None:
        return f"weight {str(value).strip()} is not finite"
    return f"{text} is neither a sign (+ or -) nor a number"


def suspected_codes(values: np.ndarray) -> str:
    """Return how ``--signs`` could read values that may be codes, ``""`` if they cannot be.

    Values may be codes if at least two of 0, 1, 2 and 3 are among them and nothing else that has
    a sign: neither a number with a plus or minus, nor a word, nor another number.
    """
    distinct = set(_factorized(values)[1][: len(CODES) * 20])
    numbers = {_bare(value) for value in distinct if sign_of(value) != UNKNOWN_SIGN}
    if len(numbers) < 2 or not numbers <= CODES:
        return ""
    meanings = {(0, 1): "-+", (0, 1, 2): "0+-", (0, 1, 2, 3): "0+-?"}
    codes = tuple(sorted(map(int, numbers)))
    pairs = zip(codes, meanings.get(codes, "+-?"), strict=False)
    return ",".join(f"{code}={meaning}" for code, meaning in pairs)


def _bare(value: object) -> float | None:
    """Return a value that is a number without a sign in front, None for any other."""
    if isinstance(value, str) and (value.strip()[:1] in ("+", "-", "\u2212") or not value.strip()):
        return None
    return number_of(value)


def _plain(text: str) -> str:
    """Return a word as `SIGN_WORDS` spells it."""
    return text.strip().casefold().replace("\u2212", "-")


def _factorized(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each value among the distinct ones, and these."""
    try:
        return pd.factorize(values, use_na_sentinel=False)
    except TypeError:  # a list, say, has no hash
        return pd.factorize(np.array([str(value) for value in values], dtype=object))


def _signs_of_distinct(distinct: np.ndarray, codes: Mapping[str, int] | None) -> np.ndarray:
    """Return the signs of distinct values; numbers alone, which may be many, are read at once."""
    if codes is None:
        try:
            return _signs_of_numbers(np.array([float(value) for value in distinct]))
        except (TypeError, ValueError, OverflowError):
            pass  # there are words among them
    return np.array([sign_of(value, codes) for value in distinct], dtype=np.int8)


def _signs_of_numbers(numbers: np.ndarray) -> np.ndarray:
    """Return the signs of numbers; NaN is `UNKNOWN_SIGN`, infinity `NOT_A_SIGN`."""
    signs = np.sign(np.where(np.isfinite(numbers), numbers, NOT_A_SIGN)).astype(np.int8)
    signs[np.isinf(numbers)] = NOT_A_SIGN
    signs[np.isnan(numbers)] = UNKNOWN_SIGN
    return signs


def _sign_of_code(value: object, codes: Mapping[str, int]) -> int:
    """Return what a code means, spelled alike or, for numbers, of the same value.

    A missing value is no code; its sign is unknown.
    """
    word = _plain(str(value))
    for code, sign in codes.items():
        if word == _plain(str(code)):
            return sign
    number = number_of(value)
    if number is not None and math.isnan(number):
        return UNKNOWN_SIGN
    same = (s for c, s in codes.items() if number is not None and number == number_of(str(c)))
    return next(same, NOT_A_SIGN)
