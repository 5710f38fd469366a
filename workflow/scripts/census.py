from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.structure.measure import measure_condition

log_to(snakemake.log[0])
measure_condition(
    Condition.parse(*snakemake.wildcards),
    snakemake.params.settings,
    networks=snakemake.input.networks,
    balance=snakemake.output.balance,
    motifs=snakemake.output.motifs,
)
