from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.controls.measure import measure_controls

log_to(snakemake.log[0])
measure_controls(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.settings,
    **dict(snakemake.output.items()),
)
