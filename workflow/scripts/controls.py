from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.controls.measure import measure_controls

log_to(*snakemake.log)
measure_controls(
    [Condition(**label) for label in snakemake.params.conditions],
    snakemake.input.networks,
    snakemake.params.settings,
    balance=snakemake.output.control_balance,
    motifs=snakemake.output.control_motifs,
)
