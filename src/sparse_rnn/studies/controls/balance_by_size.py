"""Whether the strong links of a trained network are the balanced ones.

Of a sparse network a share of the links is kept, the strongest or, as a control, any: if balance
rises as the weak ones go, the weights tell more than the signs alone.
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

SCORES = {"strongest": by_size, "random": at_random}
"""Which links are kept: what they are ranked by."""

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
    replicas = zip(arrays["weights"][-1], arrays["seeds"].tolist(), arrays["diverged"], strict=True)
    for weights, seed, diverged in replicas:
        run = {**condition.label, "seed": seed, "diverged": int(diverged)}
        for keys, graph in parts_of(weights, settings, seed, *condition.label.values()):
            yield {**run, **keys, "links": graph.edges, "eta": global_balance(graph).eta}


def parts_of(
    weights: np.ndarray, settings: Mapping, seed: int, *names: str | float
) -> Iterator[tuple[dict, SignedGraph]]:
    """Yield the parts of one network: ``kept, share, draw``, and the graph.

    Parameters
    ----------
    weights : ndarray, (N, N)
        ``weights[i, j]`` is the link i -> j; self-loops are left out.
    settings : Mapping
        See `measure_by_size`.
    seed : int
        Root seed.
    *names : str or float
        Further words that name the random streams beside ``"by-size"``, share and draw.
    """
    links = np.where(np.eye(len(weights), dtype=bool), 0, weights)
    for share in settings["shares"]:
        count = round(share * np.count_nonzero(links))
        for kept, score in SCORES.items():
            for draw in range(settings["draws"] if kept == "random" else 1):
                rng = stream(seed, "by-size", *names, share, draw)
                ranked = np.where(links != 0, score(links, rng), -1)
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


def strongest_less_any(eta: pd.DataFrame) -> pd.DataFrame:
    """Return how much more balanced the strongest links are than as many of any size.

    Parameters
    ----------
    eta : pandas.DataFrame
        As `mean_over_draws` returns it.

    Returns
    -------
    pandas.DataFrame
        The condition, the ``share``, and ``n, mean, low, high`` of the differences of eta, with the
        95 % t interval over seeds; all links, which are the same in both, are left out.
    """
    wide = eta[eta["share"] < 1].set_index([*RUN, *PART])["eta"].unstack("kept")
    differences = (wide["strongest"] - wide["random"]).rename("difference").reset_index()
    return summarise(differences, "difference", [*CONDITION, "share"])


def nearest_half(difference: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `strongest_less_any` at the share of links nearest one half."""
    share = min(difference["share"], key=lambda share: abs(share - 0.5))
    return difference[difference["share"] == share]


def strong_links_in_words(half: pd.DataFrame) -> str:
    """Return in how many conditions the strongest links are more balanced than others.

    Parameters
    ----------
    half : pandas.DataFrame
        As `nearest_half` returns it.
    """
    return (
        f"the strongest {half['share'].iloc[0]:.0%} of the links are more balanced than as many of"
        f" any size, interval above 0, in {(half['low'] > 0).sum()} of {len(half)} conditions"
        " (task, model, strategy, sparsity)."
    )
