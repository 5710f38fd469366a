from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.published.measure import measure_published

log_to(*snakemake.log)
measure_published(
    snakemake.wildcards.task,
    snakemake.config["data"]["raw"],
    snakemake.params.settings,
    balance=snakemake.output.published_balance,
    motifs=snakemake.output.published_motifs,
)
