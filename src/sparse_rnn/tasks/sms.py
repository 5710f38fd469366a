"""Text messages, spam or not, read one word per step (SMS Spam Collection, Almeida et al. 2011).

Source of the messages: doi 10.1145/2034691.2034742, UCI data set 228.  Words become numbers here;
a trained embedding turns the numbers into inputs.  The last state is read out into two classes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.base import ArrayTask
from sparse_rnn.tasks.raw_files import raw_files, read

MESSAGE_CLASSES = ("ham", "spam")
NO_WORD = 0
"""Number of padding and of every word outside the vocabulary."""


class Sms(ArrayTask):
    """Tell spam from other messages.

    Inputs are word numbers ``(n, steps)``; targets are 0 (ham) or 1 (spam), ``(n,)``.

    Parameters
    ----------
    splits : dict of str to (Tensor, Tensor)
        Inputs and targets of ``"train"`` and ``"test"``.
    vocabulary : int
        How many word numbers there are, :data:`NO_WORD` among them.
    embedding : int
        Length of the trained vector of a word; the width of an input step.
    batch_size, batches_per_epoch : int
        As for :class:`~sparse_rnn.tasks.base.ArrayTask`.
    """

    name = "sms"
    n_outputs = len(MESSAGE_CLASSES)

    def __init__(
        self,
        splits: dict[str, tuple[Tensor, Tensor]],
        vocabulary: int,
        embedding: int,
        batch_size: int,
        batches_per_epoch: int | None = None,
    ) -> None:
        super().__init__(splits, batch_size, batches_per_epoch)
        self.vocabulary = vocabulary
        self.n_inputs = embedding

    @classmethod
    def build(cls, settings: Mapping, raw: str | Path, seed: int) -> Sms:
        """Return the task made from the file in ``raw``.

        The vocabulary is that of all messages, so its size does not depend on the split.

        Parameters
        ----------
        settings : mapping
            ``steps`` (words per message), ``count_above`` (words seen more often than this make
            the vocabulary), ``embedding``, ``train_share`` (fraction of the messages),
            ``batch_size`` and ``batches_per_epoch`` (None: one pass).
        raw : path
            The folder of raw files.
        seed : int
            Fixes the split into training and test messages.

        Raises
        ------
        FileNotFoundError, ValueError
            If the file is missing or not whole.
        """
        (path,) = raw_files(cls.name)
        labels, texts = parse_messages(read(path, raw), path)
        messages = [words(text) for text in texts]
        numbers = vocabulary_of(messages, settings["count_above"])
        inputs = torch.from_numpy(encode(messages, numbers, settings["steps"]))
        targets = torch.tensor(labels)
        order = torch.from_numpy(stream(seed, "split", cls.name).permutation(len(labels)))
        train, test = order.tensor_split([round(settings["train_share"] * len(order))])
        return cls(
            {"train": (inputs[train], targets[train]), "test": (inputs[test], targets[test])},
            len(numbers) + 1,
            settings["embedding"],
            settings["batch_size"],
            settings["batches_per_epoch"],
        )


def parse_messages(content: bytes, name: str) -> tuple[list[int], list[str]]:
    """Return the class number and the text of every line ``class<tab>text``.

    Raises
    ------
    ValueError
        If a line is not of this form or its class is unknown, naming file and line; or if there
        are no lines.
    """
    labels, texts = [], []
    for number, line in enumerate(content.splitlines(), 1):
        label, tab, text = line.decode("ascii", "replace").partition("\t")
        if not tab or label not in MESSAGE_CLASSES:
            raise ValueError(
                f"{name}, line {number}: expected {' or '.join(MESSAGE_CLASSES)}, a tab and the "
                f"message, got {(label + tab + text)[:40]!r}"
            )
        labels.append(MESSAGE_CLASSES.index(label))
        texts.append(text)
    if not labels:
        raise ValueError(f"{name} is empty")
    return labels, texts


def words(text: str) -> list[str]:
    """Return the words of a message in lower case, every character but letters taken out.

    Digits and punctuation are removed, not replaced by spaces: ``"don't"`` is the word ``"dont"``.
    """
    return re.sub(r"[^a-z\s]", "", text.lower()).split()


def vocabulary_of(messages: Sequence[Sequence[str]], count_above: int) -> dict[str, int]:
    """Give numbers from 1 to the words seen more than ``count_above`` times, alphabetically."""
    counts = Counter(word for message in messages for word in message)
    kept = sorted(word for word, count in counts.items() if count > count_above)
    return {word: number for number, word in enumerate(kept, NO_WORD + 1)}


def encode(messages: Sequence[Sequence[str]], numbers: Mapping[str, int], steps: int) -> np.ndarray:
    """Return the word numbers of the first ``steps`` words of each message, ``(n, steps)``.

    A shorter message is padded in front, so that its last word comes last: the state that is read
    out has just seen the message, not a run of padding.
    """
    encoded = np.full((len(messages), steps), NO_WORD, dtype=np.int64)
    for row, message in zip(encoded, messages, strict=True):
        kept = [numbers.get(word, NO_WORD) for word in message[:steps]]
        row[steps - len(kept) :] = kept
    return encoded
