"""Handwritten digits, read one row of pixels per step (MNIST, LeCun et al. 1998).

Source of the images: doi 10.1109/5.726791.  The last state is read out into the ten digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.tasks.base import ArrayTask
from sparse_rnn.tasks.raw_files import raw_files, read

DIGITS = 10


class Mnist(ArrayTask):
    """Classify a digit from its 28 rows of pixels, shown from top to bottom.

    Inputs are ``(n, 28, 28)``: images, steps (rows), pixels of the row divided by 255; targets are
    the digits ``(n,)``.  Parameters as for :class:`~sparse_rnn.tasks.base.ArrayTask`.
    """

    name = "mnist"
    n_outputs = DIGITS

    def __init__(
        self,
        splits: dict[str, tuple[Tensor, Tensor]],
        batch_size: int,
        batches_per_epoch: int | None = None,
    ) -> None:
        super().__init__(splits, batch_size, batches_per_epoch)
        self.n_inputs = splits["train"][0].shape[-1]

    @classmethod
    def build(cls, settings: Mapping, raw: str | Path, seed: int) -> Mnist:
        """Return the task made from the four files in ``raw`` (60,000 and 10,000 images).

        Parameters
        ----------
        settings : mapping
            ``batch_size`` (sequences) and ``batches_per_epoch`` (None: one pass).
        raw : path
            The folder of raw files.
        seed : int
            Not used: the split is the published one.

        Raises
        ------
        FileNotFoundError, ValueError
            If a file is missing or not whole.
        """
        paths = raw_files(cls.name)
        pairs = zip(paths[::2], paths[1::2], strict=True)
        splits = {
            split: images_and_digits(*(parse_idx(read(path, raw), path) for path in pair))
            for split, pair in zip(("train", "test"), pairs, strict=True)
        }
        return cls(splits, settings["batch_size"], settings["batches_per_epoch"])


def images_and_digits(images: np.ndarray, digits: np.ndarray) -> tuple[Tensor, Tensor]:
    """Turn grey values ``(n, rows, columns)`` and labels ``(n,)`` into inputs and targets.

    Raises
    ------
    ValueError
        If the two do not belong together or a label is no digit.
    """
    if images.ndim != 3 or digits.shape != images.shape[:1] or not digits.size:
        raise ValueError(
            f"mnist: images of shape {images.shape} and labels of shape {digits.shape} do not "
            "match; (n, rows, columns) and (n,) are needed"
        )
    if digits.max() >= DIGITS:
        raise ValueError(f"mnist: label {digits.max()} at {digits.argmax()} is not a digit 0 to 9")
    inputs = torch.from_numpy(images.astype(np.float32)).div_(255)
    return inputs, torch.from_numpy(digits.astype(np.int64))


def parse_idx(content: bytes, name: str) -> np.ndarray:
    """Return the array of unsigned bytes that an IDX file holds.

    The format: two zero bytes, the type (8: unsigned byte), the number of axes, the length of each
    axis as a big-endian 4-byte integer, then the values, last axis fastest.

    Raises
    ------
    ValueError
        If the file is of another format, or longer or shorter than its header says.
    """
    if content[:3] != b"\0\0\x08" or len(content) < 4:
        raise ValueError(
            f"{name} is not an IDX file of unsigned bytes: it starts with {content[:4].hex(' ')!r} "
            "instead of '00 00 08' and the number of axes"
        )
    header = 4 + 4 * content[3]
    if len(content) < header:
        raise ValueError(f"{name} is cut short in its header: {len(content)} of {header} bytes")
    shape = tuple(np.frombuffer(content, ">u4", content[3], 4).tolist())
    expected = header + math.prod(shape)
    if len(content) != expected:
        fault = "cut short" if len(content) < expected else "too long"
        raise ValueError(
            f"{name} is {fault}: shape {shape} needs {expected} bytes, it has {len(content)}"
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)
