"""The public functions of the package, for a network in whatever form it comes.

Each takes a `SignedGraph`, an array of weights ``(N, N)`` with ``W[i, j]`` the link i -> j, a
networkx digraph with the edge attribute ``sign`` or ``weight``, or the name of a file; see
`graphs.files.conversion.as_signed_graph`.  They need no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

import pandas as pd

from sparse_rnn.graphs.annealing.run import Annealed, Schedule, anneal_graph
from sparse_rnn.graphs.balance.of_graph import Balance, global_balance
from sparse_rnn.graphs.files.conversion import Network, as_signed_graph
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.motifs import EVERY_MOTIF, FFL
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import AUTO, SWAPS_PER_EDGE, Swaps, null_network
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_significance


def load_network(path: str | PathLike, merge: bool = False) -> SignedGraph:
    """Read a signed directed network from a file.

    Parameters
    ----------
    path : str or path
        An edge list (``.tsv``, ``.txt``, ``.csv``), GraphML (``.graphml``), or a weight matrix of
        NumPy (``.npy``) or SciPy (``.npz``).
    merge : bool, optional
        Count a link once that is given several times with the same sign, instead of refusing it.

    Returns
    -------
    SignedGraph
        The network without its self-loops.

    Raises
    ------
    ValueError
        If the file is not what its name says; the message names the place in it.
    OSError
        If the file cannot be opened.

    See Also
    --------
    sparse_rnn.graphs.files.readers.read_network : also tells what was left out.

    Examples
    --------
    >>> network = load_network("notebooks/example_network.tsv")
    >>> network.n, network.edges
    (128, 760)
    """
    return read_network(path, ReadingOptions(merge=merge)).graph


def census(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps_per_edge: Swaps = AUTO,
    threads: int = 1,
    every_motif: bool = False,
) -> pd.DataFrame:
    """Count the signed motifs and compare the counts with random networks.

    Parameters
    ----------
    network : SignedGraph, array, networkx.DiGraph, str or path
        The given network.
    null_model : str, optional
        What the random networks keep, a key of `graphs.nulls.models.NULL_MODELS`.
    networks : int, optional
        Number of random networks.
    seed : int, optional
        Seed of the random networks, 0 or more; the same seed, the same numbers.
    swaps_per_edge : float, optional
        Swaps proposed per link to make each random network.
    threads : int, optional
        Threads to use; the result does not depend on it.
    every_motif : bool, optional
        List all 132 signed motifs instead of the eight feed-forward loops.

    Returns
    -------
    pandas.DataFrame
        One row per motif; see `graphs.significance.motif_significance` for the columns.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> table = census("notebooks/example_network.tsv", networks=20)
    >>> table[["signs", "balanced", "count"]].head(3)
      signs  balanced  count
    0   +++      True     36
    1   ++-     False      4
    2   +-+     False     11
    """
    drawn = null_model, networks, seed, swaps_per_edge, threads
    motifs = EVERY_MOTIF if every_motif else FFL
    return motif_significance(as_signed_graph(network), *drawn, motifs)


def balance(network: Network) -> Balance:
    """Return the global balance eta of a network and the ratios T_i; eta is their mean.

    A feed-forward loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).  Eta is
    the balanced share of the loops, averaged over the triads 030T, 120D, 120U and 300.

    Parameters
    ----------
    network : SignedGraph, array, networkx.DiGraph, str or path
        The given network.

    Returns
    -------
    Balance
        ``eta``, ``ratio`` by triad (None where there is no loop) and the number of ``triads``.

    Raises
    ------
    ValueError
        If the network cannot be read as one.

    Examples
    --------
    >>> import numpy as np
    >>> weights = np.array([[0, 0.5, -0.2], [0, 0, -0.1], [0, 0, 0]])
    >>> balance(weights).eta
    1.0
    """
    return global_balance(as_signed_graph(network))


def random_network(
    network: Network,
    null_model: str = DEFAULT_NULL,
    seed: int = 0,
    index: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
) -> SignedGraph:
    """Return a random network that keeps what a null model keeps of the given one.

    Parameters
    ----------
    network : SignedGraph, array, networkx.DiGraph, str or path
        The given network.
    null_model : str, optional
        What the random network keeps, a key of `graphs.nulls.models.NULL_MODELS`.
    seed, index : int, optional
        Seed, 0 or more, and the number of the network among those of this seed.
    swaps_per_edge : float, optional
        Swaps proposed per link.

    Returns
    -------
    SignedGraph
        The random network.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> given = load_network("notebooks/example_network.tsv")
    >>> drawn = random_network(given, "no-regard", seed=1)
    >>> bool((drawn.degrees("in") == given.degrees("in")).all())
    True
    """
    return null_network(as_signed_graph(network), null_model, seed, index, swaps_per_edge)


def anneal(
    network: Network,
    target: float,
    seed: int = 0,
    schedule: Schedule | None = None,
    levels: int | Sequence[float] = 0,
) -> Annealed:
    """Rewire a network until its global balance eta is at the target, keeping all degrees.

    Parameters
    ----------
    network : SignedGraph, array, networkx.DiGraph, str or path
        Where to start.
    target : float
        Eta to stop at, from 0 to 1.
    seed : int, optional
        Seed of the proposed exchanges.
    schedule : graphs.annealing.run.Schedule, optional
        How the inverse temperature rises; the run ends with it.
    levels : int or sequence of float, optional
        Values of eta on the way to keep a network of, or their number.

    Returns
    -------
    Annealed
        The rewired ``graph``, its ``eta``, and whether the target was ``reached``.

    Raises
    ------
    ValueError
        If the network cannot be read as one or has no transitive triad, the target is no share, or
        a level does not lie on the way.

    Examples
    --------
    >>> found = anneal("notebooks/example_network.tsv", target=0.6, seed=1)
    >>> found.reached, found.eta <= 0.6
    (True, True)
    """
    return anneal_graph(as_signed_graph(network), target, seed, schedule, levels)
