"""Whether the strong links of a trained network are the balanced ones, or the old ones.

Of a sparse network a share of the links is kept: the strongest, those that have had their sign
longest, or, as a control, any.  If balance rises as the others go, sizes or ages tell more than the
signs alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.seeding import stream
from sparse_rnn.config import Condition
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.replicas import by_condition, load_replicas
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.controls.measure import at_random, by_size, keep_highest


def ages(snapshots: np.ndarray) -> np.ndarray:
    """Return in how many of the last snapshots links had the sign they have at the end, ``(N, N)``.

    Parameters
    ----------
    snapshots : ndarray, (S, N, N)
        Weights in the course of training.
    """
    same = np.sign(snapshots[::-1]) == np.sign(snapshots[-1])
    return np.logical_and.accumulate(same).sum(0)


def by_age(age: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Rank links by their age, ``(N, N)``; ties are broken at random."""
    return age + draw.random(age.shape)


SCORES = {"strongest": by_size, "oldest": by_age, "random": at_random}
"""Which links are kept: what they are ranked by, of `ages` the oldest, of weights the others."""

DRAWN = ("oldest", "random")
"""Those of which each draw is another."""

PART = ["kept", "share"]


def measure_by_size(
    conditions: Sequence[Condition],
    networks: Sequence[str | Path],
    settings: Mapping,
    table: str | Path,
) -> None:
    """Write the balance of what is left of the sparse networks of a task and model.

    Parameters
    ----------
    conditions : sequence of Condition
        Whose networks each file has; dense ones, whose links are all there, are passed over.
    networks : sequence of path
        The files, one per group of replicas; see `results.replicas.load_replicas`.
    settings : Mapping
        ``shares`` of the links that are kept, and ``draws`` of random ones.
    table : path
        csv output, a row per network, ``kept`` (one of `SCORES`), ``share`` and ``draw``: the
        number of ``links`` and their ``eta``.

    Raises
    ------
    ValueError
        If all conditions are dense, or a file is not whole.
    """
    files = by_condition(conditions, networks)
    sparse = [condition for condition in files if condition.sparsity]
    if not sparse:
        raise ValueError("no sparse networks to take links from: all conditions are dense")
    rows = [row for own in sparse for row in _of_condition(own, files[own], settings)]
    write_table("balance_by_size", table, pd.DataFrame(rows))


def _of_condition(
    condition: Condition, networks: Sequence[str | Path], settings: Mapping
) -> Iterator[dict]:
    """Yield the rows of one condition."""
    arrays = load_replicas(networks, "weights", "seeds", "diverged")
    along = np.moveaxis(arrays["weights"], 1, 0)
    for snapshots, seed, diverged in zip(
        along, arrays["seeds"].tolist(), arrays["diverged"], strict=True
    ):
        run = {**condition.label, "seed": seed, "diverged": int(diverged)}
        for keys, graph in parts_of(snapshots, settings, seed, *condition.label.values()):
            yield {**run, **keys, "links": graph.edges, "eta": global_balance(graph).eta}


def parts_of(
    snapshots: np.ndarray, settings: Mapping, seed: int, *names: str | float
) -> Iterator[tuple[dict, SignedGraph]]:
    """Yield the parts of one network: ``kept, share, draw``, and the graph.

    Parameters
    ----------
    snapshots : ndarray, (S, N, N)
        Its weights in the course of training; ``snapshots[s, i, j]`` is the link i -> j, and
        self-loops are left out.
    settings : Mapping
        See `measure_by_size`.
    seed : int
        Root seed.
    *names : str or float
        Further words that name the random streams beside ``"by-size"``, share and draw.
    """
    links = np.where(np.eye(snapshots.shape[1], dtype=bool), 0, snapshots[-1])
    ranked_by = dict.fromkeys(SCORES, links) | {"oldest": ages(snapshots)}
    for share in settings["shares"]:
        count = round(share * np.count_nonzero(links))
        for kept, score in SCORES.items():
            for draw in range(settings["draws"] if kept in DRAWN else 1):
                rng = stream(seed, "by-size", *names, share, kept, draw)
                ranked = np.where(links != 0, score(ranked_by[kept], rng), -1)
                graph = SignedGraph.from_weights(keep_highest(links, ranked, count))
                yield {"kept": kept, "share": share, "draw": draw}, graph


def mean_over_draws(parts: pd.DataFrame) -> pd.DataFrame:
    """Return eta of each run and part, its mean over draws, without the runs that diverged.

    Parameters
    ----------
    parts : pandas.DataFrame
        As `measure_by_size` writes it.
    """
    keys = [*RUN, *PART]
    return without_diverged(parts).groupby(keys, as_index=False, sort=False)["eta"].mean()


def less_any(eta: pd.DataFrame) -> pd.DataFrame:
    """Return how much more balanced the strongest and the oldest links are than as many of any.

    Parameters
    ----------
    eta : pandas.DataFrame
        As `mean_over_draws` returns it.

    Returns
    -------
    pandas.DataFrame
        The condition, which links are ``kept``, the ``share``, and ``n, mean, low, high`` of the
        differences of eta, with the 95 % t interval over seeds; all links, which are the same in
        each, are left out.
    """
    wide = eta[eta["share"] < 1].set_index([*RUN, *PART])["eta"].unstack("kept")
    differences = wide.drop(columns="random").sub(wide["random"], axis=0)
    long = differences.rename_axis(columns="kept").stack().rename("difference").reset_index()
    return summarise(long, "difference", [*CONDITION, *PART])


def nearest_half(differences: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `less_any` at the share of links nearest one half."""
    share = min(differences["share"], key=lambda share: abs(share - 0.5))
    return differences[differences["share"] == share]


def strong_and_old_links_in_words(half: pd.DataFrame) -> str:
    """Return in how many conditions the strongest and the oldest links are the more balanced.

    Parameters
    ----------
    half : pandas.DataFrame
        As `nearest_half` returns it.
    """
    counts = " and ".join(
        f"the {kept} in {(rows['low'] > 0).sum()} of {len(rows)} conditions"
        for kept, rows in half.groupby("kept", sort=False)
    )
    return (
        f"{half['share'].iloc[0]:.0%} of the links are more balanced than as many of any kind,"
        f" interval above 0: {counts} (task, model, strategy, sparsity)."
    )
