"""Tables of the networks for lesions that the authors published."""

from __future__ import annotations

from dataclasses import replace

from sparse_rnn.results.schema import columns as c
from sparse_rnn.results.schema.declare import Column, Table
from sparse_rnn.results.schema.interventions import INTERVENTION_TABLES

_NUMBER = Column("network", "integer", "Number of the network in what the authors published.")
(_LESIONS,) = (table for table in INTERVENTION_TABLES if table.name == "lesions")

PUBLISHED_LESION_TABLES = (
    replace(
        _LESIONS,
        name="published_lesions",
        title="Performance of the authors' networks after lesions",
        row="A row is one network that the authors trained and published, after one removal of"
        " three links.",
        columns=tuple(_NUMBER if o.name == "network" else o for o in _LESIONS.columns),
        path="tables/published_lesions.csv",
    ),
    Table(
        "published_metrics",
        "Performance of the authors' networks: ours and as recorded",
        "A row is one network that the authors trained and published, on one part of the data.",
        ("task", "network", "part"),
        (
            c.TASK,
            _NUMBER,
            Column(
                "part",
                "string",
                "The data: our test set beside theirs, or all sequences. Sequences of our test set"
                " of hgs were in their training set, for they split the same data otherwise.",
                values=("test", "all"),
            ),
            Column("metric", "number", "Test metric that we measure.", "of the metric"),
            Column(
                "recorded",
                "number",
                "What the authors recorded of the same state; for all sequences the mean over their"
                " three parts, weighted by our numbers of sequences; missing where they recorded"
                " nothing.",
                "of the metric",
                missing=True,
            ),
        ),
        "tables/published_metrics.csv",
    ),
)
