from sparse_rnn.base.artifacts import save_record
from sparse_rnn.base.logs import log_to
from sparse_rnn.base.origin import origin
from sparse_rnn.seed_groups import seeds_of_group
from sparse_rnn.studies.published.generated import series_to_train
from sparse_rnn.studies.published.training import train_published

log_to(*snakemake.log)
# before training: once its checkpoint is gone, nothing may fail any more
save_record(snakemake.output.origin, origin(snakemake.params.code, snakemake.params.settings))
train_published(
    snakemake.wildcards.task,
    snakemake.wildcards.protocol,
    seeds_of_group(snakemake.wildcards.trials),
    snakemake.params.settings,
    code=snakemake.params.code,
    raw=snakemake.params.raw,
    series=series_to_train(snakemake.wildcards.task, snakemake.params.raw),
    tables=dict(snakemake.output.items()),
)
