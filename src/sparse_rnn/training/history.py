"""The history of a run as a table, and what is said where no network came through."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pandas as pd

from sparse_rnn.training.loop import EVALUATION_COLUMNS, Loop

log = logging.getLogger(__name__)


def history_table(loop: Loop, keys: pd.DataFrame) -> pd.DataFrame:
    """Return the history with one row per network and evaluated epoch, none once it diverged.

    Parameters
    ----------
    loop : Loop
        The run.
    keys : pandas.DataFrame
        What names its networks, a row each.
    """
    names = keys.assign(diverged=loop.diverged.numpy())
    rows = (pd.DataFrame(own.numpy(), columns=EVALUATION_COLUMNS) for own in loop.history)
    frames = [names.join(own) for own in rows]
    table = pd.concat(frames).dropna(subset="epoch").astype({"epoch": int})
    table = table.sort_values([*keys, "epoch"], kind="stable")
    return table[[*keys, *EVALUATION_COLUMNS, "diverged"]]


def warn_if_all_diverged(diverged: Sequence[int], key: str, learning_rate: float) -> None:
    """Log that every network of a job diverged; see `refuse_if_all_diverged`."""
    if all(diverged):
        log.warning(_in_words(diverged, key, learning_rate))


def refuse_if_all_diverged(diverged: Sequence[int], key: str, learning_rate: float) -> None:
    """Raise FloatingPointError if every network diverged: nothing can be said of such a run.

    Parameters
    ----------
    diverged : sequence of int
        The epoch in which each network diverged, 0 if it did not.
    key : str
        What the configuration calls their learning rate.
    learning_rate : float
        Its value.
    """
    if all(diverged):
        raise FloatingPointError(_in_words(diverged, key, learning_rate))


def _in_words(diverged: Sequence[int], key: str, learning_rate: float) -> str:
    return (
        f"all {len(diverged)} networks of this job diverged, the last in epoch {max(diverged)}: "
        f"lower {key} (now {learning_rate:g})"
    )
