"""Tables of training on the networks that the authors of the paper generated."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_SERIES = (
    c.TASK,
    Column(
        "protocol",
        "string",
        "How networks of the authors are trained: with the values of their repository or with"
        " ours.",
        values=("theirs", "ours"),
    ),
    replace(c.TRIAL, meaning="Number of the authors' series, from 1."),
)
_NETWORK = (
    *_SERIES,
    Column(
        "level",
        "integer",
        "Place of the network in its series by the eta in its name; 0 is the random network.",
    ),
    replace(c.SEED, meaning="Seed of the sizes of weights, the other weights and the batches."),
)
_NAMES = tuple(column.name for column in _NETWORK)
_ETA = replace(
    c.ETA,
    meaning="Global balance η: mean of T over the transitive triad types that occur.",
    missing=False,
)

PUBLISHED_TRAINING_TABLES = (
    Table(
        "published_training",
        "Performance of the authors' networks from random to balanced",
        "A row is one network that the authors generated, trained once with its recurrent weights"
        " fixed.",
        _NAMES,
        (
            *_NETWORK,
            _ETA,
            *c.TRIAD_RATIOS,
            Column(
                "named_eta",
                "number",
                "Global balance in the name of the file; missing if the name has none.",
                "fraction",
                missing=True,
            ),
            Column(
                "self_loops",
                "integer",
                "Links of nodes to themselves, kept in training and left out of all counts.",
                "links",
            ),
            c.FINAL_METRIC,
            c.DIVERGED,
        ),
        "tables/published_training.csv",
    ),
    Table(
        "published_training_history",
        "Training curves of the authors' networks",
        "A row is one evaluation of one network that the authors generated.",
        (*_NAMES, "epoch"),
        (*_NETWORK, _ETA, *c.EVALUATION),
        "",
    ),
    Table(
        "published_training_effect",
        "Effect of balance in the authors' networks along training",
        "A row is one series of the authors' networks after some epochs of training, by one measure"
        " of balance.",
        ("task", "protocol", "trial", "measure", "epoch"),
        (
            *_SERIES,
            Column(
                "measure",
                "string",
                "Balance of a network: eta, or the balanced share of the loops in triads 030T.",
                values=("eta", "T_030T"),
            ),
            c.EPOCH,
            Column("n", "integer", "Networks of the series that did not diverge.", "networks"),
            Column(
                "rho",
                "number",
                "Spearman's correlation of balance and test metric, mean over seeds (errors: sign"
                " turned): positive where balanced networks perform better; missing where all"
                " values are equal.",
                missing=True,
            ),
        ),
        "tables/published_training_effect.csv",
    ),
)
