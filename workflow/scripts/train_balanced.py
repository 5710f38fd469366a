from sparse_rnn.experiments.balanced_training import train_balanced
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
train_balanced(
    *snakemake.wildcards,
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    series=snakemake.input.series,
    **snakemake.output,
)
