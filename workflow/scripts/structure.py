from sparse_rnn.base.logs import log_to
from sparse_rnn.config import Condition
from sparse_rnn.studies.structure.measure import measure_condition

log_to(*snakemake.log)
measure_condition(
    Condition.of_job(dict(snakemake.wildcards.items())),
    snakemake.params.settings,
    networks=snakemake.input.networks,
    balance=snakemake.output.balance,
    motifs=snakemake.output.motifs,
)
