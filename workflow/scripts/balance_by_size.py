from sparse_rnn.config import Condition
from sparse_rnn.experiments.balance_by_size import measure_by_size
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
measure_by_size(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.settings,
    snakemake.output.table,
)
