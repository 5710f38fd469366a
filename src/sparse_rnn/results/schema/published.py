"""Tables of the networks that the authors of the paper published."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table

_OF_TRAINED = tuple(
    replace(column, meaning=f"{column.meaning[:-1]}; missing for a generated one.", missing=True)
    for column in (c.MODEL, c.STRATEGY, c.SPARSITY)
)
_NETWORK = (
    Column("file", "string", "Path of the network in the authors' repository."),
    replace(c.TASK, meaning="Task that the network learns, or that it was generated for."),
    *_OF_TRAINED,
    Column(
        "kind",
        "string",
        "Whether the network was generated, random or balanced, or trained.",
        values=("generated", "trained"),
    ),
    Column("series", "string", "Trial of a generated network, folder of the run of a trained one."),
    Column(
        "step",
        "integer",
        "Place of a generated network in its series by the eta in its name, 0 for the random one;"
        " epochs that a trained one has trained.",
    ),
    Column(
        "listed",
        "string",
        "Whether all links are listed, or the core: those of SET without the latest ones.",
        values=("all", "core"),
    ),
)

PUBLISHED_TABLES = (
    Table(
        "published_balance",
        "Balance of the networks that the authors published",
        "A row is one published network.",
        ("file",),
        (
            *_NETWORK,
            Column("nodes", "integer", "Nodes, those without a link included.", "nodes"),
            Column("links", "integer", "Links without self-loops.", "links"),
            Column("self_loops", "integer", "Self-loops, which no count contains.", "links"),
            Column(
                "named_eta",
                "number",
                "η as the file's name has it, rounded to three decimals; missing if it has none.",
                "fraction",
                missing=True,
            ),
            c.ETA,
            *c.TRIAD_RATIOS,
            *c.TRIAD_COUNTS,
        ),
        "tables/published_balance.csv",
    ),
    Table(
        "published_motifs",
        "Feed-forward loops of published networks against random networks",
        "A row is one signed feed-forward loop in one published network, compared with one null"
        " model: in each generated one, and in each run's first and last trained one.",
        ("file", "null_model", "signs"),
        (*_NETWORK, *c.MOTIF_COUNTS, c.NULL_MODEL),
        "tables/published_motifs.csv",
    ),
)
