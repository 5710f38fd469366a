from sparse_rnn.config import Condition
from sparse_rnn.experiments.controls import measure_controls
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
measure_controls(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.settings,
    **dict(snakemake.output.items()),
)
