from sparse_rnn.config import Condition
from sparse_rnn.experiments.weight_dynamics import save_weight_tables
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
save_weight_tables(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    **dict(snakemake.output.items()),
)
