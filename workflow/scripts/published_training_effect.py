from sparse_rnn.base.logs import log_to
from sparse_rnn.studies.published.training_effect import save_effect

log_to(*snakemake.log)
save_effect(
    snakemake.input.published_training,
    snakemake.input.published_training_history,
    snakemake.output.published_training_effect,
)
