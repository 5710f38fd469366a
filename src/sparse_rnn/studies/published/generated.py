"""The series of networks that the authors generated, with their self-loops, to train on (C5)."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import numpy as np

from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.studies.published.source import (
    GENERATED,
    SERIES_FOLDERS,
    PublishedNetwork,
    published_networks,
)
from sparse_rnn.tasks.raw_files import PUBLISHED, read

SIGN_CODES = {1: 1, 2: -1}
"""What the numbers of the third column stand for: only so is eta what the names of files say."""


def series_to_train(task: str, raw: str | Path) -> dict[str, np.ndarray]:
    """Return the series that the authors generated for a task.

    Parameters
    ----------
    task : str
        Key of `source.SERIES_FOLDERS`.
    raw : path
        Folder of the raw data files.

    Returns
    -------
    dict
        As `balanced_networks.annealing.anneal_trials` stores series, the random network first,
        then by the eta in the names: ``signs`` ``(trials, K, N, N)`` int8, ``signs[t, k, i, j]``
        the link i -> j; self-loops are kept, on the diagonal.  ``eta`` ``(trials, K)`` and
        ``ratio`` ``(trials, K, 4)`` are counted here, without self-loops; ``named_eta`` (NaN where
        a name has none) and the number of ``self_loops`` are ``(trials, K)``.

    Raises
    ------
    FileNotFoundError, ValueError
        If a file is missing, corrupt, or no list of signed links; the message names it.
    """
    if task not in SERIES_FOLDERS:
        legal = ", ".join(SERIES_FOLDERS)
        raise ValueError(f"no networks were generated for {task!r}; legal: {legal}")
    generated = (network for network in published_networks(task) if network.kind == GENERATED)
    by_series = groupby(generated, key=lambda network: network.series)
    trials = [trial_arrays(list(networks), raw) for _, networks in by_series]
    return {key: np.stack([trial[key] for trial in trials]) for key in trials[0]}


def trial_arrays(networks: list[PublishedNetwork], raw: str | Path) -> dict[str, np.ndarray]:
    """Return the networks of one trial as `series_to_train` stacks them."""
    signs = np.stack([signs_in_file(network, raw) for network in networks])
    balances = [global_balance(SignedGraph.from_weights(own)) for own in signs]
    return {
        "signs": signs,
        "eta": np.array([balance.eta for balance in balances], dtype=float),
        "ratio": np.array([list(balance.ratio.values()) for balance in balances], dtype=float),
        "named_eta": np.array([network.named_eta for network in networks], dtype=float),
        "self_loops": np.count_nonzero(np.diagonal(signs, axis1=1, axis2=2), axis=1),
    }


def signs_in_file(network: PublishedNetwork, raw: str | Path) -> np.ndarray:
    """Return the signs ``(N, N)`` of a generated network; see `signs_of`."""
    text = read(f"{PUBLISHED}/{network.file}", raw).decode("ascii")
    return signs_of(text, network.nodes, network.file)


def signs_of(text: str, n: int, name: str) -> np.ndarray:
    """Return the signs of a list of links, self-loops included.

    Parameters
    ----------
    text : str
        ``source target sign`` in each line: nodes from 0, and a key of `SIGN_CODES`.
    n : int
        Number of nodes ``N``.
    name : str
        The file, for messages.

    Returns
    -------
    ndarray
        ``(N, N)`` int8, ``[i, j]`` the link i -> j.

    Raises
    ------
    ValueError
        If a line is no such triple or repeats a link; the message names the file and the line.
    """
    signs = np.zeros((n, n), np.int8)
    for number, line in enumerate(text.splitlines(), 1):
        try:
            source, target, sign = map(int, line.split())
        except ValueError:
            message = f"{name}, line {number}: {line!r} is not 'source target sign', whole numbers"
            raise ValueError(message) from None
        _check_link(signs, (source, target), sign, f"{name}, line {number}: {line!r}")
        signs[source, target] = SIGN_CODES[sign]
    return signs


def _check_link(signs: np.ndarray, link: tuple[int, int], sign: int, line: str) -> None:
    """Stop at a link that cannot be, or is there already."""
    if not all(0 <= node < len(signs) for node in link):
        raise ValueError(f"{line} has a node outside 0 to {len(signs) - 1}")
    if sign not in SIGN_CODES:
        raise ValueError(f"{line} has the unknown sign {sign}; legal: 1 (positive), 2 (negative)")
    if signs[link]:
        raise ValueError(f"{line} repeats a link; delete the file and fetch it again")
