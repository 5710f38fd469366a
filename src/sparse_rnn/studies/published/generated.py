"""The series of networks that the authors generated, from random to balanced (C5)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.tasks.raw_files import raw_files, read

FOLDERS = {"mnist": "MNIST", "sms": "SMS", "mg": "MG", "hgs": "Gesture"}
"""What the authors call the tasks of these networks."""

SIGN_CODES = {1: 1, 2: -1}
"""What the numbers of the third column stand for: only so is eta what the names of files say."""

_NAME = re.compile(
    r"(?P<kind>ER|BN)_n_(?P<n>\d+)_p_0\.\d+(?:_\d+)?(?:_(?P<eta>0\.\d+|1\.0+))?\.txt"
)


class NameOfNetwork(NamedTuple):
    """What the name of a file says of its network; one random network is called without eta."""

    random: bool
    n: int
    eta: float


def generated_series(task: str, raw: str | Path) -> dict[str, np.ndarray]:
    """Return the series that the authors generated for a task.

    Parameters
    ----------
    task : str
        Key of `FOLDERS`.
    raw : path
        Folder of the raw data files.

    Returns
    -------
    dict
        As `balanced_networks.annealing.anneal_trials` stores series, the random network first,
        then by the eta in the names: ``signs`` ``(trials, K, N, N)`` int8, ``signs[t, k, i, j]``
        the link i -> j; self-loops are kept, on the diagonal.  ``eta`` ``(trials, K)`` and
        ``ratio`` ``(trials, K, 4)`` are counted here, without self-loops; ``named_eta`` and the
        number of ``self_loops`` are ``(trials, K)``.

    Raises
    ------
    FileNotFoundError, ValueError
        If a file is missing, corrupt, or no list of signed links; the message names it.
    """
    trials = [trial_arrays(paths, raw) for paths in paths_by_trial(task).values()]
    return {key: np.stack([trial[key] for trial in trials]) for key in trials[0]}


def paths_by_trial(task: str) -> dict[str, list[str]]:
    """Return the raw files of each trial of a task, by folder, in the order of the series."""
    if task not in FOLDERS:
        raise ValueError(f"no networks were generated for {task!r}; legal: {', '.join(FOLDERS)}")
    home = f"published/model/network/generated/{FOLDERS[task]}/"
    trials: dict[str, list[str]] = {}
    for path in sorted(path for path in raw_files("published") if path.startswith(home)):
        trials.setdefault(path.rpartition("/")[0], []).append(path)
    return {folder: sorted(paths, key=_place) for folder, paths in trials.items()}


def _place(path: str) -> tuple[bool, float]:
    named = parse_name(path)
    return not named.random, named.eta


def parse_name(path: str) -> NameOfNetwork:
    """Return what the name of a file says; a name of another form raises ValueError."""
    found = _NAME.fullmatch(path.rpartition("/")[2])
    if not found or (found["kind"] == "BN" and not found["eta"]):
        raise ValueError(f"{path} is no name such as BN_n_128_p_0.05_0_0.568.txt")
    return NameOfNetwork(found["kind"] == "ER", int(found["n"]), float(found["eta"] or "nan"))


def trial_arrays(paths: list[str], raw: str | Path) -> dict[str, np.ndarray]:
    """Return the networks of one trial as `generated_series` stacks them."""
    named = [parse_name(path) for path in paths]
    texts = (read(path, raw).decode("ascii") for path in paths)
    signs = np.stack(
        [signs_of(text, name.n, path) for text, name, path in zip(texts, named, paths, strict=True)]
    )
    balances = [global_balance(SignedGraph.from_weights(network)) for network in signs]
    return {
        "signs": signs,
        "eta": np.array([balance.eta for balance in balances], dtype=float),
        "ratio": np.array([list(balance.ratio.values()) for balance in balances], dtype=float),
        "named_eta": np.array([name.eta for name in named]),
        "self_loops": np.count_nonzero(np.diagonal(signs, axis1=1, axis2=2), axis=1),
    }


def signs_of(text: str, n: int, name: str) -> np.ndarray:
    """Return the signs of a list of links.

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
