from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.controls.balance_by_size import measure_by_size

log_to(*snakemake.log)
measure_by_size(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.settings,
    snakemake.output.balance_by_size,
)
