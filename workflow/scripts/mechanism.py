from sparse_rnn.config import Condition
from sparse_rnn.experiments.mechanism import save_mechanism
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
save_mechanism(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.tolerance,
    **dict(snakemake.output.items()),
)
