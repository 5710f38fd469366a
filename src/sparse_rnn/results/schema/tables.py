"""All tables of a run and of the archive, by name."""

from __future__ import annotations

from sparse_rnn.results.schema.connectome import CONNECTOME_TABLES
from sparse_rnn.results.schema.declare import Table
from sparse_rnn.results.schema.interventions import INTERVENTION_TABLES
from sparse_rnn.results.schema.networks import NETWORK_TABLES
from sparse_rnn.results.schema.published import PUBLISHED_TABLES
from sparse_rnn.results.schema.published_lesions import PUBLISHED_LESION_TABLES
from sparse_rnn.results.schema.published_training import PUBLISHED_TRAINING_TABLES
from sparse_rnn.results.schema.summaries import SUMMARY_TABLES

SCHEMA: dict[str, Table] = {
    table.name: table
    for table in (
        *NETWORK_TABLES,
        *INTERVENTION_TABLES,
        *CONNECTOME_TABLES,
        *PUBLISHED_TABLES,
        *PUBLISHED_LESION_TABLES,
        *PUBLISHED_TRAINING_TABLES,
        *SUMMARY_TABLES,
    )
}
"""The declaration of every table."""
