from sparse_rnn.config import Condition
from sparse_rnn.experiments.structure import measure_condition
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
measure_condition(
    Condition.parse(*snakemake.wildcards),
    snakemake.params.settings,
    networks=snakemake.input.networks,
    balance=snakemake.output.balance,
    motifs=snakemake.output.motifs,
)
