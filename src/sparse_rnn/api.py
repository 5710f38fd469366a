"""The public functions of the package, for a network in whatever form it comes.

`load_model` reads a network that was trained here, and needs torch.  Each of the others takes a
`SignedGraph`, an array of weights ``(N, N)`` with ``W[i, j]`` the link i -> j, a pandas edge list,
a graph of networkx, the name of a file, and all else that
`graphs.files.conversion.as_signed_graph` takes, and needs no torch.  What they return has a
``table``, shows itself in a notebook, and can ``plot()`` itself and write itself ``to_json()``, as
the command line does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from sparse_rnn.graphs.annealing.run import Schedule
from sparse_rnn.graphs.files.conversion import Network, as_signed_graph
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import AUTO, Swaps
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.annealing import AnnealingReport, annealing_of
from sparse_rnn.reports.balance import BalanceReport, balance_of
from sparse_rnn.reports.census import Census, census_of
from sparse_rnn.reports.draws import NullDraws, NullNetworks, null_networks_of
from sparse_rnn.reports.four_nodes import FourNodes, classes_asked, four_nodes_of
from sparse_rnn.reports.mixing import MixingReport, mixing_of
from sparse_rnn.reports.network import named_network
from sparse_rnn.training.loading import load_trained

if TYPE_CHECKING:
    from sparse_rnn.training.trained_network import TrainedNetwork


def read(network: Network, **options) -> SignedGraph:
    """Read a signed directed network.

    Parameters
    ----------
    network : any form of a network
        The name of a file of any kind that ``sparse-rnn census --help`` lists, or an object.
    **options
        What it does not say itself, the fields of
        `graphs.files.reading_options.ReadingOptions`: ``format``, ``columns``, ``attribute``,
        ``signs``, ``unknown``, ``conflicts``, ``merge``, ``undirected``, ``transpose``.

    Returns
    -------
    SignedGraph
        The network without its self-loops.

    Raises
    ------
    ValueError
        If the file is not what its name says; the message names the place in it.
    TypeError
        If there is no such option, or the object is no network.
    OSError
        If the file cannot be opened.

    See Also
    --------
    sparse_rnn.graphs.files.readers.read_network : also tells what was left out.

    Examples
    --------
    >>> network = read("notebooks/example_network.tsv")
    >>> network.n, network.edges
    (128, 760)
    """
    known = [field.name for field in fields(ReadingOptions)]
    for name in options:
        if name not in known:
            raise TypeError(f"there is no option {name!r} of reading; there are {', '.join(known)}")
    return as_signed_graph(network, ReadingOptions(**options))


def load_model(path: str | Path) -> TrainedNetwork:
    """Read a network that was trained here, with all its parameters; it needs torch.

    Parameters
    ----------
    path : path
        A file ``<seed>.safetensors`` of the rule ``train``.

    Returns
    -------
    training.trained_network.TrainedNetwork
        Called with inputs ``(T, B, n_inputs)`` it returns the outputs.  ``weights[i, j]`` is the
        recurrent link i -> j, ``graph`` the signs of these links, ``metadata`` what the network is,
        and ``test_metric()`` tests it again.

    Raises
    ------
    ImportError
        If torch is not installed.
    OSError
        If the file cannot be opened.
    ValueError
        If it is truncated, damaged, no such network, or holds a number that is not finite; the
        message names it.

    Examples
    --------
    >>> load_model("notebooks/example_network.tsv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: notebooks/example_network.tsv is no whole safetensors file ...
    """
    return load_trained(path)


def census(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps: Swaps = AUTO,
    threads: int | None = None,
    every_motif: bool = False,
) -> Census:
    """Count the signed motifs and compare the counts with random networks.

    Parameters
    ----------
    network : any form of a network
        The given network.
    null_model : str, optional
        What the random networks keep, a key of `graphs.nulls.models.NULL_MODELS`.
    networks : int, optional
        Number of random networks; 0 for counts alone.
    seed : int, optional
        Seed of the random networks, 0 or more; the same seed, the same numbers.
    swaps : float or "auto", optional
        Swaps proposed per link to make each random network.
    threads : int, optional
        Threads to use, all cores by default, for the random networks and for the count of a given
        network of more than 1,024 nodes; the result does not depend on it.
    every_motif : bool, optional
        List all 132 signed motifs instead of the eight feed-forward loops.

    Returns
    -------
    reports.census.Census
        ``table`` with one row per motif, ``balance``, ``verdict`` in one sentence, and
        ``warnings`` to read first.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> found = census("notebooks/example_network.tsv", networks=20)
    >>> found.table[["signs", "balanced", "count"]].head(3)
      signs  balanced  count
    0   +++      True     36
    1   ++-     False      4
    2   +-+     False     11
    """
    draws = NullDraws(null_model, networks, seed, swaps, threads)
    return census_of(named_network(network), draws, every_motif)


def balance(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 0,
    seed: int = 0,
    swaps: Swaps = AUTO,
    threads: int | None = None,
) -> BalanceReport:
    """Return the global balance eta of a network and the ratios T_i; eta is their mean.

    A feed-forward loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).  Eta is
    the balanced share of the loops, averaged over the triads 030T, 120D, 120U and 300.

    Parameters
    ----------
    network : any form of a network
        The given network.
    null_model, networks, seed, swaps, threads
        Random networks to compare with, see `census`; none by default.

    Returns
    -------
    reports.balance.BalanceReport
        ``eta``, ``ratio`` by triad (None where there is no loop), the number of ``triads``, a
        ``table``, and the loops around each of the ``links`` and ``nodes``.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> import numpy as np
    >>> weights = np.array([[0, 0.5, -0.2], [0, 0, -0.1], [0, 0, 0]])
    >>> balance(weights).eta
    1.0
    """
    return balance_of(named_network(network), NullDraws(null_model, networks, seed, swaps, threads))


def four_nodes(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps: Swaps = AUTO,
    threads: int | None = None,
    name: str | None = None,
    every_class: bool = False,
) -> FourNodes:
    """Count signed motifs of four nodes and compare the counts with random networks.

    Counted are the bi-fan, the bi-parallel, and two feed-forward loops that have their source or
    their target in common, as induced subgraphs.

    Parameters
    ----------
    network : any form of a network
        The given network.
    null_model, networks, seed, swaps, threads
        See `census`.
    name : str, optional
        List the classes of this name alone, a key of `graphs.census.four.classes.CLASS_NAMES`.
    every_class : bool, optional
        List every class that contains one of these motifs, further links or not.

    Returns
    -------
    reports.four_nodes.FourNodes
        ``table`` with one row per class that occurs in the network or in a random one, ``verdict``
        in one sentence, and ``warnings`` to read first.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model or the name is unknown, or a number is
        out of its range.

    Examples
    --------
    >>> found = four_nodes("notebooks/example_network.tsv", networks=20, name="bi-fan")
    >>> found.table[["id", "signs", "count"]].head(3)
        id signs  count
    0  204  ++++     13
    1  204  +++-     43
    2  204  ++--     37
    """
    draws = NullDraws(null_model, networks, seed, swaps, threads)
    return four_nodes_of(named_network(network), draws, classes_asked(name, every_class))


def mixing(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    threads: int | None = None,
) -> MixingReport:
    """Tell how many swaps the random networks of a null model need.

    Parameters
    ----------
    network : any form of a network
        The given network.
    null_model, networks, seed, threads
        See `census`; at least 32 networks.

    Returns
    -------
    reports.mixing.MixingReport
        ``table``, ``settled_at`` and ``verdict``.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> list(mixing("notebooks/example_network.tsv", networks=32).table)[:4]
    ['null_model', 'swaps', 'accepted', 'moved']
    """
    return mixing_of(named_network(network), NullDraws(null_model, networks, seed, threads=threads))


def null_networks(
    network: Network,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps: Swaps = AUTO,
    threads: int | None = None,
) -> NullNetworks:
    """Return random networks that keep what a null model keeps of the given one.

    All are drawn and counted at once, as by `census`, which tells how many swaps they need and
    whether they have settled.  None is kept: each is drawn again when it is asked for.

    Parameters
    ----------
    network : any form of a network
        The given network.
    null_model, networks, seed, swaps, threads
        See `census`.

    Returns
    -------
    reports.draws.NullNetworks
        A sequence of `SignedGraph`; a slice of it is a list.

    Raises
    ------
    ValueError
        If the network cannot be read as one, the null model is unknown, or a number is out of its
        range.

    Examples
    --------
    >>> given = read("notebooks/example_network.tsv")
    >>> drawn = null_networks(given, "no-regard", 2)
    >>> drawn
    <2 random networks of no-regard, seed 0: 128 nodes, 760 links>
    >>> [bool((graph.degrees("in") == given.degrees("in")).all()) for graph in drawn]
    [True, True]
    """
    draws = NullDraws(null_model, networks, seed, swaps, threads)
    return null_networks_of(named_network(network).graph, draws)


def anneal(
    network: Network,
    target: float,
    seed: int = 0,
    schedule: Schedule | None = None,
    levels: int | Sequence[float] = 0,
) -> AnnealingReport:
    """Rewire a network until its global balance eta is at the target, keeping all degrees.

    Parameters
    ----------
    network : any form of a network
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
    reports.annealing.AnnealingReport
        The rewired ``graph``, its ``eta``, and whether the target was ``reached``.

    Raises
    ------
    ValueError
        If the network cannot be read as one or has no transitive triad, the target is no share, a
        level does not lie on the way, or a number is none.

    Examples
    --------
    >>> found = anneal("notebooks/example_network.tsv", target=0.6, seed=1)
    >>> found.reached, found.eta <= 0.6
    (True, True)
    """
    return annealing_of(named_network(network), target, seed, schedule or Schedule(), levels)
