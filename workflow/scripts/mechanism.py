from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.mechanism.measure import save_mechanism

log_to(snakemake.log[0])
save_mechanism(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.tolerance,
    **dict(snakemake.output.items()),
)
