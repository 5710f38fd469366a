"""Labelled recordings cut into half-overlapping sequences (for the tasks gestures and activity)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.base import ArrayTask

Recording = tuple[np.ndarray, np.ndarray]
"""Features ``(n, F)`` and class numbers ``(n,)`` of one recording, in the order of time."""

Meaning = TypeVar("Meaning")
ZSCORES = ("before_split", "after_split", "none")


class SegmentTask(ArrayTask):
    """Classify every step of sequences cut from recordings.

    Inputs are ``(n, steps, F)``, targets class numbers ``(n, steps)``; every step is read out.
    """

    reads_every_step = True
    splits = ("valid", "test")

    @classmethod
    def from_recordings(
        cls, recordings: Sequence[Recording], settings: Mapping, seed: int
    ) -> SegmentTask:
        """Cut recordings into sequences, split these at random, and return the task.

        Parameters
        ----------
        recordings : sequence of (ndarray, ndarray)
            Features ``(n, F)`` and class numbers ``(n,)`` of each.
        settings : mapping
            ``steps`` per sequence, ``valid_share`` and ``test_share`` (fractions of the sequences;
            the rest is for training), ``zscore`` (one of :data:`ZSCORES`), ``batch_size`` and
            ``batches_per_epoch`` (None: one pass).
        seed : int
            Fixes the split.

        Raises
        ------
        ValueError
            If a recording is shorter than a sequence, a split is empty, or ``zscore`` is unknown.
        """
        if settings["zscore"] not in ZSCORES:
            raise ValueError(f"{cls.name}: zscore {settings['zscore']!r} is not one of {ZSCORES}")
        if settings["zscore"] == "before_split":
            rows = np.concatenate([features for features, _ in recordings])
            recordings = [(standardised(x, rows), y) for x, y in recordings]
        cuts = [cut(*recording, settings["steps"]) for recording in recordings]
        inputs, targets = (np.concatenate(parts) for parts in zip(*cuts, strict=True))
        shares = {split: settings[f"{split}_share"] for split in cls.splits}
        parts = split_rows(len(inputs), shares, stream(seed, "split", cls.name))
        if settings["zscore"] == "after_split":
            inputs = standardised(inputs, inputs[parts["train"]])
        arrays = {split: _tensors(inputs[rows], targets[rows]) for split, rows in parts.items()}
        return cls(arrays, settings["batch_size"], settings["batches_per_epoch"])


def _tensors(inputs: np.ndarray, targets: np.ndarray) -> tuple[Tensor, Tensor]:
    """Return inputs as float32 and targets as int64 tensors."""
    return torch.from_numpy(inputs.astype(np.float32)), torch.from_numpy(targets.astype(np.int64))


def cut(features: np.ndarray, labels: np.ndarray, steps: int) -> Recording:
    """Cut one recording into sequences of ``steps`` that overlap by half.

    Sequence ``k`` starts at row ``k * (steps // 2)``; rows after the last whole one are left out.

    Returns
    -------
    (ndarray, ndarray)
        Features ``(n, steps, F)`` and labels ``(n, steps)``.

    Raises
    ------
    ValueError
        If the recording is shorter than one sequence.
    """
    if steps < 2 or len(labels) < steps:
        raise ValueError(
            f"a recording of {len(labels)} rows cannot be cut into half-overlapping sequences of "
            f"{steps} steps"
        )
    starts = np.arange(0, len(labels) - steps + 1, steps // 2)
    rows = starts[:, None] + np.arange(steps)
    return features[rows], labels[rows]


def split_rows(
    count: int, shares: Mapping[str, float], rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Deal ``count`` sequences at random into the named shares; the rest is ``"train"``.

    Raises
    ------
    ValueError
        If a split would be empty.
    """
    order = rng.permutation(count)
    ends = np.cumsum([round(share * count) for share in shares.values()])
    parts = dict(zip([*shares, "train"], np.split(order, ends), strict=True))
    empty = [name for name, rows in parts.items() if not len(rows)]
    if empty:
        raise ValueError(f"{count} sequences split by {dict(shares)} leave none for {empty}")
    return parts


def standardised(values: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Return z-scores of the features (last axis) by the mean and deviation of ``reference``.

    A feature that is constant in the reference is centred only.
    """
    rows = reference.reshape(-1, reference.shape[-1])
    deviation = rows.std(0)
    return (values - rows.mean(0)) / np.where(deviation > 0, deviation, 1)


def fields_of_lines(content: bytes, name: str, width: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the place (file and line) and the comma-separated fields of every line.

    Raises
    ------
    ValueError
        If the file is empty, or a line has not ``width`` fields (a file cut short ends in such).
    """
    lines = content.splitlines()
    if not lines:
        raise ValueError(f"{name} is empty")
    for number, line in enumerate(lines, 1):
        fields = line.decode("ascii", "replace").split(",")
        place = f"{name}, line {number}"
        if len(fields) != width:
            raise ValueError(f"{place}: {len(fields)} fields instead of {width}; is it cut short?")
        yield place, fields


def numbers(fields: Sequence[str], place: str) -> list[float]:
    """Return fields as finite numbers.

    Raises
    ------
    ValueError
        If a field is no number, or not a finite one.
    """
    try:
        values = [float(field) for field in fields]
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    if not all(map(math.isfinite, values)):
        raise ValueError(f"{place}: not a finite number among {','.join(fields)}")
    return values


def known(value: str, legal: Mapping[str, Meaning], what: str, place: str) -> Meaning:
    """Return what a word of the file stands for.

    Raises
    ------
    ValueError
        If the word is unknown; the message lists the legal ones.
    """
    if value not in legal:
        raise ValueError(f"{place}: unknown {what} {value!r}; known: {', '.join(legal)}")
    return legal[value]
