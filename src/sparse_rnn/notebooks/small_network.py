"""The small network that notebook 00 trains in half a minute."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from sparse_rnn.config import Condition, load_yaml, overlay, training_settings
from sparse_rnn.training.condition import build
from sparse_rnn.training.loop import train

SMALL = {
    "seeds": [1],
    "strategies": {"pruning_2": {"first": {"default": 1}}},
    "tasks": {
        "mtc": {
            "hidden": 64,
            "activation": "tanh",
            "learning_rate": 0.002,
            "batch_size": 32,
            "data": {
                "rules": ["fdgo", "delaygo", "dm1"],
                "batches_per_epoch": 15,
                "eval_batches_per_rule": 2,
                "eval_batch_size": 16,
            },
        }
    },
}
"""What differs from the paper's configuration: fewer units, three tasks, small batches."""


class SmallNetwork(NamedTuple):
    """A network before and after training.

    Attributes
    ----------
    before, after : ndarray, (64, 64)
        Recurrent weights; ``[i, j]`` is the link i -> j.
    right : list of float
        Share of right answers before and after.
    """

    before: np.ndarray
    after: np.ndarray
    right: list[float]


def train_small_network(epochs: int) -> SmallNetwork:
    """Train a network of 64 units on three cognitive tasks and prune nine of ten of its links.

    It runs on one thread, as in the workflow: the same numbers on any machine of this kind.

    Parameters
    ----------
    epochs : int
        Length of the training; links are cut until halfway.
    """
    torch.set_num_threads(1)
    condition = Condition(task="mtc", model="rnn", strategy="pruning_2", sparsity=0.9)
    paper = load_yaml("workflow/config/paper.yaml")
    small = overlay(overlay(paper, SMALL), {"tasks": {"mtc": {"epochs": epochs}}})
    loop = build(condition, training_settings(small, condition), raw=Path("data/raw"))
    train(loop, lambda loop: print(".", end=""))
    before, after = (loop.snapshots[epoch][0].numpy() for epoch in (0, loop.epoch))
    right = [rows[0, 3].item() for rows in (loop.history[0], loop.history[-1])]
    return SmallNetwork(before, after, right)
