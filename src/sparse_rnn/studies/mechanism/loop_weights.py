"""The weights of feed-forward loops: what i does to k directly and by way of j."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.graphs.motifs import is_balanced

LINK_KINDS = ("in no loop", "in balanced loops only", "in unbalanced loops only", "in both")


def loop_table(weights: np.ndarray) -> pd.DataFrame:
    """Return every feed-forward loop i -> j, j -> k, i -> k of a weighted network, a row each.

    All loops count, whatever other links their nodes have; self-loops do not.

    Parameters
    ----------
    weights : ndarray, (N, N)
        ``weights[i, j]`` is the link i -> j.

    Returns
    -------
    pandas.DataFrame
        Nodes ``i, j, k``, weights ``w_ij, w_jk, w_ik``, the linear effect of i on k over two steps
        ``effect = w_ij w_jk + w_ik``, and whether the loop is ``balanced``, that is whether the two
        terms agree in sign.  Zhang et al. (2023), doi 10.1038/s42005-023-01364-0.

    Raises
    ------
    ValueError
        If the weights are not a square matrix of finite numbers.
    """
    matrix = _checked(weights)
    i, j, k = _loops(matrix)
    loops = np.stack([matrix[i, j], matrix[j, k], matrix[i, k]], axis=1)
    effect = loops[:, 0] * loops[:, 1] + loops[:, 2]
    columns = dict(zip(("w_ij", "w_jk", "w_ik"), loops.T, strict=True))
    nodes = {"i": i, "j": j, "k": k}
    return pd.DataFrame(nodes | columns | {"effect": effect, "balanced": is_balanced(loops)})


def link_table(weights: np.ndarray, loops: pd.DataFrame) -> pd.DataFrame:
    """Return every link with its weight and the loops that it is part of.

    Parameters
    ----------
    weights : ndarray, (N, N)
        ``weights[i, j]`` is the link i -> j; self-loops are left out.
    loops : pandas.DataFrame
        What `loop_table` says of these weights.

    Returns
    -------
    pandas.DataFrame
        ``source, target, weight``, the numbers of ``balanced`` and of ``unbalanced`` loops with
        the link, and its ``kind``, one of `LINK_KINDS`.
    """
    matrix = _checked(weights)
    count = np.zeros((2, *matrix.shape), dtype=np.int64)
    kind = loops["balanced"].to_numpy().astype(int)
    for ends in ("ij", "jk", "ik"):
        np.add.at(count, (kind, loops[ends[0]], loops[ends[1]]), 1)
    source, target = np.nonzero(matrix)
    unbalanced, balanced = count[:, source, target]
    places = (balanced > 0) + 2 * (unbalanced > 0)
    return pd.DataFrame(
        {
            "source": source,
            "target": target,
            "weight": matrix[source, target],
            "balanced": balanced,
            "unbalanced": unbalanced,
            "kind": np.array(LINK_KINDS)[places],
        }
    )


def _checked(weights: np.ndarray) -> np.ndarray:
    """Return the weights as a new matrix ``(N, N)`` of float64 without its diagonal."""
    matrix = np.array(weights, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"weights must be a square matrix (N, N), got shape {matrix.shape}")
    if not np.isfinite(matrix).all():
        i, j = np.argwhere(~np.isfinite(matrix))[0]
        raise ValueError(f"link {i} -> {j} has weight {matrix[i, j]}; weights must be finite")
    np.fill_diagonal(matrix, 0)
    return matrix


def _loops(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the nodes i, j, k of all loops, ``(L,)`` each, sorted.

    Each link i -> j is continued by all links j -> k; the ends k to which i links are kept.
    """
    source, target = np.nonzero(matrix)
    leaving = np.bincount(source, minlength=len(matrix))
    first = np.cumsum(leaving) - leaving
    onward = leaving[target]
    link = np.repeat(np.arange(len(source)), onward)
    within = np.arange(len(link)) - np.repeat(np.cumsum(onward) - onward, onward)
    i, j, k = source[link], target[link], target[first[target[link]] + within]
    closed = matrix[i, k] != 0
    return i[closed], j[closed], k[closed]
