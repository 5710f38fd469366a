from sparse_rnn.experiments.lesion_training import train_tangent_loops
from sparse_rnn.logs import log_to

log_to(snakemake.log[0])
train_tangent_loops(
    snakemake.wildcards.task,
    snakemake.params.construction,
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    **snakemake.output,
)
