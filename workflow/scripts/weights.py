from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.weights.measure import save_weight_tables

log_to(*snakemake.log)
save_weight_tables(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    **dict(snakemake.output.items()),
)
